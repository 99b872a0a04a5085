/** Work that waits for the end of the turn, and who waits for it. */
interface Waiting {
  work: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Does what is asked for in one turn of the event loop in one transaction, at its end: to commit takes longer than most
 * work does. Should some of it fail, all is undone, and each done again by itself: to be ready to undo one alone takes
 * as long as the work.
 * @param transaction does work as one
 */
export function turnTransactions(transaction: <Result>(work: () => Result) => Result) {
  function apart({ work, resolve, reject }: Waiting): void {
    try {
      resolve(transaction(work) as never);
    } catch (error) {
      reject(error);
    }
  }

  let waiting: Waiting[] = [];
  function end(): void {
    const turn = waiting;
    waiting = [];
    if (turn.length === 1) {
      apart(turn[0]!);
      return;
    }
    let failed = false;
    const each = ({ work }: Waiting): unknown => {
      try {
        return work();
      } catch (error) {
        failed = true;
        throw error;
      }
    };
    try {
      const results = transaction(() => turn.map(each));
      for (const [index, { resolve }] of turn.entries()) resolve(results[index] as never);
    } catch (error) {
      if (failed) turn.forEach(apart);
      // It is the store that fails: each by itself would, too, after as long a time.
      else for (const { reject } of turn) reject(error);
    }
  }

  /**
   * Runs `work` as one, in its turn: all that it writes is stored, or nothing when it throws. It may be done more than
   * once, so it changes nothing but the store.
   * @returns what it returned, once that is stored
   */
  return <Result>(work: () => Result): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (waiting.push({ work, resolve, reject }) === 1) setImmediate(end);
    });
}
