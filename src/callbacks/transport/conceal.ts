import { hasSameEntries } from '../../core/same-entries.ts';
import { isSecretHeader } from './mask-headers.ts';

/** Shorter ones would take half of an answer with them, and are no secrets. */
const SHORTEST = 4;

/** Puts `***` in place of our secrets in what a receiver says: some send back what they were sent. */
export type Conceal = (text: string) => string;

/**
 * @param auth the password is looked for, and the credentials as they are sent
 * @param headers the values of those that are secret by their names are looked for
 */
export function concealing(
  auth: { username: string; password: string } | null,
  headers: Readonly<Record<string, string>>,
): Conceal {
  const secrets = Object.entries(headers)
    .filter(([name]) => isSecretHeader(name))
    .map(([, value]) => value.replace(/^(?:Basic|Bearer|Digest) /i, ''));
  if (auth) {
    secrets.push(auth.password, Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64'));
  }
  const long = secrets.filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
  if (long.length === 0) return (text) => text;
  return (text) => long.reduce((concealed, secret) => concealed.replaceAll(secret, '***'), text);
}

type Headers = Readonly<Record<string, string | string[]>>;

/** The same in the headers of an answer. */
export type ConcealIn = (headers: Headers) => Headers;

/** Answers that come one after the other mostly have the same headers: what is shown of these is one object. */
export function concealingIn(conceal: Conceal): ConcealIn {
  let last: { headers: Headers; shown: Headers } = { headers: {}, shown: {} };
  return (headers) => {
    if (!hasSameEntries(headers, last.headers)) last = { headers, shown: concealed(headers, conceal) };
    return last.shown;
  };
}

function concealed(headers: Headers, conceal: Conceal): Headers {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(conceal) : conceal(value)]),
  );
}
