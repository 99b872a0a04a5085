import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { InboxClientCertificate, InboxTls } from '../store/inbox.ts';
import { factsOf } from '../tls/client-certificate.ts';

/** Who made a connection, and how. */
export interface Connection {
  remoteAddress: string;
  tls: InboxTls | null;
}

/** Longer chains are not followed. */
const MOST_ISSUERS = 10;

/**
 * What can be known of connections, looked up once for each.
 * @param caCertificate PEM of the platform's certificate authority
 */
export function connections(caCertificate: string): (socket: Socket) => Connection {
  const ca = new X509Certificate(caCertificate);
  const known = new WeakMap<Socket, Connection>();
  return (socket) => {
    const before = known.get(socket);
    if (before) return before;
    const connection = {
      remoteAddress: (socket.remoteAddress ?? '').replace(/^::ffff:(?=[\d.]+$)/i, ''),
      tls: 'encrypted' in socket ? tlsOf(socket as TLSSocket, ca) : null,
    };
    known.set(socket, connection);
    return connection;
  };
}

function tlsOf(socket: TLSSocket, ca: X509Certificate): InboxTls {
  const certificate = socket.getPeerX509Certificate();
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    clientCertificate: certificate ? shown(certificate, ca) : null,
  };
}

function shown(certificate: X509Certificate, ca: X509Certificate): InboxClientCertificate {
  return { ...factsOf(certificate), leadsToCa: leadsTo(ca, certificate) };
}

/** Whether the authority issued it, or one that it issued; be they expired. */
function leadsTo(ca: X509Certificate, certificate: X509Certificate): boolean {
  let one: X509Certificate | undefined = certificate;
  for (let issuers = 0; one && issuers < MOST_ISSUERS; issuers++) {
    if (one.checkIssued(ca) && one.verify(ca.publicKey)) return true;
    const issuer: X509Certificate | undefined = one.issuerCertificate;
    one = issuer && one.verify(issuer.publicKey) ? issuer : undefined;
  }
  return false;
}
