import type { EventView } from '../core/event-view.ts';
import type { CompiledCallback } from '../core/template/compile.ts';
import type { Callback } from '../store/callbacks.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { CallbackContext } from './context.ts';
import { takeDeliveries } from './outbox.ts';
import type { DrainTotals, Recorder } from './recorder.ts';
import type { Transport } from './transport/transport.ts';

/** A callback ready to send: its template compiled, its connections open. */
export interface Line {
  callback: Callback;
  compiled: CompiledCallback;
  transport: Transport;
}

/**
 * Sends what waits for a callback until nothing is left that may be sent now. With a concurrency of 1, strictly in
 * order of the log, it ends at the first failure; the rest waits behind it.
 * @param isWanted false as soon as sending should end before all is sent
 * @param impatient true: pauses after failures are not waited for (each delivery is tried once at the most)
 */
export async function drain(
  context: CallbackContext,
  line: Line,
  recorder: Recorder,
  isWanted: () => boolean,
  impatient: boolean,
): Promise<DrainTotals> {
  const totals: DrainTotals = { requests: 0, callbacks: 0, failed: 0 };
  const { store, clock } = context;
  const concurrency = line.callback.config.concurrency;
  const tried = new Set<number>();

  while (isWanted()) {
    const taken = takeDeliveries(
      store,
      line.callback,
      line.compiled.maxItems,
      impatient ? Number.POSITIVE_INFINITY : clock.now(),
    );
    const queue = taken.filter(({ id }) => !tried.has(id));
    if (queue.length === 0) break;
    const views = viewsOf(context, queue);
    let blocked = false;
    const work = async () => {
      for (let delivery = queue.shift(); delivery && !blocked && isWanted(); delivery = queue.shift()) {
        if (!impatient && (delivery.nextAttemptAt ?? 0) > clock.now()) {
          blocked = concurrency === 1;
          continue;
        }
        tried.add(delivery.id);
        const ok = await attempt(line, recorder, delivery, views, clock.now());
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

async function attempt(
  { callback, compiled, transport }: Line,
  recorder: Recorder,
  delivery: Delivery,
  views: ReadonlyMap<number, EventView>,
  startedAt: number,
): Promise<boolean> {
  const items = delivery.eventIds.map((id) => views.get(id)).filter((view) => view !== undefined);
  const request = { method: callback.config.method, ...compiled.render(items) };
  const result = await transport.send(request, startedAt);
  recorder.record(delivery, request, result, startedAt);
  return result.ok;
}
