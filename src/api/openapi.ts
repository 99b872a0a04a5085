import type { OpenAPIHono } from '@hono/zod-openapi';
import { operationId } from './operation-ids.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

/** Describes the control API from the very schemas that validate its requests. */
export function openApiDocument(control: OpenAPIHono, version: string): OpenApiDocument {
  const document = control.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'mock-wiraya control API',
      version,
      description:
        'Creates and watches what the simulated platform does. Lists answer `{items, next}`; give `next` as `after` for the page that follows. Errors are problem+json (RFC 9457) and name each wrong field under `errors`.',
    },
    servers: [{ url: '/v1' }],
  });
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) operation.operationId ??= operationId(method, path);
    }
  }
  return document;
}
