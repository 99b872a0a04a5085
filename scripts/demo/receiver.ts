import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { AUTH, type ReceivedCallback } from './callback.ts';

/**
 * What a customer would run: an HTTPS server with a self-signed certificate that asks for basic authentication and
 * takes batches of callbacks.
 */
export async function startReceiver(onBatch: (batch: ReceivedCallback[]) => void) {
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  const credentials = `Basic ${Buffer.from(`${AUTH.username}:${AUTH.password}`).toString('base64')}`;
  const server = createServer(
    { key: certificate.private, cert: certificate.cert },
    async (request, response) => {
      if (request.headers.authorization !== credentials) {
        response.writeHead(401).end();
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      onBatch(JSON.parse(Buffer.concat(chunks).toString('utf8')).batch);
      response.writeHead(204).end();
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
