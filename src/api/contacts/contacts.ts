import { Hono } from 'hono';
import type { ApiContext } from '../context.ts';

/** The API of `api.wiraya.ai`. */
export function contactsApi(_context: ApiContext): Hono {
  return new Hono();
}
