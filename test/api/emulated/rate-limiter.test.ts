import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../src/api/emulated/rate-limiter.ts';
import type { RateLimit } from '../../../src/store/customers.ts';

const limit = (calls: number, perSeconds: number): RateLimit => ({ endpoint: null, calls, perSeconds });

/** Takes calls of customer 1 at these times. @returns what each was told */
function at(times: readonly number[], ...limits: RateLimit[]): number[] {
  const limiter = new RateLimiter();
  return times.map((now) => limiter.take(1, limits, now, 0));
}

describe('a rate limit', () => {
  it('takes so many calls in any span of time, and says when it takes the next', () => {
    expect(at([0, 100, 200, 9999, 10_000, 10_000, 10_100], limit(2, 10))).toEqual([0, 0, 10, 1, 0, 1, 0]);
  });

  it('does not count what it did not take', () => {
    expect(at([0, 1, 2, 3, 1000], limit(1, 1))).toEqual([0, 1, 1, 1, 0]);
  });

  it('holds beside others, and names the longest wait', () => {
    expect(at([0, 1000, 1000, 2000, 3000], limit(1, 1), limit(2, 60))).toEqual([0, 0, 59, 58, 57]);
  });

  it('of no calls takes none', () => {
    expect(at([0, 60_000], limit(0, 60))).toEqual([60, 60]);
  });

  it('counts each customer by itself, and anew in another generation', () => {
    const limiter = new RateLimiter();
    const take = (customerId: number, generation = 0) =>
      limiter.take(customerId, [limit(1, 60)], 0, generation);
    expect([take(1), take(1), take(2), take(2)]).toEqual([0, 60, 0, 60]);
    expect([take(1, 1), take(1, 1)]).toEqual([0, 60]);
  });

  it('tells the truth: after so many seconds the call is taken, and a second earlier it is not', () => {
    const limits = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20 })), {
      minLength: 1,
      maxLength: 3,
    });
    const pauses = fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(limits, pauses, fc.nat(2000), (pairs, gaps, soon) => {
        const limiter = new RateLimiter();
        const all = pairs.map(([calls, perSeconds]) => limit(calls, perSeconds));
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          limiter.take(1, all, now, 0);
        }
        now += soon;
        const wait = limiter.take(1, all, now, 0);
        if (wait === 0) return;
        if (wait > 1) expect(limiter.take(1, all, now + (wait - 1) * 1000, 0)).toBe(1);
        expect(limiter.take(1, all, now + wait * 1000, 0)).toBe(0);
      }),
    );
  });

  it('never takes more than so many in any span', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 60 }),
        (calls, perSeconds, gaps) => {
          let now = 0;
          const times = gaps.map((gap) => (now += gap));
          const told = at(times, limit(calls, perSeconds));
          const taken = times.filter((_, index) => told[index] === 0);
          for (const [index, time] of taken.entries()) {
            const before = taken[index - calls];
            if (before !== undefined) expect(time - before).toBeGreaterThanOrEqual(perSeconds * 1000);
          }
        },
      ),
    );
  });
});
