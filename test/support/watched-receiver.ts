import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

/** A request as the receiver saw it, also one that broke off. */
export interface Seen {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Whether all of the body came. */
  whole: boolean;
  /** In how many pieces the body came, and over how many real ms. */
  pieces: number;
  overMs: number;
  tlsVersion: string | null;
  /** Who the client certificate is for, and why it is not accepted; both null: none was shown. */
  client: { name: string; error: string | null } | null;
  remoteAddress: string;
}

/** Answers a request that came whole. */
export type Answer = (request: Seen, response: ServerResponse) => void;

export interface WatchedReceiver {
  port: number;
  /** In the order in which they ended. */
  seen: Seen[];
  /** Handshakes that came to nothing, by the code of their error. */
  refusedHandshakes: string[];
  answer: Answer;
  close(): Promise<void>;
}

/** A real HTTPS server on 127.0.0.1 that notes also what a server usually does not tell of. */
export async function startWatchedReceiver(options: ServerOptions): Promise<WatchedReceiver> {
  const open = new Set<Duplex>();
  const receiver: WatchedReceiver = {
    port: 0,
    seen: [],
    refusedHandshakes: [],
    answer: (_request, response) => void response.writeHead(204).end(),
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const server = createServer(options, async (request, response) => {
    const socket = request.socket as TLSSocket;
    const certificate = socket.getPeerCertificate();
    const startedAt = performance.now();
    const pieces: Buffer[] = [];
    let whole = true;
    try {
      for await (const piece of request) pieces.push(piece);
    } catch {
      whole = false;
    }
    const seen: Seen = {
      method: request.method!,
      url: request.url!,
      headers: request.headers,
      body: Buffer.concat(pieces).toString('utf8'),
      whole,
      pieces: pieces.length,
      overMs: performance.now() - startedAt,
      tlsVersion: socket.getProtocol(),
      client: certificate?.subject
        ? {
            name: String(certificate.subject.CN),
            error: socket.authorized ? null : String(socket.authorizationError),
          }
        : null,
      remoteAddress: socket.remoteAddress!,
    };
    receiver.seen.push(seen);
    if (whole) receiver.answer(seen, response);
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    receiver.refusedHandshakes.push(error.code ?? error.message),
  );
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.port = (server.address() as AddressInfo).port;
  return receiver;
}
