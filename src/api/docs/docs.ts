import type { OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { ApiContext } from '../context.ts';
import { notFound } from '../not-found.ts';
import { openApiDocument } from '../openapi.ts';
import { documentationPage } from './page.tsx';
import { STYLES } from './styles.ts';

/** What describes our own API: for programs, and as a page. */
export function docs(context: ApiContext, control: OpenAPIHono): Hono {
  const document = openApiDocument(control, context.version);
  const app = new Hono();
  // All of the API on one page: a tenth of its length on the way.
  app.use(compress());
  app.get('/openapi.json', (c) => c.json(document));
  app.get('/docs', (c) => c.html(documentationPage(document)));
  app.get('/docs/style.css', (c) => c.body(STYLES, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.notFound(notFound(context));
  return app;
}
