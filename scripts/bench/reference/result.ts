// What a single send is answered with, by the like of the same server: Hono on Node over HTTPS, storing nothing.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { answering } from './answering.ts';

export type ResultMessage = { key: string; cert: string };
export type ResultAnswer = { url: string };

let id = 0;
const app = new Hono().post('/api/send', async (c) => {
  const { recipient } = await c.req.json<{ recipient: string }>();
  id += 1;
  return c.json({ Result: `${recipient}${id}` });
});

answering<ResultMessage>(async (certificate): Promise<ResultAnswer> => {
  const server = createServer(certificate, getRequestListener(app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/api/send` };
});
