import { isIP } from 'node:net';
import type { TransportTarget } from './contract.ts';
import { ForbiddenHost } from './network-policy.ts';
import { DOUBTED_CERTIFICATE, NO_CLIENT_CERTIFICATE, tlsProblem } from './tls-problem.ts';

/** Where a connection was to lead. */
export interface Destination {
  /** Without brackets. */
  hostname: string;
  /** Host and port as people write them, `[::1]:9443`. */
  address: string;
  /** Null: the system's choice. */
  sourceAddress: string | null;
}

/**
 * Why no connection came about, in plain words.
 * @param asked whether the receiver had asked for a client certificate
 */
export function connectProblem(
  error: NodeJS.ErrnoException,
  { hostname, address, sourceAddress }: Destination,
  target: TransportTarget,
  asked: boolean,
): string {
  if (error instanceof ForbiddenHost) return error.message;
  const aboutTls = tlsProblem(error, target, asked);
  if (aboutTls !== null) return aboutTls;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `nothing listens on ${address}`;
    case 'ENOTFOUND':
      return `the host name ${hostname} is not known`;
    case 'EAI_AGAIN':
      return `the host name ${hostname} could not be looked up: the name server did not answer`;
    case 'ECONNRESET':
    case 'EPIPE':
      return handshakeLoss(address, target, asked);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no route to ${address}`;
    case 'ETIMEDOUT':
      return `${address} did not answer: the system gave up connecting`;
    case 'EADDRNOTAVAIL':
      return sourceAddress === null
        ? `this machine has no free port or address to connect to ${address} from`
        : `the source address ${sourceAddress} is not an address of this machine, or it has no free port`;
    case 'EACCES':
    case 'EPERM':
      return `this machine does not allow connections to ${address}`;
    case 'EMFILE':
    case 'ENFILE':
      return 'this machine has too many files and connections open';
    case 'EINVAL':
    case 'EAFNOSUPPORT':
      if (sourceAddress !== null && isIP(hostname) !== 0 && isIP(sourceAddress) !== isIP(hostname)) {
        return `the source address ${sourceAddress} cannot reach ${hostname}: one is IPv4, the other IPv6`;
      }
  }
  return `no connection to ${address}: ${error.message || error.code}`;
}

function handshakeLoss(address: string, target: TransportTarget, asked: boolean): string {
  const hungUp = `${address} closed the connection during the TLS handshake`;
  if (!asked) return hungUp;
  return target.clientCertificate === null
    ? `${NO_CLIENT_CERTIFICATE} (${hungUp})`
    : `${hungUp}; ${DOUBTED_CERTIFICATE}`;
}
