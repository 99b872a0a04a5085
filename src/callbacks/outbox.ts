import type { Callback } from '../store/callbacks.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import type { CallbackContext } from './context.ts';
import { planDeliveries } from './faults/planning.ts';
import { drawStrikes } from './faults/strikes.ts';

/** Deliveries taken up at once, and the events they may hold together. */
const MAX_DELIVERIES = 256;
const MAX_EVENTS = 5000;

/**
 * The deliveries that the callback has to make next, in order of the log: those that wait, and new ones made of
 * what the log holds beyond its cursor. A delivery is written in the transaction that moves the cursor, so that a
 * killed process repeats a request and never loses an event.
 *
 * Strictly in order (concurrency 1), a waiting delivery is in the way of all that comes after it: nothing new is
 * made until it is delivered or parked. Otherwise it holds up only itself, until so many wait that it is the
 * receiver that fails: then nothing new is made either.
 * @param maxItems most events of a delivery
 * @param now waiting deliveries are taken that may be tried by then; all of them when strictly in order
 * @param tried IDs of deliveries that have had their turn
 */
export function takeDeliveries(
  context: CallbackContext,
  callback: Callback,
  maxItems: number,
  now: number,
  tried: ReadonlySet<number>,
): Delivery[] {
  const { store } = context;
  const { id, config } = callback;
  const untried = (deliveries: Delivery[]) => deliveries.filter((delivery) => !tried.has(delivery.id));
  return store.transaction(() => {
    if (config.concurrency === 1) {
      const waiting = store.deliveries.pending(id, MAX_DELIVERIES);
      if (waiting.length > 0) return untried(waiting);
      return makeDeliveries(context, callback, maxItems, MAX_DELIVERIES);
    }
    // Those that have had their turn, and failed, must not hide the ones behind them.
    const due = untried(store.deliveries.due(id, now, MAX_DELIVERIES + tried.size));
    const room = MAX_DELIVERIES - store.deliveries.countPending(id);
    return room > 0 ? [...due, ...makeDeliveries(context, callback, maxItems, room)] : due;
  });
}

function makeDeliveries(
  context: CallbackContext,
  callback: Callback,
  maxItems: number,
  most: number,
): Delivery[] {
  const { store, clock, log, changes } = context;
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
  const plans = planDeliveries(ids, maxItems, (last, finds) =>
    drawStrikes(context, callback, 'DELIVERY', `event/${last}`, finds),
  );
  const made = plans.map(({ eventIds, faults, delayMs, dropped }) => {
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
  // Of all others, who waits for them hears when they have been tried.
  if (plans.some(({ dropped }) => dropped)) changes.announce();
  return made.filter(({ state }) => state === 'PENDING');
}

/** Whether there is anything to be sent that may be sent by now. */
export function somethingWaits(store: Store, callback: Callback, now: number): boolean {
  const { id, customerId, config } = callback;
  if (config.concurrency === 1) {
    const [head] = store.deliveries.pending(id, 1);
    if (head) return (head.nextAttemptAt ?? 0) <= now;
  } else if (store.deliveries.due(id, now, 1).length > 0) return true;
  const { types, statuses } = config;
  return (
    store.events.matching({ customerId, types, statuses }, callback.cursor, store.events.end(), 1).length > 0
  );
}

/** When the callback next has something to do, in platform ms; 0: at once; null: nothing waits for it. */
export function nextWork(store: Store, callback: Callback): number | null {
  const backlog = callback.cursor < store.events.end();
  if (callback.config.concurrency > 1) return backlog ? 0 : store.deliveries.nextAttemptAt(callback.id);
  const [head] = store.deliveries.pending(callback.id, 1);
  if (head) return head.nextAttemptAt ?? 0;
  return backlog ? 0 : null;
}
