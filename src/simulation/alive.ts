import { chance, chanceInteger } from '../core/chance.ts';
import type { DueSource, Reach } from '../core/clock.ts';
import type { ContactList } from '../store/contact-lists.ts';
import type { Customer } from '../store/customers.ts';
import type { Project } from '../store/projects.ts';
import { takeInCall, takeInSms } from './arrive.ts';
import { type Person, PROJECTS, people, TEXTS } from './fiction.ts';
import { createCampaign } from './send.ts';
import type { World } from './world.ts';

const SECOND_MS = 1000;
const DEFAULT_EVERY_SECONDS = 60;
/** Contact lists for a customer; one is run over so seldom that nothing is taken for spam. */
const LISTS = 20;
const LIST_NAME = 'Background list';
const LIST_SIZE = { from: 5, to: 30 };
/** How long a campaign takes, roughly. */
const CAMPAIGN_SECONDS = 45;
/** Of the rounds, in how many somebody writes or calls of their own accord. */
const WRITES = 0.6;
const CALLS = 0.2;
const LONGEST_CALL_SECONDS = 120;
/** Where recipients write to when a customer has configured no inbound number. */
const INBOUND_NUMBER = '71120';
const MOST_ITEMS = 1000;

/** How busy the background is, and how far it has come. */
export interface AliveState {
  enabled: boolean;
  /** Platform seconds from one campaign to the next, on average. */
  everySeconds: number;
  /** Campaigns so far. */
  rounds: number;
  /** Platform ms. */
  nextAt: number;
}

/**
 * Keeps a demo environment busy until it is stopped: campaigns over people who do not exist, and what these write and
 * call of their own accord.
 */
export class Alive implements DueSource {
  readonly background = true;
  readonly #world: World;
  readonly #enabledAtFirst: boolean;

  /** @param enabledAtFirst whether it is on in a world that does not say */
  constructor(world: World, enabledAtFirst: boolean) {
    this.#world = world;
    this.#enabledAtFirst = enabledAtFirst;
  }

  state(): AliveState {
    const remembered = this.#memory.read();
    if (remembered !== null) return JSON.parse(remembered) as AliveState;
    return { enabled: this.#enabledAtFirst, everySeconds: DEFAULT_EVERY_SECONDS, rounds: 0, nextAt: 0 };
  }

  /** Stops it, has it go on, or changes how busy it is. Campaigns that run already come to their end. */
  set(change: { enabled?: boolean | undefined; everySeconds?: number | undefined }): AliveState {
    const before = this.state();
    const state = {
      ...before,
      enabled: change.enabled ?? before.enabled,
      everySeconds: change.everySeconds ?? before.everySeconds,
      nextAt: this.#world.clock.now(),
    };
    this.#memory.write(JSON.stringify(state));
    this.#world.clock.wake();
    return state;
  }

  /** What was missed, while the platform did not run, is not made up for. */
  nextDue(): number | null {
    const { enabled, nextAt } = this.state();
    return enabled ? Math.max(nextAt, this.#world.clock.now()) : null;
  }

  nextChance(): number | null {
    return null;
  }

  runDue(instant: number, _until: number, reach: Reach): void {
    const { store, seed } = this.#world;
    store.transaction(() => {
      const state = this.state();
      const round = state.rounds + 1;
      const draw: Draw = {
        share: (purpose) => chance(seed, `alive/${round}`, purpose),
        integer: (purpose, from, to) => chanceInteger(seed, `alive/${round}`, purpose, from, to),
      };
      this.#campaign(round, draw, instant);
      const pause = state.everySeconds * SECOND_MS * (0.5 + draw.share('pause'));
      this.#memory.write(
        JSON.stringify({ ...state, rounds: round, nextAt: instant + Math.round(pause) } satisfies AliveState),
      );
      reach(instant);
    });
  }

  get #memory() {
    return this.#world.store.properties.named('alive');
  }

  #campaign(round: number, draw: Draw, now: number): void {
    const { store } = this.#world;
    const customers = store.customers.list({ limit: MOST_ITEMS }).items;
    const customer = oneOf(customers, draw.share('customer'));
    const project = this.#project(customer, draw, now);
    const list = this.#list(customer, draw, now);
    createCampaign(this.#world, {
      customerId: customer.id,
      projectId: project.id,
      contactListId: list.id,
      name: `${project.name} ${round}`,
      rate: list.size / CAMPAIGN_SECONDS,
      startAt: now,
    });
    const [person] = people(draw.integer('writer', 0, MOST_ITEMS), 1) as [Person];
    this.#arrivals(customer, person, draw, now);
  }

  #arrivals(customer: Customer, { number }: Person, draw: Draw, at: number): void {
    const arrival = {
      customer,
      from: number,
      to: customer.settings.inboundNumbers[0]?.number ?? INBOUND_NUMBER,
      detail: 'background activity',
      at,
    };
    if (draw.share('writes') < WRITES) takeInSms(this.#world, arrival, oneOf(TEXTS, draw.share('text')));
    if (draw.share('calls') < CALLS)
      takeInCall(this.#world, arrival, draw.integer('length', 1, LONGEST_CALL_SECONDS));
  }

  /** One of the customer's own, or ours when there is none. */
  #project(customer: Customer, draw: Draw, now: number): Project {
    const { projects } = this.#world.store;
    const own = projects
      .list({ limit: MOST_ITEMS }, customer.id)
      .items.filter(({ type }) => type === 'SMS' || type === 'VOICE');
    const all =
      own.length > 0
        ? own
        : PROJECTS.map((project) => projects.create({ ...project, customerId: customer.id }, now));
    return oneOf(all, draw.share('project'));
  }

  #list(customer: Customer, draw: Draw, now: number): ContactList {
    const { contactLists } = this.#world.store;
    const ours = contactLists
      .list({ limit: MOST_ITEMS }, customer.id)
      .items.filter(({ name }) => name.startsWith(LIST_NAME));
    if (ours.length >= LISTS) return oneOf(ours, draw.share('list'));
    const list = contactLists.create(
      {
        customerId: customer.id,
        name: `${LIST_NAME} ${ours.length + 1}`,
        fieldNames: { 1: 'first name', 2: 'time' },
      },
      now,
    );
    const recipients = people(
      ours.length * LIST_SIZE.to,
      draw.integer('size', LIST_SIZE.from, LIST_SIZE.to),
    ).map(({ number, name, time }) => ({ number, fields: { 1: name, 2: time } }));
    contactLists.addRecipients(list.id, recipients);
    return contactLists.get(list.id)!;
  }
}

/** Draws of one round. */
interface Draw {
  share: (purpose: string) => number;
  integer: (purpose: string, from: number, to: number) => number;
}

function oneOf<Item>(items: readonly Item[], share: number): Item {
  return items[Math.floor(share * items.length)]!;
}
