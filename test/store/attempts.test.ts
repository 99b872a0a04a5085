import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/store/attempts.ts';
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
    for (const delivery of deliveries) delivery.lastAttemptId = store.attempts.add(delivery, attempt(number));
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
    other.lastAttemptId = store.attempts.add(other, attempt(3));
    expect(numbersOf(other)).toEqual([3]);
  });
});
