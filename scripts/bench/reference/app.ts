// An endpoint of the same kind as POST /v1/communications (Hono on Node, validated by zod), which stores nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { answering } from './answering.ts';

export type AppAnswer = { url: string };

const wanted = z.strictObject({
  customerId: z.int().positive(),
  type: z.enum(['OUTGOING_SMS', 'OUTGOING_CALL']),
  recipient: z.string().regex(/^\d{5,15}$/),
  sender: z.string().min(1).max(15).optional(),
  content: z.string().min(1).max(1000).optional(),
});
const accepted = wanted.extend({ id: z.int(), state: z.string(), acceptedAt: z.iso.datetime() });

const route = createRoute({
  method: 'post',
  path: '/v1/communications',
  request: { body: { required: true, content: { 'application/json': { schema: wanted } } } },
  responses: { 201: { description: 'Accepted', content: { 'application/json': { schema: accepted } } } },
});

let id = 0;
const app = new OpenAPIHono().openapi(route, (c) => {
  id += 1;
  const acceptedAt = new Date().toISOString();
  return c.json({ id, ...c.req.valid('json'), state: 'SENT', acceptedAt }, 201);
});

answering<object>(async (): Promise<AppAnswer> => {
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/communications` };
});
