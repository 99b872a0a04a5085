import type { Callback } from '../store/callbacks.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import type { CallbackContext } from './context.ts';
import { planDeliveries } from './faults/planning.ts';
import { drawStrikes } from './faults/strikes.ts';

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
export function takeDeliveries(
  context: CallbackContext,
  callback: Callback,
  maxItems: number,
  now: number,
): Delivery[] {
  const { store } = context;
  return store.transaction(() => {
    const waiting = store.deliveries.pending(callback.id, MAX_DELIVERIES);
    if (callback.config.concurrency === 1 && waiting.length > 0) return waiting;
    const due = waiting.filter(({ nextAttemptAt }) => nextAttemptAt === null || nextAttemptAt <= now);
    const room = MAX_DELIVERIES - waiting.length;
    return room > 0 ? [...due, ...makeDeliveries(context, callback, maxItems, room)] : due;
  });
}

function makeDeliveries(
  context: CallbackContext,
  callback: Callback,
  maxItems: number,
  most: number,
): Delivery[] {
  const { store, clock, log } = context;
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
  store.callbacks.moveCursor(callback.id, ids.length < wanted ? end : ids.at(-1)!);
  const now = clock.now();
  const plans = planDeliveries(ids, maxItems, (last) =>
    drawStrikes(context, callback, 'DELIVERY', `event/${last}`),
  );
  const deliveries = plans.map(({ eventIds, faults, delayMs, dropped }) => {
    const delivery = store.deliveries.add(
      {
        callbackId: callback.id,
        eventIds: [...eventIds],
        state: dropped ? 'DROPPED' : 'PENDING',
        faults,
        nextAttemptAt: delayMs > 0 ? now + delayMs : null,
      },
      now,
    );
    if (dropped)
      log.warn({ callbackId: callback.id, deliveryId: delivery.id }, 'delivery dropped by a fault');
    return delivery;
  });
  return deliveries.filter(({ state }) => state === 'PENDING');
}

/** When the callback next has something to do, in platform ms; 0: at once; null: nothing waits for it. */
export function nextWork(store: Store, callback: Callback): number | null {
  const backlog = callback.cursor < store.events.end();
  if (callback.config.concurrency > 1) return backlog ? 0 : store.deliveries.nextAttemptAt(callback.id);
  const [head] = store.deliveries.pending(callback.id, 1);
  if (head) return head.nextAttemptAt ?? 0;
  return backlog ? 0 : null;
}
