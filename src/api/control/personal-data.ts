import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../core/refusal.ts';
import { clearPersonalData } from '../../simulation/personal-data.ts';
import type { ApiContext } from '../context.ts';
import { quietly } from '../quietly.ts';
import { answer, idParam, refusals, route } from './common.ts';

const counted = (what: string) => z.int().openapi({ description: what });

const clearedSchema = z
  .object({
    contacts: counted('Contacts whose `personal` was cleared'),
    recipients: counted('Recipients of contact lists whose numbers and data fields were cleared'),
    communications: counted('Communications whose numbers and texts were cleared'),
    attempts: counted('Attempts of callbacks whose requests and answers were cleared'),
    requests: counted('Calls of the real API whose bodies were cleared'),
  })
  .openapi('ClearedPersonalData');

/** What the platform does at the end of a project [D]. */
export function personalDataRoutes(app: OpenAPIHono, context: ApiContext): void {
  app.openapi(
    route({
      method: 'post',
      path: '/customers/{id}/clear-personal-data',
      tags: ['Customers'],
      summary: 'Clear all personal data that there is of the people a customer has communicated with',
      description:
        'Numbers, names, texts and data fields are then gone from everything that is shown, and from the file. IDs, statuses, counts, times and key choices stay. What was still to go out does not; reports that are to come still do. Opt-outs keep working, by a digest of the number; the whitelist and rules about numbers or texts are removed.',
      request: { params: idParam },
      responses: { 200: answer('How much was cleared', clearedSchema), ...refusals },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      if (!context.store.customers.get(id)) throw notFound('id', `customer ${id}`);
      const counts = await quietly(context, () => {
        const cleared = clearPersonalData(context.world, id);
        context.store.purge();
        return cleared;
      });
      return c.json(counts, 200);
    },
  );
}
