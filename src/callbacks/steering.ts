import { invalid } from '../core/refusal.ts';
import type { DeliveryState } from '../core/vocabulary.ts';
import type { Callback } from '../store/callbacks.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { CallbackContext } from './context.ts';
import { PASSED_OVER } from './outbox.ts';
import type { CursorStart } from './registry.ts';

/** How far a callback is behind. */
export interface Lag {
  /** Entries of the log behind its cursor, those of other customers included. */
  backlog: number;
  /** Deliveries that wait for an attempt. */
  pending: number;
  /** Platform ms since the oldest event that waits; 0 when none does. */
  lagMs: number;
  /** Why the delivery in front failed last; null: it has not. */
  error: string | null;
}

/** Reads how far a callback is behind, without counting through the log. */
export function lagOf({ store, clock }: CallbackContext, callback: Callback): Lag {
  const [head] = store.deliveries.pending(callback.id, 1);
  const oldest = head ? head.eventIds[0]! : callback.cursor + 1;
  const waitsSince = store.events.timeOf(oldest);
  return {
    backlog: Math.max(0, store.events.end() - callback.cursor),
    pending: store.deliveries.countPending(callback.id),
    lagMs: waitsSince === null ? 0 : Math.max(0, clock.now() - waitsSince),
    error: head?.error ?? null,
  };
}

/**
 * Moves a callback's place in the log. `BEGINNING`: everything is sent again; `END`: all that waits is passed over,
 * and deliveries that had been made of it are parked, to be replayed should they be missed; an event's ID: what
 * follows it is sent.
 * @throws Refusal for an event that the log does not have
 */
export function moveCursor(
  { store, clock, changes }: CallbackContext,
  callback: Callback,
  to: CursorStart | number,
): Callback {
  const end = store.events.end();
  if (typeof to === 'number' && to > end) {
    throw invalid('to', `the log ends at event ${end}`, `an event's id up to ${end}, BEGINNING or END`);
  }
  const cursor = to === 'BEGINNING' ? 0 : to === 'END' ? end : to;
  store.transaction(() => {
    store.callbacks.putCursor(callback.id, cursor);
    if (to === 'END') {
      store.deliveries.parkPending(callback.id, PASSED_OVER, clock.now());
    }
  });
  clock.wake();
  changes.announce();
  return { ...callback, cursor };
}

/**
 * Puts a settled delivery back among those that wait, with all its attempts before it again.
 * @throws Refusal when it waits anyway
 */
export function replay({ store, clock, changes }: CallbackContext, delivery: Delivery): Delivery {
  if (delivery.state === 'PENDING') {
    throw invalid(
      'id',
      `delivery ${delivery.id} waits to be sent already`,
      'one that is DELIVERED, PARKED or DROPPED',
    );
  }
  const again: Delivery = {
    ...delivery,
    state: 'PENDING',
    tries: 0,
    nextAttemptAt: null,
    settledAt: null,
    error: null,
  };
  store.deliveries.save(again);
  clock.wake();
  changes.announce();
  return again;
}

/** Replays every delivery that fits. @returns how many */
export function replayAll(
  { store, clock, changes }: CallbackContext,
  filter: { callbackId?: number | undefined; state: Exclude<DeliveryState, 'PENDING'> },
): number {
  const replayed = store.deliveries.replayAll(filter.state, filter.callbackId ?? null);
  clock.wake();
  changes.announce();
  return replayed;
}
