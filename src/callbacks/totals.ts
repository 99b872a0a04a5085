/** What sending made of the deliveries that waited. */
export interface DrainTotals {
  /** Requests that were answered with a 2xx, and the events they carried. */
  requests: number;
  callbacks: number;
  /** Requests that failed. */
  failed: number;
}

export const noTotals = (): DrainTotals => ({ requests: 0, callbacks: 0, failed: 0 });

export function sum(all: readonly DrainTotals[]): DrainTotals {
  const total = noTotals();
  for (const totals of all) add(total, totals);
  return total;
}

export function add(total: DrainTotals, { requests, callbacks, failed }: DrainTotals): void {
  total.requests += requests;
  total.callbacks += callbacks;
  total.failed += failed;
}

/** What came between two totals. */
export function between(before: DrainTotals, after: DrainTotals): DrainTotals {
  return {
    requests: after.requests - before.requests,
    callbacks: after.callbacks - before.callbacks,
    failed: after.failed - before.failed,
  };
}
