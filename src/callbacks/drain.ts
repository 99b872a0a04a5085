import { attemptDelivery } from './attempt.ts';
import type { CallbackContext } from './context.ts';
import { drawStrikes } from './faults/strikes.ts';
import { BURST_CONCURRENCY } from './faults/target.ts';
import type { Line } from './lines.ts';
import { Outbox, somethingWaits } from './outbox.ts';
import type { Recorder } from './recorder.ts';
import { Sending } from './sending.ts';
import { type DrainTotals, noTotals } from './totals.ts';

/** Real ms between two looks for deliveries that are not answered. */
const STORE_LATE_EVERY_MS = 50;

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
  const { store, clock } = context;
  const now = () => (impatient ? Number.POSITIVE_INFINITY : clock.now());
  const strikes = drawStrikes(
    context,
    line.callback,
    'TICK',
    () => `tick/${clock.now()}`,
    () => somethingWaits(store, line.callback, now()),
  );
  if (strikes.has('HOLD_TICK')) return noTotals();
  const { config } = line.callback;
  const concurrency = strikes.has('BURST')
    ? Math.max(config.concurrency, BURST_CONCURRENCY)
    : config.concurrency;
  const callback = { ...line.callback, config: { ...config, concurrency } };
  const outbox: Outbox = new Outbox(context, callback, line, (made) => recorder.keep(outbox, made));
  const tickFaults = [...strikes.keys()];
  const course = { context, line, recorder, outbox, tickFaults };
  const sending = new Sending(concurrency, {
    attempt: (outgoing, attempting) => attemptDelivery(course, outgoing, attempting),
    more(out) {
      // What has been delivered must not be found waiting.
      recorder.flush();
      return outbox.take(now(), out);
    },
    now,
    goesOn: () => isWanted() && !outbox.displaced,
  });
  const storingLate = setInterval(() => {
    try {
      outbox.storeLate();
    } catch {
      // The outbox has been given up, which is told at the end.
    }
  }, STORE_LATE_EVERY_MS);
  try {
    while (sending.fill()) await sending.answered();
    outbox.mustBeSound();
    return sending.totals;
  } finally {
    clearInterval(storingLate);
    recorder.keep(outbox, outbox.unstored);
  }
}
