// A receiver of callbacks that lets in nobody but the platform: by its client certificate, and by a password.
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { generate } from 'selfsigned';

const { WIRAYA_URL = 'http://127.0.0.1:4010', PORT = '9443' } = process.env;

interface Report {
  id: number;
  to: string;
  status: string;
}

const app = new Hono<{ Bindings: HttpBindings }>();

app.use(async (c, next) => {
  const socket = c.env.incoming.socket as TLSSocket;
  if (!socket.authorized) return c.text('Show a certificate of the platform.', 403);
  return next();
});
app.use(basicAuth({ username: 'wiraya', password: 'let me in' }));

app.post('/callbacks', async (c) => {
  const { batch } = await c.req.json<{ batch: Report[] }>();
  for (const { id, to, status } of batch) console.log(`${id} to ${to}: ${status}`);
  return c.body(null, 204);
});

const own = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
});
const authority = await fetch(`${WIRAYA_URL}/v1/certificates/ca.pem`);

serve({
  fetch: app.fetch,
  port: Number(PORT),
  hostname: '127.0.0.1',
  createServer,
  serverOptions: {
    key: own.private,
    cert: own.cert,
    ca: await authority.text(),
    requestCert: true,
    // Without a certificate it is answered above, in words.
    rejectUnauthorized: false,
  },
});
console.log(`listening on https://127.0.0.1:${PORT}/callbacks`);
