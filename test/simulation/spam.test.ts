import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { reasonOf } from '../../src/core/outcome/outcome.ts';
import { DEFAULT_SETTINGS } from '../../src/store/customers.ts';
import {
  HOUR,
  IMPOSSIBLE,
  LANDLINES,
  MINUTE,
  SECOND,
  type Simulated,
  SMOOTH,
  START,
  SWEDISH_MOBILES,
  simulate,
} from '../support/simulation.ts';

const [ADA, BO] = SWEDISH_MOBILES as [string, string];

let platform: Simulated;

beforeEach(() => {
  platform = simulate({ profile: SMOOTH });
  return () => platform.close();
});

const limited = (times: number, withinSeconds: number) =>
  platform.customer({ settings: { spamLimit: { times, withinSeconds } } });

const isSpam = (id: number) => platform.get(id).outcome.decidedBy === 'SPAM';

describe('the same text to the same number too often (facts sheet §4)', () => {
  it('is SPAM, which is told at once, and nothing goes out', async () => {
    const customer = limited(2, 60);
    const ids = [1, 2, 3].map(() => platform.sms(customer, ADA));
    await platform.pass(0);
    expect(ids.map((id) => platform.get(id).status)).toEqual([null, null, 'SPAM']);
    expect(platform.timeline(ids[2]!)).toMatchObject([{ recipientStatus: 'EXISTS', at: START }]);
    expect(platform.get(ids[2]!)).toMatchObject({ state: 'DONE', nextAt: null });
    expect(reasonOf(platform.get(ids[2]!).outcome)).toBe(
      'the same text went to the same number too often (more than 2 times within 60 s)',
    );
    await platform.idle();
    expect(platform.log()).toHaveLength(3);
  });

  it('is SPAM to a landline and to an impossible number too, before their numbering plan decides', () => {
    const customer = limited(1, 60);
    for (const number of [LANDLINES[0]!, IMPOSSIBLE[0]!])
      expect([platform.sms(customer, number), platform.sms(customer, number)].map(isSpam)).toEqual([
        false,
        true,
      ]);
  });

  it('is none when it is another text, another number or another customer', () => {
    const [customer, other] = [limited(1, 60), limited(1, 60)];
    expect(
      [
        platform.sms(customer, ADA),
        platform.sms(customer, ADA, { content: 'hello' }),
        platform.sms(customer, ADA, { content: 'Hello ' }),
        platform.sms(customer, BO),
        platform.sms(other, ADA),
      ].map(isSpam),
    ).toEqual([false, false, false, false, false]);
    expect(isSpam(platform.sms(customer, ADA))).toBe(true);
  });

  it('is none for calls', () => {
    const customer = limited(1, 60);
    expect([1, 2, 3].map(() => isSpam(platform.call(customer, ADA)))).toEqual([false, false, false]);
  });

  it('is none again when enough time has passed since those before', async () => {
    const customer = limited(2, 60);
    const sent: boolean[] = [];
    for (const pause of [0, 30, 30, 31, 1]) {
      await platform.pass(pause * SECOND);
      sent.push(isSpam(platform.sms(customer, ADA)));
    }
    // At 0, 30, 60, 91 and 92 s.
    expect(sent).toEqual([false, false, true, false, true]);
    await platform.pass(HOUR);
    expect([1, 2, 3].map(() => isSpam(platform.sms(customer, ADA)))).toEqual([false, false, true]);
  });

  it('counts what was SPAM itself: who keeps sending does not get through', async () => {
    const customer = limited(1, 60);
    const sent: boolean[] = [];
    for (let index = 0; index < 5; index++) {
      sent.push(isSpam(platform.sms(customer, ADA)));
      await platform.pass(50 * SECOND);
    }
    expect(sent).toEqual([false, true, true, true, true]);
  });

  it('is the text that is sent, not the template', () => {
    const customer = limited(1, 60);
    const { id: projectId } = platform.project(customer, { template: 'Hi {1}' });
    const send = (name: string) =>
      platform.sms(customer, ADA, { projectId, content: undefined, fields: { 1: name } });
    expect(['Ada', 'Bo', 'Ada'].map((name) => isSpam(send(name)))).toEqual([false, false, true]);
    expect(isSpam(platform.sms(customer, ADA, { content: 'Hi Bo' }))).toBe(true);
  });

  it('is SPAM in a campaign over recipients who just had the same from another one', async () => {
    const customer = limited(1, 3600);
    const project = platform.project(customer, { template: 'Sale!' });
    const [first, second] = [SWEDISH_MOBILES.slice(0, 10), SWEDISH_MOBILES.slice(5, 15)].map((numbers) =>
      platform.campaign(customer, project.id, numbers),
    );
    await platform.idle();
    expect(platform.store.campaigns.get(first!.id)!.counts).toEqual({ DELIVERED: 10 });
    expect(platform.store.campaigns.get(second!.id)!.counts).toEqual({ DELIVERED: 5, SPAM: 5 });
  });
});

describe('the limit of what is SPAM', () => {
  it('is ten times within an hour, unless a customer has another', () => {
    const customer = platform.customer({ settings: { spamLimit: DEFAULT_SETTINGS.spamLimit } });
    const sent = Array.from({ length: 11 }, () => isSpam(platform.sms(customer, ADA)));
    expect(sent).toEqual([...Array.from({ length: 10 }, () => false), true]);
  });

  it('can be none', () => {
    const customer = platform.customer({ settings: { spamLimit: null } });
    const sent = Array.from({ length: 30 }, () => isSpam(platform.sms(customer, ADA)));
    expect(sent).not.toContain(true);
  });

  it('can be set and taken away at any time', async () => {
    const customer = platform.customer({ settings: { spamLimit: null } });
    const set = (spamLimit: typeof DEFAULT_SETTINGS.spamLimit) =>
      platform.store.customers.update({ ...customer, settings: { ...customer.settings, spamLimit } });
    const send = () => isSpam(platform.sms(customer, ADA));
    expect([send(), send()]).toEqual([false, false]);
    await platform.pass(HOUR);
    set({ times: 1, withinSeconds: 60 });
    expect([send(), send()]).toEqual([false, true]);
    set(null);
    expect(send()).toBe(false);
  });

  it('does not concern numbers that stand for an outcome: tests may send to them as often as they like', () => {
    const customer = limited(1, 3600);
    const deciders = Array.from(
      { length: 15 },
      () => platform.get(platform.sms(customer, '447700900000')).outcome.decidedBy,
    );
    expect(new Set(deciders)).toEqual(new Set(['MAGIC_NUMBER']));
  });

  it('is kept as counting on paper would, whatever is sent and when', async () => {
    const sending = fc.record({
      pause: fc.nat(40),
      text: fc.constantFrom('Hello', 'Bye'),
      number: fc.constantFrom(ADA, BO),
      customer: fc.nat(1),
    });
    let spam = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(sending, { minLength: 5, maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 120 }),
        async (sendings, times, withinSeconds) => {
          const own = simulate({ profile: SMOOTH });
          const settings = { spamLimit: { times, withinSeconds } };
          const customers = [own.customer({ settings }), own.customer({ settings })];
          const paper: { what: string; at: number }[] = [];
          for (const { pause, text, number, customer } of sendings) {
            await own.pass(pause * SECOND);
            const at = own.clock.now();
            const what = `${customer} ${number} ${text}`;
            const before = paper.filter(
              (one) => one.what === what && one.at >= at - withinSeconds * SECOND,
            ).length;
            const id = own.sms(customers[customer]!, number, { content: text });
            expect(own.get(id).outcome.decidedBy).toBe(before < times ? 'PROFILE' : 'SPAM');
            if (before >= times) spam += 1;
            paper.push({ what, at });
          }
          own.close();
        },
      ),
      { numRuns: 60, seed: 1 },
    );
    expect(spam).toBeGreaterThan(50);
  });

  it('counts SMS for later when they are accepted, not when they are sent', () => {
    const customer = limited(1, 60);
    const later = (minutes: number) => platform.sms(customer, ADA, { sendAt: START + minutes * MINUTE });
    expect([later(1), later(60)].map(isSpam)).toEqual([false, true]);
  });
});
