import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { waitForAttempts } from '../../callbacks/deliveries.ts';
import type { ApiContext } from '../context.ts';
import { attemptSchema, tryBody } from './attempt.ts';
import { answer, idFilter, refusals, route, waitingFor } from './common.ts';
import { worldField, worldNumber } from './world.ts';

const waitQuery = z.strictObject({
  callbackId: idFilter,
  ...waitingFor('attempts'),
});

const attemptOfSchema = attemptSchema
  .omit({ queuedMs: true })
  .extend({ deliveryId: z.int(), callbackId: z.int() });

/** Every attempt as its result comes in: what a program reads that watches what receivers get. */
export function attemptRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { callbackContext, store } = context;
  const world = worldNumber(context);
  app.openapi(
    route({
      method: 'get',
      path: '/attempts/wait',
      tags: ['Deliveries'],
      summary: 'Wait until receivers have been sent something, and read what',
      description:
        'Answers at once when there are such attempts already: the first hundred, as their results came in. Give the ID of the last one as `after` for those that follow. None: the time is up.',
      request: { query: waitQuery },
      responses: {
        200: answer(
          'The first that fit',
          z.object({
            items: z.array(attemptOfSchema),
            end: z.int().openapi({ description: 'ID of the newest attempt; 0: there is none' }),
            world: worldField,
          }),
        ),
        ...refusals,
      },
    }),
    async (c) => {
      const { timeoutMs, ...wanted } = c.req.valid('query');
      const found = await waitForAttempts(callbackContext, wanted, timeoutMs, c.req.raw.signal);
      const items = found.map(({ id, number, deliveryId, callbackId, ...attempt }) => ({
        id,
        number,
        deliveryId,
        callbackId,
        ...tryBody(attempt),
      }));
      const end = store.isOpen() ? store.attempts.lastId() : wanted.after;
      return c.json({ items, end, world: world() }, 200);
    },
  );
}
