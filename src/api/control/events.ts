import { setTimeout as pause } from 'node:timers/promises';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { COMMUNICATION_TYPES, RECIPIENT_STATUSES, STATUSES } from '../../core/vocabulary.ts';
import type { EventOf } from '../../store/events.ts';
import type { ApiContext } from '../context.ts';
import { answer, instantBody, refusals, route, toInstant, toInstantOrNull, waitingFor } from './common.ts';
import { worldField, worldNumber } from './world.ts';

/** Most events that are told of at once. */
const MOST_EVENTS = 1000;

/** How often it is looked whether the log has grown, in real ms. */
const LOOK_EVERY_MS = 100;

const eventSchema = z
  .object({
    id: z.int(),
    at: instantBody,
    type: z.enum(COMMUNICATION_TYPES),
    status: z.enum(STATUSES).nullable().openapi({ description: 'Null: it came in' }),
    recipientStatus: z.enum(RECIPIENT_STATUSES).nullable(),
    customerId: z.int(),
    communicationId: z.int(),
    campaignId: z.int().nullable(),
    recipient: z.string(),
    sender: z.string(),
    text: z.string().nullable().openapi({ description: 'Of an incoming SMS; null: it is none' }),
    callLength: z.int().nullable().openapi({ description: 'In seconds; null: no call was answered' }),
    keyChoices: z.array(z.string()).nullable(),
    sentAt: instantBody,
    doneAt: instantBody.nullable(),
  })
  .openapi('LoggedEvent');

const waitQuery = z.strictObject(waitingFor('events'));

function eventBody({ bulk, at, sentAt, doneAt, previousId: _, keyChoices, ...event }: EventOf) {
  return {
    ...event,
    at: toInstant(at),
    text: bulk,
    keyChoices: keyChoices && [...keyChoices],
    sentAt: toInstant(sentAt),
    doneAt: toInstantOrNull(doneAt),
  };
}

/** The event log as it grows: what a program reads that watches what happens. */
export function eventRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, stopping } = context;
  const world = worldNumber(context);
  app.openapi(
    route({
      method: 'get',
      path: '/events/wait',
      tags: ['Communications'],
      summary: 'Wait until the log has grown, and read on in it',
      description:
        'Answers at once when there are such events already: the first thousand, in order of the log. Give the ID of the last one as `after` for those that follow. None: the time is up.',
      request: { query: waitQuery },
      responses: {
        200: answer(
          'What follows in the log',
          z.object({
            items: z.array(eventSchema),
            end: z.int().openapi({ description: 'ID of the newest event; 0: there is none' }),
            world: worldField,
          }),
        ),
        ...refusals,
      },
    }),
    async (c) => {
      const { after, timeoutMs } = c.req.valid('query');
      const deadline = performance.now() + timeoutMs;
      const asked = world();
      const waits = () =>
        !stopping.aborted &&
        !c.req.raw.signal.aborted &&
        store.events.end() === after &&
        world() === asked &&
        performance.now() < deadline;
      while (waits()) await pause(LOOK_EVERY_MS, null, { signal: stopping }).catch(() => {});
      if (!store.isOpen()) return c.json({ items: [], end: after, world: asked }, 200);
      const items = store.events.after(after, MOST_EVENTS).map(eventBody);
      return c.json({ items, end: store.events.end(), world: world() }, 200);
    },
  );
}
