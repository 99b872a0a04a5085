import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { conflict, noSuchCustomer } from '../../core/refusal.ts';
import type { ApiContext } from '../context.ts';
import { quietly } from '../quietly.ts';
import { clockBody, clockSchema } from './clock.ts';
import { answer, idField, instantField, refusals, route } from './common.ts';
import { FIRST_CUSTOMER, renewFirstCustomer } from './first-customer.ts';

const resetRequest = z.strictObject({
  customerId: idField.optional().openapi({
    description: 'Only what this customer has; it keeps its settings, its API key and its whitelist',
  }),
  now: instantField
    .optional()
    .openapi({ description: 'What a manual clock shows afterwards; back in time too' }),
});

/** Back to the beginning, between two tests. */
export function resetRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, clock } = context;
  app.openapi(
    route({
      method: 'post',
      path: '/reset',
      tags: ['World'],
      summary: 'Remove all that there is but customer 1 and its API key, or all that one customer has',
      description:
        'Requests under way are cut off. Afterwards the first project, campaign … has the ID 1 again, so that the same requests have the same outcomes.',
      request: { body: { content: { 'application/json': { schema: resetRequest } } } },
      responses: { 200: answer('The clock', clockSchema), ...refusals },
    }),
    async (c) => {
      const { customerId, now } = c.req.valid('json');
      if (customerId !== undefined && now !== undefined)
        throw conflict('now', "one customer's reset leaves the clock alone", 'no customerId beside it');
      if (customerId !== undefined && !store.customers.get(customerId)) throw noSuchCustomer(customerId);
      if (now !== undefined && clock.mode !== 'manual')
        throw conflict('now', 'only a manual clock can be set', 'PUT /v1/clock with "mode": "manual" first');
      await quietly(
        context,
        () => {
          if (customerId !== undefined) store.emptyCustomer(customerId);
          else {
            store.empty(FIRST_CUSTOMER);
            renewFirstCustomer(store);
            if (now !== undefined) clock.restore({ ...clock.state(), platform: Date.parse(now) });
          }
        },
        customerId === undefined,
      );
      return c.json(clockBody(clock), 200);
    },
  );
}
