import { isUtf8 } from 'node:buffer';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { INBOX_NAME, type InboxConfig } from '../../core/inbox.ts';
import { invalid, notFound } from '../../core/refusal.ts';
import type { InboxRequest, InboxSummary } from '../../store/inbox.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  idParam,
  instantField,
  orderedPageQuery,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
  toInstantOrNull,
  waitingFor,
} from './common.ts';
import { inboxConfig, inboxRequestSchema, inboxSchema } from './inbox-schemas.ts';

const nameParam = z.object({
  name: z
    .string()
    .regex(INBOX_NAME, '1 to 100 small letters, digits and hyphens')
    .openapi({ param: { name: 'name', in: 'path' }, example: 'first' }),
});

const filterQuery = {
  method: z
    .string()
    .regex(/^[A-Z]+$/, 'a method in capitals')
    .optional()
    .openapi({ example: 'POST' }),
  since: instantField.optional().openapi({ description: 'Platform time' }),
  contains: z
    .string()
    .min(1)
    .max(10_000)
    .optional()
    .openapi({ description: 'Part of its path or of its body, as far as that is kept' }),
};

const listQuery = z.strictObject({ ...filterQuery, ...orderedPageQuery });

const waitQuery = z.strictObject({
  ...filterQuery,
  count: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .openapi({ type: 'integer', minimum: 1, maximum: 1000, description: 'How many' }),
  ...waitingFor('requests'),
});

const inboxBody = ({ id, config, createdAt, lastAt, ...inbox }: InboxSummary) => ({
  ...inbox,
  path: `/inbox/${inbox.name}`,
  answer: { ...config.answer, headers: { ...config.answer.headers } },
  next: config.next.map((one) => ({ ...one, headers: { ...one.headers } })),
  auth: config.auth && { username: config.auth.username },
  requireClientCertificate: config.requireClientCertificate,
  lastAt: toInstantOrNull(lastAt),
  createdAt: toInstantOrNull(createdAt),
});

const requestBody = ({ body: bytes, at, headers, ...request }: InboxRequest) => ({
  ...request,
  at: toInstant(at),
  headers: { ...headers },
  ...textOf(bytes, request.bodyBytes > bytes.length),
});

/** Bytes as text where they are any. What was cut off may end within a character. */
function textOf(bytes: Uint8Array, cut: boolean): { body: string; encoding: 'UTF-8' | 'BASE64' } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shorter = cut ? [0, 1, 2, 3] : [0];
  for (const left of shorter) {
    const text = buffer.subarray(0, buffer.length - left);
    if (isUtf8(text)) return { body: text.toString(), encoding: 'UTF-8' };
  }
  return { body: buffer.toString('base64'), encoding: 'BASE64' };
}

/** @throws Refusal when a password is left out that nobody has given before */
function toConfig({ auth, ...wanted }: z.output<typeof inboxConfig>, before: InboxConfig): InboxConfig {
  if (auth === null) return { ...wanted, auth };
  const { username } = auth;
  const password = auth.password ?? (before.auth?.username === username ? before.auth.password : undefined);
  if (password === undefined)
    throw invalid('auth.password', 'is missing', 'a password; it may be left out where it stays as it is');
  return { ...wanted, auth: { username, password } };
}

/** The built-in receiver. */
export function inboxRoutes(app: OpenAPIHono, { store, clock, inbox }: ApiContext): void {
  const { inboxes } = store;

  app.openapi(
    route({
      method: 'get',
      path: '/inbox',
      tags: ['Inbox'],
      summary: 'List the inboxes of the built-in receiver that have been used',
      request: { query: z.strictObject(pageQuery) },
      responses: { 200: answer('A page of inboxes', pageOf(inboxSchema)), ...refusals },
    }),
    (c) => c.json(pageBody(inboxes.list(c.req.valid('query')), inboxBody), 200),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/inbox/{name}',
      tags: ['Inbox'],
      summary: 'Read what an inbox answers and demands; any name is one',
      request: { params: nameParam },
      responses: { 200: answer('The inbox', inboxSchema), ...refusals },
    }),
    (c) => c.json(inboxBody(inboxes.summary(c.req.valid('param').name)), 200),
  );

  app.openapi(
    route({
      method: 'put',
      path: '/inbox/{name}',
      tags: ['Inbox'],
      summary: 'Tell an inbox what to answer and to demand; what is left out is as usual',
      request: { params: nameParam, ...body(inboxConfig) },
      responses: { 200: answer('The inbox', inboxSchema), ...refusals },
    }),
    (c) => {
      const { name } = c.req.valid('param');
      const config = toConfig(c.req.valid('json'), inboxes.summary(name).config);
      store.transaction(() => inboxes.configure(inboxes.open(name, clock.now()), config));
      return c.json(inboxBody(inboxes.summary(name)), 200);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/inbox/{name}',
      tags: ['Inbox'],
      summary: 'Remove an inbox with all that arrived there; it is made anew when it is used again',
      request: { params: nameParam },
      responses: { 204: { description: 'Removed' }, ...refusals },
    }),
    (c) => {
      inboxes.remove(c.req.valid('param').name);
      return c.body(null, 204);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/inbox/{name}/requests',
      tags: ['Inbox'],
      summary: 'List what arrived at an inbox',
      request: { params: nameParam, query: listQuery },
      responses: { 200: answer('A page of requests', pageOf(inboxRequestSchema)), ...refusals },
    }),
    (c) => {
      const { limit, after, order, ...filter } = c.req.valid('query');
      const { name } = c.req.valid('param');
      const page = inboxes.requests(name, { limit, after, order }, toFilter(filter));
      return c.json(pageBody(page, requestBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/inbox/{name}/wait',
      tags: ['Inbox'],
      summary: 'Wait until requests that fit have arrived at an inbox, so that no test need sleep',
      description: 'Answers at once when so many have arrived already; with fewer when the time is up.',
      request: { params: nameParam, query: waitQuery },
      responses: {
        200: answer('The first that fit, as they came', z.object({ items: z.array(inboxRequestSchema) })),
        ...refusals,
      },
    }),
    async (c) => {
      const { timeoutMs, count, after, ...filter } = c.req.valid('query');
      const wanted = { ...toFilter(filter), count, after };
      const found = await inbox.wait(c.req.valid('param').name, wanted, timeoutMs, c.req.raw.signal);
      return c.json({ items: found.map(requestBody) }, 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/inbox/{name}/requests/{id}',
      tags: ['Inbox'],
      summary: 'Read one request that arrived at an inbox',
      request: { params: nameParam.extend(idParam.shape) },
      responses: { 200: answer('The request', inboxRequestSchema), ...refusals },
    }),
    (c) => {
      const { name, id } = c.req.valid('param');
      const request = inboxes.request(name, id);
      if (!request) throw notFound('id', `request ${id} at inbox ${name}`);
      return c.json(requestBody(request), 200);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/inbox/{name}/requests',
      tags: ['Inbox'],
      summary: 'Forget what arrived at an inbox',
      request: { params: nameParam },
      responses: { 204: { description: 'Forgotten' }, ...refusals },
    }),
    (c) => {
      inboxes.removeRequests(c.req.valid('param').name);
      return c.body(null, 204);
    },
  );
}

const toFilter = <Filter extends { since?: string | undefined }>({ since, ...filter }: Filter) => ({
  ...filter,
  since: since === undefined ? undefined : Date.parse(since),
});
