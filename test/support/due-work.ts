import type { DueSource, Reach } from '../../src/core/clock.ts';

/** One piece of work, as it was done. */
export interface Done {
  source: string;
  /** When it was due. */
  at: number;
  /** What the clock showed. */
  shown: number;
  /** Up to when the source was allowed to work. */
  until: number;
}

/**
 * A source of work at given times, which writes all that it does into a journal that sources share. Like the
 * simulation it does in one go whatever it may.
 */
export class DueWork implements DueSource {
  readonly due: number[];
  /** Every `every` ms it has a chance of work that others give it. */
  every: number | null = null;
  /** What else it does with each piece of work. */
  also: (at: number) => void = () => {};
  asked = 0;
  readonly #name: string;
  readonly #journal: Done[];
  readonly #now: () => number;

  constructor(name: string, journal: Done[], now: () => number, due: readonly number[]) {
    this.#name = name;
    this.#journal = journal;
    this.#now = now;
    this.due = [...due];
  }

  nextDue(): number | null {
    this.asked += 1;
    return this.due.length === 0 ? null : Math.min(...this.due);
  }

  nextChance(instant: number): number | null {
    return this.every === null ? null : Math.ceil(instant / this.every) * this.every;
  }

  runDue(_instant: number, until: number, reach: Reach): void {
    let last = 0;
    for (let at = this.nextDue(); at !== null && at <= until; at = this.nextDue()) {
      this.due.splice(this.due.indexOf(at), 1);
      this.#journal.push({ source: this.#name, at, shown: this.#now(), until });
      last = at;
      this.also(at);
    }
    reach(last);
  }
}

/** A source whose work takes a while: it is over when `finish` is called. */
export class SlowWork implements DueSource {
  readonly due: number[];
  readonly started: number[] = [];
  #finish: ((error?: Error) => void)[] = [];

  constructor(due: readonly number[]) {
    this.due = [...due];
  }

  nextDue(): number | null {
    return this.due[0] ?? null;
  }

  nextChance(): number | null {
    return null;
  }

  runDue(instant: number, _until: number, reach: Reach): Promise<void> {
    reach(instant);
    this.started.push(this.due.shift()!);
    return new Promise((resolve, reject) => {
      this.#finish.push((error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends what has been started, with an error if one is given. */
  finish(error?: Error): void {
    for (const finish of this.#finish.splice(0)) finish(error);
  }
}
