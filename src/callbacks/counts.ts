import { Histogram, type HistogramCounts } from '../core/histogram.ts';
import type { RequestResult } from '../store/attempts.ts';

/**
 * What became of a request. `answered_2xx`: with an answer that does not count, because it broke off or a fault struck
 * it.
 */
export const REQUEST_RESULTS = [
  'delivered',
  'answered_2xx',
  'answered_3xx',
  'answered_4xx',
  'answered_5xx',
  'answered_otherwise',
  'not_answered',
] as const;
export type ResultOfRequest = (typeof REQUEST_RESULTS)[number];

/** What was sent for one callback. */
export interface CallbackCounts {
  readonly requests: Readonly<Partial<Record<ResultOfRequest, number>>>;
  /** Events that receivers took. */
  readonly items: number;
}

/** So many callbacks are counted one by one, all others together. */
export const COUNTED_ALONE = 100;

/** Upper ends in real seconds. */
const TICK_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts what has been sent since the start. */
export class SendingCounts {
  /** By the callback's ID; null: all that are not counted alone. */
  readonly #byCallback = new Map<
    number | null,
    { requests: Partial<Record<ResultOfRequest, number>>; items: number }
  >();
  readonly #ticks = new Histogram(TICK_BOUNDS);

  request(callbackId: number, result: Pick<RequestResult, 'ok' | 'status'>, items: number): void {
    const counts = this.#of(callbackId);
    const kind = resultOf(result);
    counts.requests[kind] = (counts.requests[kind] ?? 0) + 1;
    if (result.ok) counts.items += items;
  }

  /** @param ms real time that a tick took, to the last answer */
  tick(ms: number): void {
    this.#ticks.add(ms / 1000);
  }

  get callbacks(): ReadonlyMap<number | null, CallbackCounts> {
    return this.#byCallback;
  }

  /** Real seconds that ticks took. */
  get ticks(): HistogramCounts {
    return this.#ticks.counts();
  }

  #of(callbackId: number) {
    const isAlone = this.#byCallback.has(callbackId) || this.#byCallback.size < COUNTED_ALONE;
    const key = isAlone ? callbackId : null;
    const counts = this.#byCallback.get(key) ?? { requests: {}, items: 0 };
    this.#byCallback.set(key, counts);
    return counts;
  }
}

function resultOf({ ok, status }: Pick<RequestResult, 'ok' | 'status'>): ResultOfRequest {
  if (ok) return 'delivered';
  if (status === null) return 'not_answered';
  switch (Math.floor(status / 100)) {
    case 2:
      return 'answered_2xx';
    case 3:
      return 'answered_3xx';
    case 4:
      return 'answered_4xx';
    case 5:
      return 'answered_5xx';
    default:
      return 'answered_otherwise';
  }
}
