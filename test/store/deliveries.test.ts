import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/store/deliveries.ts';
import { PAGE_ORDERS } from '../../src/store/page.ts';
import { openStore, type Store } from '../../src/store/store.ts';

let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const delivered = (id: number, callbackId: number, eventIds: number[]): Delivery => ({
  id,
  callbackId,
  eventIds,
  items: eventIds.length,
  state: 'DELIVERED',
  attempts: 1,
  tries: 1,
  faults: [],
  nextAttemptAt: null,
  createdAt: 1,
  settledAt: 1,
  error: null,
  lastAttemptId: id,
});

const CALLBACKS = [1, 2, 3];
const CONTENTS = fc.record({
  callbackId: fc.constantFrom(...CALLBACKS),
  eventIds: fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 })
    .map((ids) => ids.toSorted((a, b) => a - b)),
  /** IDs that are never stored lie before it. */
  gap: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: 90, max: 110 })),
});
/** Deliveries made in turn, and stored in any order, so many with each call. */
const STORED = fc
  .tuple(
    fc.array(CONTENTS, { minLength: 1, maxLength: 30 }),
    fc.array(fc.integer({ min: 1, max: 8 })),
    fc.infiniteStream(fc.nat()),
  )
  .map(([contents, together, keys]) => {
    let id = 0;
    const made = contents.map(({ callbackId, eventIds, gap }) => {
      id += 1 + gap;
      return { delivery: delivered(id, callbackId, eventIds), key: keys.next().value as number };
    });
    const inAnyOrder = made.toSorted((a, b) => a.key - b.key).map(({ delivery }) => delivery);
    return [...together, made.length].map((count) => inAnyOrder.splice(0, count));
  });

describe('the deliveries of a callback, in whatever order and however many at once they are stored', () => {
  it('are found by the events they carry, listed page by page, and removed with it', () => {
    fc.assert(
      fc.property(STORED, fc.integer({ min: 1, max: 4 }), (calls, limit) => {
        for (const deliveries of calls) store.deliveries.addAll(deliveries);
        const all = calls.flat().toSorted((a, b) => a.id - b.id);
        const of = (callbackId: number) => all.filter((delivery) => delivery.callbackId === callbackId);
        for (const callbackId of CALLBACKS) {
          for (let eventId = 1; eventId <= 60; eventId++) {
            const carrying = of(callbackId).filter(({ eventIds }) => eventIds.includes(eventId));
            expect(store.deliveries.carrying(callbackId, eventId)).toEqual(carrying);
          }
          for (const order of PAGE_ORDERS) {
            const wanted = order === 'oldest' ? of(callbackId) : of(callbackId).toReversed();
            expect(pages({ callbackId }, order, limit)).toEqual(wanted);
          }
        }
        store.deliveries.removeOf(1);
        expect(store.deliveries.carrying(1, all[0]!.eventIds[0]!)).toEqual([]);
        expect(pages({}, 'oldest', 50)).toEqual([...of(2), ...of(3)].toSorted((a, b) => a.id - b.id));
        for (const callbackId of CALLBACKS) store.deliveries.removeOf(callbackId);
        expect(pages({}, 'oldest', 50)).toEqual([]);
      }),
    );
  });

  it('are listed in the same way when there are many of them', () => {
    const range = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const make = (callbackId: number, ids: number[]) =>
      store.deliveries.addAll(ids.map((id) => delivered(id, callbackId, [id])));
    store.transaction(() => {
      make(1, range(1, 6000));
      make(2, [6001]);
      make(1, range(6002, 12_000));
      make(2, [12_001]);
    });
    const idsOf = (callbackId: number, order: 'oldest' | 'newest', after?: number) =>
      store.deliveries.list({ limit: 3, order, after }, { callbackId }).items.map(({ id }) => id);
    expect(idsOf(1, 'newest')).toEqual([12_000, 11_999, 11_998]);
    expect(idsOf(1, 'newest', 6003)).toEqual([6002, 6000, 5999]);
    expect(idsOf(1, 'oldest', 5999)).toEqual([6000, 6002, 6003]);
    expect(idsOf(2, 'newest')).toEqual([12_001, 6001]);
    expect(idsOf(2, 'oldest', 6001)).toEqual([12_001]);
  });
});

describe('what a sender has at hand while something else is undone', () => {
  const undo = () =>
    expect(() =>
      store.transaction(() => {
        store.deliveries.addAll([delivered(9, 1, [9])]);
        throw new Error('refused');
      }),
    ).toThrow('refused');

  it('keeps the IDs of deliveries that are to be stored later: no other gets them', () => {
    const before = store.deliveries.newId();
    undo();
    expect(store.deliveries.newId()).toBe(before + 1);
  });

  it('is as valid as before: nobody has put the cursor elsewhere', () => {
    store.callbacks.putCursor(1, 0);
    const before = store.callbacks.puts(1);
    undo();
    expect(store.callbacks.puts(1)).toBe(before);
  });
});

function pages(filter: { callbackId?: number }, order: 'oldest' | 'newest', limit: number): Delivery[] {
  const all: Delivery[] = [];
  for (let after: number | null | undefined; after !== null; ) {
    const page = store.deliveries.list({ limit, order, after }, filter);
    all.push(...page.items);
    after = page.next;
  }
  return all;
}
