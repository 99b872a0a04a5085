import { getPath } from 'hono/utils/url';
import { remembering } from '../../core/remembering.ts';

/** The place of a contact's ID: `/api/Contact/{contactId}/…`. */
const CONTACT_ID = 3;

/**
 * The path by which a request is routed: those of the real API ignore case and a trailing slash [C], except for a
 * contact's ID.
 */
export function routedPath(request: Request): string {
  return routed(getPath(request));
}

/** Clients call the same path again and again. */
const routed = remembering((path: string): string => {
  if (!/^\/(api|auth)\//i.test(path)) return path;
  const segments = path.replace(/\/+$/, '').split('/');
  const small = segments.map((segment) => segment.toLowerCase());
  if (small[2] === 'contact' && small.at(-1) !== '_bulk' && segments.length > CONTACT_ID)
    small[CONTACT_ID] = segments[CONTACT_ID]!;
  return small.join('/');
});

/** Whether a path, as `routedPath` writes it, belongs to the real API. */
export function isEmulated(path: string): boolean {
  return /^\/(api|auth)\//.test(path);
}

/** `/api/Contact/{contactId}` as `routedPath` writes it. */
export function routeOf(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? `:${segment.slice(1, -1)}` : segment.toLowerCase()))
    .join('/');
}
