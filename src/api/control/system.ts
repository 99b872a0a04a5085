import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiContext } from '../context.ts';
import { answer, instantBody, refusals, route, toInstant } from './common.ts';

const healthSchema = z
  .object({
    status: z.enum(['ok', 'failing']),
    version: z.string(),
    seed: z.string(),
    clock: z.object({ mode: z.string(), now: instantBody }),
    store: z.enum(['open', 'closed']),
    callbacks: z.object({
      enabled: z.int(),
      parked: z.int().openapi({ description: 'Deliveries given up' }),
    }),
  })
  .openapi('Health');

const urlsSchema = z.object({
  httpUrl: z.string(),
  httpsUrl: z.string(),
  proxyUrl: z.string().nullable().openapi({ description: 'Of the forward proxy; null: there is none' }),
});

export function systemRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, clock, world, version } = context;

  app.openapi(
    route({
      method: 'get',
      path: '/health',
      tags: ['System'],
      summary: 'Whether the platform works',
      responses: { 200: answer('It works', healthSchema), 503: answer('It does not', healthSchema) },
    }),
    (c) => {
      const open = store.isOpen();
      const health = {
        status: open ? ('ok' as const) : ('failing' as const),
        version,
        seed: world.seed,
        clock: { mode: clock.mode, now: toInstant(clock.now()) },
        store: open ? ('open' as const) : ('closed' as const),
        callbacks: {
          enabled: open ? store.callbacks.enabled().length : 0,
          parked: open ? store.deliveries.countParked() : 0,
        },
      };
      return open ? c.json(health, 200) : c.json(health, 503);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/urls',
      tags: ['System'],
      summary: 'Where the platform listens',
      responses: { 200: answer('Without a trailing slash', urlsSchema), ...refusals },
    }),
    (c) => c.json(context.urls()!, 200),
  );
}
