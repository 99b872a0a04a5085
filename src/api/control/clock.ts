import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { between } from '../../callbacks/totals.ts';
import { CLOCK_MODES, type PlatformClock, SPEED_RANGE } from '../../clock/platform-clock.ts';
import { parseDuration } from '../../core/duration.ts';
import { invalid } from '../../core/refusal.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, instantBody, instantField, refusals, route, toInstant } from './common.ts';

export const clockSchema = z
  .object({ mode: z.enum(CLOCK_MODES), speed: z.int(), now: instantBody })
  .openapi('Clock');

const clockChange = z
  .strictObject({
    mode: z.enum(CLOCK_MODES),
    speed: z.int().min(SPEED_RANGE.min).max(SPEED_RANGE.max),
    now: instantField.openapi({ description: 'Manual clock only, and never back' }),
  })
  .partial();

const advance = z
  .strictObject({
    by: z.string().openapi({
      description: 'An ISO 8601 duration of weeks, days, hours, minutes and seconds',
      example: 'PT1H',
    }),
    to: instantField,
    until: z.literal('idle').openapi({ description: 'As far as anything is left to do' }),
  })
  .partial();

export const clockBody = (clock: PlatformClock) => ({
  mode: clock.mode,
  speed: clock.speed,
  now: toInstant(clock.now()),
});

const advancedSchema = clockSchema
  .extend({
    communications: z.int().openapi({ description: 'How many were sent, reported on or came in' }),
    requests: z.int().openapi({ description: 'Requests to receivers that were answered with a 2xx' }),
    callbacks: z.int().openapi({ description: 'What those carried' }),
    failed: z.int().openapi({ description: 'Requests that failed' }),
  })
  .openapi('Advanced');

export function clockRoutes(app: OpenAPIHono, { clock, world, callbacks }: ApiContext): void {
  app.openapi(
    route({
      method: 'get',
      path: '/clock',
      tags: ['Clock'],
      summary: "Read the platform's clock",
      responses: { 200: answer('The clock', clockSchema), ...refusals },
    }),
    (c) => c.json(clockBody(clock), 200),
  );

  app.openapi(
    route({
      method: 'put',
      path: '/clock',
      tags: ['Clock'],
      summary: 'Change how the clock runs',
      request: body(clockChange),
      responses: { 200: answer('The clock', clockSchema), ...refusals },
    }),
    (c) => {
      const { now, ...change } = c.req.valid('json');
      clock.set({ ...change, now: now === undefined ? undefined : Date.parse(now) });
      return c.json(clockBody(clock), 200);
    },
  );

  app.openapi(
    route({
      method: 'post',
      path: '/clock/advance',
      tags: ['Clock'],
      summary: 'Move the manual clock on; answers when all that fell due on the way has been done',
      request: body(advance),
      responses: { 200: answer('The clock, and what has happened', advancedSchema), ...refusals },
    }),
    async (c) => {
      const happened = await clock.advance(targetOf(c.req.valid('json')), () => {
        const changed = world.tally.begin();
        const before = callbacks.totals();
        return () => ({
          ...clockBody(clock),
          communications: changed(),
          ...between(before, callbacks.totals()),
        });
      });
      return c.json(happened, 200);
    },
  );
}

function targetOf({ by, to, until }: z.output<typeof advance>): number | { by: number } | 'idle' {
  if ([by, to, until].filter((given) => given !== undefined).length !== 1) {
    throw invalid('', 'names no target, or several', 'one of by, to and until');
  }
  if (by !== undefined) {
    const duration = parseDuration(by);
    if (duration === null) {
      const expected = 'one of weeks, days, hours, minutes and seconds, such as PT15S or P365D';
      throw invalid('by', `"${by}" is no ISO 8601 duration of a fixed length`, expected);
    }
    return { by: duration };
  }
  return to === undefined ? 'idle' : Date.parse(to);
}
