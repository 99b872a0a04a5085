import type { TransportTarget } from './contract.ts';
import { isSecretHeader, maskedValue } from './mask-headers.ts';

const USER_AGENT = 'mock-wiraya';

/** A request's headers in the two forms that are needed. */
export interface PreparedHeaders {
  /** Names and values in turn, for undici, which adds host, connection and content-length itself. */
  sent: string[];
  /** All that goes over the wire but for the content-length, secrets masked. */
  shown: Record<string, string>;
}

/** @param host with its port, as in the URL */
export type PrepareHeaders = (host: string, headers: Readonly<Record<string, string>>) => PreparedHeaders;

/**
 * Puts together the headers of a callback's requests: our own, Basic authentication (RFC 7617, in UTF-8) if
 * the callback has it, and its customized ones, which may replace the user agent but not the credentials.
 */
export function headersFor({ auth }: Pick<TransportTarget, 'auth'>): PrepareHeaders {
  const credentials = auth && Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64');

  return (host, headers) => {
    const sent: string[] = [];
    const shown: Record<string, string> = { host, connection: 'keep-alive' };
    let ownAgent = true;
    for (const [name, value] of Object.entries(headers)) {
      const lowerCase = name.toLowerCase();
      if (lowerCase === 'user-agent') ownAgent = false;
      if (lowerCase === 'authorization' && credentials !== null) continue;
      if (lowerCase === 'host' || lowerCase === 'connection') delete shown[lowerCase];
      sent.push(name, value);
      shown[name] = isSecretHeader(name) ? maskedValue(value) : value;
    }
    if (ownAgent) {
      sent.push('user-agent', USER_AGENT);
      shown['user-agent'] = USER_AGENT;
    }
    if (credentials !== null) {
      sent.push('authorization', `Basic ${credentials}`);
      shown.authorization = 'Basic ***';
    }
    return { sent, shown };
  };
}
