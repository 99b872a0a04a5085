import { chance } from './chance.ts';

/** How a failed delivery is tried again [I]. Times are platform ms. */
export interface RetryPolicy {
  /** Tries in all, the first included; then it is parked. */
  maxAttempts: number;
  /** Pause after the first failure; doubled after each further one. */
  baseMs: number;
  /** No pause is longer. */
  capMs: number;
}

/** Jitter takes up to this share off a pause, so that receivers that fail together are not tried again together. */
const JITTER = 0.2;

/**
 * Pause after the given number of failed attempts, in ms; the same for the same seed, key and number.
 * The next tick after the pause makes the next attempt.
 */
export function backOff(policy: RetryPolicy, failedAttempts: number, seed: string, key: string): number {
  const pause = Math.min(policy.capMs, policy.baseMs * 2 ** (failedAttempts - 1));
  return Math.round(pause * (1 - JITTER * chance(seed, key, `back-off/${failedAttempts}`)));
}
