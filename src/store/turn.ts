/** Work that waits for the end of the turn, and who waits for it. */
interface Waiting {
  work: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Does what is asked for in one turn of the event loop in one transaction, at its end: to commit takes longer than most
 * work does.
 * @param run does work as one, within other work too
 * @param forget called when what is in memory may be of what is no longer stored
 */
export function turnTransactions(run: <Result>(work: () => Result) => Result, forget: () => void) {
  /** @returns what tells whoever waits for it */
  const apart = ({ work, resolve, reject }: Waiting): (() => void) => {
    try {
      const result = run(work) as never;
      return () => resolve(result);
    } catch (error) {
      forget();
      return () => reject(error);
    }
  };
  let waiting: Waiting[] = [];

  function end(): void {
    const turn = waiting;
    waiting = [];
    try {
      for (const settle of run(() => turn.map(apart))) settle();
    } catch (error) {
      forget();
      for (const { reject } of turn) reject(error);
    }
  }

  /**
   * Runs `work` as one, in its turn: all that it writes is stored, or nothing when it throws.
   * @returns what it returned, once that is stored
   */
  return <Result>(work: () => Result): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (waiting.push({ work, resolve, reject }) === 1) setImmediate(end);
    });
}
