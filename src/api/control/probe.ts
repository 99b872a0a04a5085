import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { probeReceiver } from '../../callbacks/probe.ts';
import { findCallback } from '../../callbacks/registry.ts';
import type { ApiContext } from '../context.ts';
import { trySchema } from './attempt.ts';
import { answer, idParam, refusals, route } from './common.ts';

const probeSchema = trySchema.pick({ tls: true, localAddress: true, remoteAddress: true }).extend({
  reachable: z.boolean(),
  problem: z
    .string()
    .nullable()
    .openapi({ description: 'Why it cannot be reached, in plain words; null: it can' }),
  asksForClientCertificate: z.boolean().openapi({ description: 'It need not insist on one' }),
  connectMs: z.number().nullable().openapi({
    description: 'Real milliseconds to the end of the TLS handshake; null: there was no connection',
  }),
});

/** Whether receivers can be reached. */
export function probeRoutes(app: OpenAPIHono, { callbackContext }: ApiContext): void {
  app.openapi(
    route({
      method: 'post',
      path: '/callbacks/{id}/probe',
      tags: ['Callbacks'],
      summary: "Connect to a callback's receiver and hang up, without sending anything",
      description:
        'The client certificate is shown. With TLS 1.3 a receiver may refuse it only when a request comes.',
      request: { params: idParam },
      responses: { 200: answer('What was found', probeSchema), ...refusals },
    }),
    async (c) => {
      const callback = findCallback(callbackContext, c.req.valid('param').id);
      const { problem, peer, ...probe } = await probeReceiver(callbackContext, callback);
      return c.json({ reachable: problem === null, problem, ...peer, ...probe }, 200);
    },
  );
}
