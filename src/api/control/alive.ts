import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AliveState } from '../../simulation/alive.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, refusals, route } from './common.ts';

const everySeconds = z
  .int()
  .min(1)
  .max(86_400)
  .openapi({ description: 'Platform seconds from one campaign to the next, on average' });

const aliveSchema = z
  .object({
    enabled: z.boolean(),
    everySeconds,
    rounds: z.int().openapi({ description: 'Campaigns so far' }),
  })
  .openapi('Alive');

const aliveChange = z.strictObject({ enabled: z.boolean(), everySeconds }).partial();

const aliveBody = ({ enabled, everySeconds: pause, rounds }: AliveState) => ({
  enabled,
  everySeconds: pause,
  rounds,
});

/** What keeps a demo environment busy. */
export function aliveRoutes(app: OpenAPIHono, { alive }: ApiContext): void {
  app.openapi(
    route({
      method: 'get',
      path: '/alive',
      tags: ['World'],
      summary: 'Read whether the platform keeps itself busy',
      responses: { 200: answer('How busy it is', aliveSchema), ...refusals },
    }),
    (c) => c.json(aliveBody(alive.state()), 200),
  );

  app.openapi(
    route({
      method: 'put',
      path: '/alive',
      tags: ['World'],
      summary: 'Have the platform keep itself busy with campaigns over people who do not exist, or stop it',
      description:
        'People write and call of their own accord too. Campaigns that run when it is stopped come to their end. An advance until `idle` does not wait for it.',
      request: body(aliveChange),
      responses: { 200: answer('How busy it is', aliveSchema), ...refusals },
    }),
    (c) => c.json(aliveBody(alive.set(c.req.valid('json'))), 200),
  );
}
