import type { Delivery } from '../store/deliveries.ts';
import type { Attempting } from './attempt.ts';
import type { Outgoing } from './outbox.ts';
import { type DrainTotals, noTotals } from './totals.ts';

/** What is done for a drain. Whatever it throws ends the sending. */
export interface Work {
  /** Makes one request. */
  attempt(outgoing: Outgoing, attempting: Attempting): void;
  /** Gives what there is to send, but for deliveries whose IDs are out. */
  more(out: ReadonlySet<number>): readonly Outgoing[];
  /** What is not to be sent before that is left; platform ms. */
  now(): number;
  /** False as soon as nothing more should be sent. */
  goesOn(): boolean;
}

/**
 * What one drain has under way, and what is to follow. Whenever a request has been answered, the next one that is at
 * hand goes out first; all other work is done while the receiver is at it.
 */
export class Sending implements Attempting {
  readonly #concurrency: number;
  readonly #work: Work;
  readonly totals: DrainTotals = noTotals();
  /** IDs of deliveries under way, or failed: not to be taken up again. */
  readonly #out = new Set<number>();
  readonly #queue: Outgoing[] = [];
  readonly #failures: unknown[] = [];
  #underWay = 0;
  /** Strictly in order, nothing overtakes what cannot be sent now. */
  #blocked = false;
  #announced = false;
  #heard = () => {};

  constructor(concurrency: number, work: Work) {
    this.#concurrency = concurrency;
    this.#work = work;
  }

  /**
   * Has as many requests under way as there may be.
   * @returns whether any are under way
   * @throws what the work has thrown, once nothing is under way any more
   */
  fill(): boolean {
    try {
      this.#sendQueued();
      while (this.#hasRoom()) {
        this.#queue.push(...this.#work.more(this.#out));
        if (this.#queue.length === 0) break;
        this.#sendQueued();
      }
    } catch (reason) {
      this.#failures.push(reason);
    }
    if (this.#underWay > 0) return true;
    if (this.#failures.length > 0) throw this.#failures[0];
    return false;
  }

  /** Waits for an answer; those that come in together are heard of together. */
  answered(): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = resolve;
      this.#announced = false;
    });
  }

  settled({ delivery }: Outgoing, taken: boolean | null): void {
    this.#underWay -= 1;
    this.#count(delivery, taken);
    try {
      this.#sendQueued();
    } catch (reason) {
      this.#failures.push(reason);
    }
    this.#announce();
  }

  failed(reason: unknown): void {
    this.#underWay -= 1;
    this.#failures.push(reason);
    this.#announce();
  }

  #sendQueued(): void {
    while (this.#queue.length > 0 && this.#hasRoom()) {
      const outgoing = this.#queue.shift()!;
      if ((outgoing.delivery.nextAttemptAt ?? 0) > this.#work.now()) this.#blocked = this.#concurrency === 1;
      else this.#send(outgoing);
    }
  }

  #hasRoom(): boolean {
    const { length: failures } = this.#failures;
    return this.#underWay < this.#concurrency && !this.#blocked && failures === 0 && this.#work.goesOn();
  }

  #send(outgoing: Outgoing): void {
    this.#out.add(outgoing.delivery.id);
    this.#underWay += 1;
    try {
      this.#work.attempt(outgoing, this);
    } catch (reason) {
      this.failed(reason);
    }
  }

  /** @param taken null: the platform itself cut it off */
  #count(delivery: Delivery, taken: boolean | null): void {
    if (taken) {
      this.#out.delete(delivery.id);
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
