import type { ReferenceProcess } from './bench.ts';
import type { FeederAnswer, FeederMessage } from './reference/feeder.ts';

/** Has bare undici post so many requests, and gives how many it made per second. */
export async function requestsPerSecond(feeder: ReferenceProcess, message: FeederMessage): Promise<number> {
  const answer = await feeder.ask<FeederAnswer>(message);
  if ('error' in answer) throw new Error(`${message.url}: ${answer.error}`);
  return (message.requests / answer.elapsedMs) * 1000;
}
