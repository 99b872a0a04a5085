import { OpenAPIHono } from '@hono/zod-openapi';
import { inboxReceiver } from '../inbox/receiver.ts';
import { readBody } from './body.ts';
import { contactsApi } from './contacts/contacts.ts';
import type { ApiContext } from './context.ts';
import { STYLES } from './docs/styles.ts';
import { isEmulated, routedPath } from './emulated/path.ts';
import { unserved } from './emulated/unserved.ts';
import { guard } from './guard.ts';
import { messagingApi } from './messaging/messaging.ts';
import { onError } from './on-error.ts';
import { openApiDocument } from './openapi.ts';
import { problem } from './problem.ts';

/**
 * Everything that programs are served over HTTP and HTTPS.
 * @param control our own API
 */
export function createApp(context: ApiContext, control: OpenAPIHono): OpenAPIHono {
  const app = new OpenAPIHono({ getPath: routedPath });
  let document: ReturnType<typeof openApiDocument> | undefined;
  const describe = () => {
    document ??= openApiDocument(control, context.version);
    return document;
  };

  app.use(guard(context.names));
  app.use('/v1/*', readBody(context.limits));
  app.route('/v1', control);
  app.route('/', messagingApi(context));
  app.route('/', contactsApi(context));
  app.route('/', inboxReceiver(context.inbox, context.caCertificate));
  app.get('/openapi.json', (c) => c.json(describe()));
  app.get('/docs', async (c) => {
    const { documentationPage } = await import('./docs/page.tsx');
    return c.html(documentationPage(describe()));
  });
  app.get('/docs/style.css', (c) => c.body(STYLES, 200, { 'content-type': 'text/css; charset=utf-8' }));

  app.notFound((c) =>
    isEmulated(c.req.path)
      ? unserved(context, c)
      : problem(c, 404, `there is nothing at ${c.req.method} ${c.req.path}; /docs lists what there is`),
  );
  app.onError(onError(context));
  return app;
}
