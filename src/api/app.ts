import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { Refusal } from '../core/refusal.ts';
import type { ApiContext } from './context.ts';
import { controlApi } from './control/control.ts';
import { openApiDocument } from './openapi.ts';
import { problem, refused } from './problem.ts';

/** Everything that is served over HTTP and HTTPS. */
export function createApp(context: ApiContext): OpenAPIHono {
  const app = new OpenAPIHono();
  const control = controlApi(context);
  let document: ReturnType<typeof openApiDocument> | undefined;
  const describe = () => {
    document ??= openApiDocument(control, context.version);
    return document;
  };

  app.use('/v1/*', requireReadableBody());
  app.use('/v1/*', limitBody(context.limits.maxBodyBytes));
  app.route('/v1', control);
  app.get('/openapi.json', (c) => c.json(describe()));
  app.get('/docs', async (c) => {
    const { documentationPage } = await import('./docs/page.tsx');
    return c.html(documentationPage(describe()));
  });

  app.notFound((c) => problem(c, 404, `there is nothing at ${c.req.method} ${c.req.path}; /docs lists what there is`));
  app.onError((error, c) => {
    if (error instanceof Refusal) return refused(c, error);
    if (error instanceof HTTPException) return problem(c, error.status, error.message);
    context.log.error({ error, method: c.req.method, path: c.req.path }, 'a request broke off');
    return problem(c, 500, 'the platform failed; its log says why');
  });
  return app;
}

type Middleware = Parameters<OpenAPIHono['use']>[1] & ((...args: never[]) => unknown);

/** A CSV is read as a stream, with a bound of its own. */
const isCsv = (contentType: string) => contentType.startsWith('text/csv');

/** Bodies are JSON, or a CSV of recipients: anything else would be taken for an empty one. */
function requireReadableBody(): Middleware {
  return async (c, next) => {
    const contentType = (c.req.header('content-type') ?? '').toLowerCase();
    const length = c.req.header('content-length') ?? (c.req.header('transfer-encoding') ? 'unknown' : '0');
    const readable =
      /^application\/([\w.-]+\+)?json\b/.test(contentType) ||
      (isCsv(contentType) && c.req.path.endsWith('/recipients'));
    if (length !== '0' && c.req.method !== 'GET' && !readable) {
      return refused(
        c,
        new Refusal('unsupported-media-type', [
          {
            field: 'content-type',
            problem: contentType ? `a body of type ${contentType} is not read here` : 'the body has no type',
            expected: 'content-type: application/json',
          },
        ]),
      );
    }
    return next();
  };
}

function limitBody(maxBytes: number): Middleware {
  const limit = bodyLimit({
    maxSize: maxBytes,
    onError: (c) =>
      refused(
        c,
        new Refusal('too-large', [
          {
            field: '',
            problem: `the body is longer than ${maxBytes} bytes`,
            expected: 'a shorter body, or a higher maxBodyBytes',
          },
        ]),
      ),
  });
  return (c, next) => (isCsv(c.req.header('content-type') ?? '') ? next() : limit(c, next));
}
