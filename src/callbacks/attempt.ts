import type { EventView } from '../core/event-view.ts';
import { type CallbackFaultKind, spoilsBody } from '../core/faults.ts';
import { eventSpan } from '../store/deliveries.ts';
import type { CallbackContext } from './context.ts';
import { renderRequest, withUnknownId } from './faults/request.ts';
import { drawStrikes, NO_STRIKES, type Strikes } from './faults/strikes.ts';
import type { Ending, Line } from './lines.ts';
import type { Outbox, Outgoing } from './outbox.ts';
import type { Recorder } from './recorder.ts';
import { type AttemptResult, STOPPED } from './transport/contract.ts';

/**
 * Tries a delivery once and has the try written down.
 * @param tickFaults what struck the tick that it is tried with
 * @param ending told whether the receiver took it; null: the platform itself cut it off, which does not count as a try
 */
export function attemptDelivery(
  context: CallbackContext,
  line: Line,
  recorder: Recorder,
  outbox: Outbox,
  outgoing: Outgoing,
  tickFaults: readonly CallbackFaultKind[],
  ending: Ending<boolean | null>,
): void {
  const { callback, compiled } = line;
  const { delivery } = outgoing;
  const startedAt = context.clock.now();
  const occasion = () => `events/${eventSpan(delivery)}/${delivery.attempts + 1}`;
  const strikes = drawStrikes(context, callback, 'ATTEMPT', occasion);
  if (strikes.size === 0) prepare(context, line, outgoing);
  const request =
    strikes.size === 0
      ? outgoing.request!
      : renderRequest(callback, compiled, itemsOf(outgoing), strikes, context.seed);
  const record = (result: AttemptResult): boolean | null => {
    if (result.error === STOPPED) return null;
    const judged = judge(result, strikes);
    const lost = judged.ok && drawStrikes(context, callback, 'ANSWER', occasion).has('LOST_ACKNOWLEDGEMENT');
    const faults =
      strikes.size === 0 && !lost
        ? tickFaults
        : [...tickFaults, ...strikes.keys(), ...(lost ? ['LOST_ACKNOWLEDGEMENT' as const] : [])];
    const known = lost ? withoutAcknowledgement(judged) : judged;
    recorder.record(outbox, delivery, request.body, known, startedAt, faults);
    return delivery.state === 'DELIVERED';
  };
  const settled = (result: AttemptResult) => {
    let taken: boolean | null;
    try {
      taken = record(result);
    } catch (reason) {
      ending.failed(reason);
      return;
    }
    ending.settled(taken);
  };
  line.start(request, startedAt, strikes, { settled, failed: ending.failed });
}

/** Renders a delivery's request, ahead of its turn if there is time. */
export function prepare({ seed }: CallbackContext, { callback, compiled }: Line, outgoing: Outgoing): void {
  outgoing.request ??= renderRequest(callback, compiled, itemsOf(outgoing), NO_STRIKES, seed);
}

function itemsOf({ delivery, events }: Outgoing): readonly EventView[] {
  return delivery.faults.includes('UNKNOWN_EVENT') ? events.map(withUnknownId) : events;
}

/** What was done on purpose is not to be taken for the receiver's doing. */
function judge(result: AttemptResult, strikes: Strikes): AttemptResult {
  if (strikes.size === 0) return result;
  const kinds = [...strikes.keys()];
  const spoilt = kinds.filter(spoilsBody);
  if (result.ok && spoilt.length > 0) {
    const error = `the receiver answered ${result.status} to a body spoilt on purpose (fault ${spoilt.join(', ')})`;
    return { ...result, ok: false, error: `${error}; it gets the whole one` };
  }
  // Without a connection there was nothing to cut.
  if (strikes.has('RESET_MIDWAY') && result.timing.connectMs !== null) {
    return { ...result, ok: false, error: 'the connection was cut on purpose (fault RESET_MIDWAY)' };
  }
  if (result.error !== null && kinds.length > 0) {
    return { ...result, error: `${result.error} (struck by ${kinds.join(', ')})` };
  }
  return result;
}

function withoutAcknowledgement(result: AttemptResult): AttemptResult {
  const error = `the answer ${result.status} was lost on purpose (fault LOST_ACKNOWLEDGEMENT)`;
  return { ...result, ok: false, error };
}
