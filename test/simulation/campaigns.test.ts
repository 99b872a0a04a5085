import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CallingHours, callingHours, nextOpening } from '../../src/core/calling-hours.ts';
import { campaignFirstCommunicationId } from '../../src/core/communication-id.ts';
import { CAMPAIGN_STATES, type CampaignState } from '../../src/core/vocabulary.ts';
import { actOnCampaign, CAMPAIGN_ACTIONS, type CampaignAction } from '../../src/simulation/campaigns.ts';
import { createCampaign } from '../../src/simulation/send.ts';
import type { Customer } from '../../src/store/customers.ts';
import type { NewProject } from '../../src/store/projects.ts';
import {
  DAY,
  HOUR,
  MINUTE,
  REALISTIC,
  SECOND,
  type Simulated,
  SMOOTH,
  START,
  SWEDISH_MOBILES,
  simulate,
  UK_MOBILES,
} from '../support/simulation.ts';

interface Given {
  numbers: readonly string[];
  rate?: number;
  startAt?: number | null;
  type?: NewProject['type'];
  customer?: Customer;
  hours?: CallingHours;
}

/** A campaign over a list of its own, with all that can be done with it. */
function campaignOf(platform: Simulated, given: Given) {
  const { numbers, rate = 10, startAt = null, type = 'SMS', customer = platform.customer(), hours } = given;
  const { store, world } = platform;
  const list = platform.list(customer, numbers);
  const { id } = createCampaign(world, {
    customerId: customer.id,
    projectId: platform.project(customer, { type }).id,
    contactListId: list.id,
    name: 'Spring',
    rate,
    startAt,
    callingHours: hours ?? null,
  });
  const now = () => store.campaigns.get(id)!;
  const all = () => store.communications.list({ limit: 100_000 }, { campaignId: id }).items;
  return {
    id,
    list,
    now,
    all,
    state: () => now().state,
    act: (action: CampaignAction) => actOnCampaign(world, now(), action),
    /** When each was sent, in ms from `START`. */
    sentAfter: () => all().map(({ sentAt }) => sentAt! - START),
    add: (more: readonly string[]) =>
      store.contactLists.addRecipients(
        list.id,
        more.map((number) => ({ number, fields: {} })),
      ),
    /** What the campaign says of itself, and what its communications say. */
    counts: () => {
      const { sent, done, counts } = now();
      return { sent, done, counts };
    },
    recount: () => {
      const counts: Record<string, number> = {};
      for (const { status } of all()) if (status !== null) counts[status] = (counts[status] ?? 0) + 1;
      return { sent: all().length, done: all().filter(({ state }) => state === 'DONE').length, counts };
    },
  };
}

let platform: Simulated;

beforeEach(() => {
  platform = simulate({ profile: SMOOTH });
  return () => platform.close();
});

describe('a campaign that runs', () => {
  it('sends the project to everyone on the list, in order, with IDs that count up', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES });
    expect(campaign.now()).toMatchObject({ state: 'CREATED', startAt: null, nextAt: null, sent: 0 });
    await platform.pass(HOUR);
    expect(campaign.all()).toEqual([]);

    campaign.act('start');
    expect(campaign.now()).toMatchObject({
      state: 'RUNNING',
      startAt: START + HOUR,
      startedAt: START + HOUR,
    });
    await platform.pass(MINUTE);
    const first = campaignFirstCommunicationId('1', campaign.id);
    const all = campaign.all();
    expect(all.map(({ recipient }) => recipient)).toEqual(SWEDISH_MOBILES);
    expect(all.map(({ id }) => id)).toEqual(SWEDISH_MOBILES.map((_, index) => first + index));
    expect(all.map(({ content }) => content)).toEqual(SWEDISH_MOBILES.map((number) => `Hi number ${number}`));
    expect(all.map(({ recipientId }) => recipientId)).toEqual(SWEDISH_MOBILES.map((_, index) => index + 1));
    expect(all[0]).toMatchObject({
      type: 'OUTGOING_SMS',
      sender: 'Acme',
      projectId: 1,
      campaignId: campaign.id,
    });
  });

  it.each([
    ['SMS', 'OUTGOING_SMS', 'Hi number 46701740605'],
    ['WHATSAPP', 'OUTGOING_SMS', 'Hi number 46701740605'],
    ['VOICE', 'OUTGOING_CALL', null],
  ] as const)('of a project of type %s makes %s', async (type, made, content) => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 1), type });
    campaign.act('start');
    await platform.pass(0);
    expect(campaign.all()).toMatchObject([{ type: made, content, smsParts: content && 1 }]);
  });

  it('honours its rate', async () => {
    const campaign = campaignOf(platform, { numbers: UK_MOBILES.slice(0, 35), rate: 10 });
    campaign.act('start');
    await platform.idle();
    expect(campaign.sentAfter()).toEqual(
      Array.from({ length: 35 }, (_, index) => Math.floor(index / 10) * SECOND),
    );
  });

  it('honours a rate below one a second', async () => {
    const campaign = campaignOf(platform, { numbers: UK_MOBILES.slice(0, 4), rate: 0.25 });
    campaign.act('start');
    await platform.idle();
    expect(campaign.sentAfter()).toEqual([0, 4 * SECOND, 8 * SECOND, 12 * SECOND]);
  });

  it('honours any rate: at no time has it sent more than that and a second ahead, nor does it lag behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.double({ min: 0.01, max: 5, noNaN: true }), fc.integer({ min: 1, max: 2000 })),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        async (rate, size, ticks) => {
          const own = simulate({ profile: SMOOTH, ticks });
          const campaign = campaignOf(own, { numbers: UK_MOBILES.slice(0, size), rate });
          campaign.act('start');
          await own.idle();
          const sent = campaign.sentAfter();
          expect(sent).toHaveLength(size);
          for (const [index, after] of sent.entries()) {
            const due = (index * SECOND) / rate;
            // Instants are whole ms.
            const rounding = Math.ceil(index / Math.max(1, Math.floor(rate)));
            expect(after).toBeLessThanOrEqual(due + rounding);
            expect(after).toBeGreaterThan(due - Math.max(SECOND, SECOND / rate) - rounding);
          }
          own.close();
        },
      ),
      { numRuns: 25, seed: 1 },
    );
  });

  it('is COMPLETED when the last report is in, not before', async () => {
    const campaign = campaignOf(platform, { numbers: UK_MOBILES.slice(0, 25), type: 'VOICE' });
    campaign.act('start');
    await platform.pass(10 * SECOND);
    expect(campaign.now()).toMatchObject({ state: 'RUNNING', sent: 25, nextAt: null });
    await platform.idle();
    const last = Math.max(...campaign.all().map(({ doneAt }) => doneAt!));
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', endedAt: last, sent: 25, done: 25 });
    expect(platform.clock.now()).toBe(last);
  });

  it('is COMPLETED at once over an empty list', async () => {
    const campaign = campaignOf(platform, { numbers: [] });
    campaign.act('start');
    await platform.pass(0);
    expect(campaign.now()).toMatchObject({
      state: 'COMPLETED',
      startedAt: START,
      endedAt: START,
      sent: 0,
      counts: {},
    });
  });

  it('is COMPLETED at once when the customer is in test mode (facts sheet §4)', async () => {
    const customer = platform.customer({ testMode: true });
    const campaign = campaignOf(platform, { numbers: UK_MOBILES.slice(0, 10), customer, rate: 100 });
    campaign.act('start');
    await platform.pass(0);
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', endedAt: START, counts: { TEST: 10 } });
  });

  it('runs beside others over the same numbers, each with its own communications and counts', async () => {
    const customer = platform.customer();
    const campaigns = [3, 50, 0.5].map((rate) =>
      campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 20), rate, customer }),
    );
    for (const campaign of campaigns) campaign.act('start');
    await platform.idle();
    for (const campaign of campaigns) {
      expect(campaign.now()).toMatchObject({ state: 'COMPLETED', sent: 20, done: 20 });
      expect(campaign.counts()).toEqual(campaign.recount());
    }
    const nth = platform.all().map(({ recipient, nth }) => `${recipient}/${nth}`);
    expect(new Set(nth).size).toBe(60);
  });
});

describe('a list that grows while its campaign runs', () => {
  const [few, more] = [UK_MOBILES.slice(0, 15), UK_MOBILES.slice(500, 507)];

  it('has its new recipients sent to in their turn', async () => {
    const campaign = campaignOf(platform, { numbers: few });
    campaign.act('start');
    await platform.pass(500);
    campaign.add(more);
    await platform.idle();
    expect(campaign.all().map(({ recipient }) => recipient)).toEqual([...few, ...more]);
    expect(campaign.sentAfter().at(-1)).toBe(2 * SECOND);
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', sent: 22, done: 22 });
  });

  it('has them sent to before the campaign is completed, also when all others had been', async () => {
    const campaign = campaignOf(platform, { numbers: few, type: 'VOICE' });
    campaign.act('start');
    await platform.pass(5 * SECOND);
    expect(campaign.now()).toMatchObject({ state: 'RUNNING', sent: 15, nextAt: null });
    campaign.add(more);
    await platform.idle();
    expect(campaign.all().map(({ recipient }) => recipient)).toEqual([...few, ...more]);
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', sent: 22, done: 22 });
    expect(campaign.counts()).toEqual(campaign.recount());
  });

  it('does not wake a campaign that is over', async () => {
    const campaign = campaignOf(platform, { numbers: few });
    campaign.act('start');
    await platform.idle();
    campaign.add(more);
    await platform.pass(DAY);
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', sent: 15 });
  });
});

describe('a scheduled campaign', () => {
  it('starts by itself at its time', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 3), startAt: START + HOUR });
    expect(campaign.now()).toMatchObject({ state: 'SCHEDULED', startAt: START + HOUR, startedAt: null });
    await platform.pass(HOUR - 1);
    expect(campaign.state()).toBe('SCHEDULED');
    expect(campaign.all()).toEqual([]);
    await platform.pass(1);
    expect(campaign.now()).toMatchObject({ state: 'RUNNING', startedAt: START + HOUR });
    expect(campaign.sentAfter()).toEqual([HOUR, HOUR, HOUR]);
  });

  it('starts at once when its time has passed: nothing is sent in the past', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 3), startAt: START - DAY });
    await platform.pass(0);
    expect(campaign.now()).toMatchObject({ state: 'RUNNING', startAt: START - DAY, startedAt: START });
    expect(campaign.sentAfter()).toEqual([0, 0, 0]);
  });

  it('can be started before its time', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 3), startAt: START + HOUR });
    campaign.act('start');
    await platform.idle();
    expect(campaign.sentAfter()).toEqual([0, 0, 0]);
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', startedAt: START });
    await platform.pass(2 * HOUR);
    expect(campaign.all()).toHaveLength(3);
  });

  it('that is paused and resumed before its time keeps to that time', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 3), startAt: START + HOUR });
    campaign.act('pause');
    expect(campaign.now()).toMatchObject({ state: 'PAUSED', nextAt: null });
    await platform.pass(MINUTE);
    expect(campaign.act('resume')).toMatchObject({
      state: 'SCHEDULED',
      startAt: START + HOUR,
      startedAt: null,
    });
    await platform.idle();
    expect(campaign.sentAfter()).toEqual([HOUR, HOUR, HOUR]);
  });

  it('that is paused over its time starts when it is resumed', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 3), startAt: START + HOUR });
    campaign.act('pause');
    await platform.pass(DAY);
    expect(campaign.now()).toMatchObject({ state: 'PAUSED', startedAt: null });
    expect(campaign.act('resume')).toMatchObject({ state: 'RUNNING', startedAt: START + DAY });
    await platform.idle();
    expect(campaign.sentAfter()).toEqual([DAY, DAY, DAY]);
  });

  it('that was started before its time is resumed at once, though that time is still to come', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES, startAt: START + HOUR });
    campaign.act('start');
    await platform.pass(SECOND);
    campaign.act('pause');
    expect(campaign.act('resume')).toMatchObject({ state: 'RUNNING', startedAt: START });
    await platform.idle();
    expect(campaign.sentAfter().at(-1)).toBeLessThan(MINUTE);
  });

  it('that is cancelled never starts', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 3), startAt: START + HOUR });
    campaign.act('cancel');
    await platform.pass(DAY);
    expect(campaign.now()).toMatchObject({ state: 'CANCELLED', endedAt: START, startedAt: null, sent: 0 });
  });
});

describe('a campaign with calling hours', () => {
  // It is Thursday, 13:00 in Sweden.
  const hours = (from: string, to: string, days?: string[]) => callingHours.parse({ from, to, days });
  const perMinute = 1 / 60;

  it('sends within them, goes on the next day, and keeps its rate all the while', async () => {
    const campaign = campaignOf(platform, {
      numbers: UK_MOBILES.slice(0, 100),
      rate: perMinute,
      hours: hours('09:00', '14:00'),
    });
    campaign.act('start');
    await platform.pass(DAY / 2);
    expect(campaign.now()).toMatchObject({ state: 'RUNNING', sent: 60, nextAt: START + 20 * HOUR });
    await platform.idle();
    expect(campaign.sentAfter()).toEqual([
      ...Array.from({ length: 60 }, (_, index) => index * MINUTE),
      ...Array.from({ length: 40 }, (_, index) => 20 * HOUR + index * MINUTE),
    ]);
    expect(campaign.state()).toBe('COMPLETED');
  });

  it('waits over the days that they leave out', async () => {
    const campaign = campaignOf(platform, {
      numbers: UK_MOBILES.slice(0, 3),
      rate: 1 / 3600,
      hours: hours('12:00', '14:00', ['THU', 'MON']),
    });
    campaign.act('start');
    await platform.idle();
    expect(campaign.sentAfter()).toEqual([0, 4 * DAY - HOUR, 4 * DAY]);
  });

  it('that starts outside of them runs, but sends nothing until they begin', async () => {
    const campaign = campaignOf(platform, {
      numbers: UK_MOBILES.slice(0, 30),
      hours: hours('15:00', '16:00'),
      startAt: START + HOUR,
    });
    await platform.pass(2 * HOUR - 1);
    expect(campaign.now()).toMatchObject({
      state: 'RUNNING',
      startedAt: START + HOUR,
      sent: 0,
      nextAt: START + 2 * HOUR,
    });
    await platform.idle();
    expect(campaign.sentAfter()[0]).toBe(2 * HOUR);
    expect(campaign.sentAfter().at(-1)).toBe(2 * HOUR + 2 * SECOND);
  });

  it('that is paused within them and resumed outside of them waits for the next day', async () => {
    const campaign = campaignOf(platform, {
      numbers: UK_MOBILES.slice(0, 30),
      hours: hours('09:00', '14:00'),
    });
    campaign.act('start');
    await platform.pass(SECOND);
    campaign.act('pause');
    await platform.pass(2 * HOUR);
    campaign.act('resume');
    await platform.pass(0);
    expect(campaign.now()).toMatchObject({ state: 'RUNNING', sent: 20 });
    await platform.idle();
    expect(campaign.sentAfter().slice(20)).toEqual(Array.from({ length: 10 }, () => 20 * HOUR));
  });

  it('that is cancelled while it waits for them never sends the rest', async () => {
    const campaign = campaignOf(platform, {
      numbers: UK_MOBILES.slice(0, 100),
      rate: perMinute,
      hours: hours('09:00', '14:00'),
    });
    campaign.act('start');
    await platform.pass(3 * HOUR);
    campaign.act('cancel');
    await platform.pass(2 * DAY);
    expect(campaign.now()).toMatchObject({ state: 'CANCELLED', sent: 60, done: 60 });
  });

  it('calls within them only, also those again whom it did not reach', async () => {
    const own = simulate({
      profile: { ...SMOOTH, call: { ...SMOOTH.call, answered: 0, ringMs: { min: 20_000, max: 20_000 } } },
    });
    const campaign = campaignOf(own, {
      numbers: UK_MOBILES.slice(0, 3),
      type: 'VOICE',
      rate: 1 / 600,
      hours: hours('12:45', '13:25'),
    });
    campaign.act('start');
    await own.idle();
    // Dialled anew a quarter of an hour after the last attempt, or the next day.
    const dialled = campaign
      .all()
      .map(({ id }) => own.timeline(id).map(({ at }) => (at - 20 * SECOND - START) / SECOND));
    const nextDay = (23 * HOUR + 45 * MINUTE) / SECOND;
    const again = 15 * 60 + 20;
    expect(dialled).toEqual([
      [0, again, nextDay],
      [600, nextDay, nextDay + again],
      [1200, nextDay, nextDay + again],
    ]);
    own.close();
  });

  it('keeps to any hours and any rate: it sends as soon as both allow, and never before', async () => {
    const time = (quarter: number) =>
      `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
    const anyHours = fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 2 }),
        fc.subarray(['MON', 'THU', 'FRI', 'SUN'], { minLength: 1 }),
        fc.constantFrom('Europe/Stockholm', 'America/New_York', 'UTC'),
      )
      .map(([quarters, days, timeZone]) => {
        const [from, to] = quarters.sort((a, b) => a - b).map(time);
        return callingHours.parse({ from, to, days, timeZone });
      });
    let waited = 0;
    await fc.assert(
      fc.asyncProperty(
        anyHours,
        fc.constantFrom(1 / 7200, 1 / 600, 0.1, 2, 25),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(2 * DAY),
        fc.boolean(),
        async (own, rate, size, startIn, ticks) => {
          const world = simulate({ profile: SMOOTH, ticks });
          const campaign = campaignOf(world, {
            numbers: UK_MOBILES.slice(0, size),
            rate,
            hours: own,
            startAt: START + startIn,
          });
          await world.idle();
          expect(campaign.state()).toBe('COMPLETED');
          const atOnce = Math.max(1, Math.floor(rate));
          let at = START + startIn;
          for (const [index, after] of campaign.sentAfter().entries()) {
            if (index > 0 && index % atOnce === 0) at += Math.round((atOnce / rate) * SECOND);
            const opens = nextOpening(own, at);
            if (opens > at) waited += 1;
            at = opens;
            expect(START + after).toBe(at);
          }
          world.close();
        },
      ),
      { numRuns: 40, seed: 1 },
    );
    expect(waited).toBeGreaterThan(20);
  });
});

describe('a campaign that is stopped on the way', () => {
  it('sends nothing while it is paused, and what has been sent is reported on; resumed, it goes on', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES, rate: 10 });
    campaign.act('start');
    await platform.pass(2500);
    campaign.act('pause');
    await platform.pass(DAY);
    expect(campaign.now()).toMatchObject({ state: 'PAUSED', sent: 30, done: 30, counts: { DELIVERED: 30 } });
    campaign.act('resume');
    await platform.idle();
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', sent: 95, done: 95, startedAt: START });
    expect(campaign.all().map(({ recipient }) => recipient)).toEqual(SWEDISH_MOBILES);
    expect(campaign.sentAfter()[30]).toBe(2500 + DAY);
  });

  it('never sends what it had not sent when it was cancelled, and what has been is reported on', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES, rate: 10, type: 'VOICE' });
    campaign.act('start');
    await platform.pass(2500);
    campaign.act('cancel');
    expect(campaign.now()).toMatchObject({ state: 'CANCELLED', endedAt: START + 2500, sent: 30, done: 0 });
    await platform.pass(DAY);
    campaign.add(UK_MOBILES);
    await platform.pass(DAY);
    expect(campaign.now()).toMatchObject({ state: 'CANCELLED', endedAt: START + 2500, sent: 30, done: 30 });
    expect(campaign.counts()).toEqual(campaign.recount());
  });

  it('is completed when it is resumed, if all had been sent and reported meanwhile', async () => {
    const campaign = campaignOf(platform, { numbers: SWEDISH_MOBILES.slice(0, 5) });
    campaign.act('start');
    await platform.pass(0);
    campaign.act('pause');
    await platform.pass(DAY);
    expect(campaign.now()).toMatchObject({ state: 'PAUSED', sent: 5, done: 5 });
    campaign.act('resume');
    await platform.pass(0);
    expect(campaign.now()).toMatchObject({ state: 'COMPLETED', endedAt: START + DAY, sent: 5 });
  });
});

describe('what can be done with a campaign', () => {
  const allowed: Record<CampaignState, CampaignAction[]> = {
    CREATED: ['start', 'cancel'],
    SCHEDULED: ['start', 'pause', 'cancel'],
    RUNNING: ['pause', 'cancel'],
    PAUSED: ['resume', 'cancel'],
    CANCELLED: [],
    COMPLETED: [],
  };
  const actions = Object.keys(CAMPAIGN_ACTIONS) as CampaignAction[];

  it.each(CAMPAIGN_STATES)('when it is %s; all else is refused and changes nothing', async (state) => {
    for (const action of actions) {
      const startAt = state === 'SCHEDULED' ? START + DAY : null;
      const campaign = campaignOf(platform, {
        numbers: state === 'COMPLETED' ? [] : SWEDISH_MOBILES,
        startAt,
      });
      if (['RUNNING', 'PAUSED', 'COMPLETED'].includes(state)) campaign.act('start');
      await platform.pass(0);
      if (state === 'PAUSED') campaign.act('pause');
      if (state === 'CANCELLED') campaign.act('cancel');
      const before = campaign.now();
      expect(before.state).toBe(state);
      if (allowed[state].includes(action)) {
        expect(campaign.act(action).state).not.toBe(state);
      } else {
        expect(() => campaign.act(action)).toThrow(
          expect.objectContaining({
            kind: 'conflict',
            problems: [expect.objectContaining({ field: 'state' })],
          }),
        );
        expect(campaign.now()).toEqual(before);
      }
    }
  });

  it('begins with a project and a list of the same customer', () => {
    const [customer, other] = [platform.customer(), platform.customer()];
    const [project, list] = [platform.project(customer), platform.list(customer, [])];
    const wanted = {
      customerId: customer.id,
      projectId: project.id,
      contactListId: list.id,
      name: 'x',
      rate: 1,
    };
    const refused = (field: string, change: object) =>
      expect(() => createCampaign(platform.world, { ...wanted, startAt: null, ...change })).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ field })] }),
      );
    refused('customerId', { customerId: 99 });
    refused('projectId', { projectId: 99 });
    refused('projectId', { projectId: platform.project(other).id });
    refused('contactListId', { contactListId: 99 });
    refused('contactListId', { contactListId: platform.list(other, []).id });
    expect(platform.store.campaigns.list({ limit: 10 }).items).toEqual([]);
  });
});

describe('whatever is done with campaigns, and whenever', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constantFrom(...(Object.keys(CAMPAIGN_ACTIONS) as CampaignAction[])), of: fc.nat(2) }),
    fc.record({ do: fc.constant('add' as const), of: fc.nat(2), count: fc.nat(9) }),
    fc.record({
      do: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat(3 * SECOND), fc.nat(HOUR), fc.nat(DAY)),
    }),
  );
  const given = fc.record({
    size: fc.nat(40),
    rate: fc.constantFrom(0.5, 3, 7.5, 50),
    startIn: fc.option(fc.nat(MINUTE), { nil: null }),
    type: fc.constantFrom('SMS' as const, 'VOICE' as const),
  });

  it('its counts are what its communications say, no one is sent to twice, and none after it was stopped', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(given, { minLength: 3, maxLength: 3 }),
        fc.array(step, { minLength: 5, maxLength: 30 }),
        fc.boolean(),
        async (all, steps, ticks) => {
          const own = simulate({ profile: { ...REALISTIC, unassignedNumbers: 0.1 }, ticks });
          const campaigns = all.map(({ size, startIn, ...rest }) =>
            campaignOf(own, {
              numbers: UK_MOBILES.slice(0, size),
              startAt: startIn === null ? null : START + startIn,
              ...rest,
            }),
          );
          let added = 500;
          for (const one of steps) {
            const before = campaigns.map((campaign) => campaign.now());
            if (one.do === 'pass') await own.pass(one.ms);
            else {
              const campaign = campaigns[one.of]!;
              if (one.do === 'add') {
                campaign.add(UK_MOBILES.slice(added, added + one.count));
                added += one.count;
              } else if ((CAMPAIGN_ACTIONS[one.do].from as readonly string[]).includes(campaign.state())) {
                campaign.act(one.do);
              }
            }
            for (const [index, campaign] of campaigns.entries()) {
              expect(campaign.counts()).toEqual(campaign.recount());
              const { state, sent } = before[index]!;
              if (['PAUSED', 'CANCELLED', 'COMPLETED', 'CREATED'].includes(state)) {
                expect(campaign.now().sent).toBe(sent);
              }
              expect(campaign.all().every(({ sentAt }) => sentAt! <= own.clock.now())).toBe(true);
            }
          }
          await own.idle();
          for (const campaign of campaigns) {
            expect(campaign.counts()).toEqual(campaign.recount());
            const { state, sent, done, startedAt, endedAt, contactListId } = campaign.now();
            ends.add(state);
            expect(['CREATED', 'PAUSED', 'CANCELLED', 'COMPLETED']).toContain(state);
            expect(done).toBe(sent);
            const reached = campaign.all().map(({ recipientId }) => recipientId!);
            const listed = own.store.contactLists
              .recipients(contactListId, { limit: 1000 })
              .items.map(({ id }) => id);
            expect(reached).toEqual(listed.slice(0, sent));
            if (state === 'COMPLETED') {
              const reports = campaign.all().map(({ doneAt }) => doneAt!);
              expect(endedAt).toBeGreaterThanOrEqual(Math.max(startedAt!, ...reports));
            }
          }
          own.close();
        },
      ),
      { numRuns: 40, seed: 1 },
    );
    expect([...ends].sort()).toEqual(['CANCELLED', 'COMPLETED', 'CREATED', 'PAUSED']);
  });
});
