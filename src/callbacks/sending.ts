import type { Delivery } from '../store/deliveries.ts';
import type { Ending } from './lines.ts';
import type { Outgoing } from './outbox.ts';
import { type DrainTotals, noTotals } from './totals.ts';

/**
 * What one drain has under way, and what is to follow. Whenever a request has been answered, the next one that is at
 * hand goes out first; all other work is done while the receiver is at it.
 */
export class Sending {
  readonly #concurrency: number;
  readonly #attempt: (outgoing: Outgoing, ending: Ending<boolean | null>) => void;
  readonly #now: () => number;
  readonly #goesOn: () => boolean;
  readonly totals: DrainTotals = noTotals();
  /** Under way, or failed: not to be taken up again. */
  readonly #out = new Set<Delivery>();
  readonly #queue: Outgoing[] = [];
  readonly #failures: unknown[] = [];
  #underWay = 0;
  /** Strictly in order, nothing overtakes what cannot be sent now. */
  #blocked = false;
  #announced = false;
  #heard = () => {};

  /**
   * @param attempt makes one request
   * @param now what is not to be sent before that is left; platform ms
   * @param goesOn false as soon as nothing more should be sent
   */
  constructor(
    concurrency: number,
    attempt: (outgoing: Outgoing, ending: Ending<boolean | null>) => void,
    now: () => number,
    goesOn: () => boolean,
  ) {
    this.#concurrency = concurrency;
    this.#attempt = attempt;
    this.#now = now;
    this.#goesOn = goesOn;
  }

  /**
   * Has as many requests under way as there may be.
   * @param more gives what else there is to send, but for what is out
   * @returns whether any are under way
   * @throws what an attempt has failed with, other than at the receiver
   */
  fill(more: (out: ReadonlySet<Delivery>) => readonly Outgoing[]): boolean {
    this.#sendQueued();
    while (this.#hasRoom()) {
      this.#queue.push(...more(this.#out));
      if (this.#queue.length === 0) break;
      this.#sendQueued();
    }
    if (this.#failures.length > 0) throw this.#failures[0];
    return this.#underWay > 0;
  }

  /** What goes out when what is under way has been answered. */
  next(): readonly Outgoing[] {
    return this.#queue.slice(0, this.#concurrency);
  }

  /** Waits for an answer; those that come in together are heard of together. */
  answered(): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = resolve;
      this.#announced = false;
    });
  }

  #sendQueued(): void {
    while (this.#queue.length > 0 && this.#hasRoom()) {
      const outgoing = this.#queue.shift()!;
      if ((outgoing.delivery.nextAttemptAt ?? 0) > this.#now()) this.#blocked = this.#concurrency === 1;
      else this.#send(outgoing);
    }
  }

  #hasRoom(): boolean {
    const { length: failures } = this.#failures;
    return this.#underWay < this.#concurrency && !this.#blocked && failures === 0 && this.#goesOn();
  }

  #send(outgoing: Outgoing): void {
    const { delivery } = outgoing;
    this.#out.add(delivery);
    this.#underWay += 1;
    this.#attempt(outgoing, {
      settled: (taken) => {
        this.#underWay -= 1;
        this.#count(delivery, taken);
        try {
          this.#sendQueued();
        } catch (reason) {
          this.#failures.push(reason);
        }
        this.#announce();
      },
      failed: (reason) => {
        this.#underWay -= 1;
        this.#failures.push(reason);
        this.#announce();
      },
    });
  }

  /** @param taken null: the platform itself cut it off */
  #count(delivery: Delivery, taken: boolean | null): void {
    if (taken) {
      this.#out.delete(delivery);
      this.totals.requests += 1;
      this.totals.callbacks += delivery.items;
      return;
    }
    if (taken === false) this.totals.failed += 1;
    this.#blocked ||= this.#concurrency === 1 && delivery.state === 'PENDING';
  }

  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    setImmediate(() => this.#heard());
  }
}
