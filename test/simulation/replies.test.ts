import { beforeEach, describe, expect, it } from 'vitest';
import { reasonOf } from '../../src/core/outcome/outcome.ts';
import type { OutcomeRequest } from '../../src/core/outcome/outcome-request.ts';
import type { Profile } from '../../src/core/profile/profile.ts';
import type { Communication } from '../../src/store/communications.ts';
import type { InboundNumber } from '../../src/store/customers.ts';
import {
  IMPOSSIBLE,
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

const MOBILE = SWEDISH_MOBILES[0]!;
const LONG_NUMBER = '46846500400';

type SmsReply = NonNullable<Profile['sms']['reply']>;
const REPLY: SmsReply = { share: 1, medianMs: MINUTE, spread: 0, texts: [{ text: 'Ja', weight: 1 }] };

const replying = (reply: Partial<SmsReply> = {}): Profile => ({
  ...SMOOTH,
  sms: { ...SMOOTH.sms, reply: { ...REPLY, ...reply } },
});

/** Everybody lets it ring, and calls back after a minute. */
const CALLING_BACK: Profile = {
  ...SMOOTH,
  call: {
    ...SMOOTH.call,
    answered: 0,
    callBack: { share: 1, medianMs: MINUTE, spread: 0, medianLengthMs: 20 * SECOND },
  },
};

const REPLIES: OutcomeRequest = {
  status: 'DELIVERED',
  afterMs: 2000,
  replies: [{ kind: 'SMS', text: 'QUIZ Answer Blue sky', afterMs: 10_000 }],
};

let platform: Simulated;
const start = (profile: Profile) => {
  platform = simulate({ profile });
};

beforeEach(() => () => platform.close());

const customerAt = (...inbound: (string | InboundNumber)[]) =>
  platform.customer({
    settings: {
      inboundNumbers: inbound.map((one) => (typeof one === 'string' ? { number: one, prefixes: [] } : one)),
    },
  });

const incoming = (type: 'INCOMING_SMS' | 'INCOMING_CALL'): Communication[] =>
  platform.all().filter((one) => one.type === type);

describe('recipients who reply by their profile', () => {
  it('write from their own number to that of the customer, some time after the delivery', async () => {
    start(replying());
    const customer = customerAt(INBOUND);
    const id = platform.sms(customer, MOBILE);
    await platform.idle();
    const sms = platform.get(id);
    const [reply, ...more] = incoming('INCOMING_SMS');
    expect(more).toEqual([]);
    expect(reply).toMatchObject({
      customerId: customer.id,
      sender: MOBILE,
      recipient: INBOUND,
      content: 'Ja',
      bulk: 'Ja',
      prefix: null,
      identifier: null,
      acceptedAt: sms.doneAt! + MINUTE,
      sentAt: sms.doneAt! + MINUTE,
      state: 'DONE',
      status: null,
      recipientId: null,
      campaignId: null,
      outcome: { decidedBy: 'ARRIVAL' },
    });
    expect(reasonOf(reply!.outcome)).toBe(`a reply to ${id}`);
    expect(platform.timeline(reply!.id)).toMatchObject([
      { type: 'INCOMING_SMS', status: null, at: sms.doneAt! + MINUTE, doneAt: null },
    ]);
  });

  it('have nowhere to write to when the customer has no inbound number', async () => {
    start(replying());
    const customer = customerAt();
    for (const number of SWEDISH_MOBILES) platform.sms(customer, number);
    await platform.idle();
    expect(incoming('INCOMING_SMS')).toEqual([]);
    expect(platform.log()).toHaveLength(SWEDISH_MOBILES.length);
  });

  it('are those whose SMS was delivered', async () => {
    start({ ...replying(), sms: { ...replying().sms, failure: 0.3, unknown: 0.2, notDelivered: 0.2 } });
    const customer = customerAt(INBOUND);
    for (const number of UK_MOBILES.slice(0, 100)) platform.sms(customer, number);
    for (const number of [...LANDLINES.slice(0, 5), ...IMPOSSIBLE]) platform.sms(customer, number);
    await platform.idle();
    const delivered = platform.all().filter(({ status }) => status === 'DELIVERED');
    expect(delivered.length).toBeGreaterThan(10);
    expect(delivered.length).toBeLessThan(60);
    const numbers = (all: string[]) => [...all].sort();
    expect(numbers(incoming('INCOMING_SMS').map(({ sender }) => sender))).toEqual(
      numbers(delivered.map(({ recipient }) => recipient)),
    );
  });

  it('are as many, and write what, the profile says', async () => {
    const texts = [
      { text: 'Ja', weight: 6 },
      { text: 'Nej', weight: 3 },
      { text: 'Va?', weight: 1 },
    ];
    start(replying({ share: 0.5, texts, spread: 1 }));
    const customer = customerAt(INBOUND);
    for (const number of UK_MOBILES) platform.sms(customer, number);
    await platform.idle();
    const replies = incoming('INCOMING_SMS');
    expect(replies.length / UK_MOBILES.length).toBeGreaterThan(0.43);
    expect(replies.length / UK_MOBILES.length).toBeLessThan(0.57);
    for (const { text, weight } of texts) {
      const share = replies.filter(({ content }) => content === text).length / replies.length;
      expect(Math.abs(share - weight / 10), text).toBeLessThan(0.09);
    }
    const doneAt = new Map(platform.all().map((one) => [one.recipient, one.doneAt!]));
    const waits = replies.map(({ sentAt, sender }) => sentAt! - doneAt.get(sender)!).sort((a, b) => a - b);
    expect(waits[0]).toBeGreaterThan(0);
    expect(waits[Math.floor(waits.length / 2)]! / MINUTE).toBeGreaterThan(0.7);
    expect(waits[Math.floor(waits.length / 2)]! / MINUTE).toBeLessThan(1.4);
    expect(new Set(waits).size).toBeGreaterThan(0.9 * waits.length);
  });

  it('opt out when what they write is STOP', async () => {
    start(replying({ texts: [{ text: 'Stopp!', weight: 1 }] }));
    const customer = customerAt(INBOUND);
    const first = platform.sms(customer, MOBILE);
    await platform.idle();
    const [reply] = incoming('INCOMING_SMS');
    expect(platform.store.optOuts.list(customer.id, { limit: 10 }).items).toEqual([
      { customerId: customer.id, number: MOBILE, at: reply!.sentAt, communicationId: reply!.id },
    ]);
    const second = platform.sms(customer, MOBILE);
    await platform.idle();
    expect([first, second].map((id) => platform.get(id).status)).toEqual(['DELIVERED', 'OPTOUT']);
    expect(incoming('INCOMING_SMS')).toHaveLength(1);
  });

  it('reply to campaigns too', async () => {
    start(replying());
    const customer = customerAt(INBOUND);
    const { id } = platform.campaign(customer, platform.project(customer).id, SWEDISH_MOBILES, { rate: 100 });
    await platform.idle();
    expect(incoming('INCOMING_SMS').map(({ sender }) => sender)).toHaveLength(SWEDISH_MOBILES.length);
    expect(incoming('INCOMING_SMS').map(({ campaignId }) => campaignId)).not.toContain(id);
    expect(platform.store.campaigns.get(id)).toMatchObject({
      state: 'COMPLETED',
      sent: SWEDISH_MOBILES.length,
      counts: { DELIVERED: SWEDISH_MOBILES.length },
    });
  });
});

describe('recipients who call back by their profile', () => {
  it('call when nobody spoke to them, and are reported when they hang up', async () => {
    start(CALLING_BACK);
    const customer = customerAt(INBOUND);
    const id = platform.call(customer, MOBILE);
    await platform.idle();
    const called = platform.get(id);
    expect(called.status).toBe('NOTREACHED');
    const [back, ...more] = incoming('INCOMING_CALL');
    expect(more).toEqual([]);
    const rang = called.doneAt! + MINUTE;
    expect(back).toMatchObject({
      sender: MOBILE,
      recipient: INBOUND,
      content: null,
      bulk: null,
      sentAt: rang,
      state: 'DONE',
    });
    const { callLength } = back!;
    expect(callLength).toBeGreaterThan(5);
    expect(callLength).toBeLessThan(80);
    const hungUp = rang + callLength! * SECOND;
    expect(platform.timeline(back!.id)).toMatchObject([{ at: hungUp, doneAt: hungUp, callLength }]);
    expect(reasonOf(back!.outcome)).toBe(`a reply to ${id}`);
  });

  it('do not when they answered, when the number is nobody’s, or when they know no number to call', async () => {
    start({ ...CALLING_BACK, unassignedNumbers: 0.4, call: { ...CALLING_BACK.call, answered: 0.3 } });
    const [customer, silent] = [customerAt(INBOUND), customerAt()];
    for (const number of UK_MOBILES.slice(0, 100)) platform.call(customer, number);
    platform.call(silent, MOBILE);
    await platform.idle();
    const callers = new Set(incoming('INCOMING_CALL').map(({ sender }) => sender));
    const notReached = platform.all().filter(({ status }) => status === 'NOTREACHED');
    expect(callers.size).toBeGreaterThan(10);
    expect(callers.size).toBeLessThan(notReached.length - 10);
    const reached = new Set(notReached.map(({ recipient }) => recipient));
    expect([...callers].filter((number) => !reached.has(number))).toEqual([]);
    expect(callers).not.toContain(MOBILE);
  });
});

describe('what a recipient writes to', () => {
  const toWhom = async (sender: string, outcome = REPLIES, ...inbound: string[]) => {
    platform.sms(customerAt(...inbound), MOBILE, { sender, outcome });
    await platform.idle();
    return incoming('INCOMING_SMS').map(({ recipient }) => recipient);
  };

  it.each([
    ['the number that wrote to them', LONG_NUMBER, [INBOUND, LONG_NUMBER], LONG_NUMBER],
    ['that number, though it was written with +', `+${LONG_NUMBER}`, [INBOUND, LONG_NUMBER], LONG_NUMBER],
    ["the customer's first, when the sender is a name", 'Acme', [INBOUND, LONG_NUMBER], INBOUND],
    ["the customer's first, when the sender is none of them", LONG_NUMBER, [INBOUND, '71121'], INBOUND],
    ['the sender, when the customer has none', `+${LONG_NUMBER}`, [], LONG_NUMBER],
  ])('is %s', async (_what, sender, inbound, expected) => {
    start(SMOOTH);
    expect(await toWhom(sender, REPLIES, ...inbound)).toEqual([expected]);
  });

  it('is one of the numbers of the customer, also for whoever writes or calls of their own accord', () => {
    start(SMOOTH);
    const customer = customerAt(INBOUND, LONG_NUMBER);
    const id = platform.write(customer, MOBILE, 'Hello', LONG_NUMBER);
    expect(platform.get(id).recipient).toBe(LONG_NUMBER);
    expect(() => platform.write(customer, MOBILE, 'Hello', '71121')).toThrow(
      `to: 71121 is none of the inbound numbers of customer ${customer.id}`,
    );
    expect(platform.all()).toHaveLength(1);
  });
});

describe('the replies that a request asks for, or a number stands for', () => {
  it('come without any inbound number', async () => {
    start(SMOOTH);
    const customer = customerAt();
    platform.sms(customer, '447700900300', { sender: LONG_NUMBER });
    platform.sms(customer, '447700900360', { sender: 'Acme' });
    await platform.idle();
    expect(incoming('INCOMING_SMS')).toMatchObject([
      { sender: '447700900300', recipient: LONG_NUMBER, content: 'YES', sentAt: START + 32 * SECOND },
    ]);
    expect(incoming('INCOMING_CALL')).toMatchObject([
      { sender: '447700900360', callLength: 45, sentAt: START + 2 * MINUTE },
    ]);
  });

  it('opt out and in, as what recipients write by themselves does', async () => {
    start(SMOOTH);
    const customer = customerAt();
    const [stops, relents] = ['447700900310', '447700900320'];
    for (const number of [stops, relents]) platform.sms(customer, number);
    const optedOut = () => platform.store.optOuts.list(customer.id, { limit: 10 }).items;
    await platform.pass(MINUTE);
    expect(optedOut().map(({ number }) => number)).toEqual([stops, relents]);
    await platform.idle();
    expect(optedOut()).toMatchObject([{ number: stops, at: START + 32 * SECOND }]);
    const after = [stops, relents].map((number) => platform.sms(customer, number));
    await platform.idle();
    expect(after.map((id) => platform.get(id).status)).toEqual(['OPTOUT', 'DELIVERED']);
  });

  it('come before the report, with it or after it, as they are asked for', async () => {
    start(SMOOTH);
    const reply = (afterMs: number) => ({ kind: 'SMS' as const, text: String(afterMs), afterMs });
    const id = platform.sms(customerAt(), MOBILE, {
      outcome: { status: 'DELIVERED', afterMs: 5000, replies: [0, 4999, 5000, 60_000].map(reply) },
    });
    await platform.idle();
    expect(
      platform
        .log()
        .map(({ communicationId, at }) => [
          at - START,
          communicationId === id ? 'report' : platform.get(communicationId).content,
        ]),
    ).toEqual([
      [0, '0'],
      [4999, '4999'],
      [5000, 'report'],
      [5000, '5000'],
      [60_000, '60000'],
    ]);
    expect(platform.get(id)).toMatchObject({ state: 'DONE', doneAt: START + 5000, nextAt: null });
  });

  it('come though no report ever does', async () => {
    start(SMOOTH);
    const customer = customerAt();
    const replies = [{ kind: 'CALL' as const, callLength: 7, afterMs: MINUTE }];
    const [now, later] = [0, MINUTE].map((delay) =>
      platform.sms(customer, MOBILE, { sendAt: START + delay, outcome: { reports: [], replies } }),
    ) as [number, number];
    await platform.idle();
    expect(incoming('INCOMING_CALL').map(({ sentAt }) => sentAt! - START)).toEqual([MINUTE, 2 * MINUTE]);
    for (const id of [now, later])
      expect(platform.get(id)).toMatchObject({ state: 'DONE', status: null, doneAt: null, nextAt: null });
  });
});

describe('an incoming SMS', () => {
  const prefixes = [
    { prefix: 'QUIZ', identifiers: ['ANSWER', 'Höst'] },
    { prefix: 'tävla', identifiers: [] },
  ];

  // Facts sheet §1, Incoming SMS [I].
  it.each([
    ['QUIZ ANSWER blue', 'QUIZ', 'ANSWER', 'blue'],
    ['quiz answer  Blue sky ', 'QUIZ', 'ANSWER', 'Blue sky '],
    ['Quiz HÖST', 'QUIZ', 'Höst', ''],
    ['QUIZ blue answer', 'QUIZ', null, 'blue answer'],
    ['TÄVLA ANSWER blue', 'tävla', null, 'ANSWER blue'],
    ['QUIZANSWER blue', null, null, 'QUIZANSWER blue'],
    [' Hello ', null, null, ' Hello '],
  ])('%j is split into prefix, identifier and content', (bulk, prefix, identifier, content) => {
    start(SMOOTH);
    const id = platform.write(customerAt({ number: INBOUND, prefixes }), MOBILE, bulk);
    expect(platform.get(id)).toMatchObject({ bulk, prefix, identifier, content, sender: MOBILE });
  });

  it('is split by what its inbound number is configured for, and by no other', () => {
    start(SMOOTH);
    const customer = customerAt({ number: INBOUND, prefixes }, { number: LONG_NUMBER, prefixes: [] });
    const ids = [INBOUND, LONG_NUMBER].map((to) => platform.write(customer, MOBILE, 'QUIZ ANSWER blue', to));
    expect(ids.map((id) => platform.get(id).prefix)).toEqual(['QUIZ', null]);
  });

  it('is split when it is a reply, too', async () => {
    start(SMOOTH);
    platform.sms(customerAt({ number: INBOUND, prefixes }), MOBILE, { outcome: REPLIES });
    await platform.idle();
    expect(incoming('INCOMING_SMS')).toMatchObject([
      { bulk: 'QUIZ Answer Blue sky', prefix: 'QUIZ', identifier: 'ANSWER', content: 'Blue sky' },
    ]);
  });

  it('is reported at the instant at which it comes in', async () => {
    start(SMOOTH);
    const customer = customerAt();
    const id = platform.write(customer, MOBILE, 'Hello');
    expect(platform.timeline(id)).toEqual([]);
    await platform.pass(0);
    expect(platform.timeline(id)).toMatchObject([{ at: START, sentAt: START, status: null }]);
    expect(platform.get(id)).toMatchObject({ state: 'DONE', nth: 1, smsParts: null });
    expect(platform.get(platform.write(customer, MOBILE, 'Hello')).nth).toBe(2);
  });
});
