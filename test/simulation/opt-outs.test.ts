import { beforeEach, describe, expect, it } from 'vitest';
import { OPT_IN_WORDS, OPT_OUT_WORDS } from '../../src/core/incoming.ts';
import { reasonOf } from '../../src/core/outcome/outcome.ts';
import type { Profile } from '../../src/core/profile/profile.ts';
import type { CustomerSettings } from '../../src/store/customers.ts';
import {
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
} from '../support/simulation.ts';

const [ADA, BO, CIA] = SWEDISH_MOBILES as [string, string, string];

/** Nobody answers, so that there is a next attempt. */
const UNANSWERED: Profile = { ...SMOOTH, call: { ...SMOOTH.call, answered: 0 } };

let platform: Simulated;

beforeEach(() => {
  platform = simulate({ profile: UNANSWERED });
  return () => platform.close();
});

const customerWith = (settings: Partial<CustomerSettings> = {}) => platform.customer({ settings });
type Customer = ReturnType<typeof customerWith>;

const optedOut = (customer: Customer) =>
  platform.store.optOuts.list(customer.id, { limit: 100 }).items.map(({ number }) => number);

const statuses = (id: number) => platform.timeline(id).map(({ status }) => status);

describe('a recipient who writes STOP (facts sheet §4)', () => {
  it('gets no more SMS and calls: they report OPTOUT at once', async () => {
    const customer = customerWith();
    platform.write(customer, ADA, 'STOP');
    const [sms, call] = [platform.sms(customer, ADA), platform.call(customer, ADA)];
    await platform.pass(0);
    for (const id of [sms, call]) {
      expect(statuses(id)).toEqual(['OPTOUT']);
      expect(platform.get(id)).toMatchObject({ state: 'DONE', nextAt: null, doneAt: START });
      expect(reasonOf(platform.get(id).outcome)).toBe('the recipient has opted out');
    }
    expect(platform.get(sms).recipientStatus).toBe('EXISTS');
  });

  it('has opted out of that customer only, and nobody else has', async () => {
    const [customer, other] = [customerWith(), customerWith()];
    platform.write(customer, ADA, 'STOP');
    const sent = [platform.sms(customer, BO), platform.sms(other, ADA)];
    await platform.idle();
    expect(sent.map((id) => platform.get(id).status)).toEqual(['DELIVERED', 'DELIVERED']);
    expect([optedOut(customer), optedOut(other)]).toEqual([[ADA], []]);
  });

  it('is listed with the time and the SMS that said so', async () => {
    const customer = customerWith();
    await platform.pass(HOUR);
    const communicationId = platform.write(customer, BO, 'stop');
    platform.store.optOuts.add({ customerId: customer.id, number: ADA, at: START, communicationId: null });
    expect(platform.store.optOuts.list(customer.id, { limit: 10 }).items).toEqual([
      { customerId: customer.id, number: ADA, at: START, communicationId: null },
      { customerId: customer.id, number: BO, at: START + HOUR, communicationId },
    ]);
    expect(platform.get(communicationId)).toMatchObject({ type: 'INCOMING_SMS', content: 'stop' });
  });

  it('is sent to again when somebody takes the opt-out back', async () => {
    const customer = customerWith();
    for (const number of [ADA, BO]) platform.write(customer, number, 'STOP');
    expect(platform.store.optOuts.remove(customer.id, ADA)).toBe(true);
    expect(platform.store.optOuts.remove(customer.id, ADA)).toBe(false);
    expect(optedOut(customer)).toEqual([BO]);
    platform.store.optOuts.removeAll(customer.id);
    const sent = [ADA, BO].map((number) => platform.sms(customer, number));
    await platform.idle();
    expect(sent.map((id) => platform.get(id).status)).toEqual(['DELIVERED', 'DELIVERED']);
  });

  it('is remembered when the store is read anew', () => {
    const customer = customerWith();
    platform.write(customer, ADA, 'STOP');
    platform.store.optOuts.forget();
    expect(platform.get(platform.sms(customer, ADA)).outcome.decidedBy).toBe('OPT_OUT');
  });

  it('can have a landline, which is not called again', async () => {
    const customer = customerWith();
    const [landline] = LANDLINES as [string];
    platform.write(customer, landline, 'STOP');
    const [sms, call] = [platform.sms(customer, landline), platform.call(customer, landline)];
    await platform.pass(0);
    expect(platform.get(sms)).toMatchObject({ status: 'OPTOUT', recipientStatus: 'LANDLINENUMBER' });
    expect(platform.get(call).status).toBe('OPTOUT');
  });
});

describe('the words by which recipients opt out', () => {
  it.each(OPT_OUT_WORDS)('%s is one, however it is written', (word) => {
    const customer = customerWith();
    const texts = [
      word,
      word.toLocaleLowerCase('sv'),
      word[0] + word.slice(1).toLocaleLowerCase('sv'),
      ` ${word} `,
      `${word}!`,
      `"${word}".`,
      `\n${word}\nnu`,
      `${word} sending me this`,
    ];
    for (const [index, text] of texts.entries()) platform.write(customer, SWEDISH_MOBILES[index]!, text);
    expect(optedOut(customer)).toEqual(SWEDISH_MOBILES.slice(0, texts.length));
  });

  it.each(['Please stop', 'STOPS', 'NONSTOP', 'S T O P', 'Jag vill inte sluta', 'START', '', '…'])(
    '%j is none',
    (text) => {
      const customer = customerWith();
      platform.write(customer, ADA, text);
      expect(optedOut(customer)).toEqual([]);
    },
  );

  it('are looked for behind the prefix and the identifier of a shared number', () => {
    const prefixes = [{ prefix: 'QUIZ', identifiers: ['ANSWER'] }];
    const customer = customerWith({ inboundNumbers: [{ number: INBOUND, prefixes }] });
    platform.write(customer, ADA, 'quiz STOP');
    platform.write(customer, BO, 'QUIZ ANSWER stop!');
    platform.write(customer, CIA, 'QUIZ blue stop');
    expect(optedOut(customer)).toEqual([ADA, BO]);
  });

  it.each(['STOP', 'QUIZ stop', 'quiz STOP please'])('hold also where they are split off: %j', (text) => {
    const prefixes = [
      { prefix: 'STOP', identifiers: [] },
      { prefix: 'QUIZ', identifiers: ['STOP'] },
    ];
    const customer = customerWith({ inboundNumbers: [{ number: INBOUND, prefixes }] });
    platform.write(customer, ADA, text);
    expect(optedOut(customer)).toEqual([ADA]);
  });

  it('can be set, in the place of the usual ones', () => {
    const customer = customerWith({ optOutWords: ['NEJ', 'återkalla'], optInWords: ['JA'] });
    for (const [number, text] of [
      [ADA, 'nej tack'],
      [BO, 'STOP'],
      [CIA, 'ÅTERKALLA'],
    ] as const)
      platform.write(customer, number, text);
    expect(optedOut(customer)).toEqual([ADA, CIA]);
    platform.write(customer, ADA, 'START');
    platform.write(customer, CIA, 'Ja!');
    expect(optedOut(customer)).toEqual([ADA]);
  });

  it('can be none at all', () => {
    const customer = customerWith({ optOutWords: [] });
    platform.write(customer, ADA, 'STOP');
    expect(optedOut(customer)).toEqual([]);
  });

  it('mean opting out when they mean opting in too', () => {
    const customer = customerWith({ optOutWords: ['HEJ'], optInWords: ['HEJ'] });
    platform.write(customer, ADA, 'hej');
    expect(optedOut(customer)).toEqual([ADA]);
  });
});

describe('a recipient who opted out and writes START', () => {
  it.each(OPT_IN_WORDS)('(or %s, however it is written) is sent to again', async (word) => {
    const customer = customerWith();
    const numbers = [ADA, BO, CIA];
    for (const number of numbers) platform.write(customer, number, 'STOP');
    for (const [index, text] of [word, `${word.toLocaleLowerCase('sv')}!`, ` ${word} igen`].entries())
      platform.write(customer, numbers[index]!, text);
    expect(optedOut(customer)).toEqual([]);
    const id = platform.sms(customer, ADA);
    await platform.idle();
    expect(platform.get(id).status).toBe('DELIVERED');
  });

  it('is not when it is another customer that they wrote to', () => {
    const [customer, other] = [customerWith(), customerWith()];
    platform.write(customer, ADA, 'STOP');
    platform.write(other, ADA, 'START');
    expect(optedOut(customer)).toEqual([ADA]);
  });

  it('can opt out again', () => {
    const customer = customerWith();
    for (const text of ['STOP', 'STOP', 'START', 'START', 'STOP']) platform.write(customer, ADA, text);
    expect(optedOut(customer)).toEqual([ADA]);
  });
});

describe('a recipient who opts out while something is under way', () => {
  it('does not get an SMS that waits for its time: it reports OPTOUT when that comes', async () => {
    const customer = customerWith();
    const id = platform.sms(customer, ADA, { sendAt: START + HOUR });
    await platform.pass(MINUTE);
    platform.write(customer, ADA, 'STOP');
    await platform.pass(30 * MINUTE);
    expect(platform.get(id)).toMatchObject({ state: 'QUEUED', status: null });
    await platform.idle();
    expect(platform.timeline(id)).toMatchObject([
      { status: 'OPTOUT', recipientStatus: 'EXISTS', at: START + HOUR, sentAt: START + HOUR },
    ]);
    expect(platform.get(id)).toMatchObject({ state: 'DONE', nextAt: null });
    expect(reasonOf(platform.get(id).outcome)).toBe(
      'the recipient has opted out (by the time it was to be sent)',
    );
  });

  it('gets it if they had opted out before, and opt in again in time', async () => {
    const customer = customerWith();
    platform.write(customer, ADA, 'STOP');
    const inTime = platform.sms(customer, ADA, { sendAt: START + HOUR });
    const tooEarly = platform.sms(customer, ADA, { sendAt: START + SECOND });
    await platform.pass(MINUTE);
    platform.write(customer, ADA, 'START');
    await platform.idle();
    expect(statuses(tooEarly)).toEqual(['OPTOUT']);
    expect(statuses(inTime)).toEqual(['DELIVERED']);
  });

  it('gets it if they opt in again in time', async () => {
    const customer = customerWith();
    const id = platform.sms(customer, ADA, { sendAt: START + HOUR });
    platform.write(customer, ADA, 'STOP');
    await platform.pass(MINUTE);
    platform.write(customer, ADA, 'START');
    await platform.idle();
    expect(statuses(id)).toEqual(['DELIVERED']);
    expect(platform.get(id).outcome.decidedBy).toBe('PROFILE');
  });

  it('is not called again: the next attempt reports OPTOUT, and there are no more', async () => {
    const customer = customerWith();
    const call = platform.call(customer, ADA);
    await platform.pass(MINUTE);
    expect(statuses(call)).toEqual(['NEXTATTEMPT']);
    platform.write(customer, ADA, 'STOP');
    await platform.idle();
    expect(statuses(call)).toEqual(['NEXTATTEMPT', 'OPTOUT']);
    const [first, second] = platform.timeline(call);
    expect(second!.at - first!.at).toBeGreaterThan(UNANSWERED.call.pauseMs);
    expect(platform.get(call)).toMatchObject({
      state: 'DONE',
      status: 'OPTOUT',
      doneAt: second!.at,
      outcome: { decidedBy: 'OPT_OUT' },
    });
  });

  it('hears the phone that is ringing already to its end', async () => {
    const customer = customerWith();
    const call = platform.call(customer, ADA);
    await platform.pass(SECOND);
    platform.write(customer, ADA, 'STOP');
    await platform.idle();
    expect(statuses(call)).toEqual(['NEXTATTEMPT', 'OPTOUT']);
  });

  it('is called on by who is not concerned: another customer, and another number', async () => {
    const [customer, other] = [customerWith(), customerWith()];
    const calls = [platform.call(customer, BO), platform.call(other, ADA)];
    await platform.pass(MINUTE);
    platform.write(customer, ADA, 'STOP');
    await platform.idle();
    for (const call of calls) expect(statuses(call)).toEqual(['NEXTATTEMPT', 'NEXTATTEMPT', 'NOTREACHED']);
  });

  it('gets what has been sent already, and what was delivered stays so', async () => {
    const customer = customerWith();
    const delivered = platform.sms(customer, ADA);
    await platform.pass(HOUR);
    const before = platform.get(delivered);
    expect(before.status).toBe('DELIVERED');
    const sent = platform.sms(customer, ADA);
    platform.write(customer, ADA, 'STOP');
    await platform.idle();
    expect(platform.get(delivered)).toEqual(before);
    expect(platform.get(sent)).toMatchObject({ status: 'DELIVERED', outcome: { decidedBy: 'PROFILE' } });
  });

  it('gets what a request or a rule asked for, as ever', async () => {
    const customer = customerWith();
    const later = { sendAt: START + HOUR };
    const asked = platform.sms(customer, ADA, { ...later, outcome: { named: 'FAILURE' } });
    const call = platform.call(customer, ADA, { outcome: { named: 'NOTREACHED' } });
    platform.rule({ number: ADA }, { named: 'UNKNOWN' });
    const ruled = platform.sms(customer, ADA, later);
    await platform.pass(MINUTE);
    platform.write(customer, ADA, 'STOP');
    await platform.idle();
    expect([asked, call, ruled].map(statuses)).toEqual([
      ['FAILURE'],
      ['NEXTATTEMPT', 'NEXTATTEMPT', 'NOTREACHED'],
      ['UNKNOWN'],
    ]);
  });

  it('is not called again at a number that stands for an outcome either', async () => {
    const customer = customerWith();
    const atLast = '447700900130';
    const call = platform.call(customer, atLast);
    await platform.pass(20 * MINUTE);
    expect(statuses(call)).toEqual(['NEXTATTEMPT', 'NEXTATTEMPT']);
    platform.write(customer, atLast, 'STOP');
    await platform.idle();
    expect(statuses(call)).toEqual(['NEXTATTEMPT', 'NEXTATTEMPT', 'OPTOUT']);
  });
});

describe('a campaign over recipients who have opted out', () => {
  const TEN = SWEDISH_MOBILES.slice(0, 10);

  it('reports OPTOUT for them, and is completed', async () => {
    const customer = customerWith();
    for (const number of TEN.slice(0, 4)) platform.write(customer, number, 'STOP');
    const { id } = platform.campaign(customer, platform.project(customer).id, TEN);
    await platform.idle();
    expect(platform.store.campaigns.get(id)).toMatchObject({
      state: 'COMPLETED',
      counts: { OPTOUT: 4, DELIVERED: 6 },
    });
  });

  it('does not send to those who opt out before their turn', async () => {
    const customer = customerWith();
    const { id } = platform.campaign(customer, platform.project(customer).id, TEN, { rate: 1 });
    await platform.pass(4500);
    for (const number of TEN) platform.write(customer, number, 'STOP');
    await platform.idle();
    expect(platform.store.campaigns.get(id)!.counts).toEqual({ DELIVERED: 5, OPTOUT: 5 });
  });

  it('calls nobody again who opts out between two attempts, and counts each once', async () => {
    const customer = customerWith();
    const { id } = platform.campaign(customer, platform.project(customer, { type: 'VOICE' }).id, TEN);
    await platform.pass(MINUTE);
    expect(platform.store.campaigns.get(id)!.counts).toEqual({ NEXTATTEMPT: 10 });
    for (const number of TEN.slice(0, 3)) platform.write(customer, number, 'STOP');
    await platform.idle();
    expect(platform.store.campaigns.get(id)).toMatchObject({
      state: 'COMPLETED',
      done: 10,
      counts: { OPTOUT: 3, NOTREACHED: 7 },
    });
  });
});
