import { type Conceal, concealing } from '../../callbacks/transport/conceal.ts';
import { isSecretHeader, maskHeaders } from '../../callbacks/transport/mask-headers.ts';
import type { EndpointName } from '../../core/endpoints.ts';
import { remembering } from '../../core/remembering.ts';
import type { RecordedMessage } from '../../store/requests.ts';

/** Of longer bodies so many bytes are kept. */
const KEPT_BYTES = 65_536;

const MASK = '***';

interface Secrets {
  request?: RegExp;
  response?: RegExp;
}

/** Names of the fields that hold secrets, in any case, where any do. */
const SECRETS: Partial<Record<EndpointName, Secrets>> = {
  Token: { request: /^key$/i, response: /^token$/i },
  VerifyCode: { request: /^pincode$/i },
};

/** What these hold is masked wherever else it stands. Names in lower case. */
const CREDENTIALS = ['x-apikey', 'authorization'];

/** What is sent to where nothing is may have been meant for any of them. */
const ANYWHERE: Secrets = { request: /authorization|token|secret|password|pincode|key/i };

/** One direction of a call, before it is masked. Names of headers as they were sent. */
interface Message {
  headers: Readonly<Record<string, string>>;
  body: Buffer | string;
  /** Length of the body on the wire. */
  bytes: number;
}

/**
 * Makes what is kept of a call. Masked are secret headers, a key or token that they hold wherever else it stands,
 * secret fields of the bodies by what is known of the endpoint, and secret parameters of the URL.
 * @param endpoint null: there is nothing at the URL
 */
export function maskedCall(
  endpoint: EndpointName | null,
  url: string,
  request: Message,
  response: Message,
): { url: string; request: RecordedMessage; response: RecordedMessage } {
  const conceal = concealingCredentials(request.headers);
  const secrets = endpoint === null ? ANYWHERE : SECRETS[endpoint];
  return {
    url: conceal(maskedUrl(url)),
    request: masked(request, secrets?.request, conceal),
    response: masked(response, secrets?.response, conceal),
  };
}

function masked(
  { headers, body, bytes }: Message,
  secrets: RegExp | undefined,
  conceal: Conceal,
): RecordedMessage {
  return {
    headers: maskHeaders(headers),
    body: kept(conceal(secrets ? withoutSecrets(body.toString(), secrets) : beginning(body))),
    bytes,
  };
}

/** Longer than is kept, lest a secret be cut in two. */
function beginning(body: Buffer | string): string {
  const most = 2 * KEPT_BYTES;
  return typeof body === 'string' ? body.slice(0, most) : body.toString('utf8', 0, most);
}

/** As much as is kept, without half of a character at its end. */
function kept(text: string): string {
  if (text.length * 3 <= KEPT_BYTES || Buffer.byteLength(text) <= KEPT_BYTES) return text;
  return Buffer.from(text)
    .toString('utf8', 0, KEPT_BYTES)
    .replace(/\uFFFD$/, '');
}

/** Clients send the same credentials with every call. */
const concealingThese = remembering((credentials: string) => concealing(null, JSON.parse(credentials)));

function concealingCredentials(headers: Message['headers']): Conceal {
  const found: Record<string, string> = {};
  for (const name in headers) {
    if (CREDENTIALS.includes(name.toLowerCase())) found[name] = headers[name]!;
  }
  return concealingThese(JSON.stringify(found));
}

/** The body with its secret fields masked; masked as a whole where there may be one and it cannot be read. */
function withoutSecrets(body: string, secrets: RegExp): string {
  if (body === '') return body;
  let found = false;
  const mask = (name: string, value: unknown) => {
    if (!secrets.test(name)) return value;
    found = true;
    return MASK;
  };
  try {
    const text = JSON.stringify(JSON.parse(body), mask);
    return found ? text : body;
  } catch {
    return MASK;
  }
}

function maskedUrl(url: string): string {
  if (!url.includes('?')) return url;
  return url.replace(/(?<=[?&])([^=&]+)=[^&]*/g, (parameter, name) =>
    isSecretHeader(name) || name.includes('%') ? `${name}=${MASK}` : parameter,
  );
}
