import type { TransportTarget } from './contract.ts';
import { isSecretHeader, maskedValue } from './mask-headers.ts';

const USER_AGENT = 'mock-wiraya';

/** A request's headers in the two forms that are needed. */
export interface PreparedHeaders {
  /** Names and values in turn, for undici, which adds host, connection and content-length itself. */
  sent: string[];
  /** All that goes over the wire, secrets masked. */
  shown: Record<string, string>;
}

export type PrepareHeaders = (
  host: string,
  headers: Readonly<Record<string, string>>,
  contentLength: number | null,
) => PreparedHeaders;

interface KnownName {
  secret: boolean;
  lowerCase: string;
}

/**
 * Puts together the headers of a callback's requests: our own, Basic authentication (RFC 7617, in UTF-8) if
 * the callback has it, and its customized ones, which may replace the user agent but not the credentials.
 */
export function headersFor({ auth }: Pick<TransportTarget, 'auth'>): PrepareHeaders {
  const credentials = auth && Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64');
  // A callback's header names are the same in every request.
  const names = new Map<string, KnownName>();

  function know(name: string): KnownName {
    let known = names.get(name);
    if (known === undefined) {
      known = { secret: isSecretHeader(name), lowerCase: name.toLowerCase() };
      names.set(name, known);
    }
    return known;
  }

  return (host, headers, contentLength) => {
    const sent: string[] = [];
    const shown: Record<string, string> = { host, connection: 'keep-alive' };
    let ownAgent = true;
    for (const name in headers) {
      const value = headers[name]!;
      const { secret, lowerCase } = know(name);
      if (lowerCase === 'user-agent') ownAgent = false;
      if (lowerCase === 'authorization' && credentials !== null) continue;
      if (lowerCase === 'host' || lowerCase === 'connection') delete shown[lowerCase];
      sent.push(name, value);
      shown[name] = secret ? maskedValue(value) : value;
    }
    if (ownAgent) {
      sent.push('user-agent', USER_AGENT);
      shown['user-agent'] = USER_AGENT;
    }
    if (credentials !== null) {
      sent.push('authorization', `Basic ${credentials}`);
      shown.authorization = 'Basic ***';
    }
    if (contentLength !== null) shown['content-length'] = String(contentLength);
    return { sent, shown };
  };
}
