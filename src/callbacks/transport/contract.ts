import type { CallbackConfig } from '../../core/callback-config.ts';
import type { TlsFacts } from './receiver-certificate.ts';

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
  /** Sent in UTF-8. */
  body: string | null;
  /** How the body is sent, if not at once: piece by piece over so many real ms, or half of it before the connection is cut. */
  manner?: { trickleMs: number } | 'RESET';
}

/** What happened to one request, fit to be stored: secrets that we sent are masked. */
export interface AttemptResult {
  /** The receiver answered 2xx, in full or more than is read of it. */
  ok: boolean;
  /** Null: no answer came, or none whose headers were complete. */
  status: number | null;
  /** Names in lower case; at most 16 KiB together. */
  responseHeaders: Record<string, string | string[]> | null;
  /**
   * As text in UTF-8, as far as it was read; null: there was no answer. Of a compressed body, which is not
   * unpacked, only its kind and length.
   */
  responseBody: string | null;
  /** The body was longer than `maxResponseBytes`; the connection was given up rather than read to the end. */
  responseCut: boolean;
  /** As sent, or as they would have been had there been a connection; empty when the URL was not allowed. */
  requestHeaders: Record<string, string>;
  /** Null: plain http, or no handshake took place. */
  tls: TlsFacts | null;
  localAddress: string | null;
  remoteAddress: string | null;
  /** Real milliseconds. */
  timing: {
    /** From the look-up of the name to the end of the TLS handshake; null: a connection was used again. */
    connectMs: number | null;
    /** From sending the request to the first byte of the answer: what the receiver took. */
    firstByteMs: number | null;
    /** All of it, but not the wait for a connection to become free. */
    totalMs: number;
  };
  /** In plain words; null when `ok`. */
  error: string | null;
  /** What the `Retry-After` of a 429 or 503 asks for, in ms. */
  retryAfterMs: number | null;
}

/** The error of a request that was cut off because the transport was closed: nothing that the receiver did. */
export const STOPPED = 'the platform stopped';

/** Makes requests to the receiver of one callback, at most `concurrency` at once; more wait their turn. */
export interface Transport {
  /**
   * Makes one request and tells what happened; never rejects.
   * A request on a kept-alive connection that the receiver was just closing is sent again on a new one.
   * @param now platform time in ms since the Unix epoch
   */
  send(request: OutgoingRequest, now: number): Promise<AttemptResult>;
  /** Ends at once: requests under way fail with `STOPPED`. */
  close(): Promise<void>;
}
