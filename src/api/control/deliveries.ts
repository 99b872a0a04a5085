import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../core/refusal.ts';
import { DELIVERY_STATES } from '../../core/vocabulary.ts';
import type { Attempt, Delivery } from '../../store/deliveries.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  idFilter,
  idParam,
  instantBody,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
  toInstantOrNull,
} from './common.ts';

const deliverySchema = z
  .object({
    id: z.int(),
    callbackId: z.int(),
    eventIds: z.array(z.int()).openapi({ description: 'The events it carries, in order of the log' }),
    items: z.int(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    nextAttemptAt: instantBody.nullable(),
    createdAt: instantBody,
    settledAt: instantBody.nullable(),
    error: z.string().nullable().openapi({ description: 'Why the last attempt failed' }),
  })
  .openapi('Delivery');

const attemptSchema = z
  .object({
    id: z.int(),
    number: z.int(),
    startedAt: instantBody,
    ok: z.boolean(),
    status: z.int().nullable(),
    error: z.string().nullable(),
    request: z.object({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).openapi({ description: 'As sent; secrets masked' }),
      body: z.string().nullable(),
    }),
    response: z
      .object({
        status: z.int(),
        headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
        body: z.string().nullable(),
        cut: z.boolean().openapi({ description: 'The answer was longer than is read' }),
      })
      .nullable(),
    tls: z
      .object({
        version: z.string(),
        cipher: z.string(),
        peer: z.string(),
        issuer: z.string(),
        validTo: z.string(),
        fingerprint256: z.string(),
      })
      .nullable(),
    localAddress: z.string().nullable(),
    remoteAddress: z.string().nullable(),
    timing: z
      .object({ connectMs: z.number().nullable(), firstByteMs: z.number().nullable(), totalMs: z.number() })
      .openapi({ description: 'Real milliseconds; `connectMs` is null on a connection kept from before' }),
  })
  .openapi('Attempt');

const withAttempts = deliverySchema.omit({ attempts: true }).extend({ attempts: z.array(attemptSchema) });

const deliveryBody = (delivery: Delivery) => ({
  ...delivery,
  nextAttemptAt: toInstantOrNull(delivery.nextAttemptAt),
  createdAt: toInstant(delivery.createdAt),
  settledAt: toInstantOrNull(delivery.settledAt),
});

const attemptBody = ({ id, number, startedAt, ok, status, error, url, body, exchange }: Attempt) => ({
  id,
  number,
  startedAt: toInstant(startedAt),
  ok,
  status,
  error,
  request: { method: exchange.method, url, headers: exchange.requestHeaders, body },
  response:
    status === null
      ? null
      : {
          status,
          headers: exchange.responseHeaders ?? {},
          body: exchange.responseBody,
          cut: exchange.responseCut,
        },
  tls: exchange.tls,
  localAddress: exchange.localAddress,
  remoteAddress: exchange.remoteAddress,
  timing: exchange.timing,
});

export function deliveryRoutes(app: OpenAPIHono, { store: { deliveries } }: ApiContext): void {
  app.openapi(
    route({
      method: 'get',
      path: '/deliveries',
      tags: ['Deliveries'],
      summary: 'List deliveries',
      request: {
        query: z.strictObject({
          callbackId: idFilter,
          state: z.enum(DELIVERY_STATES).optional(),
          ...pageQuery,
        }),
      },
      responses: { 200: answer('A page of deliveries', pageOf(deliverySchema)), ...refusals },
    }),
    (c) => {
      const { callbackId, state, ...page } = c.req.valid('query');
      return c.json(pageBody(deliveries.list(page, { callbackId, state }), deliveryBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/deliveries/{id}',
      tags: ['Deliveries'],
      summary: 'Read a delivery with its attempts: what was sent and what came back',
      request: { params: idParam },
      responses: { 200: answer('The delivery', withAttempts), ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      const delivery = deliveries.get(id);
      if (!delivery) throw notFound('id', `delivery ${id}`);
      return c.json({ ...deliveryBody(delivery), attempts: deliveries.attempts(id).map(attemptBody) }, 200);
    },
  );
}
