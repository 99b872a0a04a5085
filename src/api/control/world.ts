import { z } from '@hono/zod-openapi';
import type { ApiContext } from '../context.ts';

/** Stands beside what is numbered from 1 again after a reset. */
export const worldField = z.int().openapi({
  description: 'A higher number than before: IDs have begun anew, in another world',
});

/**
 * Numbers the worlds, each higher than those before it: a reset, a snapshot, and in memory a start as well, put another
 * in the place of the one before.
 */
export function worldNumber({ store, running, callbackContext }: ApiContext): () => number {
  const begun = running.dataFolder === null ? callbackContext.wall() : 0;
  return () => begun + store.generation();
}
