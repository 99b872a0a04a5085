import type { EventView } from '../core/event-view.ts';
import type { Callback } from '../store/callbacks.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import type { CallbackContext } from './context.ts';
import { type Plan, planDeliveries } from './faults/planning.ts';
import { renderRequest, withUnknownId } from './faults/request.ts';
import { drawStrikes, NO_STRIKES } from './faults/strikes.ts';
import type { Line } from './lines.ts';
import type { OutgoingRequest } from './transport/contract.ts';

/** Deliveries taken up at once, and the events they may hold together. */
const MAX_DELIVERIES = 256;
const MAX_EVENTS = 1000;

/** Real ms after which a delivery that has not been answered is stored as one that waits. */
const SHOWN_AFTER_MS = 50;

/** A delivery whose turn has come. */
export interface Outgoing {
  delivery: Delivery;
  /** What it carries, as it is to be told. */
  events: readonly EventView[];
  /** As it is to be sent unless something strikes it. */
  request: OutgoingRequest;
}

/**
 * What a callback has to send: deliveries that wait, and what the log holds beyond its cursor.
 *
 * A delivery is stored in the transaction that moves the cursor past its events, so that a killed process repeats a
 * request and never loses an event. Most are stored with their result, once and for all; the cursor stays before
 * whatever is not stored yet.
 */
export class Outbox {
  readonly #context: CallbackContext;
  readonly #callback: Callback;
  readonly #line: Line;
  readonly #store: (deliveries: readonly Delivery[]) => void;
  readonly #puts: number;
  /** The last event that has been made into a delivery, or passed over. */
  #position: number;
  /** The last one that need not be sent after a kill: the cursor as it is stored. */
  #cursor: number;
  #failure: { reason: unknown } | null = null;
  /** Deliveries that are not stored, with the real time at which they were made. */
  readonly #unstored = new Map<Delivery, number>();

  /**
   * @param callback with the concurrency that holds this time
   * @param store has deliveries stored that have not been tried
   */
  constructor(
    context: CallbackContext,
    callback: Callback,
    line: Line,
    store: (deliveries: readonly Delivery[]) => void,
  ) {
    const { callbacks } = context.store;
    this.#context = context;
    this.#callback = callback;
    this.#line = line;
    this.#store = store;
    this.#puts = callbacks.puts(callback.id);
    this.#cursor = callbacks.cursor(callback.id);
    this.#position = this.#cursor;
  }

  /** Whether what has been taken up is out of date: somebody has put the cursor elsewhere, or it was given up. */
  get displaced(): boolean {
    return this.#failure !== null || this.#puts !== this.#context.store.callbacks.puts(this.#callback.id);
  }

  /** What it has let go of could not be stored: the cursor stays where it is, from where all is taken up again. */
  giveUp(reason: unknown): void {
    this.#failure = { reason };
  }

  /** @throws why it was given up, if it was */
  mustBeSound(): void {
    if (this.#failure !== null) throw this.#failure.reason;
  }

  /**
   * The deliveries to make next, in order of the log.
   *
   * Strictly in order (concurrency 1), a waiting delivery is in the way of all that comes after it: nothing new is
   * made until it is delivered or parked. Otherwise it holds up only itself, until so many wait that it is the
   * receiver that fails: then nothing new is made either.
   * @param now waiting deliveries are taken that may be tried by then; all of them when strictly in order
   * @param out IDs of those that are under way, or have had their turn
   */
  take(now: number, out: ReadonlySet<number>): Outgoing[] {
    const { deliveries } = this.#context.store;
    const { id, config } = this.#callback;
    const ready = (waiting: Delivery[]) =>
      waiting.filter((delivery) => !out.has(delivery.id)).map((delivery) => this.#withEvents(delivery));
    if (config.concurrency === 1) {
      const waiting = deliveries.pending(id, MAX_DELIVERIES);
      return waiting.length > 0 ? ready(waiting) : this.#make(MAX_DELIVERIES);
    }
    // Those that have had their turn, and failed, must not hide the ones behind them.
    const due = ready(deliveries.due(id, now, MAX_DELIVERIES + out.size));
    const room = MAX_DELIVERIES - deliveries.countPending(id) - this.#unstored.size;
    return room > 0 ? [...due, ...this.#make(room)] : due;
  }

  /** Lets go of a delivery that is about to be stored. @returns whether for the first time */
  release(delivery: Delivery): boolean {
    if (!this.#unstored.delete(delivery)) return false;
    this.#parkIfPassedOver(delivery);
    return true;
  }

  /** Moves the cursor to where all before it is stored. */
  saveCursor(): void {
    let reached = this.#position;
    for (const { eventIds } of this.#unstored.keys()) reached = Math.min(reached, eventIds[0]! - 1);
    if (reached === this.#cursor || this.displaced) return;
    this.#context.store.callbacks.moveCursor(this.#callback.id, reached);
    this.#cursor = reached;
  }

  /** What has been taken up and is not stored. */
  get unstored(): Delivery[] {
    return [...this.#unstored.keys()];
  }

  /** Stores those that have not been answered for a while, for whoever looks for what waits. */
  storeLate(): void {
    const before = performance.now() - SHOWN_AFTER_MS;
    const late = [...this.#unstored].filter(([, madeAt]) => madeAt < before);
    if (late.length > 0 && !this.displaced) this.#store(late.map(([delivery]) => delivery));
  }

  #make(most: number): Outgoing[] {
    const { store, clock, log } = this.#context;
    const { id, customerId, config } = this.#callback;
    const end = store.events.end();
    if (this.#position >= end || this.displaced) return [];
    const { maxItems, needs } = this.#line.compiled;
    const limit = Math.max(maxItems, Math.min(most * maxItems, MAX_EVENTS - (MAX_EVENTS % maxItems)));
    const filter = { customerId, types: config.types, statuses: config.statuses };
    const events = store.events.next(filter, { cursor: this.#position, end, limit }, needs);
    const { plans, planned } = planDeliveries(events, maxItems, most, (last, finds) =>
      drawStrikes(this.#context, this.#callback, 'DELIVERY', () => `event/${last.eventId}`, finds),
    );
    this.#position = planned === events.length && planned < limit ? end : events[planned - 1]!.eventId;
    const now = clock.now();
    const made = plans.map((plan) => ({
      delivery: newDelivery(store.deliveries.newId(), id, plan, now),
      events: plan.items,
    }));
    const madeAt = performance.now();
    for (const { delivery } of made) this.#unstored.set(delivery, madeAt);
    if (made.length === 0) this.saveCursor();
    // What faults have made of the events is stored at once: each strike counts once.
    if (plans.some(({ faults }) => faults.length > 0)) this.#store(made.map(({ delivery }) => delivery));
    for (const { delivery } of made) {
      if (delivery.state === 'DROPPED')
        log.warn({ callbackId: id, deliveryId: delivery.id }, 'delivery dropped by a fault');
    }
    return made
      .filter(({ delivery }) => delivery.state === 'PENDING')
      .map(({ delivery, events }) => this.#rendered(delivery, events));
  }

  #withEvents(delivery: Delivery): Outgoing {
    const events = this.#context.store.events.views(delivery.eventIds, this.#line.compiled.needs);
    return this.#rendered(delivery, events);
  }

  /** At once, not in turn: what has just been read is still at hand. */
  #rendered(delivery: Delivery, carried: readonly EventView[]): Outgoing {
    const { callback, compiled } = this.#line;
    const events = delivery.faults.includes('UNKNOWN_EVENT') ? carried.map(withUnknownId) : carried;
    return {
      delivery,
      events,
      request: renderRequest(callback, compiled, events, NO_STRIKES, this.#context.seed),
    };
  }

  /** One that failed is not tried again when somebody has passed its events over before it was stored. */
  #parkIfPassedOver(delivery: Delivery): void {
    const { store, clock } = this.#context;
    if (delivery.state !== 'PENDING' || !this.displaced) return;
    if (delivery.eventIds.at(-1)! > store.callbacks.cursor(this.#callback.id)) return;
    delivery.state = 'PARKED';
    delivery.error = PASSED_OVER;
    delivery.settledAt = clock.now();
    delivery.nextAttemptAt = null;
  }
}

/** Why a delivery is given up that waits when the cursor is moved to the end. */
export const PASSED_OVER = 'passed over when the cursor was moved to the end';

function newDelivery(id: number, callbackId: number, plan: Plan<EventView>, now: number): Delivery {
  const eventIds = plan.items.map(({ eventId }) => eventId);
  return {
    id,
    callbackId,
    eventIds,
    items: eventIds.length,
    state: plan.dropped ? 'DROPPED' : 'PENDING',
    attempts: 0,
    tries: 0,
    faults: plan.faults,
    nextAttemptAt: plan.delayMs > 0 ? now + plan.delayMs : null,
    createdAt: now,
    settledAt: plan.dropped ? now : null,
    error: null,
    lastAttemptId: null,
  };
}

/** Whether there is anything to be sent that may be sent by now. */
export function somethingWaits(store: Store, callback: Callback, now: number): boolean {
  const { id, customerId, config } = callback;
  if (config.concurrency === 1) {
    const [head] = store.deliveries.pending(id, 1);
    if (head) return (head.nextAttemptAt ?? 0) <= now;
  } else if (store.deliveries.due(id, now, 1).length > 0) return true;
  const { types, statuses } = config;
  return store.events.anyMatching({ customerId, types, statuses }, callback.cursor, store.events.end());
}

/** When the callback next has something to do, in platform ms; 0: at once; null: nothing waits for it. */
export function nextWork(store: Store, callback: Callback): number | null {
  const backlog = callback.cursor < store.events.end();
  if (callback.config.concurrency > 1) return backlog ? 0 : store.deliveries.nextAttemptAt(callback.id);
  const [head] = store.deliveries.pending(callback.id, 1);
  if (head) return head.nextAttemptAt ?? 0;
  return backlog ? 0 : null;
}
