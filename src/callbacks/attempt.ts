import type { EventView } from '../core/event-view.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { CallbackContext } from './context.ts';
import { renderRequest, withUnknownId } from './faults/request.ts';
import { drawStrikes, type Strikes } from './faults/strikes.ts';
import type { Line } from './lines.ts';
import type { Recorder } from './recorder.ts';
import type { AttemptResult } from './transport/transport.ts';

/**
 * Tries a delivery once and has the try written down.
 * @param views of all events that it carries, by ID
 * @returns whether the receiver took it
 */
export async function attemptDelivery(
  context: CallbackContext,
  line: Line,
  recorder: Recorder,
  delivery: Delivery,
  views: ReadonlyMap<number, EventView>,
): Promise<boolean> {
  const { callback, compiled } = line;
  const startedAt = context.clock.now();
  const occasion = `delivery/${delivery.id}/${delivery.attempts + 1}`;
  const strikes = drawStrikes(context, callback, 'ATTEMPT', occasion);
  const events = delivery.eventIds.map((id) => views.get(id)).filter((view) => view !== undefined);
  const items = delivery.faults.includes('UNKNOWN_EVENT') ? events.map(withUnknownId) : events;
  const request = renderRequest(callback, compiled, items, strikes, context.seed);
  const { transport, done } = await line.transportFor(strikes);
  const result = await transport.send(request, startedAt);
  await done();
  recorder.record(delivery, request, explained(result, strikes), startedAt, [...strikes.keys()]);
  return delivery.state === 'DELIVERED';
}

/** What was done on purpose is not to be taken for the receiver's doing. */
function explained(result: AttemptResult, strikes: Strikes): AttemptResult {
  if (strikes.has('RESET_MIDWAY')) {
    return { ...result, ok: false, error: 'the connection was cut on purpose (fault RESET_MIDWAY)' };
  }
  if (result.ok && strikes.has('LOST_ACKNOWLEDGEMENT')) {
    return {
      ...result,
      ok: false,
      error: `the answer ${result.status} was lost on purpose (fault LOST_ACKNOWLEDGEMENT)`,
    };
  }
  if (result.error !== null && strikes.size > 0) {
    return { ...result, error: `${result.error} (struck by ${[...strikes.keys()].join(', ')})` };
  }
  return result;
}
