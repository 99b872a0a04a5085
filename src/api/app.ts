import { Hono } from 'hono';
import { inboxReceiver } from '../inbox/receiver.ts';
import { readBody } from './body.ts';
import type { ApiContext } from './context.ts';
import type { Control } from './control/control.ts';
import { routedPath } from './emulated/path.ts';
import { guard } from './guard.ts';
import { lazyApp } from './lazy-app.ts';
import { messagingApi } from './messaging/messaging.ts';
import { notFound } from './not-found.ts';
import { onError } from './on-error.ts';

/**
 * Everything that programs are served over HTTP and HTTPS.
 * @param control our own API
 */
export function createApp(context: ApiContext, control: Control): Hono {
  const app = new Hono({ getPath: routedPath });
  const describe = lazyApp(async () => (await import('./docs/docs.ts')).docs(context, await control.whole()));
  const contacts = lazyApp(async () => (await import('./contacts/contacts.ts')).contactsApi(context));

  app.use(guard(context.names));
  app.use('/v1/*', readBody(context.limits));
  app.route('/', control.app);
  app.route('/', messagingApi(context));
  app.all('/auth/*', contacts);
  app.all('/api/contact/*', contacts);
  app.route('/', inboxReceiver(context.inbox, context.caCertificate));
  app.get(
    '/metrics',
    lazyApp(async () => (await import('./metrics/metrics.ts')).metricsApp(context)),
  );
  app.get('/openapi.json', describe);
  app.get('/docs', describe);
  app.get('/docs/*', describe);
  app.notFound(notFound(context));
  app.onError(onError(context));
  return app;
}
