import { type CallbackFaultKind, spoilsBody } from '../core/faults.ts';
import { eventSpan } from '../store/deliveries.ts';
import type { CallbackContext } from './context.ts';
import { renderRequest } from './faults/request.ts';
import { drawStrikes, type Strikes } from './faults/strikes.ts';
import type { Ending, Line } from './lines.ts';
import type { Outbox, Outgoing } from './outbox.ts';
import type { Recorder } from './recorder.ts';
import { type AttemptResult, type OutgoingRequest, STOPPED } from './transport/contract.ts';

/** Who is to hear of the end of an attempt: of one of the two, once. */
export interface Attempting {
  /** @param taken whether the receiver took it; null: the platform itself cut it off, which does not count as a try */
  settled(outgoing: Outgoing, taken: boolean | null): void;
  failed(reason: unknown): void;
}

/** Where the deliveries of one drain come from, where they go, and where it is written down. */
export interface Course {
  context: CallbackContext;
  line: Line;
  recorder: Recorder;
  outbox: Outbox;
  /** What struck the tick. */
  tickFaults: readonly CallbackFaultKind[];
}

/** Tries a delivery once and has the try written down. */
export function attemptDelivery(course: Course, outgoing: Outgoing, attempting: Attempting): void {
  const { context, line } = course;
  const { callback, compiled } = line;
  const startedAt = context.clock.now();
  const strikes = drawStrikes(context, callback, 'ATTEMPT', () => occasion(outgoing));
  const request =
    strikes.size === 0
      ? outgoing.request
      : renderRequest(callback, compiled, outgoing.events, strikes, context.seed);
  const attempt = new DeliveryAttempt(course, outgoing, request, startedAt, strikes, attempting);
  line.start(request, startedAt, strikes, attempt);
}

/** An attempt under way. */
class DeliveryAttempt implements Ending {
  constructor(
    private readonly course: Course,
    private readonly outgoing: Outgoing,
    private readonly request: OutgoingRequest,
    private readonly startedAt: number,
    private readonly strikes: Strikes,
    private readonly attempting: Attempting,
  ) {}

  settled(result: AttemptResult): void {
    let taken: boolean | null;
    try {
      taken = result.error === STOPPED ? null : this.#record(result);
    } catch (reason) {
      this.attempting.failed(reason);
      return;
    }
    this.attempting.settled(this.outgoing, taken);
  }

  failed(reason: unknown): void {
    this.attempting.failed(reason);
  }

  /** @returns whether the delivery has been made with it */
  #record(result: AttemptResult): boolean {
    const { strikes, outgoing } = this;
    const { context, line, recorder, outbox, tickFaults } = this.course;
    const { delivery } = outgoing;
    const judged = judge(result, strikes);
    const lost =
      judged.ok &&
      drawStrikes(context, line.callback, 'ANSWER', () => occasion(outgoing)).has('LOST_ACKNOWLEDGEMENT');
    const faults =
      strikes.size === 0 && !lost
        ? tickFaults
        : [...tickFaults, ...strikes.keys(), ...(lost ? ['LOST_ACKNOWLEDGEMENT' as const] : [])];
    const known = lost ? withoutAcknowledgement(judged) : judged;
    recorder.record(outbox, delivery, this.request.body, known, this.startedAt, faults);
    return delivery.state === 'DELIVERED';
  }
}

function occasion({ delivery }: Outgoing): string {
  return `events/${eventSpan(delivery)}/${delivery.attempts + 1}`;
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
