import type { Callback } from '../store/callbacks.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';

/** Deliveries taken up at once, and the events they may hold together. */
const MAX_DELIVERIES = 256;
const MAX_EVENTS = 10_000;

/**
 * The deliveries that the callback has to make next, in order of the log: those that wait, and new ones made of
 * what the log holds beyond its cursor. A delivery is written in the transaction that moves the cursor, so that a
 * killed process repeats a request and never loses an event.
 *
 * Strictly in order (concurrency 1), a waiting delivery is in the way of all that comes after it: nothing new is
 * made until it is delivered or parked. Otherwise it holds up only itself.
 * @param maxItems most events of a delivery
 */
export function takeDeliveries(store: Store, callback: Callback, maxItems: number, now: number): Delivery[] {
  return store.transaction(() => {
    const waiting = store.deliveries.pending(callback.id, MAX_DELIVERIES);
    if (callback.config.concurrency === 1 && waiting.length > 0) return waiting;
    const due = waiting.filter(({ nextAttemptAt }) => nextAttemptAt === null || nextAttemptAt <= now);
    const room = MAX_DELIVERIES - waiting.length;
    return room > 0 ? [...due, ...makeDeliveries(store, callback, maxItems, room, now)] : due;
  });
}

function makeDeliveries(
  store: Store,
  callback: Callback,
  maxItems: number,
  most: number,
  now: number,
): Delivery[] {
  const end = store.events.end();
  const { cursor } = store.callbacks.get(callback.id)!;
  if (cursor >= end) return [];
  const wanted = Math.max(maxItems, Math.min(most * maxItems, MAX_EVENTS));
  const { types, statuses } = callback.config;
  const ids = store.events.matching(
    { customerId: callback.customerId, types, statuses },
    cursor,
    end,
    wanted,
  );
  const reached = ids.length < wanted ? end : ids.at(-1)!;
  store.callbacks.moveCursor(callback.id, reached);
  const deliveries: Delivery[] = [];
  for (let start = 0; start < ids.length; start += maxItems) {
    deliveries.push(store.deliveries.add(callback.id, ids.slice(start, start + maxItems), now));
  }
  return deliveries;
}

/** When the callback next has something to do, in platform ms; 0: at once; null: nothing waits for it. */
export function nextWork(store: Store, callback: Callback): number | null {
  const backlog = callback.cursor < store.events.end();
  if (callback.config.concurrency > 1) return backlog ? 0 : store.deliveries.nextAttemptAt(callback.id);
  const [head] = store.deliveries.pending(callback.id, 1);
  if (head) return head.nextAttemptAt ?? 0;
  return backlog ? 0 : null;
}
