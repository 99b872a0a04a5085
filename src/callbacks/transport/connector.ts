import { connect as connectTcp, isIP, type Socket } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
  TLSSocket,
} from 'node:tls';
import type { Peer, TlsFacts } from '../../store/attempts.ts';
import { addressOf, bareHostname, portOf } from './address.ts';
import { connectProblem } from './connect-problem.ts';
import { NO_PEER, STOPPED, type TransportTarget } from './contract.ts';
import { guardedLookup } from './network-policy.ts';
import { certificateProblem, tlsFacts } from './receiver-certificate.ts';

/** One connection to a receiver. Its facts are read once, not for every request on it. */
export interface Connection {
  socket: Socket;
  peer: Peer;
  /** Real ms from the look-up of the name to the end of the TLS handshake. */
  connectMs: number;
  askedForClientCertificate: boolean;
  /** How many requests have been sent on it. */
  requests: number;
  /** What broke it first: undici tells of the receiver's hanging up after an alert, and not of the alert. */
  failure: Error | null;
}

/** Why there is no connection, in plain words, and what was learned on the way. */
export class ConnectFailure extends Error {
  constructor(
    message: string,
    readonly peer: Peer = NO_PEER,
  ) {
    super(message);
  }
}

type Connected = (failure: ConnectFailure | null, connection: Connection | null) => void;

/** Starts connecting; calls back once. The function it returns gives up at once. */
export type Connector = (connected: Connected) => () => void;

const lookup = guardedLookup();

/**
 * A connector to one origin. We connect ourselves rather than with undici's own connector: its time limit is
 * only good to a second, and of a failed connection it shows neither certificate nor addresses.
 * @param nextSourceAddress asked once for each connection; null: the system's choice
 */
export function connectorTo(
  origin: URL,
  target: TransportTarget,
  nextSourceAddress: () => string | null,
): Connector {
  const secure = origin.protocol === 'https:';
  const hostname = bareHostname(origin);
  const port = portOf(origin);
  const address = addressOf(origin);
  const { connectMs } = target.timeouts;
  let secureContext: SecureContext | undefined;
  // Connections to one receiver are all alike, and whoever writes that down need do so once.
  const peers = new Map<string, Peer>();
  const known = (peer: Peer): Peer => {
    const key = JSON.stringify(peer);
    const before = peers.get(key) ?? peer;
    peers.set(key, before);
    return before;
  };

  function open(sourceAddress: string | null): Socket {
    const tcp = {
      host: hostname,
      port,
      lookup,
      noDelay: true,
      ...(sourceAddress !== null && { localAddress: sourceAddress, family: isIP(sourceAddress) }),
    };
    if (!secure) return connectTcp(tcp);
    secureContext ??= createSecureContext(secureContextOptions(target));
    return connectTls({
      ...tcp,
      secureContext,
      ALPNProtocols: ['http/1.1'],
      // RFC 6066 §3: no literal addresses in SNI.
      ...(isIP(hostname) === 0 && { servername: hostname }),
      // Verified below instead, where the certificate can still be read when it does not pass.
      rejectUnauthorized: false,
      ...(!target.tls.verify && { checkServerIdentity: () => undefined }),
    });
  }

  return (connected) => {
    const startedAt = performance.now();
    const sourceAddress = nextSourceAddress();
    let socket: Socket;
    try {
      socket = open(sourceAddress);
    } catch (error) {
      const failure = new ConnectFailure(`the connection cannot be made: ${(error as Error).message}`);
      queueMicrotask(() => connected(failure, null));
      return () => {};
    }

    let settled = false;
    let connection: Connection | null = null;
    let tcpConnected = false;
    let asked = false;
    // The event loop gets a turn first: after a busy stretch of ours, the answer may be there already.
    const timer = setTimeout(() => setImmediate(giveUp), connectMs);

    function fail(message: string, tls: TlsFacts | null = null): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      const { localAddress = null, remoteAddress = null } = socket;
      socket.destroy();
      connected(new ConnectFailure(message, { tls, localAddress, remoteAddress }), null);
    }

    function giveUp(): void {
      const stage = secure && tcpConnected ? ': the port is open, but the TLS handshake did not finish' : '';
      fail(`no connection to ${address} within ${connectMs} ms${stage}`);
    }

    function succeed(): void {
      if (settled) return;
      const tls = socket instanceof TLSSocket ? tlsFacts(socket) : null;
      if (socket instanceof TLSSocket && mustVerify(target) && !socket.authorized) {
        // Node's types say Error; without rejectUnauthorized it is the error's code.
        const code = String(socket.authorizationError);
        const ownCa = target.tls.ca !== undefined;
        fail(certificateProblem(code, socket.getPeerCertificate(), { host: hostname, ownCa }), tls);
        return;
      }
      settled = true;
      clearTimeout(timer);
      connection = {
        socket,
        peer: known({
          tls,
          localAddress: socket.localAddress ?? null,
          remoteAddress: socket.remoteAddress ?? null,
        }),
        connectMs: performance.now() - startedAt,
        askedForClientCertificate: askedForClientCertificate(socket),
        requests: 0,
        failure: null,
      };
      connected(null, connection);
    }

    socket.once('connect', () => {
      tcpConnected = true;
    });
    // Before Node's own listener, which closes the socket, after which it cannot be asked.
    socket.prependOnceListener('end', () => {
      asked = askedForClientCertificate(socket);
    });
    socket.once(secure ? 'secureConnect' : 'connect', succeed);
    // Stays on: an error after this has settled must not be one that nobody listens to.
    socket.on('error', (error) => {
      asked ||= askedForClientCertificate(socket);
      if (connection !== null) connection.failure ??= error;
      fail(connectProblem(error, { hostname, address, sourceAddress }, target, asked));
    });
    return () => fail(STOPPED);
  };
}

function mustVerify({ tls }: TransportTarget): boolean {
  return tls.verify || tls.ca !== undefined;
}

function secureContextOptions(target: TransportTarget): SecureContextOptions {
  const { clientCertificate } = target;
  const { ca, verify, minVersion, maxVersion } = target.tls;
  return {
    ...(target.outdatedTls
      ? { minVersion: 'TLSv1.1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT@SECLEVEL=0' }
      : { minVersion, maxVersion }),
    // Without verification nothing is trusted, and the system's certificates need not be loaded.
    ...(ca !== undefined ? { ca } : !verify && { ca: [] }),
    ...(clientCertificate !== null &&
      ('pfx' in clientCertificate
        ? { ...clientCertificate, pfx: Buffer.from(clientCertificate.pfx, 'base64') }
        : clientCertificate)),
  };
}

/** Signature algorithms are only agreed on with a client when the server wants a certificate from it. */
function askedForClientCertificate(socket: Socket): boolean {
  if (!(socket instanceof TLSSocket)) return false;
  // Null once the socket is closed, which Node's types leave out.
  const shared: string[] | null = socket.getSharedSigalgs();
  return shared !== null && shared.length > 0;
}
