import { STATUS_CODES } from 'node:http';
import { STOPPED, type TransportTarget } from './contract.ts';
import { DOUBTED_CERTIFICATE, NO_CLIENT_CERTIFICATE, tlsProblem } from './tls-problem.ts';

/** How far a request had come when it broke off. */
export interface Progress {
  /** `127.0.0.1:9443`. */
  address: string;
  secure: boolean;
  /** Whether a byte of the answer had arrived. */
  answerBegun: boolean;
  /** Of the answer, once its headers were there. */
  status: number | null;
  /** The last 1xx before it. */
  interimStatus: number | null;
  /** Whether this was the first request on its connection. */
  firstOnConnection: boolean;
  askedForClientCertificate: boolean;
}

/** Whether an error says no more than that the connection is gone. */
export function isConnectionLoss(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'UND_ERR_SOCKET';
}

/** Why an established connection brought no complete answer, in plain words. */
export function exchangeProblem(
  error: NodeJS.ErrnoException,
  target: TransportTarget,
  progress: Progress,
): string {
  const aboutTls = tlsProblem(error, target, progress.askedForClientCertificate);
  if (aboutTls !== null) return aboutTls;
  // undici does not accept these two, which nobody asked for, and says so only by its message.
  if (error.message === 'bad response') return unasked(100);
  if (error.message === 'bad upgrade') return unasked(101);
  if (isConnectionLoss(error)) return lossProblem(error, target, progress);
  if (error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || /Invalid EOF state/i.test(error.message)) {
    return 'the receiver closed the connection in the middle of its answer';
  }
  if (error.code === 'UND_ERR_HEADERS_OVERFLOW') return "the headers of the receiver's answer are too large";
  if (error.name === 'HTTPParserError') return malformedProblem(error, progress);
  if (error.code === 'UND_ERR_DESTROYED' || error.code === 'UND_ERR_CLOSED') return STOPPED;
  return `the request could not be made: ${error.message}`;
}

function unasked(status: number): string {
  return `the receiver answered ${status} ${STATUS_CODES[status]}, which nobody asked for`;
}

function lossProblem(
  error: NodeJS.ErrnoException,
  target: TransportTarget,
  { answerBegun, status, interimStatus, firstOnConnection, askedForClientCertificate, address }: Progress,
): string {
  const how = error.code === 'ECONNRESET' ? 'reset' : 'closed';
  if (status !== null) return `the receiver ${how} the connection in the middle of its answer`;
  if (interimStatus !== null) {
    return `the receiver ${how} the connection after an interim ${interimStatus}, without a final answer`;
  }
  if (answerBegun) return `the receiver ${how} the connection in the middle of its answer's headers`;
  const silent = `${address} ${how} the connection without an answer`;
  if (!firstOnConnection || !askedForClientCertificate) return silent;
  // Some servers judge the certificate after the handshake, and just hang up.
  return target.clientCertificate === null
    ? `${NO_CLIENT_CERTIFICATE} (${silent})`
    : `${silent}; ${DOUBTED_CERTIFICATE}`;
}

const TLS_ALERT_RECORD = 0x15;

function malformedProblem(error: NodeJS.ErrnoException & { data?: string }, progress: Progress): string {
  if (!progress.secure && error.data?.charCodeAt(0) === TLS_ALERT_RECORD) {
    return 'the receiver speaks TLS on this port; the URL should begin with https://';
  }
  const detail = /\((.+)\)$/.exec(error.message)?.[1] ?? error.message;
  return `the receiver's answer is not valid HTTP: ${detail}`;
}
