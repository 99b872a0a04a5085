/** How often a value was how large. */
export interface HistogramCounts {
  /** For each bound, in ascending order, how many values were no larger. */
  readonly buckets: readonly { bound: number; count: number }[];
  readonly count: number;
  readonly sum: number;
}

/** Counts values by size. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #within: number[];
  #count = 0;
  #sum = 0;

  /** @param bounds in ascending order */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#within = bounds.map(() => 0);
  }

  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    const place = this.#bounds.findIndex((bound) => value <= bound);
    if (place !== -1) this.#within[place]! += 1;
  }

  counts(): HistogramCounts {
    let count = 0;
    const buckets = this.#bounds.map((bound, place) => {
      count += this.#within[place]!;
      return { bound, count };
    });
    return { buckets, count: this.#count, sum: this.#sum };
  }
}
