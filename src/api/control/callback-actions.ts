import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { CURSOR_STARTS, changeCallback, describeCallback, findCallback } from '../../callbacks/registry.ts';
import { preview } from '../../callbacks/rehearsal.ts';
import { moveCursor } from '../../callbacks/steering.ts';
import { COMMUNICATION_TYPES } from '../../core/vocabulary.ts';
import type { ApiContext } from '../context.ts';
import { tryBody, trySchema } from './attempt.ts';
import { callbackBody, callbackSchema, templateFields, toConfig, warningSchema } from './callback-schemas.ts';
import { answer, body, idField, idParam, refusals, route } from './common.ts';

const previewRequest = z
  .strictObject(templateFields)
  .partial()
  .required({ url: true, method: true })
  .extend({
    communicationId: idField
      .optional()
      .openapi({ description: 'Renders its newest event; samples without it' }),
  });

const renderedRequest = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
});

export const previewAnswer = z.object({
  warnings: z.array(warningSchema),
  renderings: z.array(
    z.object({
      type: z.enum(COMMUNICATION_TYPES),
      item: z.string().openapi({ description: "The event's own part of the body; empty for GET" }),
      request: renderedRequest,
    }),
  ),
  batch: renderedRequest
    .nullable()
    .openapi({ description: 'A request with up to three of them; null: they are not batched' }),
});

const cursorRequest = z.strictObject({
  to: z.union([z.enum(CURSOR_STARTS), z.int().min(0)]).openapi({
    description: 'BEGINNING sends all again, END passes over all that waits; or the last event to leave out',
  }),
});

const testRequest = z.strictObject({ type: z.enum(COMMUNICATION_TYPES).optional() });

/** What can be done with a callback beside changing it. */
export function callbackActionRoutes(app: OpenAPIHono, { callbacks, callbackContext }: ApiContext): void {
  app.openapi(
    route({
      method: 'post',
      path: '/callbacks/preview',
      tags: ['Callbacks'],
      summary:
        'Render a template for a sample of each type, or for a real communication, without saving anything',
      request: body(previewRequest),
      responses: { 200: answer('What would be sent', previewAnswer), ...refusals },
    }),
    (c) => {
      const { communicationId, ...wanted } = c.req.valid('json');
      const { warnings, ...shown } = preview(callbackContext, toConfig(wanted, null), communicationId);
      return c.json({ warnings: [...warnings], ...shown }, 200);
    },
  );

  for (const [action, enabled, summary] of [
    ['pause', false, 'Pause a callback: it keeps its place in the log'],
    ['resume', true, 'Resume a callback: it goes on where it was'],
  ] as const) {
    app.openapi(
      route({
        method: 'post',
        path: `/callbacks/{id}/${action}`,
        tags: ['Callbacks'],
        summary,
        request: { params: idParam },
        responses: { 200: answer('The callback', callbackSchema), ...refusals },
      }),
      (c) => {
        const callback = findCallback(callbackContext, c.req.valid('param').id);
        return c.json(
          callbackBody(callbackContext, changeCallback(callbackContext, callback, { enabled })),
          200,
        );
      },
    );
  }

  app.openapi(
    route({
      method: 'post',
      path: '/callbacks/{id}/cursor',
      tags: ['Callbacks'],
      summary: "Move a callback's place in the log",
      request: { params: idParam, ...body(cursorRequest) },
      responses: { 200: answer('The callback', callbackSchema), ...refusals },
    }),
    (c) => {
      const callback = findCallback(callbackContext, c.req.valid('param').id);
      const moved = moveCursor(callbackContext, callback, c.req.valid('json').to);
      return c.json(callbackBody(callbackContext, describeCallback(moved)), 200);
    },
  );

  app.openapi(
    route({
      method: 'post',
      path: '/callbacks/{id}/test',
      tags: ['Callbacks'],
      summary: 'Send a sample now and answer with what happened; nothing is stored or tried again',
      request: { params: idParam, body: { content: { 'application/json': { schema: testRequest } } } },
      responses: { 200: answer('The attempt', trySchema), ...refusals },
    }),
    async (c) => {
      const callback = findCallback(callbackContext, c.req.valid('param').id);
      const type = c.req.valid('json').type ?? callback.config.types[0] ?? 'OUTGOING_SMS';
      const { request, result, startedAt } = await callbacks.test(callback, type);
      const shown = tryBody({ ...result, body: request.body, faults: [], startedAt });
      return c.json(shown, 200);
    },
  );
}
