import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { findCallback } from '../../callbacks/registry.ts';
import { CALLBACK_FAULT_KINDS, CALLBACK_FAULTS, type Fault, lacksFor } from '../../core/faults.ts';
import { invalid, notFound } from '../../core/refusal.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  idField,
  idParam,
  instantBody,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
} from './common.ts';

const DEFAULT_DELAY_MS = 60_000;
const DEFAULT_TRICKLE_MS = 2000;

const faultFields = {
  kind: z.enum(CALLBACK_FAULT_KINDS).openapi({
    description: Object.entries(CALLBACK_FAULTS)
      .map(([kind, { does }]) => `\`${kind}\` ${does}`)
      .join('; '),
    example: 'LOST_ACKNOWLEDGEMENT',
  }),
  delayMs: z.int().min(1).max(31_536_000_000).openapi({ description: 'Of DELAY, platform ms' }),
  trickleMs: z.int().min(1).max(120_000).openapi({ description: 'Of TRICKLE_BODY, real ms' }),
  probability: z.number().positive().max(1).openapi({ description: 'Chance of each occasion' }),
};

const newFault = z.strictObject({
  kind: faultFields.kind,
  callbackId: idField.optional().openapi({ description: 'The only one that it strikes; all without it' }),
  probability: faultFields.probability.default(1),
  times: z
    .int()
    .positive()
    .optional()
    .openapi({ description: 'It strikes so many times; without end otherwise' }),
  delayMs: faultFields.delayMs.default(DEFAULT_DELAY_MS),
  trickleMs: faultFields.trickleMs.default(DEFAULT_TRICKLE_MS),
});

const faultSchema = z
  .object({
    id: z.int(),
    ...faultFields,
    callbackId: z.int().nullable(),
    remaining: z
      .int()
      .nullable()
      .openapi({ description: 'How many more times it strikes; null: without end' }),
    struck: z.int().openapi({ description: 'How often it has struck' }),
    createdAt: instantBody,
  })
  .openapi('Fault');

const faultBody = ({ createdAt, ...fault }: Fault) => ({ ...fault, createdAt: toInstant(createdAt) });

export function faultRoutes(app: OpenAPIHono, { store, clock, callbackContext }: ApiContext): void {
  const { faults } = store;

  app.openapi(
    route({
      method: 'post',
      path: '/faults',
      tags: ['Faults'],
      summary: 'Break something on purpose',
      request: body(newFault),
      responses: { 201: answer('Switched on', faultSchema), ...refusals },
    }),
    (c) => {
      const { callbackId = null, times = null, ...wanted } = c.req.valid('json');
      if (wanted.kind === 'HOLD_TICK' && wanted.probability === 1 && times === null) {
        throw invalid(
          'times',
          'is missing: every tick would be held, for ever',
          'a number of ticks, or a probability below 1; to stop a callback, pause it',
        );
      }
      if (callbackId !== null) {
        const lacks = lacksFor(wanted.kind, findCallback(callbackContext, callbackId, 'callbackId').config);
        if (lacks) {
          throw invalid(
            'callbackId',
            `${wanted.kind} cannot strike callback ${callbackId}, which lacks ${lacks}`,
            `a callback with ${lacks}`,
          );
        }
      }
      return c.json(faultBody(faults.create({ ...wanted, callbackId, remaining: times }, clock.now())), 201);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/faults',
      tags: ['Faults'],
      summary: 'List the faults with how often they struck',
      request: { query: z.strictObject(pageQuery) },
      responses: { 200: answer('A page of faults', pageOf(faultSchema)), ...refusals },
    }),
    (c) => c.json(pageBody(faults.list(c.req.valid('query')), faultBody), 200),
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/faults/{id}',
      tags: ['Faults'],
      summary: 'Switch a fault off',
      request: { params: idParam },
      responses: { 204: { description: 'Switched off' }, ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      if (!faults.get(id)) throw notFound('id', `fault ${id}`);
      faults.remove(id);
      return c.body(null, 204);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/faults',
      tags: ['Faults'],
      summary: 'Switch all faults off',
      responses: { 204: { description: 'Switched off' }, ...refusals },
    }),
    (c) => {
      faults.removeAll();
      return c.body(null, 204);
    },
  );
}
