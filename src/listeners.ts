import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Settings } from './config.ts';
import type { Log } from './core/log.ts';
import { createProxy } from './proxy/proxy.ts';
import type { KeyAndCert } from './tls/issue.ts';

/** The servers of a platform, listening. */
export interface Listeners {
  http: Server;
  https: Server;
  /** Null: not wanted. */
  proxy: Server | null;
  /** Takes no new connections, and ends those that are open once their requests are answered. */
  close(): Promise<void>;
}

type Fetch = Parameters<typeof getRequestListener>[0];

/** Real ms that open requests have to be answered when the servers close. */
const CLOSE_WITHIN_MS = 1000;

/**
 * Inboxes show client certificates. Asked for those of our authority alone, browsers have nothing to offer their users.
 * The authority's own certificate is then sent along with the server's, by OpenSSL's doing.
 */
const ASKING = { requestCert: true, rejectUnauthorized: false };

/**
 * Serves the same over HTTP and HTTPS (TLS 1.2 and later), the latter also to those who come through the proxy.
 * @param certificate `ca`: whose client certificates are asked for; who shows none, or another, is served as well
 * @param ownsProcess whether Hono may put lighter forms of `Request` and `Response` in the place of Node's, for all of
 *   the process: an answer then takes half the time
 * @throws Error naming the port that cannot be had and the setting for it
 */
export async function listen(
  fetch: Fetch,
  { host, httpPort, httpsPort, proxyPort }: Pick<Settings, 'host' | 'httpPort' | 'httpsPort' | 'proxyPort'>,
  certificate: KeyAndCert & { ca: string },
  log: Log,
  ownsProcess: boolean,
): Promise<Listeners> {
  const listener = getRequestListener(fetch, { overrideGlobalObjects: ownsProcess });
  const http = createHttpServer(listener);
  const https = createHttpsServer({ ...certificate, ...ASKING, minVersion: 'TLSv1.2' }, listener);
  const proxy =
    proxyPort === null ? null : createProxy((connection) => https.emit('connection', connection), log);
  const servers = proxy === null ? [http, https] : [http, https, proxy];
  const closers = servers.map(closerOf);
  const close = async () => {
    await Promise.all(closers.map((closeServer) => closeServer()));
  };
  try {
    const ports = [
      listenOn(http, host, httpPort, 'httpPort'),
      listenOn(https, host, httpsPort, 'httpsPort'),
      proxy && listenOn(proxy, host, proxyPort!, 'proxyPort'),
    ];
    // All are settled before any is closed again.
    await Promise.allSettled(ports);
    await Promise.all(ports);
  } catch (error) {
    await close();
    throw error;
  }
  return { http, https, proxy, close };
}

/**
 * Has a server listen.
 * @param setting that the port comes from
 * @throws Error in plain words, naming the setting
 */
export function listenOn(server: Server, host: string, port: number, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(inPlainWords(error, host, port, setting)));
    server.listen(port, host, () => resolve());
  });
}

function inPlainWords(
  { code, message }: NodeJS.ErrnoException,
  host: string,
  port: number,
  setting: string,
): Error {
  switch (code) {
    case 'EADDRINUSE':
      return new Error(
        `${setting}: port ${port} on ${host} is in use; choose another one, or 0 for any that is free`,
      );
    case 'EACCES':
      return new Error(`${setting}: port ${port} may not be used by this user; choose one above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(`host: ${host} is no address of this machine`);
    default:
      return new Error(`${setting}: cannot listen on ${host}:${port}: ${message}`);
  }
}

/** Keeps count of the connections itself: the server's own count begins when a TLS handshake is over. */
function closerOf(server: Server): () => Promise<void> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () =>
    new Promise((resolve) => {
      if (!server.listening) return resolve();
      const timer = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, CLOSE_WITHIN_MS);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
    });
}
