import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/store/attempts.ts';
import type { Delivery } from '../../src/store/deliveries.ts';
import { openStore, type Store } from '../../src/store/store.ts';

let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const attempt = (number: number): Attempt => ({
  number,
  startedAt: number,
  faults: [],
  request: { method: 'POST', url: 'https://receiver.test/', headers: {} },
  body: Buffer.from('{}'),
  ok: false,
  status: 500,
  error: 'the receiver answered 500',
  peer: { tls: null, localAddress: null, remoteAddress: null },
  responseHeaders: {},
  responseBody: '',
  responseCut: false,
  timing: { connectMs: null, firstByteMs: 1, totalMs: 2 },
});

/** Two deliveries that are tried in turn, `times` times each. */
function tryInTurn(times: number) {
  const deliveries = [
    { id: 1, lastAttemptId: null as number | null },
    { id: 2, lastAttemptId: null as number | null },
  ];
  for (let number = 1; number <= times; number++) {
    for (const delivery of deliveries) store.attempts.addAll([{ delivery, attempt: attempt(number) }]);
  }
  return deliveries as [(typeof deliveries)[0], (typeof deliveries)[0]];
}
const numbersOf = (delivery: { id: number; lastAttemptId: number | null }) =>
  store.attempts.of(delivery).map(({ number }) => number);

describe('the attempts of a delivery', () => {
  it('are its own, the oldest first', () => {
    for (const delivery of tryInTurn(3)) expect(numbersOf(delivery)).toEqual([1, 2, 3]);
  });

  it('are none before it has been tried', () => {
    tryInTurn(1);
    expect(numbersOf({ id: 3, lastAttemptId: null })).toEqual([]);
  });

  it('are those that are remembered', () => {
    const deliveries = tryInTurn(3);
    store.attempts.trim(3, 0);
    expect(deliveries.map(numbersOf)).toEqual([[3], [2, 3]]);
  });

  it('are not those of others that have got the IDs of forgotten ones', () => {
    const [first] = tryInTurn(2);
    store.attempts.trim(0, 0);
    expect(numbersOf(first)).toEqual([]);
    tryInTurn(2);
    const other = { id: 3, lastAttemptId: first.lastAttemptId };
    expect(numbersOf(other)).toEqual([]);
    // Its attempts before this one had higher IDs.
    store.attempts.trim(0, 0);
    store.attempts.addAll([{ delivery: other, attempt: attempt(3) }]);
    expect(numbersOf(other)).toEqual([3]);
  });
});

describe('what is stored in few words because it is usual', () => {
  const usual: Attempt = { ...attempt(1), ok: true, status: 204, error: null };
  it.each<[string, Partial<Attempt>]>([
    ['nothing', {}],
    ['its number', { number: 2 }],
    ['a fault', { faults: ['DUPLICATE'] }],
    ['an answer that was cut', { responseCut: true }],
    ['a connection that had to be made', { timing: { connectMs: 3, firstByteMs: 1, totalMs: 4 } }],
    [
      'a failure',
      { ok: false, status: null, error: 'nothing listens', responseHeaders: null, responseBody: null },
    ],
  ])('reads as it was, and so does an attempt with %s unusual about it', (_what, unusual) => {
    const stored: Attempt = { ...usual, ...unusual };
    const delivery = { id: 1, lastAttemptId: null };
    store.attempts.addAll([{ delivery, attempt: stored }]);
    expect(store.attempts.of(delivery)).toEqual([{ ...stored, id: delivery.lastAttemptId }]);
  });

  it.each([1, 31, 32, 33, 100])('and stands in the order given, of %i at once', (count) => {
    const all = Array.from({ length: count }, (_, index) => ({
      delivery: { id: index + 1, lastAttemptId: null as number | null },
      attempt: { ...usual, startedAt: index, ...(index % 40 === 3 && { faults: ['DUPLICATE' as const] }) },
    }));
    store.attempts.addAll(all);
    expect(all.map(({ delivery }) => delivery.lastAttemptId)).toEqual(all.map((_, index) => index + 1));
    for (const { delivery, attempt } of all) {
      expect(store.attempts.of(delivery)).toEqual([{ ...attempt, id: delivery.id }]);
    }
  });

  const taken: Delivery = {
    id: 1,
    callbackId: 1,
    eventIds: [7],
    items: 1,
    state: 'DELIVERED',
    attempts: 1,
    tries: 1,
    faults: [],
    nextAttemptAt: null,
    createdAt: 5,
    settledAt: 6,
    error: null,
    lastAttemptId: 3,
  };
  it.each<[string, Partial<Delivery>]>([
    ['nothing', {}],
    ['several events', { eventIds: [7, 8, 9], items: 3 }],
    ['a gap between its events', { eventIds: [7, 9], items: 2 }],
    ['a second attempt', { attempts: 2, tries: 2 }],
    ['a fault', { faults: ['DUPLICATE'] }],
    ['a failure', { state: 'PENDING', nextAttemptAt: 9, settledAt: null, error: 'nothing listens' }],
    ['no attempt yet', { state: 'PENDING', attempts: 0, tries: 0, settledAt: null, lastAttemptId: null }],
  ])('reads as it was, and so does a delivery with %s unusual about it', (_what, unusual) => {
    const stored: Delivery = { ...taken, ...unusual };
    store.deliveries.addAll([stored]);
    expect(store.deliveries.get(1)).toEqual(stored);
  });
});
