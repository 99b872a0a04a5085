import type { CallbackConfig } from '../../core/callback-config.ts';
import type { Peer, RequestHead, RequestResult } from '../../store/attempts.ts';

/** What of a callback decides how its requests travel. */
export interface TransportTarget
  extends Pick<CallbackConfig, 'auth' | 'clientCertificate' | 'tls' | 'timeouts' | 'concurrency'> {
  /** Offers TLS 1.1 and nothing later, whatever `tls` says. */
  outdatedTls?: boolean;
}

/** One callback request, rendered. */
export interface OutgoingRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  /** In UTF-8. */
  body: Buffer | null;
  /** How the body is sent, if not at once: piece by piece over so many real ms, or half of it before the connection is cut. */
  manner?: { trickleMs: number } | 'RESET';
}

/** What happened to one request, fit to be stored: secrets that we sent are masked. */
export interface AttemptResult extends RequestResult {
  /** As sent, or as it would have been had there been a connection; without headers when the URL was not allowed. */
  request: RequestHead;
  /** What the `Retry-After` of a 429 or 503 asks for, in ms. */
  retryAfterMs: number | null;
}

/** Of a request that did not get as far as a connection. */
export const NO_PEER: Peer = { tls: null, localAddress: null, remoteAddress: null };

/** The error of a request that was cut off because the transport was closed: nothing that the receiver did. */
export const STOPPED = 'the platform stopped';

/** Who is to hear of a result: once, after the request has been started. */
export interface Asking {
  /** Must not throw. */
  settled(result: AttemptResult): void;
}

/** Makes requests to the receiver of one callback, at most `concurrency` at once; more wait their turn. */
export interface Transport {
  /**
   * Makes one request and tells what happened; never rejects.
   * A request on a kept-alive connection that the receiver was just closing is sent again on a new one.
   * @param now platform time in ms since the Unix epoch
   */
  send(request: OutgoingRequest, now: number): Promise<AttemptResult>;
  /**
   * The same for whoever sends one request after the other: what is started within `settled` goes out on the same
   * connection before anything else is done.
   */
  start(request: OutgoingRequest, now: number, asking: Asking): void;
  /** Ends at once: requests under way fail with `STOPPED`. */
  close(): Promise<void>;
}
