import { OpenAPIHono } from '@hono/zod-openapi';
import { getPath } from 'hono/utils/url';
import { Refusal } from '../../core/refusal.ts';
import type { ApiContext } from '../context.ts';
import { notFound } from '../not-found.ts';
import { onError } from '../on-error.ts';
import { refused } from '../problem.ts';
import { fieldProblems } from '../validation.ts';

const PREFIX = '/v1';

/** Adds some routes, whose paths are without `/v1`. */
export type Routes = (app: OpenAPIHono, context: ApiContext) => void;

/** Serves some routes of the control API below `/v1`. */
export function groupApp(context: ApiContext, routes: readonly Routes[]): OpenAPIHono {
  const app = new OpenAPIHono({
    getPath: (request) => getPath(request).slice(PREFIX.length),
    defaultHook: (result, c) => {
      if (!result.success) return refused(c, new Refusal('invalid', fieldProblems(result.error.issues)));
      return undefined;
    },
  });
  app.notFound(notFound(context));
  app.onError(onError(context));
  for (const add of routes) add(app, context);
  return app;
}
