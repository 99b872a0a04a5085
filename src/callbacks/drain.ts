import type { Delivery } from '../store/deliveries.ts';
import { attemptDelivery, prepare } from './attempt.ts';
import type { CallbackContext } from './context.ts';
import { drawStrikes } from './faults/strikes.ts';
import { BURST_CONCURRENCY } from './faults/target.ts';
import type { Line } from './lines.ts';
import { Outbox, type Outgoing, somethingWaits } from './outbox.ts';
import type { Recorder } from './recorder.ts';
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
  const totals = noTotals();
  const { store, clock } = context;
  const now = () => (impatient ? Number.POSITIVE_INFINITY : clock.now());
  const strikes = drawStrikes(
    context,
    line.callback,
    'TICK',
    () => `tick/${clock.now()}`,
    () => somethingWaits(store, line.callback, now()),
  );
  if (strikes.has('HOLD_TICK')) return totals;
  const { config } = line.callback;
  const concurrency = strikes.has('BURST')
    ? Math.max(config.concurrency, BURST_CONCURRENCY)
    : config.concurrency;
  const callback = { ...line.callback, config: { ...config, concurrency } };
  const outbox: Outbox = new Outbox(context, callback, line, (made) => recorder.keep(outbox, made));
  const goesOn = () => isWanted() && !outbox.displaced;
  const tickFaults = [...strikes.keys()];
  /** Under way, or failed: not to be taken up again. */
  const out = new Set<Delivery>();
  const queue: Outgoing[] = [];
  let underWay = 0;
  let blocked = false;
  let failure: { reason: unknown } | null = null;
  const answers = new Answers();

  const hasRoom = () => underWay < concurrency && !blocked && failure === null && goesOn();
  const send = (outgoing: Outgoing) => {
    const { delivery } = outgoing;
    out.add(delivery);
    underWay += 1;
    attemptDelivery(context, line, recorder, outbox, outgoing, tickFaults, {
      settled(taken) {
        underWay -= 1;
        if (taken) {
          out.delete(delivery);
          totals.requests += 1;
          totals.callbacks += delivery.items;
        } else {
          if (taken === false) totals.failed += 1;
          blocked ||= concurrency === 1 && delivery.state === 'PENDING';
        }
        try {
          sendQueued();
        } catch (reason) {
          failure ??= { reason };
        }
        answers.announce();
      },
      failed(reason) {
        underWay -= 1;
        failure ??= { reason };
        answers.announce();
      },
    });
  };
  /** What is at hand goes out first, and all other work is done while the receiver answers. */
  const sendQueued = () => {
    while (queue.length > 0 && hasRoom()) {
      const outgoing = queue.shift()!;
      if ((outgoing.delivery.nextAttemptAt ?? 0) > now()) blocked = concurrency === 1;
      else send(outgoing);
    }
  };
  const sendAll = () => {
    sendQueued();
    while (hasRoom()) {
      // What has been delivered must not be found waiting.
      recorder.flush();
      queue.push(...outbox.take(now(), out));
      if (queue.length === 0) return;
      sendQueued();
    }
  };
  const storingLate = setInterval(() => outbox.storeLate(), STORE_LATE_EVERY_MS);
  try {
    for (;;) {
      sendAll();
      if (failure !== null) throw (failure as { reason: unknown }).reason;
      if (underWay === 0) return totals;
      for (const following of queue.slice(0, concurrency)) prepare(context, line, following);
      await answers.next();
    }
  } finally {
    clearInterval(storingLate);
    recorder.keep(outbox, outbox.unstored);
  }
}

/** Those that come in together are heard of together. */
class Answers {
  #heard = () => {};
  #announced = false;

  announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    setImmediate(() => this.#heard());
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = resolve;
      this.#announced = false;
    });
  }
}
