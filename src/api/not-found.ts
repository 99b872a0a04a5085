import type { Context, NotFoundHandler } from 'hono';
import type { ApiContext } from './context.ts';
import { isEmulated } from './emulated/path.ts';
import { unserved } from './emulated/unserved.ts';
import { problem } from './problem.ts';

/** Answers what leads nowhere, in the style of whose path it is. */
export function notFound(context: ApiContext): NotFoundHandler {
  return (c: Context) => {
    if (isEmulated(c.req.path)) return unserved(context, c);
    const { pathname } = new URL(c.req.url);
    return problem(c, 404, `there is nothing at ${c.req.method} ${pathname}; /docs lists what there is`);
  };
}
