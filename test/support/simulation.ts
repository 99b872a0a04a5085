import { PlatformClock } from '../../src/clock/platform-clock.ts';
import type { DueSource } from '../../src/core/clock.ts';
import type { OutcomeRequest } from '../../src/core/outcome/outcome-request.ts';
import type { OutcomeRule, RuleMatch } from '../../src/core/outcome/outcome-rule.ts';
import type { Profile } from '../../src/core/profile/profile.ts';
import { SHIPPED_PROFILES } from '../../src/core/profile/shipped.ts';
import type { OutgoingType } from '../../src/core/vocabulary.ts';
import { takeInSms } from '../../src/simulation/arrive.ts';
import { actOnCampaign } from '../../src/simulation/campaigns.ts';
import { createCampaign, type SendRequest, send } from '../../src/simulation/send.ts';
import { simulation } from '../../src/simulation/simulation.ts';
import { Tally } from '../../src/simulation/tally.ts';
import type { World } from '../../src/simulation/world.ts';
import type { Campaign, NewCampaign } from '../../src/store/campaigns.ts';
import type { Communication } from '../../src/store/communications.ts';
import type { NewRecipient } from '../../src/store/contact-lists.ts';
import type { Customer, NewCustomer } from '../../src/store/customers.ts';
import type { LoggedEvent } from '../../src/store/events.ts';
import type { NewProject } from '../../src/store/projects.ts';
import { openStore } from '../../src/store/store.ts';

export const START = Date.UTC(2026, 0, 1, 12);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Fictional numbers, as the numbering plan knows them (facts sheet §4). */
const range = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => String(first + index));
export const SWEDISH_MOBILES = range(46701740605, 95);
/** Those that stand for no outcome. */
export const UK_MOBILES = range(447700900400, 600);
export const LANDLINES = [...range(46313900600, 100), ...range(493023125000, 1000)];
export const IMPOSSIBLE = ['12345', '46701', '46112', '447700900123456', '999999999999'];
export const UNKNOWN = ['46000000000', '4670174060', '440000000000'];

export const REALISTIC: Profile = SHIPPED_PROFILES[0]!;

/** Nobody is without a number, no text goes astray: what a test wants to happen is added to this. */
export const SMOOTH: Profile = {
  ...REALISTIC,
  unassignedNumbers: 0,
  sms: { ...REALISTIC.sms, failure: 0, unknown: 0, notDelivered: 0 },
};

/** Where recipients write to when a test does not care. */
export const INBOUND = '71120';

/** Callbacks that never have anything to send, but tick. */
const TICKS: DueSource = {
  nextDue: () => null,
  nextChance: (instant) => Math.ceil(instant / (15 * SECOND)) * 15 * SECOND,
  runDue: () => {
    throw new Error('nothing is due');
  },
};

export interface LogEntry extends LoggedEvent {
  communicationId: number;
}

/**
 * The platform without its API and its callbacks: a real store in memory, the simulation, and a manual clock that
 * stands at `START`.
 * @param given `ticks`: the clock works in slices of 15 s, as it does when there are callbacks
 */
export function simulate(given: { seed?: string; profile?: Profile; ticks?: boolean } = {}) {
  const { seed = '1', profile = REALISTIC, ticks = false } = given;
  const store = openStore(':memory:');
  const clock = new PlatformClock(
    { mode: 'manual', speed: 1, platform: START, wall: 0 },
    () => 0,
    () => {},
    (error) => {
      throw error;
    },
  );
  const nothing = () => {};
  const world: World = {
    store,
    clock,
    seed,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    profileOf: () => profile,
    tally: new Tally(),
  };
  const source = simulation(world);
  clock.start(ticks ? [source, TICKS] : [source]);
  let customers = 0;

  const sendTo =
    (type: OutgoingType) =>
    (customer: Customer, recipient: string, more: Partial<SendRequest> = {}) =>
      send(world, {
        customerId: customer.id,
        type,
        recipient,
        sender: 'Acme',
        ...(type === 'OUTGOING_SMS' && { content: 'Hello' }),
        ...more,
      });

  return {
    store,
    clock,
    world,
    customer(given: Partial<NewCustomer> = {}): Customer {
      customers += 1;
      const modes = { accountLevel: 'CONFIRMED', testMode: false, whitelistMode: false } as const;
      const settings = { spamLimit: null, ...given.settings };
      return store.customers.create(
        { name: 'Acme', ...modes, ...given, settings },
        `hash ${customers}`,
        clock.now(),
      );
    },
    project(customer: Customer, given: Partial<NewProject> = {}) {
      const project = { type: 'SMS', name: 'Reminder', sender: 'Acme', template: 'Hi {1}' } as const;
      return store.projects.create({ customerId: customer.id, ...project, ...given }, clock.now());
    },
    list(customer: Customer, numbers: readonly string[]) {
      const list = store.contactLists.create(
        { customerId: customer.id, name: 'All', fieldNames: {} },
        clock.now(),
      );
      store.contactLists.addRecipients(
        list.id,
        numbers.map((number) => ({ number, fields: { 1: `number ${number}` } })),
      );
      return list;
    },
    /** Sends it. @returns its ID */
    sms: sendTo('OUTGOING_SMS'),
    call: sendTo('OUTGOING_CALL'),
    /** Somebody writes to the customer. @returns the ID of the SMS */
    write(customer: Customer, from: string, text: string, to?: string): number {
      const inbound = to ?? customer.settings.inboundNumbers[0]?.number ?? INBOUND;
      const arrival = { customer, from, to: inbound, detail: 'put in by hand', at: clock.now() };
      return store.transaction(() => takeInSms(world, arrival, text));
    },
    /** A rule; without `times` it holds without end. */
    rule: (match: RuleMatch, outcome: OutcomeRequest, times: number | null = null): OutcomeRule =>
      store.outcomeRules.create({ match, outcome, remaining: times }, clock.now()),
    /** Runs a project over recipients, from now on. */
    campaign(
      customer: Customer,
      projectId: number,
      recipients: readonly (string | NewRecipient)[],
      given: Partial<NewCampaign> & { outcomes?: Record<string, OutcomeRequest> } = {},
    ): Campaign {
      const { outcomes, ...more } = given;
      const list = store.contactLists.create(
        { customerId: customer.id, name: 'All', fieldNames: {} },
        clock.now(),
      );
      store.contactLists.addRecipients(
        list.id,
        recipients.map((one) => (typeof one === 'string' ? { number: one, fields: {} } : one)),
      );
      const campaign = createCampaign(
        world,
        {
          customerId: customer.id,
          projectId,
          contactListId: list.id,
          name: 'Spring',
          rate: 10,
          startAt: null,
          ...more,
        },
        outcomes,
      );
      return actOnCampaign(world, campaign, 'start');
    },
    get: (id: number): Communication => store.communications.get(id)!,
    /** All communications, in order of acceptance. */
    all: (): Communication[] => store.communications.list({ limit: 100_000 }, {}).items,
    timeline: (id: number): LoggedEvent[] => store.events.of(store.communications.get(id)!),
    /** The whole event log. */
    log(): LogEntry[] {
      return store.communications
        .list({ limit: 100_000 }, {})
        .items.flatMap((one) => store.events.of(one).map((event) => ({ ...event, communicationId: one.id })))
        .sort((a, b) => a.id - b.id);
    },
    /** Lets platform time pass. */
    pass: (ms: number): Promise<void> => clock.advance(clock.now() + ms),
    /** Until nothing is left to happen. */
    idle: (): Promise<void> => clock.advance('idle'),
    close: () => store.close(),
  };
}

export type Simulated = ReturnType<typeof simulate>;
