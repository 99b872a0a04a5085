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

/** Names of the metrics that read a data field. */
const DATA_FIELD = /^\d+$/;

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
  const tickFaults = [...strikes.keys()];

  while (isWanted()) {
    const queue = takeDeliveries(context, callback, line.compiled.maxItems, now(), tried);
    if (queue.length === 0) break;
    const viewsOf = viewReader(context, line, queue);
    const parkings = store.deliveries.parkings();
    let blocked = false;
    const work = async () => {
      for (let delivery = queue.shift(); delivery && !blocked && isWanted(); delivery = queue.shift()) {
        if ((delivery.nextAttemptAt ?? 0) > now()) {
          blocked = concurrency === 1;
          continue;
        }
        // Since it was taken up, the cursor may have been moved past it.
        if (parkings !== store.deliveries.parkings() && !store.deliveries.isPending(delivery.id)) continue;
        tried.add(delivery.id);
        const ok = await attemptDelivery(context, line, recorder, delivery, viewsOf(delivery), tickFaults);
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

/** Events read at once: enough to make reading cheap, few enough not to keep requests waiting. */
const EVENTS_AT_ONCE = 1000;

/** Reads the events of the deliveries ahead of their turn, some at a time, and no more of them than the callback needs. */
function viewReader({ store }: CallbackContext, { compiled }: Line, deliveries: readonly Delivery[]) {
  const needs = {
    fields: [...compiled.metrics].some((name) => DATA_FIELD.test(name)),
    campaignName: compiled.metrics.has('CAMPAIGN_NAME'),
  };
  const ahead = [...deliveries];
  let views = new Map<number, EventView>();

  const readAhead = () => {
    const ids: number[] = [];
    do ids.push(...ahead.shift()!.eventIds);
    while (ahead.length > 0 && ids.length + ahead[0]!.eventIds.length <= EVENTS_AT_ONCE);
    const ascending = [...new Set(ids)].sort((a, b) => a - b);
    return new Map(store.events.views(ascending, needs).map((view) => [view.eventId, view]));
  };
  return (delivery: Delivery): readonly EventView[] => {
    while (ahead.includes(delivery)) views = readAhead();
    return delivery.eventIds.map((id) => views.get(id)).filter((view) => view !== undefined);
  };
}
