import type { ApiContext } from './context.ts';

/**
 * Does something to all that there is while nothing is sent and nothing happens: requests under way are cut off, and
 * what the clock is working on ends early.
 * @throws what the work throws
 */
export async function quietly<Result>(
  { callbacks, clock }: Pick<ApiContext, 'callbacks' | 'clock'>,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const goOn = await callbacks.halt(0);
  try {
    return await clock.interrupt(work);
  } finally {
    goOn();
    clock.wake();
  }
}
