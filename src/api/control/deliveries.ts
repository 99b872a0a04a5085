import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { listDeliveries, waitForDelivery } from '../../callbacks/deliveries.ts';
import { replay, replayAll } from '../../callbacks/steering.ts';
import { CALLBACK_FAULT_KINDS } from '../../core/faults.ts';
import { notFound } from '../../core/refusal.ts';
import { DELIVERY_STATES } from '../../core/vocabulary.ts';
import type { Delivery } from '../../store/deliveries.ts';
import type { ApiContext } from '../context.ts';
import { attemptSchema, tryBody } from './attempt.ts';
import {
  answer,
  body,
  idField,
  idFilter,
  idParam,
  instantBody,
  orderedPageQuery,
  pageBody,
  pageOf,
  refusals,
  route,
  toInstant,
  toInstantOrNull,
  waitingFor,
} from './common.ts';

export const deliverySchema = z
  .object({
    id: z.int(),
    callbackId: z.int(),
    eventIds: z.array(z.int()).openapi({ description: 'The events it carries, in order of the log' }),
    items: z.int(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    faults: z.array(z.enum(CALLBACK_FAULT_KINDS)).openapi({ description: 'What struck it on purpose' }),
    nextAttemptAt: instantBody.nullable(),
    createdAt: instantBody,
    settledAt: instantBody.nullable(),
    error: z.string().nullable().openapi({ description: 'Why the last attempt failed' }),
  })
  .openapi('Delivery');

export const withAttempts = deliverySchema.omit({ attempts: true }).extend({
  communicationIds: z
    .array(z.int())
    .openapi({ description: 'The communications that its events are of, each once' }),
  attempts: z.array(attemptSchema),
});

const filterQuery = {
  callbackId: idFilter,
  communicationId: idFilter,
  state: z.enum(DELIVERY_STATES).optional(),
};

const waitQuery = z.strictObject({
  ...filterQuery,
  ...waitingFor('deliveries'),
});

const OF_WHOM: ReadonlySet<string> = new Set(['communicationId']);

const SETTLED_STATES = ['PARKED', 'DELIVERED', 'DROPPED'] as const;

const replayRequest = z.strictObject({ callbackId: idField.optional(), state: z.enum(SETTLED_STATES) });

const deliveryBody = ({ tries, lastAttemptId, ...delivery }: Delivery) => ({
  ...delivery,
  nextAttemptAt: toInstantOrNull(delivery.nextAttemptAt),
  createdAt: toInstant(delivery.createdAt),
  settledAt: toInstantOrNull(delivery.settledAt),
});

export function deliveryRoutes(app: OpenAPIHono, { store, callbackContext }: ApiContext): void {
  const { deliveries, events } = store;
  const find = (id: number): Delivery => {
    const delivery = deliveries.get(id);
    if (!delivery) throw notFound('id', `delivery ${id}`);
    return delivery;
  };
  const communicationsOf = ({ eventIds }: Delivery) => [
    ...new Set(events.views(eventIds, OF_WHOM).map(({ communicationId }) => communicationId)),
  ];
  const withItsAttempts = (delivery: Delivery) => ({
    ...deliveryBody(delivery),
    communicationIds: communicationsOf(delivery),
    attempts: store.attempts.of(delivery).map(({ id, number, ...attempt }) => ({
      id,
      number,
      queuedMs: attempt.startedAt - delivery.createdAt,
      ...tryBody(attempt),
    })),
  });

  app.openapi(
    route({
      method: 'get',
      path: '/deliveries',
      tags: ['Deliveries'],
      summary: 'List deliveries',
      request: { query: z.strictObject({ ...filterQuery, ...orderedPageQuery }) },
      responses: { 200: answer('A page of deliveries', pageOf(deliverySchema)), ...refusals },
    }),
    (c) => {
      const { limit, after, order, ...filter } = c.req.valid('query');
      const page = listDeliveries(callbackContext, { limit, after, order }, filter);
      return c.json(pageBody(page, deliveryBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/deliveries/wait',
      tags: ['Deliveries'],
      summary: 'Wait until there is a delivery that fits, so that no test need sleep',
      description: 'Answers at once when there is one already; with `delivery` null when the time is up.',
      request: { query: waitQuery },
      responses: {
        200: answer('The first one that fits', z.object({ delivery: withAttempts.nullable() })),
        ...refusals,
      },
    }),
    async (c) => {
      const { timeoutMs, ...wanted } = c.req.valid('query');
      const found = await waitForDelivery(callbackContext, wanted, timeoutMs, c.req.raw.signal);
      return c.json({ delivery: found && withItsAttempts(found) }, 200);
    },
  );

  app.openapi(
    route({
      method: 'post',
      path: '/deliveries/replay',
      tags: ['Deliveries'],
      summary: 'Send all deliveries that fit once more, with the next tick',
      request: body(replayRequest),
      responses: { 200: answer('How many', z.object({ replayed: z.int() })), ...refusals },
    }),
    (c) => c.json({ replayed: replayAll(callbackContext, c.req.valid('json')) }, 200),
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
    (c) => c.json(withItsAttempts(find(c.req.valid('param').id)), 200),
  );

  app.openapi(
    route({
      method: 'post',
      path: '/deliveries/{id}/replay',
      tags: ['Deliveries'],
      summary: 'Send a delivery once more, with the next tick',
      request: { params: idParam },
      responses: { 200: answer('The delivery', deliverySchema), ...refusals },
    }),
    (c) => c.json(deliveryBody(replay(callbackContext, find(c.req.valid('param').id))), 200),
  );
}
