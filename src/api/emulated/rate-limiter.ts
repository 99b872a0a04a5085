import type { RateLimit } from '../../store/customers.ts';

const SECOND_MS = 1000;

/** So many times more than are needed are kept before the surplus is cut off. */
const SURPLUS = 2;

/**
 * Takes so many calls of each customer in any span of time, and no more [D]. What it has taken it keeps in memory: a
 * restart begins anew, and a limit counts from when it is set.
 */
export class RateLimiter {
  /** When calls were taken, in platform ms, by customer. */
  readonly #taken = new Map<number, { generation: number; times: number[] }>();

  /**
   * Takes a call, unless a limit forbids it.
   * @param limits that hold for it
   * @param now platform ms
   * @param generation of the customer: in another one it has made no calls yet
   * @returns after how many seconds one will be taken; 0: this one is
   */
  take(customerId: number, limits: readonly RateLimit[], now: number, generation: number): number {
    if (limits.length === 0) {
      this.#taken.delete(customerId);
      return 0;
    }
    const { times } = this.#of(customerId, generation);
    let waitMs = 0;
    for (const { calls, perSeconds } of limits) {
      const spanMs = perSeconds * SECOND_MS;
      // Where nothing is ever taken, there is no better time to name.
      const ended = calls === 0 ? now + spanMs : (times.at(-calls) ?? Number.NEGATIVE_INFINITY) + spanMs;
      waitMs = Math.max(waitMs, ended - now);
    }
    if (waitMs > 0) return Math.ceil(waitMs / SECOND_MS);
    times.push(now);
    const most = Math.max(...limits.map(({ calls }) => calls));
    if (times.length > SURPLUS * most) times.splice(0, times.length - most);
    return 0;
  }

  #of(customerId: number, generation: number) {
    let taken = this.#taken.get(customerId);
    if (taken?.generation !== generation) {
      taken = { generation, times: [] };
      this.#taken.set(customerId, taken);
    }
    return taken;
  }
}
