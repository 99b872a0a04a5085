/** The platform's time: ms since the Unix epoch. Nothing in the domain asks any other. */
export interface Clock {
  now(): number;
  /** To be called when new work may fall due sooner than all that was known. */
  wake(): void;
}

/** Told how far work has got, as part of what stores it: the clock is remembered with it. */
export type Reach = (instant: number) => void;

/** Something that has work to do at known times of the clock. */
export interface DueSource {
  /** It never runs out of work: whoever advances the clock as far as anything is left to do does not wait for it. */
  readonly background?: boolean;
  /** When the next piece of work falls due; null: nothing waits. */
  nextDue(): number | null;
  /** The first time from `instant` on at which it would have work, should another source give it some; null: never. */
  nextChance(instant: number): number | null;
  /**
   * Does work that is due from `instant` (its earliest due time) up to and with `until`, in order of time, in one
   * slice that does not hold the event loop for long. Whatever is left is still due afterwards.
   * @param reach told the time of the last work done
   * @returns for work that takes a while (all of it due at `instant`), when it is over
   */
  runDue(instant: number, until: number, reach: Reach): void | Promise<void>;
}
