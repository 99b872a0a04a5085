import type { TransportTarget } from './contract.ts';

/** What a receiver's TLS alert says about the client certificate we showed (RFC 8446 §6.2), by its number. */
const CERTIFICATE_ALERTS: Readonly<Record<number, string>> = {
  42: 'it holds the certificate for damaged or wrongly signed',
  43: 'it does not support this kind of certificate',
  44: 'the certificate has been revoked',
  45: 'the certificate has expired',
  46: 'it does not find the certificate acceptable',
  48: 'it does not trust who issued the certificate',
  49: 'the certificate is valid, but grants no access',
  51: 'the signature made with its key did not verify',
};

const HANDSHAKE_FAILURE = 40;
const PROTOCOL_VERSION = 70;
const INSUFFICIENT_SECURITY = 71;
const UNRECOGNIZED_NAME = 112;
const CERTIFICATE_REQUIRED = 116;

export const NO_CLIENT_CERTIFICATE = 'the receiver asked for a client certificate and none is configured';

/** For receivers that hang up instead of saying why. */
export const DOUBTED_CERTIFICATE = 'it asked for a client certificate and may not accept the one configured';

/**
 * What an error of the TLS layer means, in plain words. With TLS 1.3 a receiver judges our certificate after
 * we think the handshake done, so this is asked about errors while reading the answer too.
 * @param asked whether the receiver asked for a client certificate
 * @returns null when the error is not one of the TLS layer
 */
export function tlsProblem(
  error: NodeJS.ErrnoException,
  target: TransportTarget,
  asked: boolean,
): string | null {
  const code = error.code ?? '';
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO') return null;
  const alert = Number(/SSL alert number (\d+)/.exec(error.message)?.[1]);
  const configured = target.clientCertificate !== null;

  if (alert === PROTOCOL_VERSION || /unsupported protocol|wrong ssl version/i.test(error.message)) {
    return `the receiver supports none of the TLS versions allowed here (${allowedVersions(target)})`;
  }
  if (Number.isNaN(alert)) {
    if (/wrong version number|packet length too long|http request/i.test(error.message)) {
      return 'the receiver does not speak TLS on this port; it may be plain http';
    }
    return `the TLS connection failed: ${reasonIn(error.message)}`;
  }
  const aboutCertificate = CERTIFICATE_ALERTS[alert];
  const aboutHandshake = alert === HANDSHAKE_FAILURE || alert === CERTIFICATE_REQUIRED;
  if (asked && !configured && (aboutCertificate !== undefined || aboutHandshake)) {
    return NO_CLIENT_CERTIFICATE;
  }
  if (configured && aboutCertificate !== undefined) {
    return `the receiver refused the client certificate: ${aboutCertificate}`;
  }
  if (asked && configured && aboutHandshake) {
    return 'the receiver asked for a client certificate and did not accept the one configured';
  }
  if (alert === HANDSHAKE_FAILURE || alert === INSUFFICIENT_SECURITY) {
    return 'the receiver refused the TLS handshake: it supports none of the ciphers offered';
  }
  if (alert === UNRECOGNIZED_NAME) {
    return 'the receiver refused the TLS handshake: it does not serve this host name';
  }
  return `the receiver refused the TLS handshake: ${reasonIn(error.message)}`;
}

function allowedVersions({ tls, outdatedTls }: TransportTarget): string {
  const versions = outdatedTls ? ['TLSv1.1'] : [...new Set([tls.minVersion, tls.maxVersion])];
  return versions.map((version) => version.replace('TLSv', 'TLS ')).join(' to ');
}

/** `…:SSL routines:ssl3_read_bytes:tlsv1 alert internal error:../deps/…:SSL alert number 80` */
function reasonIn(message: string): string {
  return /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
}
