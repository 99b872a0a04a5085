import type { CommunicationType, Status } from './vocabulary.ts';

export const CALLBACK_METHODS = ['GET', 'POST'] as const;
export type CallbackMethod = (typeof CALLBACK_METHODS)[number];

export const CALLBACK_FORMATS = ['JSON', 'XML'] as const;
export type CallbackFormat = (typeof CALLBACK_FORMATS)[number];

export const TLS_VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** A client certificate as registered: PEM parts, or PKCS#12 in base64. */
export type ClientCertificate =
  | { cert: string; key: string; passphrase?: string | undefined }
  | { pfx: string; passphrase?: string | undefined };

/** A customer's registered callback, as validated; facts sheet §1.2 to 1.5 [S]. */
export interface CallbackConfig {
  name: string;
  /** With metrics in path and query, never in the host. */
  url: string;
  method: CallbackMethod;
  /** Null for GET. */
  format: CallbackFormat | null;
  /** One item; null for GET. */
  template: string | null;
  /** Empty: all. */
  types: readonly CommunicationType[];
  /** Empty: all, and what has no status. */
  statuses: readonly Status[];
  /** Null: one event a request, not wrapped in `batch`. */
  batch: {
    maxItems: number;
    /** XML only: the element around the items. */
    element?: string | undefined;
    /** XML only: a document with `{BATCH}` where the batch element goes. */
    envelope?: string | undefined;
  } | null;
  auth: { username: string; password: string } | null;
  headers: Readonly<Record<string, string>>;
  clientCertificate: ClientCertificate | null;
  tls: {
    /** PEM; when given, the receiver's certificate must lead to it. */
    ca?: string | undefined;
    /** True: the receiver's certificate must be valid for its host. False (default): self-signed ones are accepted [S]. */
    verify: boolean;
    minVersion: TlsVersion;
    maxVersion: TlsVersion;
  };
  /** Requests under way at once; 1 keeps strictly to the order of the log. */
  concurrency: number;
  /** Real milliseconds. */
  timeouts: { connectMs: number; answerMs: number };
}
