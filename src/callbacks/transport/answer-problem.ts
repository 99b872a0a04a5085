import { STATUS_CODES } from 'node:http';
import { NO_CLIENT_CERTIFICATE } from './tls-problem.ts';

/** What an answer other than 2xx is judged by. */
export interface RefusedAnswer {
  status: number;
  /** As the receiver put it; for statuses that have no standard phrase. */
  phrase: string;
  location: string | undefined;
  retryAfter: string | undefined;
  body: string;
  method: 'GET' | 'POST';
  /** Over plain http. */
  insecure: boolean;
  credentialsSent: boolean;
  clientCertificateMissing: boolean;
}

const LONGEST_LOCATION = 200;
const LONGEST_PHRASE = 80;

/** What went wrong, in plain words, when the receiver answered with something other than 2xx. */
export function answerProblem(answer: RefusedAnswer): string {
  const { status, location } = answer;
  if (status >= 300 && status < 400 && location !== undefined) {
    const target = location.length > LONGEST_LOCATION ? `${location.slice(0, LONGEST_LOCATION)}…` : location;
    return `the receiver answered ${status} (redirect to ${target}); redirects are not followed`;
  }
  const phrase = STATUS_CODES[status] ?? answer.phrase.slice(0, LONGEST_PHRASE);
  const hint = hintFor(answer);
  return `the receiver answered ${status}${phrase && ` ${phrase}`}${hint && `: ${hint}`}`;
}

function hintFor(answer: RefusedAnswer): string {
  switch (answer.status) {
    case 400:
      return hintForBadRequest(answer);
    case 401:
      if (answer.clientCertificateMissing) return NO_CLIENT_CERTIFICATE;
      return answer.credentialsSent
        ? 'it did not accept the credentials of this callback'
        : 'it asks for credentials, and this callback has none';
    case 403:
      if (answer.clientCertificateMissing) return NO_CLIENT_CERTIFICATE;
      return 'it refuses this caller; its list of allowed addresses or its rights may be the reason';
    case 404:
      return 'it serves other paths, but not this one';
    case 405:
      return `it does not take ${answer.method} here`;
    case 413:
      return 'the request is too large for it; fewer items per batch would make it smaller';
    case 429:
      return `it gets too many requests${answer.retryAfter ? ` (Retry-After: ${answer.retryAfter})` : ''}`;
    default:
      return '';
  }
}

/** nginx reports what went wrong in TLS as a 400 with a page of its own. */
function hintForBadRequest({ body, insecure, clientCertificateMissing }: RefusedAnswer): string {
  if (/No required SSL certificate was sent/i.test(body)) {
    return clientCertificateMissing
      ? NO_CLIENT_CERTIFICATE
      : 'it got no client certificate, and requires one';
  }
  if (/The SSL certificate error/i.test(body)) return 'it did not accept the client certificate';
  if (insecure && /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server/i.test(body)) {
    return 'it expects HTTPS on this port; the URL should begin with https://';
  }
  return '';
}
