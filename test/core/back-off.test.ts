import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff, type RetryPolicy } from '../../src/core/back-off.ts';

const policy: RetryPolicy = { maxAttempts: 10, baseMs: 15_000, capMs: 3_600_000 };

/** Facts sheet §1: tried again with exponential back-off [I]. */
describe('the pause after a failed attempt', () => {
  it('doubles from failure to failure, up to the longest', () => {
    const most = [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600].map((seconds) => seconds * 1000);
    for (const [index, pause] of most.entries()) {
      const pauses = Array.from({ length: 200 }, (_, key) =>
        backOff(policy, index + 1, '1', `delivery/${key}`),
      );
      // A fifth of it is up to chance, and chance uses all of that fifth.
      expect(Math.max(...pauses)).toBeLessThanOrEqual(pause);
      expect(Math.max(...pauses)).toBeGreaterThan(pause * 0.98);
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(pause * 0.8);
      expect(Math.min(...pauses)).toBeLessThan(pause * 0.82);
    }
  });

  it('is whole ms within the policy, and the same for the same seed, key and number', () => {
    const policies = fc.record({
      maxAttempts: fc.constant(1000),
      baseMs: fc.integer({ min: 0, max: 86_400_000 }),
      capMs: fc.integer({ min: 0, max: 604_800_000 }),
    });
    fc.assert(
      fc.property(
        policies,
        fc.integer({ min: 1, max: 1000 }),
        fc.string(),
        fc.string(),
        (any, failed, seed, key) => {
          const pause = backOff(any, failed, seed, key);
          const most = Math.min(any.capMs, any.baseMs * 2 ** (failed - 1));
          expect(Number.isInteger(pause)).toBe(true);
          expect(pause).toBeLessThanOrEqual(most);
          expect(pause).toBeGreaterThanOrEqual(Math.floor(most * 0.8));
          expect(backOff(any, failed, seed, key)).toBe(pause);
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });

  it('differs between deliveries that failed together', () => {
    const pauses = Array.from({ length: 100 }, (_, key) => backOff(policy, 3, '1', `delivery/${key}`));
    expect(new Set(pauses).size).toBeGreaterThan(95);
  });
});
