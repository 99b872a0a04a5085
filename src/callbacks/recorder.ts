import { backOff } from '../core/back-off.ts';
import type { CallbackFaultKind } from '../core/faults.ts';
import { type Attempt, type Delivery, eventSpan } from '../store/deliveries.ts';
import type { CallbackContext } from './context.ts';
import type { AttemptResult, OutgoingRequest } from './transport/transport.ts';

/** Results are written together: so many, or those of so many real ms. */
const MOST_WAITING = 64;
const WRITE_WITHIN_MS = 5;

/** Forgetting old attempts costs a little: there may be this share more of them than are to be kept, or so many. */
const TRIM_SHARE = 0.1;
const TRIM_EVERY = 500;

/**
 * Writes down what became of each attempt. Results that come in together are written together, while the next
 * requests are under way; those of the last few milliseconds are repeated should the process be killed.
 */
export class Recorder {
  readonly #context: CallbackContext;
  #waiting: { delivery: Delivery; attempt: Omit<Attempt, 'id'> }[] = [];
  #scheduled: NodeJS.Timeout | null = null;
  #untilTrim = 0;

  constructor(context: CallbackContext) {
    this.#context = context;
  }

  /** Brings the delivery, which is the recorder's from now on, up to date and has it stored soon; `flush` does it now. */
  record(
    delivery: Delivery,
    request: OutgoingRequest,
    result: AttemptResult,
    startedAt: number,
    faults: CallbackFaultKind[],
  ): void {
    delivery.attempts += 1;
    delivery.tries += 1;
    if (faults.length > 0) delivery.faults = [...new Set([...delivery.faults, ...faults])];
    const { ok, status, error, retryAfterMs, ...exchange } = result;
    if (ok) this.#settle(delivery, 'DELIVERED', null);
    else this.#failed(delivery, error ?? 'the request failed', retryAfterMs);
    this.#waiting.push({
      delivery,
      attempt: {
        deliveryId: delivery.id,
        number: delivery.attempts,
        startedAt,
        ok,
        status,
        error,
        url: request.url,
        body: request.body,
        exchange: { method: request.method, faults, ...exchange },
      },
    });
    if (this.#waiting.length >= MOST_WAITING) this.flush();
    else this.#scheduled ??= setTimeout(() => this.flush(), WRITE_WITHIN_MS);
  }

  /** Stores what has been recorded so far. */
  flush(): void {
    if (this.#scheduled) clearTimeout(this.#scheduled);
    this.#scheduled = null;
    const { store, keep, clock, changes } = this.#context;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#untilTrim -= waiting.length;
    store.transaction(() => {
      for (const { delivery, attempt } of waiting) {
        store.deliveries.addAttempt(attempt);
        store.deliveries.save(this.#unlessSettled(delivery));
      }
      if (this.#untilTrim <= 0) {
        store.deliveries.trimAttempts(keep.attempts, clock.now() - keep.ageMs);
        this.#untilTrim = Math.min(TRIM_EVERY, TRIM_SHARE * keep.attempts);
      }
    });
    changes.announce();
  }

  /** One that failed is not tried again when somebody has settled it meanwhile. */
  #unlessSettled(delivery: Delivery): Delivery {
    if (delivery.state !== 'PENDING') return delivery;
    const stored = this.#context.store.deliveries.get(delivery.id);
    if (stored === null || stored.state === 'PENDING') return delivery;
    const { attempts, tries, faults } = delivery;
    return { ...stored, attempts, tries, faults };
  }

  #settle(delivery: Delivery, state: 'DELIVERED' | 'PARKED', error: string | null): void {
    delivery.state = state;
    delivery.settledAt = this.#context.clock.now();
    delivery.nextAttemptAt = null;
    delivery.error = error;
  }

  #failed(delivery: Delivery, error: string, retryAfterMs: number | null): void {
    const { retry, seed, clock, log } = this.#context;
    const facts = { callbackId: delivery.callbackId, deliveryId: delivery.id, attempt: delivery.attempts };
    // An invented event concerns nobody: one that is refused must not hold up the real ones.
    if (delivery.tries >= retry.maxAttempts || delivery.faults.includes('UNKNOWN_EVENT')) {
      this.#settle(delivery, 'PARKED', error);
      log.error(facts, `delivery parked after ${delivery.tries} attempts: ${error}`);
      return;
    }
    const key = `callback/${delivery.callbackId}/events/${eventSpan(delivery)}`;
    const pause = backOff(retry, delivery.tries, seed, key);
    delivery.nextAttemptAt = clock.now() + Math.max(pause, retryAfterMs ?? 0);
    delivery.error = error;
    log.warn(facts, `delivery failed, to be tried again: ${error}`);
  }
}
