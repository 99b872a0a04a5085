import type { Context, NotFoundHandler } from 'hono';
import { getPath } from 'hono/utils/url';
import { isRealHost } from '../core/endpoints.ts';
import type { ApiContext } from './context.ts';
import { isEmulated } from './emulated/path.ts';
import { unserved } from './emulated/unserved.ts';
import { problem } from './problem.ts';

/** Answers what leads nowhere, in the style of whose path it is; under the real names nearly all is the real API's. */
export function notFound(context: ApiContext): NotFoundHandler {
  return (c: Context) => {
    const { hostname, pathname } = new URL(c.req.url);
    // Of a group of our own API the request has less of its path.
    const isOurs = /^\/v1(\/|$)/.test(getPath(c.req.raw));
    if (isEmulated(c.req.path) || (isRealHost(hostname) && !isOurs)) return unserved(context, c);
    return problem(c, 404, `there is nothing at ${c.req.method} ${pathname}; /docs lists what there is`);
  };
}
