import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { generate } from 'selfsigned';

/** A request as the receiver saw it. */
interface ReceivedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  remoteAddress: string;
}

/** Answers a request whose body has been read. */
export type ReceiverHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on 127.0.0.1 with a port of its own. */
export interface Receiver {
  port: number;
  /** For servers that speak HTTP. */
  requests: ReceivedRequest[];
  /** All that were ever made. */
  connections: number;
  /** Closes every connection, and goes on listening. */
  hangUp(): void;
  close(): Promise<void>;
}

/** A real HTTPS receiver. */
export function startTlsReceiver(options: ServerOptions, handler: ReceiverHandler): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  return listen(createServer(options, recording(requests, handler)), requests);
}

/** A receiver without TLS. */
export function startPlainReceiver(handler: ReceiverHandler): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  return listen(createPlainServer(recording(requests, handler)), requests);
}

/** A receiver that does with its connections whatever it wants. */
export function startTcpReceiver(onConnection: (socket: Socket) => void): Promise<Receiver> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  return listen(server, []);
}

function recording(requests: ReceivedRequest[], handler: ReceiverHandler): ReceiverHandler {
  return async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method = '', url = '', headers, socket } = request;
    requests.push({ method, url, headers, body, remoteAddress: socket.remoteAddress ?? '' });
    handler(request, response);
  };
}

async function listen(server: Server, requests: ReceivedRequest[]): Promise<Receiver> {
  const open = new Set<Socket>();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    port: (server.address() as AddressInfo).port,
    requests,
    connections: 0,
    hangUp() {
      for (const socket of open) socket.destroy();
    },
    close() {
      receiver.hangUp();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  server.on('connection', (socket) => {
    receiver.connections++;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return receiver;
}

/** A key with its certificate, both in PEM: self-signed, or signed by `ca`. */
export async function makeCertificate(
  options: {
    /** DNS names. */
    names?: string[];
    /** IP addresses. */
    addresses?: string[];
    notAfter?: Date;
    /** Whether it can sign others. */
    authority?: boolean;
    ca?: { key: string; cert: string };
    commonName?: string;
  } = {},
): Promise<{ key: string; cert: string }> {
  const { names = ['localhost'], addresses = ['127.0.0.1'], authority = false, notAfter, ca } = options;
  const { private: key, cert } = await generate(
    [{ name: 'commonName', value: options.commonName ?? 'mock' }],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      ...(notAfter && { notAfterDate: notAfter, notBeforeDate: new Date(notAfter.getTime() - 86_400_000) }),
      ...(ca && { ca }),
      extensions: [
        { name: 'basicConstraints', cA: authority, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyCertSign: authority },
        {
          name: 'subjectAltName',
          altNames: [
            ...names.map((value) => ({ type: 2 as const, value })),
            ...addresses.map((ip) => ({ type: 7 as const, ip })),
          ],
        },
      ],
    },
  );
  return { key, cert };
}
