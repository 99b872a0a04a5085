import type { HttpBindings } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { Refusal } from '../core/refusal.ts';
import { readBody, unreadableBody } from './body.ts';
import { contactsApi } from './contacts/contacts.ts';
import type { ApiContext } from './context.ts';
import { controlApi } from './control/control.ts';
import { STYLES } from './docs/styles.ts';
import { routedPath } from './emulated/path.ts';
import { messagingApi } from './messaging/messaging.ts';
import { openApiDocument } from './openapi.ts';
import { problem, refused } from './problem.ts';

/** Everything that is served over HTTP and HTTPS. */
export function createApp(context: ApiContext): OpenAPIHono {
  const app = new OpenAPIHono({ getPath: routedPath });
  const control = controlApi(context);
  let document: ReturnType<typeof openApiDocument> | undefined;
  const describe = () => {
    document ??= openApiDocument(control, context.version);
    return document;
  };

  app.use('/v1/*', readBody(context.limits));
  app.route('/v1', control);
  app.route('/', messagingApi(context));
  app.route('/', contactsApi(context));
  app.get('/openapi.json', (c) => c.json(describe()));
  app.get('/docs', async (c) => {
    const { documentationPage } = await import('./docs/page.tsx');
    return c.html(documentationPage(describe()));
  });
  app.get('/docs/style.css', (c) => c.body(STYLES, 200, { 'content-type': 'text/css; charset=utf-8' }));

  app.notFound((c) =>
    problem(c, 404, `there is nothing at ${c.req.method} ${c.req.path}; /docs lists what there is`),
  );
  app.onError((error, c) => {
    if (error instanceof Refusal) return refused(c, error);
    if (error instanceof HTTPException) return refused(c, unreadableBody(c, error));
    const request = { method: c.req.method, path: c.req.path };
    if ((c.env as HttpBindings).incoming.errored) context.log.debug(request, 'the client hung up');
    else context.log.error({ error, ...request }, 'a request broke off');
    return problem(c, 500, 'the platform failed; its log says why');
  });
  return app;
}
