import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { findCallback } from '../../callbacks/registry.ts';
import { API_FAULT_KINDS, API_FAULTS } from '../../core/api-faults.ts';
import { ENDPOINT_NAMES } from '../../core/endpoints.ts';
import {
  type AnyFault,
  CALLBACK_FAULT_KINDS,
  CALLBACK_FAULTS,
  type CallbackFaultKind,
  FAULT_TARGETS,
  type FaultTarget,
  lacksFor,
} from '../../core/faults.ts';
import { invalid, noSuchCustomer, notFound } from '../../core/refusal.ts';
import type { NewFault } from '../../store/faults.ts';
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

const DEFAULT_DELAY_MS = { callback: 60_000, api: 1000 } as const satisfies Record<FaultTarget, number>;
const DEFAULT_TRICKLE_MS = 2000;
const DEFAULT_RETRY_AFTER_SECONDS = 30;
const MOST_LATENCY_MS = 600_000;

/** Fields that only faults of the other target have. */
const OF_OTHERS = {
  callback: ['endpoint', 'customerId', 'retryAfterSeconds'],
  api: ['callbackId', 'trickleMs'],
} as const;

const kindsInWords = (kinds: Readonly<Record<string, { does: string }>>) =>
  Object.entries(kinds)
    .map(([kind, { does }]) => `\`${kind}\` ${does}`)
    .join('; ');

const faultFields = {
  target: z.enum(FAULT_TARGETS).openapi({
    description: 'What it breaks: callbacks on their way to a receiver, or calls of the real API',
  }),
  kind: z.enum([...CALLBACK_FAULT_KINDS, ...API_FAULT_KINDS]).openapi({
    description: `Of \`callback\`: ${kindsInWords(CALLBACK_FAULTS)}. Of \`api\`: ${kindsInWords(API_FAULTS)}`,
    example: 'LOST_ACKNOWLEDGEMENT',
  }),
  delayMs: z
    .int()
    .min(1)
    .max(31_536_000_000)
    .openapi({ description: 'Of DELAY, platform ms; of LATENCY, real ms up to 600000' }),
  trickleMs: z.int().min(1).max(120_000).openapi({ description: 'Of TRICKLE_BODY, real ms' }),
  retryAfterSeconds: z.int().min(0).max(31_536_000).openapi({ description: 'Of STATUS_429' }),
  probability: z.number().positive().max(1).openapi({ description: 'Chance of each occasion' }),
};

const newFault = z.strictObject({
  target: faultFields.target.default('callback'),
  kind: faultFields.kind,
  callbackId: idField.optional().openapi({ description: 'The only one that it strikes; all without it' }),
  endpoint: z
    .enum(ENDPOINT_NAMES)
    .optional()
    .openapi({ description: 'Of the real API, the only one that it strikes; all without it' }),
  customerId: idField
    .optional()
    .openapi({ description: 'The only one whose calls of the real API it strikes; all without it' }),
  probability: faultFields.probability.default(1),
  times: z
    .int()
    .positive()
    .optional()
    .openapi({ description: 'It strikes so many times; without end otherwise' }),
  delayMs: faultFields.delayMs.optional(),
  trickleMs: faultFields.trickleMs.optional(),
  retryAfterSeconds: faultFields.retryAfterSeconds.optional(),
});

const faultSchema = z
  .object({
    id: z.int(),
    ...faultFields,
    callbackId: z.int().nullable(),
    endpoint: z.enum(ENDPOINT_NAMES).nullable(),
    customerId: z.int().nullable(),
    remaining: z
      .int()
      .nullable()
      .openapi({ description: 'How many more times it strikes; null: without end' }),
    struck: z.int().openapi({ description: 'How often it has struck' }),
    createdAt: instantBody,
  })
  .openapi('Fault');

const faultBody = ({ createdAt, ...fault }: AnyFault) => ({ ...fault, createdAt: toInstant(createdAt) });

/**
 * The fault that a request describes.
 * @throws Refusal when it could strike nothing
 */
function wantedFault(
  { store, callbackContext }: ApiContext,
  { times, ...given }: z.output<typeof newFault>,
): NewFault {
  const { target, kind, callbackId = null, endpoint = null, customerId = null } = given;
  const kinds: readonly string[] = target === 'api' ? API_FAULT_KINDS : CALLBACK_FAULT_KINDS;
  const other = target === 'api' ? 'callback' : 'api';
  if (!kinds.includes(kind)) {
    throw invalid('kind', `${kind} is of the target "${other}"`, `"target": "${other}", or another kind`);
  }
  const foreign = OF_OTHERS[target].find((field) => given[field] !== undefined);
  if (foreign) throw invalid(foreign, `faults of the target "${target}" have none`, 'no such field');
  const delayMs = given.delayMs ?? DEFAULT_DELAY_MS[target];
  if (target === 'api' && delayMs > MOST_LATENCY_MS) {
    throw invalid('delayMs', 'is too large', `${MOST_LATENCY_MS} or less`);
  }
  if (kind === 'HOLD_TICK' && given.probability === 1 && times === undefined) {
    throw invalid(
      'times',
      'is missing: every tick would be held, for ever',
      'a number of ticks, or a probability below 1; to stop a callback, pause it',
    );
  }
  if (callbackId !== null) {
    const { config } = findCallback(callbackContext, callbackId, 'callbackId');
    const lacks = lacksFor(kind as CallbackFaultKind, config);
    if (lacks) {
      throw invalid(
        'callbackId',
        `${kind} cannot strike callback ${callbackId}, which lacks ${lacks}`,
        `a callback with ${lacks}`,
      );
    }
  }
  if (customerId !== null && !store.customers.get(customerId)) throw noSuchCustomer(customerId);
  return {
    target,
    kind,
    callbackId,
    endpoint,
    customerId,
    probability: given.probability,
    remaining: times ?? null,
    delayMs,
    trickleMs: given.trickleMs ?? DEFAULT_TRICKLE_MS,
    retryAfterSeconds: given.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS,
  };
}

export function faultRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, clock } = context;
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
      const fault = wantedFault(context, c.req.valid('json'));
      return c.json(faultBody(faults.create(fault, clock.now())), 201);
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
