import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { API_FAULT_KINDS } from '../../core/api-faults.ts';
import { ENDPOINT_NAMES } from '../../core/endpoints.ts';
import { notFound } from '../../core/refusal.ts';
import type { RecordedMessage, RequestFilter, StoredRequest } from '../../store/requests.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  idFilter,
  idParam,
  instantBody,
  instantField,
  orderedPageQuery,
  pageBody,
  pageOf,
  refusals,
  route,
  toInstant,
  waitingFor,
} from './common.ts';

const messageFields = {
  headers: z.record(z.string(), z.string()).openapi({ description: 'Secrets masked' }),
  body: z.string().openapi({ description: 'Secrets masked; of a long one the first 64 KiB' }),
  bytes: z.int().openapi({ description: 'Length of all of the body, before secrets were masked' }),
};

export const requestSchema = z
  .object({
    id: z.int(),
    at: instantBody,
    endpoint: z
      .enum(ENDPOINT_NAMES)
      .nullable()
      .openapi({ description: 'Null: there is nothing at this address' }),
    customerId: z.int().nullable().openapi({ description: 'Null: the caller did not prove to be anybody' }),
    remoteAddress: z.string(),
    request: z.object({ method: z.string(), url: z.string(), ...messageFields }),
    status: z.int().nullable().openapi({ description: 'Null: it got no answer' }),
    response: z.object({ status: z.int(), ...messageFields }).nullable(),
    durationMs: z.number().openapi({ description: 'Real milliseconds' }),
    communicationIds: z.array(z.int()).openapi({ description: 'Communications that it led to' }),
    faults: z.array(z.enum(API_FAULT_KINDS)).openapi({ description: 'What struck it on purpose' }),
  })
  .openapi('Request');

const jsonObject = z
  .string()
  .transform((text, context) => {
    try {
      const json: unknown = JSON.parse(text);
      if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
        return json as Readonly<Record<string, unknown>>;
      }
    } catch {
      // Said below.
    }
    context.addIssue('a JSON object, percent-encoded');
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    example: '{"sender":"Acme"}',
    description:
      'JSON that the JSON that was sent holds: every field named, and in an array something for each item named. Bodies of more than 64 KiB hold nothing',
  });

const filterQuery = {
  endpoint: z.enum(ENDPOINT_NAMES).optional(),
  customerId: idFilter,
  method: z.string().min(1).max(20).toUpperCase().optional().openapi({ type: 'string' }),
  status: z.coerce
    .number()
    .int()
    .min(100)
    .max(599)
    .optional()
    .openapi({ type: 'integer', minimum: 100, maximum: 599 }),
  url: z.string().min(1).optional().openapi({ description: 'Part of the URL, in any case' }),
  contains: z
    .string()
    .min(1)
    .optional()
    .openapi({ description: 'Part of the body that was sent, of its first 64 KiB' }),
  match: jsonObject.optional(),
  since: instantField.optional().openapi({ description: 'Platform time' }),
  communicationId: idFilter,
};

const waitQuery = z.strictObject({
  ...filterQuery,
  ...waitingFor('calls'),
});

const filterOf = ({
  since,
  ...filter
}: Omit<RequestFilter, 'since'> & { since?: string | undefined }): RequestFilter => ({
  ...filter,
  since: since === undefined ? undefined : Date.parse(since),
});

const messageBody = ({ headers, body, bytes }: RecordedMessage) => ({ headers: { ...headers }, body, bytes });

const requestBody = ({ method, url, request, response, ...call }: StoredRequest) => ({
  ...call,
  at: toInstant(call.at),
  request: { method, url, ...messageBody(request) },
  response: call.status === null ? null : { status: call.status, ...messageBody(response) },
  communicationIds: [...call.communicationIds],
  faults: [...call.faults],
});

/** What clients sent to the real API and got from it, so that tests can verify it. */
export function requestRoutes(app: OpenAPIHono, { store, requestLog }: ApiContext): void {
  const { requests } = store;

  app.openapi(
    route({
      method: 'get',
      path: '/requests',
      tags: ['Requests'],
      summary: 'List the calls of the real API, in the order in which they were answered',
      request: { query: z.strictObject({ ...filterQuery, ...orderedPageQuery }) },
      responses: { 200: answer('A page of calls', pageOf(requestSchema)), ...refusals },
    }),
    (c) => {
      const { limit, after, order, ...filter } = c.req.valid('query');
      return c.json(pageBody(requests.list({ limit, after, order }, filterOf(filter)), requestBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/requests/count',
      tags: ['Requests'],
      summary: 'Count the calls of the real API that fit',
      request: { query: z.strictObject(filterQuery) },
      responses: { 200: answer('How many', z.object({ count: z.int() })), ...refusals },
    }),
    (c) => c.json({ count: requests.count(filterOf(c.req.valid('query'))) }, 200),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/requests/wait',
      tags: ['Requests'],
      summary: 'Wait until there is a call of the real API that fits, so that no test need sleep',
      description: 'Answers at once when there is one already; with `request` null when the time is up.',
      request: { query: waitQuery },
      responses: {
        200: answer('The first one that fits', z.object({ request: requestSchema.nullable() })),
        ...refusals,
      },
    }),
    async (c) => {
      const { timeoutMs, after, ...filter } = c.req.valid('query');
      const wanted = { ...filterOf(filter), after };
      const found = await requestLog.wait(wanted, timeoutMs, c.req.raw.signal);
      return c.json({ request: found && requestBody(found) }, 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/requests/{id}',
      tags: ['Requests'],
      summary: 'Read a call of the real API: what was sent and what came back',
      request: { params: idParam },
      responses: { 200: answer('The call', requestSchema), ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      const found = requests.get(id);
      if (!found) throw notFound('id', `request ${id}`);
      return c.json(requestBody(found), 200);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/requests',
      tags: ['Requests'],
      summary: 'Forget the calls of the real API, all of them or those of one customer',
      request: { query: z.strictObject({ customerId: idFilter }) },
      responses: { 204: { description: 'Forgotten' }, ...refusals },
    }),
    (c) => {
      requests.remove(c.req.valid('query').customerId);
      return c.body(null, 204);
    },
  );
}
