import type { Database } from './database.ts';

/** Work that waits for the end of the turn, and who waits for it. */
interface Waiting {
  work: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Does what is asked for in one turn of the event loop in one transaction, at its end: to commit takes longer than most
 * work does.
 * @param forget called when what is in memory may be of what is no longer stored
 */
export function turnTransactions(db: Database, forget: () => void) {
  const apart = db.transaction((work: () => unknown) => work());
  const together = db.transaction((turn: readonly Waiting[]) =>
    turn.map(({ work, resolve, reject }) => {
      try {
        const result = apart(work) as never;
        return () => resolve(result);
      } catch (error) {
        forget();
        return () => reject(error);
      }
    }),
  );
  let waiting: Waiting[] = [];

  function end(): void {
    const turn = waiting;
    waiting = [];
    let settle: (() => void)[];
    try {
      settle = together.immediate(turn);
    } catch (error) {
      forget();
      settle = turn.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
    for (const done of settle) done();
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
