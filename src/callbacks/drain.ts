import type { EventView } from '../core/event-view.ts';
import type { Delivery } from '../store/deliveries.ts';
import { attemptDelivery } from './attempt.ts';
import type { CallbackContext } from './context.ts';
import { drawStrikes } from './faults/strikes.ts';
import { BURST_CONCURRENCY } from './faults/target.ts';
import type { Line } from './lines.ts';
import { somethingWaits, takeDeliveries } from './outbox.ts';
import type { Recorder } from './recorder.ts';

/** What sending made of the deliveries that waited. */
export interface DrainTotals {
  /** Requests that were answered with a 2xx, and the events they carried. */
  requests: number;
  callbacks: number;
  /** Requests that failed. */
  failed: number;
}

/** Circumstances of one drain. */
interface Occasion {
  /** Asked between two requests: false as soon as sending should end before all is sent. */
  isWanted: () => boolean;
  /** Pauses after failures are not waited for; each delivery is tried once at the most. */
  impatient: boolean;
}

/**
 * Sends what waits for a callback until nothing is left that may be sent now. With a concurrency of 1, strictly in
 * order of the log, it ends at the first failure; the rest waits behind it.
 */
export async function drain(
  context: CallbackContext,
  line: Line,
  recorder: Recorder,
  { isWanted, impatient }: Occasion,
): Promise<DrainTotals> {
  const totals: DrainTotals = { requests: 0, callbacks: 0, failed: 0 };
  const { store, clock } = context;
  const now = () => (impatient ? Number.POSITIVE_INFINITY : clock.now());
  const strikes = drawStrikes(context, line.callback, 'TICK', `tick/${clock.now()}`, () =>
    somethingWaits(store, line.callback, now()),
  );
  if (strikes.has('HOLD_TICK')) return totals;
  const { config } = line.callback;
  const concurrency = strikes.has('BURST')
    ? Math.max(config.concurrency, BURST_CONCURRENCY)
    : config.concurrency;
  const callback = { ...line.callback, config: { ...config, concurrency } };
  const tried = new Set<number>();

  while (isWanted()) {
    const queue = takeDeliveries(context, callback, line.compiled.maxItems, now(), tried);
    if (queue.length === 0) break;
    const views = viewsOf(context, queue);
    let blocked = false;
    const work = async () => {
      for (let delivery = queue.shift(); delivery && !blocked && isWanted(); delivery = queue.shift()) {
        if ((delivery.nextAttemptAt ?? 0) > now()) {
          blocked = concurrency === 1;
          continue;
        }
        // Since it was taken up, the cursor may have been moved past it.
        if (!store.deliveries.isPending(delivery.id)) continue;
        tried.add(delivery.id);
        const ok = await attemptDelivery(context, line, recorder, delivery, views, [...strikes.keys()]);
        if (ok) {
          totals.requests += 1;
          totals.callbacks += delivery.items;
        } else {
          totals.failed += 1;
          blocked = concurrency === 1 && delivery.state === 'PENDING';
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
    recorder.flush();
    if (blocked) break;
  }
  return totals;
}

/** The views of all events that the deliveries carry, read at once. */
function viewsOf({ store }: CallbackContext, deliveries: readonly Delivery[]): Map<number, EventView> {
  const ids = new Set(deliveries.flatMap(({ eventIds }) => eventIds));
  const ascending = [...ids].sort((a, b) => a - b);
  return new Map(store.events.views(ascending).map((view) => [view.eventId, view]));
}
