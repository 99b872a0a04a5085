import { backOff } from '../core/back-off.ts';
import type { CallbackFaultKind } from '../core/faults.ts';
import type { Attempt, Tried } from '../store/attempts.ts';
import { type Delivery, eventSpan } from '../store/deliveries.ts';
import type { CallbackContext } from './context.ts';
import type { SendingCounts } from './counts.ts';
import type { Outbox } from './outbox.ts';
import type { AttemptResult } from './transport/contract.ts';

/** Results are written together: so many, or those of so many real ms. */
const MOST_WAITING = 256;
const WRITE_WITHIN_MS = 10;

/** Old attempts are forgotten a few at a time: there may be so many more of them than are to be kept, or this share. */
const TRIM_EVERY = 100;
const TRIM_SHARE = 0.1;

/** A delivery of an outbox, as it is to be stored. */
interface Entry {
  outbox: Outbox;
  delivery: Delivery;
  /** Null: it has not been tried. */
  attempt: Attempt | null;
}

const isTried = (entry: Entry): entry is Entry & Tried => entry.attempt !== null;

/**
 * Writes down what became of each attempt. Results that come in together are written together, while the next
 * requests are under way; those of the last few milliseconds are repeated should the process be killed.
 */
export class Recorder {
  readonly #context: CallbackContext;
  readonly #counts: SendingCounts;
  #waiting: Entry[] = [];
  #scheduled: NodeJS.Timeout | null = null;
  #untilTrim = 0;

  constructor(context: CallbackContext, counts: SendingCounts) {
    this.#context = context;
    this.#counts = counts;
  }

  /** Brings the delivery, which is the recorder's from now on, up to date and has it stored soon; `flush` does it now. */
  record(
    outbox: Outbox,
    delivery: Delivery,
    body: Buffer | null,
    result: AttemptResult,
    startedAt: number,
    faults: readonly CallbackFaultKind[],
  ): void {
    this.#counts.request(delivery.callbackId, result, delivery.items);
    delivery.attempts += 1;
    delivery.tries += 1;
    if (faults.length > 0) delivery.faults = [...new Set([...delivery.faults, ...faults])];
    if (result.ok) this.#settle(delivery, 'DELIVERED', null);
    else this.#failed(delivery, result.error ?? 'the request failed', result.retryAfterMs);
    // Field by field: copying all of an object takes longer.
    const attempt: Attempt = {
      number: delivery.attempts,
      startedAt,
      faults,
      body,
      request: result.request,
      peer: result.peer,
      ok: result.ok,
      status: result.status,
      error: result.error,
      responseHeaders: result.responseHeaders,
      responseBody: result.responseBody,
      responseCut: result.responseCut,
      timing: result.timing,
    };
    this.#waiting.push({ outbox, delivery, attempt });
    // The next request is written first.
    if (this.#waiting.length === MOST_WAITING) setImmediate(() => this.#flushByItself());
    else this.#scheduled ??= setTimeout(() => this.#flushByItself(), WRITE_WITHIN_MS);
  }

  /** Stores deliveries that have not been tried, after what has been recorded so far. */
  keep(outbox: Outbox, deliveries: readonly Delivery[]): void {
    this.#waiting.push(...deliveries.map((delivery) => ({ outbox, delivery, attempt: null })));
    this.flush();
  }

  #flushByItself(): void {
    try {
      this.flush();
    } catch {
      // The outboxes have been given up, which their drains tell at the end.
    }
  }

  /**
   * Stores what has been recorded so far.
   * @throws what the store throws; the outboxes are given up then, and what was recorded is to be sent again
   */
  flush(): void {
    if (this.#scheduled) clearTimeout(this.#scheduled);
    this.#scheduled = null;
    const { changes } = this.#context;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    const outboxes = new Set(waiting.map(({ outbox }) => outbox));
    try {
      this.#store(waiting, outboxes);
    } catch (reason) {
      for (const outbox of outboxes) outbox.giveUp(reason);
      throw reason;
    }
    for (const { delivery, attempt } of waiting) {
      if (attempt?.ok === false) this.#log(delivery, attempt.error);
    }
    changes.announce();
  }

  #store(waiting: readonly Entry[], outboxes: ReadonlySet<Outbox>): void {
    const { store } = this.#context;
    store.transaction(() => {
      store.attempts.addAll(waiting.filter(isTried));
      const added: Delivery[] = [];
      for (const { outbox, delivery } of waiting) {
        if (outbox.release(delivery)) added.push(delivery);
        else store.deliveries.saveTried(delivery);
      }
      store.deliveries.addAll(added);
      for (const outbox of outboxes) outbox.saveCursor();
      this.#trim(waiting.length);
    });
  }

  #trim(added: number): void {
    const { store, keep, clock } = this.#context;
    this.#untilTrim -= added;
    if (this.#untilTrim > 0) return;
    store.attempts.trim(keep.attempts, clock.now() - keep.ageMs);
    this.#untilTrim = Math.min(TRIM_EVERY, TRIM_SHARE * keep.attempts);
  }

  #settle(delivery: Delivery, state: 'DELIVERED' | 'PARKED', error: string | null): void {
    delivery.state = state;
    delivery.settledAt = this.#context.clock.now();
    delivery.nextAttemptAt = null;
    delivery.error = error;
  }

  #failed(delivery: Delivery, error: string, retryAfterMs: number | null): void {
    const { retry, seed, clock } = this.#context;
    // An invented event concerns nobody: one that is refused must not hold up the real ones.
    if (delivery.tries >= retry.maxAttempts || delivery.faults.includes('UNKNOWN_EVENT')) {
      this.#settle(delivery, 'PARKED', error);
      return;
    }
    const key = `callback/${delivery.callbackId}/events/${eventSpan(delivery)}`;
    const pause = backOff(retry, delivery.tries, seed, key);
    delivery.nextAttemptAt = clock.now() + Math.max(pause, retryAfterMs ?? 0);
    delivery.error = error;
  }

  #log({ id, callbackId, attempts, tries, state }: Delivery, error: string | null): void {
    const { log } = this.#context;
    const facts = { callbackId, deliveryId: id, attempt: attempts };
    if (state === 'PARKED') log.error(facts, `delivery parked after ${tries} attempts: ${error}`);
    else log.warn(facts, `delivery failed, to be tried again: ${error}`);
  }
}
