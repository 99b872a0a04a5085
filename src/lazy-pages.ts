import type { Hono, MiddlewareHandler } from 'hono';

/**
 * Serves what an app serves that is loaded when it is first asked: a start takes less time, and many a platform never
 * shows a page.
 * @param load called once
 */
export function lazily(load: () => Promise<Hono>): MiddlewareHandler {
  let loading: Promise<Hono> | undefined;
  return async (c, next) => {
    loading ??= load();
    const response = await (await loading).fetch(c.req.raw, c.env);
    if (response.status !== 404 || response.headers.get('content-type')?.startsWith('text/html'))
      return response;
    await next();
  };
}
