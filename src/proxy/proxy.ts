import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { REAL_HOSTS } from '../core/endpoints.ts';
import type { Log } from '../core/log.ts';

/** The contact API is there over HTTPS only [D], and nobody has seen the messaging API over anything else. */
const HTTPS_PORT = '443';

/** Longest request line with its headers, in bytes; a longer one is answered with 431. */
const MAX_HEADER_BYTES = 8192;
/** Real ms that a client has to say where it wants to go. */
const ASK_WITHIN_MS = 10_000;
const LOOK_AFTER_CLIENTS_EVERY_MS = 1000;

const HOSTS: readonly string[] = Object.values(REAL_HOSTS);

const ABOUT =
  `This is the forward proxy of mock-wiraya. It leads to ${HOSTS.map((host) => `https://${host}`).join(' and ')} ` +
  `(CONNECT, port ${HTTPS_PORT}) and nowhere else.\n`;
const ABOUT_HEADERS = {
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Length': Buffer.byteLength(ABOUT),
  Connection: 'close',
};
/** Without Node's help, which a CONNECT does not get. */
const REFUSAL = [
  'HTTP/1.1 403 Forbidden',
  ...Object.entries(ABOUT_HEADERS).map((header) => header.join(': ')),
  '',
  ABOUT,
].join('\r\n');

/**
 * A forward proxy (CONNECT, RFC 9110 §9.3.6) for clients that are to reach the platform under its real names. It
 * opens no connection of its own: whoever asks for one of the real hosts talks to the platform over the connection
 * that is there, so that the platform sees the client's own address.
 * @param enter takes over a connection on which the client begins with TLS
 */
export function createProxy(enter: (connection: Socket) => void, log: Log): Server {
  const proxy = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: ASK_WITHIN_MS,
      requestTimeout: ASK_WITHIN_MS,
      connectionsCheckingInterval: LOOK_AFTER_CLIENTS_EVERY_MS,
    },
    (_request, response) => {
      response.writeHead(403, ABOUT_HEADERS).end(ABOUT);
    },
  );
  proxy.on('connect', ({ url = '' }, connection: Socket, first: Buffer) => {
    connection.on('error', () => connection.destroy());
    if (!isRealHost(url)) {
      log.info({ target: url }, 'the proxy refused to lead there');
      connection.write(REFUSAL);
      connection.destroySoon();
      return;
    }
    connection.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    // What came along with the question belongs to what follows.
    if (first.length > 0) connection.unshift(first);
    enter(connection);
  });
  return proxy;
}

/** @param target as CONNECT names it, `api.wiraya.com:443` */
function isRealHost(target: string): boolean {
  const [host = '', port, ...more] = target.split(':');
  return port === HTTPS_PORT && more.length === 0 && HOSTS.includes(host.toLowerCase().replace(/\.$/, ''));
}
