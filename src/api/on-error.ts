import type { HttpBindings } from '@hono/node-server';
import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Refusal } from '../core/refusal.ts';
import { unreadableBody } from './body.ts';
import type { ApiContext } from './context.ts';
import { problem, refused } from './problem.ts';

/** Answers what a handler threw: a refusal in its own words, anything else as a failure that the log explains. */
export function onError({ log }: Pick<ApiContext, 'log'>): ErrorHandler {
  return (error, c) => {
    if (error instanceof Refusal) return refused(c, error);
    if (error instanceof HTTPException) return refused(c, unreadableBody(c, error));
    const request = { method: c.req.method, path: c.req.path };
    if ((c.env as HttpBindings).incoming.errored) log.debug(request, 'the client hung up');
    else log.error({ error, ...request }, 'a request broke off');
    return problem(c, 500, 'the platform failed; its log says why');
  };
}
