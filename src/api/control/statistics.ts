import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiContext } from '../context.ts';
import { answer, instantBody, refusals, route, toInstant } from './common.ts';

const MINUTE_MS = 60_000;
const SPANS = 60;

const statisticsSchema = z
  .object({
    spanSeconds: z.number(),
    spans: z.array(
      z.object({
        from: instantBody,
        events: z.record(z.string(), z.int()).openapi({
          description: 'Entries of the log by status; what came in by type',
          example: { DELIVERED: 12 },
        }),
        requests: z.int().openapi({ description: 'Callback requests that were answered with a 2xx' }),
        failed: z.int().openapi({ description: 'Callback requests that failed' }),
      }),
    ),
  })
  .openapi('Statistics');

const query = z.strictObject({
  minutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(1440)
    .default(60)
    .openapi({ type: 'integer', minimum: 1, maximum: 1440, description: 'How far back, in platform time' }),
});

export function statisticsRoutes(app: OpenAPIHono, { store, clock }: ApiContext): void {
  app.openapi(
    route({
      method: 'get',
      path: '/statistics',
      tags: ['System'],
      summary: 'Count what happened lately, in 60 spans of time up to now',
      description: 'Of the newest 50,000 entries of the log, and of the attempts that are remembered.',
      request: { query },
      responses: { 200: answer('The counts', statisticsSchema), ...refusals },
    }),
    (c) => {
      const { minutes } = c.req.valid('query');
      const spanMs = (minutes * MINUTE_MS) / SPANS;
      const end = clock.now() + 1;
      const begin = end - minutes * MINUTE_MS;
      const spans = Array.from({ length: SPANS }, (_, index) => ({
        from: toInstant(Math.ceil(begin + index * spanMs)),
        events: {} as Record<string, number>,
        requests: 0,
        failed: 0,
      }));
      for (const { span, kind, count } of store.statistics.events(begin, end, spanMs))
        spans[span]!.events[kind] = count;
      for (const { span, kind, count } of store.statistics.attempts(begin, end, spanMs)) {
        if (kind === 1) spans[span]!.requests = count;
        else spans[span]!.failed = count;
      }
      return c.json({ spanSeconds: spanMs / 1000, spans }, 200);
    },
  );
}
