import type { Hono, MiddlewareHandler } from 'hono';
import { lazyApp } from './api/lazy-app.ts';

/** Serves what an app has that is loaded when it is first asked, and leaves the rest to whoever comes next. */
export function lazily(load: () => Promise<Hono>): MiddlewareHandler {
  const app = lazyApp(load);
  return async (c, next) => {
    const response = await app(c);
    if (response.status !== 404 || response.headers.get('content-type')?.startsWith('text/html'))
      return response;
    await next();
  };
}
