import type { Context } from 'hono';

/** A Hono app, whatever its environment. */
interface App {
  fetch(request: Request, env: object): Response | Promise<Response>;
}

/**
 * Hands a request to an app that is loaded when the first one comes: a start takes less time, and many a platform is
 * never asked for most of what it serves.
 * @param load called once
 */
export function lazyApp(load: () => Promise<App>): (c: Context) => Promise<Response> {
  let app: Promise<App> | undefined;
  return async (c) => {
    app ??= load();
    return (await app).fetch(c.req.raw, c.env);
  };
}
