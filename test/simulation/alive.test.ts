import { beforeEach, describe, expect, it } from 'vitest';
import { Alive } from '../../src/simulation/alive.ts';
import { simulation } from '../../src/simulation/simulation.ts';
import type { Campaign } from '../../src/store/campaigns.ts';
import { DEFAULT_SETTINGS, type NewCustomer } from '../../src/store/customers.ts';
import {
  DAY,
  HOUR,
  INBOUND,
  MINUTE,
  SECOND,
  type Simulated,
  START,
  SWEDISH_MOBILES,
  simulate,
  UK_MOBILES,
} from '../support/simulation.ts';

/** A platform that keeps itself busy, and has a customer. */
function busy(given: { seed?: string; enabled?: boolean; customer?: Partial<NewCustomer> } = {}) {
  const { seed = '1', enabled = true, customer = {} } = given;
  const platform = simulate({ seed });
  const alive = revive(platform, enabled);
  return { platform, alive, customer: platform.customer(customer) };
}

/** As after a restart: what it was is in the store only. */
function revive(platform: Simulated, enabled: boolean): Alive {
  const alive = new Alive(platform.world, enabled);
  platform.clock.start([simulation(platform.world), alive]);
  return alive;
}

const campaigns = ({ store }: Simulated): Campaign[] => store.campaigns.list({ limit: 1000 }).items;
const startedAfter = (platform: Simulated) => campaigns(platform).map(({ createdAt }) => createdAt - START);
const ofType = (platform: Simulated, type: string) => platform.all().filter((one) => one.type === type);

/** All that can be seen of a world. */
const seen = (platform: Simulated) => ({
  campaigns: campaigns(platform),
  communications: platform.all(),
  log: platform.log(),
});

let platform: Simulated;
let alive: Alive;

beforeEach(() => () => platform.close());

describe('a platform that keeps itself busy', () => {
  it('starts campaigns at about the wanted pace, none less than half of it after another', async () => {
    ({ platform, alive } = busy());
    alive.set({ everySeconds: 120 });
    await platform.pass(2 * HOUR);
    const started = startedAfter(platform);
    expect(started[0]).toBe(0);
    expect(started.length).toBeGreaterThan(50);
    expect(started.length).toBeLessThan(70);
    const pauses = started.slice(1).map((after, index) => (after - started[index]!) / SECOND);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(180);
    expect(new Set(pauses).size).toBeGreaterThan(50);
    expect(alive.state()).toMatchObject({ enabled: true, everySeconds: 120, rounds: started.length });
  });

  it('does so once a minute when nobody says otherwise, and takes nothing for spam', async () => {
    ({ platform, alive } = busy({ customer: { settings: { spamLimit: DEFAULT_SETTINGS.spamLimit } } }));
    expect(alive.state()).toMatchObject({ enabled: true, everySeconds: 60, rounds: 0 });
    await platform.pass(90 * MINUTE);
    expect(startedAfter(platform).length).toBeGreaterThan(75);
    expect(startedAfter(platform).length).toBeLessThan(105);
    expect(platform.all().filter(({ status }) => status === 'SPAM')).toEqual([]);
    // No more lists than this, however long it goes on.
    const lists = platform.store.contactLists.list({ limit: 1000 }).items;
    expect(lists).toHaveLength(20);
    for (const { name, size } of lists) {
      expect(name).toMatch(/^Background list \d+$/);
      expect(size).toBeGreaterThanOrEqual(5);
      expect(size).toBeLessThanOrEqual(30);
    }
    const numbers = lists.flatMap(({ id }) =>
      platform.store.contactLists.recipients(id, { limit: 100 }).items.map(({ number }) => number),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('sends to people who do not exist, and hears of them', async () => {
    let customer: ReturnType<typeof busy>['customer'];
    ({ platform, customer } = busy({
      customer: { settings: { inboundNumbers: [{ number: INBOUND, prefixes: [] }] } },
    }));
    await platform.pass(HOUR);
    const fictional = new Set([...SWEDISH_MOBILES, ...UK_MOBILES]);
    const outgoing = [...ofType(platform, 'OUTGOING_SMS'), ...ofType(platform, 'OUTGOING_CALL')];
    const incoming = [...ofType(platform, 'INCOMING_SMS'), ...ofType(platform, 'INCOMING_CALL')];
    for (const type of ['OUTGOING_SMS', 'OUTGOING_CALL', 'INCOMING_SMS', 'INCOMING_CALL'])
      expect(ofType(platform, type).length, type).toBeGreaterThan(5);
    expect(outgoing.filter(({ recipient }) => !fictional.has(recipient))).toEqual([]);
    expect(incoming.filter(({ sender }) => !fictional.has(sender))).toEqual([]);
    expect(new Set(incoming.map(({ recipient }) => recipient))).toEqual(new Set([INBOUND]));
    // By the profile, whose turn of mind it is to show.
    const deciders = new Set(outgoing.map(({ outcome }) => outcome.decidedBy));
    expect([...deciders].sort()).toEqual(['OPT_OUT', 'PROFILE']);
    const statuses = new Set(outgoing.map(({ status }) => status));
    for (const status of ['DELIVERED', 'NOT_DELIVERED', 'NOTREACHED', 'OPTOUT'])
      expect(statuses).toContain(status);
    expect(platform.store.optOuts.list(customer.id, { limit: 100 }).items.length).toBeGreaterThan(0);
  });

  it('has sent each campaign within a minute, so that they do not pile up', async () => {
    ({ platform } = busy());
    await platform.pass(20 * MINUTE);
    await platform.idle();
    for (const { id, createdAt, contactListId } of campaigns(platform)) {
      const sent = platform.all().filter(({ campaignId }) => campaignId === id);
      expect(sent).toHaveLength(platform.store.contactLists.get(contactListId)!.size);
      for (const { sentAt } of sent) expect(sentAt! - createdAt).toBeLessThan(MINUTE);
    }
  });

  it('uses the SMS and voice projects that a customer has, and its own where there are none', async () => {
    ({ platform } = busy());
    const [, settled, whatsapp] = [
      null,
      platform.customer({ name: 'Settled' }),
      platform.customer({ name: 'WhatsApp only' }),
    ];
    const own = platform.project(settled, { name: 'Own' });
    platform.project(whatsapp, { type: 'WHATSAPP' });
    await platform.pass(40 * MINUTE);
    const projects = (customerId: number) =>
      new Set(campaigns(platform).flatMap((one) => (one.customerId === customerId ? [one.projectId] : [])));
    expect(projects(settled.id)).toEqual(new Set([own.id]));
    for (const id of [1, whatsapp.id]) {
      const used = [...projects(id)].map((projectId) => platform.store.projects.get(projectId)!);
      expect(used.map(({ type }) => type).sort()).toEqual(['SMS', 'VOICE']);
      expect(used.map(({ customerId }) => customerId)).toEqual([id, id]);
    }
  });
});

describe('stopping what keeps the platform busy', () => {
  it('ends it: nothing new begins, and what runs comes to its end', async () => {
    ({ platform, alive } = busy());
    await platform.pass(10 * MINUTE);
    const before = campaigns(platform).length;
    expect(before).toBeGreaterThan(5);
    expect(campaigns(platform).some(({ state }) => state === 'RUNNING')).toBe(true);
    expect(alive.set({ enabled: false })).toMatchObject({ enabled: false, rounds: before });
    expect(alive.nextDue()).toBeNull();
    await platform.pass(3 * DAY);
    expect(campaigns(platform)).toHaveLength(before);
    expect(new Set(campaigns(platform).map(({ state }) => state))).toEqual(new Set(['COMPLETED']));
  });

  it('is how it begins, unless it is wanted', async () => {
    ({ platform, alive } = busy({ enabled: false }));
    await platform.pass(DAY);
    expect(alive.state()).toMatchObject({ enabled: false, rounds: 0 });
    expect(platform.all()).toEqual([]);
    alive.set({ enabled: true });
    await platform.pass(0);
    expect(startedAfter(platform)).toEqual([DAY]);
  });

  it('and having it go on begins anew at once, at the pace that was set', async () => {
    ({ platform, alive } = busy());
    alive.set({ everySeconds: 600 });
    await platform.pass(HOUR);
    alive.set({ enabled: false });
    await platform.pass(HOUR);
    const before = campaigns(platform).length;
    expect(alive.set({ enabled: true })).toMatchObject({ everySeconds: 600 });
    await platform.pass(2 * HOUR);
    const [first, ...more] = startedAfter(platform).slice(before);
    expect(first).toBe(2 * HOUR);
    expect(more.length).toBeGreaterThan(8);
    expect(more.length).toBeLessThan(16);
  });
});

describe('what keeps the platform busy', () => {
  it('is not waited for by an advance as far as anything is left to do', async () => {
    ({ platform } = busy());
    await platform.pass(10 * MINUTE);
    const before = campaigns(platform).length;
    await platform.idle();
    expect(campaigns(platform)).toHaveLength(before);
    expect(platform.all().every(({ state }) => state === 'DONE')).toBe(true);
  });

  it('does not make up for what it missed, and goes on from there', async () => {
    ({ platform } = busy());
    await platform.pass(10 * MINUTE);
    const before = campaigns(platform).length;
    platform.clock.set({ now: START + DAY });
    await platform.pass(10 * MINUTE);
    const after = startedAfter(platform).slice(before);
    expect(after[0]).toBe(DAY);
    expect(after.length).toBeGreaterThan(5);
    expect(after.length).toBeLessThan(18);
  });

  it('is remembered by the store: a restart changes nothing about what happens', async () => {
    ({ platform, alive } = busy());
    alive.set({ everySeconds: 90 });
    await platform.pass(HOUR / 2);
    // Off by the settings, but it had been on.
    const revived = revive(platform, false);
    expect(revived.state()).toEqual(alive.state());
    await platform.pass(HOUR / 2);

    const other = busy();
    other.alive.set({ everySeconds: 90 });
    await other.platform.pass(HOUR);
    expect(seen(platform)).toEqual(seen(other.platform));
    other.platform.close();
  });

  it('is the same with the same seed, in however many steps time passes, and another with another seed', async () => {
    const world = async (seed: string, steps: readonly number[]) => {
      const own = busy({ seed });
      own.platform.customer({ name: 'Another' });
      for (const step of steps) await own.platform.pass(step);
      const all = seen(own.platform);
      own.platform.close();
      return all;
    };
    ({ platform } = busy({ enabled: false }));
    const [one, same, other] = [
      await world('1', [HOUR / 2]),
      await world('1', [SECOND, 7 * MINUTE, 0, 13 * MINUTE, 10 * MINUTE - SECOND]),
      await world('2', [HOUR / 2]),
    ];
    expect(one.campaigns.length).toBeGreaterThan(20);
    expect(same).toEqual(one);
    expect(other.campaigns.map(({ name }) => name)).not.toEqual(one.campaigns.map(({ name }) => name));
    const ids = new Set(one.communications.map(({ id }) => id));
    expect(other.communications.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('leaves what was asked for as it is: a busy platform gives the same outcomes', async () => {
    const outcomes = async (enabled: boolean) => {
      const own = busy({ enabled });
      const asking = own.platform.customer();
      const ids = SWEDISH_MOBILES.map((number) => own.platform.sms(asking, number));
      await own.platform.pass(30 * MINUTE);
      await own.platform.idle();
      const all = ids.map((id) =>
        own.platform.timeline(id).map(({ id: _id, previousId, ...event }) => event),
      );
      own.platform.close();
      return all;
    };
    ({ platform } = busy({ enabled: false }));
    expect(await outcomes(true)).toEqual(await outcomes(false));
  });
});
