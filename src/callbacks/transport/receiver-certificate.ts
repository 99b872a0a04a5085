import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { TlsFacts } from '../../store/attempts.ts';

/** Facts of a socket whose handshake is done. */
export function tlsFacts(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate();
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    peer: nameOf(certificate.subject) || namesIn(certificate),
    issuer: nameOf(certificate.issuer),
    validTo: iso(certificate.valid_to),
    fingerprint256: certificate.fingerprint256,
  };
}

/**
 * Why verification failed, in plain words.
 * @param code OpenSSL's name of the verification error, or Node's for a host name that does not fit
 * @param options.host as in the URL
 * @param options.ownCa whether the callback has a CA of its own to trust, instead of the system's
 */
export function certificateProblem(
  code: string,
  certificate: PeerCertificate,
  options: { host: string; ownCa: boolean },
): string {
  const trusted = options.ownCa ? 'the CA given in `tls.ca`' : 'an authority that this machine trusts';
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the receiver's certificate is not for ${options.host}, but for ${namesIn(certificate)}`;
    case 'CERT_HAS_EXPIRED':
      return new Date(certificate.valid_to).getTime() < Date.now()
        ? `the receiver's certificate expired on ${iso(certificate.valid_to)}`
        : "an authority above the receiver's certificate has expired";
    case 'CERT_NOT_YET_VALID':
      return `the receiver's certificate is not valid before ${iso(certificate.valid_from)}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `the receiver's certificate is self-signed and does not lead to ${trusted}`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return (
        `the receiver's certificate, issued by ${nameOf(certificate.issuer)}, cannot be traced to ${trusted}; ` +
        'the receiver may have to send its intermediate certificates too'
      );
    default:
      return `the receiver's certificate does not pass verification: ${code.toLowerCase().replaceAll('_', ' ')}`;
  }
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  return [name?.CN ?? name?.O ?? ''].flat().join(', ');
}

function namesIn(certificate: PeerCertificate): string {
  const names = certificate.subjectaltname?.replaceAll('DNS:', '').replaceAll('IP Address:', '');
  return names || nameOf(certificate.subject) || 'no name at all';
}

function iso(date: string): string {
  const at = new Date(date);
  return Number.isNaN(at.getTime()) ? date : at.toISOString();
}
