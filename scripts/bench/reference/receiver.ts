// A receiver that reads each request, counts it and says 204.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answering } from './answering.ts';

export type ReceiverMessage = { listen: { key: string; cert: string } } | { count: true };
export type ReceiverAnswer = { port: number; requests: number; bytes: number };

let port = 0;
let requests = 0;
let bytes = 0;

answering<ReceiverMessage>(async (message) => {
  if ('listen' in message) port = await listen(message.listen);
  const answer: ReceiverAnswer = { port, requests, bytes };
  requests = 0;
  bytes = 0;
  return answer;
});

function listen(certificate: { key: string; cert: string }): Promise<number> {
  const server = createServer(certificate, (request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
    });
    request.on('end', () => {
      requests += 1;
      response.writeHead(204).end();
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}
