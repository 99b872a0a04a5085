import type { ApiContext } from './context.ts';

/**
 * Does something to all that there is while nothing is sent and nothing happens: requests under way are cut off, to be
 * made again.
 * @param work what it is done to
 * @param anotherWorld whether there is another world afterwards: then an advance of the clock that is under way ends
 * @throws what the work throws
 */
export async function quietly<Result>(
  { callbacks, clock }: Pick<ApiContext, 'callbacks' | 'clock'>,
  work: () => Result | Promise<Result>,
  anotherWorld = false,
): Promise<Result> {
  const halted = callbacks.halt(0);
  // Asked for at once: the clock would pass ticks that send nothing.
  return clock.interrupt(async () => {
    const goOn = await halted;
    try {
      return await work();
    } finally {
      goOn();
    }
  }, anotherWorld);
}
