import { statfsSync } from 'node:fs';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiContext } from '../context.ts';
import { answer, instantBody, refusals, route, toInstant } from './common.ts';

const MEBIBYTE = 1024 * 1024;
/** With less on its disk the store is about to fail. */
const LEAST_ROOM_BYTES = 16 * MEBIBYTE;

const healthSchema = z
  .object({
    status: z.enum(['ok', 'failing']).openapi({ description: '`ok`: it is ready' }),
    live: z.boolean().openapi({ description: 'The process answers' }),
    ready: z.boolean().openapi({ description: 'It does what it is asked to, and what falls due' }),
    problems: z
      .array(z.string())
      .openapi({ description: 'What keeps it from being ready, in plain words; empty when it is' }),
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

const livenessSchema = z.object({ live: z.boolean() });

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
      description:
        'Not ready: it is stopping, its disk is full, or what fell due failed. Receivers that fail are no reason.',
      responses: { 200: answer('It is ready', healthSchema), 503: answer('It is not', healthSchema) },
    }),
    (c) => {
      const open = store.isOpen();
      const problems = problemsOf(context);
      const ready = problems.length === 0;
      const health = {
        status: ready ? ('ok' as const) : ('failing' as const),
        live: true,
        ready,
        problems,
        version,
        seed: world.seed,
        clock: { mode: clock.mode, now: toInstant(clock.now()) },
        store: open ? ('open' as const) : ('closed' as const),
        callbacks: {
          enabled: open ? store.callbacks.enabled().length : 0,
          parked: open ? store.deliveries.countParked() : 0,
        },
      };
      return ready ? c.json(health, 200) : c.json(health, 503);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/health/live',
      tags: ['System'],
      summary: 'Whether the process answers, ready or not',
      description:
        'For who starts it again when it does not; `GET /health` says whether to send it requests.',
      responses: { 200: answer('It answers', livenessSchema) },
    }),
    (c) => c.json({ live: true }, 200),
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

/** What keeps the platform from being ready, in plain words. */
function problemsOf({ store, clock, running, stopping }: ApiContext): string[] {
  if (stopping.aborted || !store.isOpen()) return ['it is stopping'];
  const room = running.dataFolder === null ? null : roomIn(running.dataFolder);
  return [
    ...(room !== null && room < LEAST_ROOM_BYTES
      ? [`the disk that holds ${running.dataFolder} is full: ${Math.floor(room / MEBIBYTE)} MiB are left`]
      : []),
    ...clock.failures().map((words) => `what fell due failed, and is tried again: ${words}`),
  ];
}

/** Bytes that may still be written there; null: the system does not say. */
function roomIn(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
