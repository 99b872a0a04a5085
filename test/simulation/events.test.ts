import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventView } from '../../src/core/event-view.ts';
import { sampleView } from '../../src/core/metrics.ts';
import { actOnCampaign } from '../../src/simulation/campaigns.ts';
import { createCampaign } from '../../src/simulation/send.ts';
import {
  DAY,
  HOUR,
  INBOUND,
  LANDLINES,
  MINUTE,
  SECOND,
  type Simulated,
  SMOOTH,
  START,
  SWEDISH_MOBILES,
  simulate,
  UK_MOBILES,
} from '../support/simulation.ts';

function expectInOrderOfTime(platform: Simulated): void {
  const log = platform.log();
  expect(log.map(({ id }) => id)).toEqual(log.map((_, index) => index + 1));
  const times = log.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  // What is logged lies behind, never ahead.
  if (times.length > 0) expect(platform.clock.now()).toBeGreaterThanOrEqual(times.at(-1)!);
}

describe('the event log', () => {
  it('is in order of time: an SMS for later is not logged behind what was reported after it', async () => {
    const platform = simulate({ profile: SMOOTH });
    const customer = platform.customer();
    const test = platform.customer({ testMode: true });
    platform.call(customer, SWEDISH_MOBILES[0]!);
    platform.sms(test, SWEDISH_MOBILES[1]!, { sendAt: START + SECOND });
    platform.sms(customer, SWEDISH_MOBILES[2]!, { sendAt: START + 2 * SECOND });
    platform.sms(customer, SWEDISH_MOBILES[3]!, { sendAt: START + 40 * MINUTE });
    await platform.pass(DAY);
    expect(platform.log().length).toBeGreaterThanOrEqual(4);
    expectInOrderOfTime(platform);
    platform.close();
  });

  it('is in order of ID at the same instant', async () => {
    const platform = simulate();
    const customer = platform.customer();
    const test = platform.customer({ testMode: true });
    // A landline is reported on 1.5 s after the sending: at the instant at which the others are sent.
    for (const number of LANDLINES.slice(0, 30)) platform.sms(customer, number, { sendAt: START + SECOND });
    for (const number of UK_MOBILES.slice(0, 30)) platform.sms(test, number, { sendAt: START + 2500 });
    await platform.pass(HOUR);
    const log = platform.log();
    expect(new Set(log.map(({ at }) => at - START))).toEqual(new Set([2500]));
    const ids = log.map(({ communicationId }) => communicationId);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(60);
    platform.close();
  });

  it('is in order of time when a list has grown and its campaign goes on', async () => {
    const platform = simulate({ profile: SMOOTH });
    const customer = platform.customer();
    const list = platform.list(customer, SWEDISH_MOBILES.slice(0, 1));
    const campaign = createCampaign(platform.world, {
      customerId: customer.id,
      projectId: platform.project(customer).id,
      contactListId: list.id,
      name: 'Spring',
      rate: 50,
      startAt: null,
    });
    actOnCampaign(platform.world, campaign, 'start');
    await platform.pass(0);
    platform.store.contactLists.addRecipients(
      list.id,
      SWEDISH_MOBILES.slice(1).map((number) => ({ number, fields: {} })),
    );
    for (const number of UK_MOBILES.slice(0, 100)) platform.sms(customer, number);
    await platform.pass(DAY);
    expect(platform.log()).toHaveLength(195);
    expectInOrderOfTime(platform);
    platform.close();
  });

  it('is in order of time, whatever is asked for and when, and the clock is never behind it', async () => {
    const platformAct = fc.oneof(
      fc.record({
        do: fc.constant('send' as const),
        call: fc.boolean(),
        number: fc.nat(599),
        in: fc.nat(20 * MINUTE),
      }),
      fc.record({ do: fc.constant('test' as const), number: fc.nat(599), in: fc.nat(20 * MINUTE) }),
      fc.record({
        do: fc.constant('campaign' as const),
        from: fc.nat(540),
        count: fc.nat(60),
        voice: fc.boolean(),
      }),
      fc.record({ do: fc.constant('pass' as const), ms: fc.oneof(fc.nat(20 * SECOND), fc.nat(HOUR)) }),
      fc.record({ do: fc.constant('jump' as const), ms: fc.nat(HOUR) }),
      fc.record({ do: fc.constant('idle' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(platformAct, { minLength: 4, maxLength: 25 }),
        fc.boolean(),
        async (acts, ticks) => {
          const platform = simulate({ ticks });
          const [customer, testing] = [platform.customer(), platform.customer({ testMode: true })];
          for (const act of acts) {
            const now = platform.clock.now();
            switch (act.do) {
              case 'send':
                (act.call ? platform.call : platform.sms)(customer, UK_MOBILES[act.number]!, {
                  sendAt: now + act.in,
                });
                break;
              case 'test':
                platform.sms(testing, UK_MOBILES[act.number]!, { sendAt: now + act.in });
                break;
              case 'campaign': {
                const project = platform.project(customer, { type: act.voice ? 'VOICE' : 'SMS' });
                const list = platform.list(customer, UK_MOBILES.slice(act.from, act.from + act.count));
                createCampaign(platform.world, {
                  customerId: customer.id,
                  projectId: project.id,
                  contactListId: list.id,
                  name: 'Spring',
                  rate: 5,
                  // Long overdue.
                  startAt: START - DAY,
                });
                break;
              }
              case 'pass':
                await platform.pass(act.ms);
                break;
              case 'jump':
                platform.clock.set({ now: now + act.ms });
                break;
              case 'idle':
                await platform.idle();
            }
          }
          await platform.idle();
          expectInOrderOfTime(platform);
          platform.close();
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });

  it('is in order of time when recipients reply, opt out and call back on the way', async () => {
    const afterMs = fc.oneof(fc.nat(5), fc.nat(20 * SECOND), fc.nat(HOUR));
    const reply = fc.oneof(
      fc.record({
        kind: fc.constant('SMS' as const),
        text: fc.constantFrom('YES', 'STOP', 'START'),
        afterMs,
      }),
      fc.record({ kind: fc.constant('CALL' as const), callLength: fc.nat(90), afterMs }),
    );
    const byTime = (a: { afterMs: number }, b: { afterMs: number }) => a.afterMs - b.afterMs;
    const step = fc.record({
      call: fc.boolean(),
      number: fc.nat(20),
      in: fc.oneof(fc.constant(0), fc.nat(MINUTE)),
      // Without: by the profile, in which everybody replies.
      asked: fc.option(
        fc.record({ afterMs, replies: fc.array(reply, { maxLength: 4 }).map((all) => all.sort(byTime)) }),
        { nil: null },
      ),
      pass: fc.oneof(fc.constant(0), fc.nat(MINUTE)),
    });
    const texts = ['Ja', 'STOP', 'START'].map((text) => ({ text, weight: 1 }));
    const profile = {
      ...SMOOTH,
      sms: { ...SMOOTH.sms, reply: { share: 1, medianMs: 2 * SECOND, spread: 2, texts } },
      call: {
        ...SMOOTH.call,
        callBack: { share: 1, medianMs: 2 * SECOND, spread: 2, medianLengthMs: 5 * SECOND },
      },
    };
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 20 }),
        fc.boolean(),
        async (steps, ticks) => {
          const platform = simulate({ profile, ticks });
          const customer = platform.customer({
            settings: { inboundNumbers: [{ number: INBOUND, prefixes: [] }] },
          });
          platform.campaign(customer, platform.project(customer).id, UK_MOBILES.slice(0, 12), { rate: 3 });
          for (const { call, number, in: later, asked, pass } of steps) {
            (call ? platform.call : platform.sms)(customer, UK_MOBILES[number]!, {
              sendAt: platform.clock.now() + later,
              ...(asked && { outcome: { status: 'DELIVERED', ...asked } }),
            });
            await platform.pass(pass);
          }
          await platform.idle();
          expectInOrderOfTime(platform);
          for (const { type, status } of platform.log()) seen.add(`${type} ${status}`);
          const replies = steps.reduce((sum, { asked }) => sum + (asked?.replies.length ?? 0), 0);
          expect(
            platform.all().filter(({ type }) => type.startsWith('INCOMING')).length,
          ).toBeGreaterThanOrEqual(replies);
          expect(platform.all().every(({ nextAt, state }) => nextAt === null && state === 'DONE')).toBe(true);
          platform.close();
        },
      ),
      { numRuns: 40, seed: 1 },
    );
    expect([...seen].sort()).toEqual([
      'INCOMING_CALL null',
      'INCOMING_SMS null',
      'OUTGOING_CALL DELIVERED',
      'OUTGOING_CALL NEXTATTEMPT',
      'OUTGOING_CALL NOTREACHED',
      'OUTGOING_CALL OPTOUT',
      'OUTGOING_SMS DELIVERED',
      'OUTGOING_SMS OPTOUT',
    ]);
  });

  it('says what a communication was at that moment, with all that metrics may read', async () => {
    const platform = simulate({ profile: SMOOTH });
    const customer = platform.customer();
    const project = platform.project(customer, { template: 'Hi {1}' });
    const list = platform.list(customer, [SWEDISH_MOBILES[0]!]);
    const campaign = createCampaign(platform.world, {
      customerId: customer.id,
      projectId: project.id,
      contactListId: list.id,
      name: 'Spring',
      rate: 5,
      startAt: null,
    });
    actOnCampaign(platform.world, campaign, 'start');
    await platform.idle();
    const call = platform.call(customer, SWEDISH_MOBILES[1]!);
    await platform.idle();
    const [sms] = platform.all();
    const { store } = platform;
    const views = store.events.views(platform.log().map(({ id }) => id)).map(readWhole);
    expect(views[0]).toEqual({
      eventId: 1,
      type: 'OUTGOING_SMS',
      communicationId: sms!.id,
      customerId: customer.id,
      recipientId: 1,
      projectId: project.id,
      recipient: SWEDISH_MOBILES[0],
      sender: 'Acme',
      status: 'DELIVERED',
      content: `Hi number ${SWEDISH_MOBILES[0]}`,
      fields: JSON.stringify({ 1: `number ${SWEDISH_MOBILES[0]}` }),
      campaignName: 'Spring',
      callLength: null,
      keyChoices: null,
      smsParts: 1,
      sentAt: START,
      doneAt: sms!.doneAt,
      recipientStatus: 'EXISTS',
      bulk: null,
      identifier: null,
      prefix: null,
    });
    expect(views[1]).toMatchObject({
      type: 'OUTGOING_CALL',
      communicationId: call,
      recipientId: null,
      projectId: null,
      campaignName: null,
      fields: null,
      content: null,
      smsParts: null,
      recipientStatus: null,
    });
    platform.close();
  });
});

/** All values of a view, which reads each when it is asked for it. */
function readWhole(view: EventView): EventView {
  const names = Object.keys(sampleView('OUTGOING_SMS')) as (keyof EventView)[];
  return Object.fromEntries(names.map((name) => [name, view[name]])) as unknown as EventView;
}
