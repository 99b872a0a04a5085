import { Hono } from 'hono';
import type { ApiContext } from '../context.ts';

/** The API of `api.wiraya.com`. */
export function messagingApi(_context: ApiContext): Hono {
  return new Hono();
}
