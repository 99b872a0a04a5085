/** What an inbox answers. */
export interface InboxAnswer {
  /** 200 to 599. */
  status: number;
  /** Real ms: how slow the receiver is. */
  delayMs: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** An answer that is used up. */
export interface NextAnswer extends InboxAnswer {
  /** So many more requests get it. */
  times: number;
}

/** What an inbox has been told. */
export interface InboxConfig {
  answer: InboxAnswer;
  /** These are used up first, in this order. */
  next: readonly NextAnswer[];
  /** Basic authentication that it demands (401); null: none. */
  auth: { username: string; password: string } | null;
  /** It demands a client certificate (403), whoever issued it. */
  requireClientCertificate: boolean;
}

export const DEFAULT_ANSWER: InboxAnswer = { status: 200, delayMs: 0, headers: {}, body: '' };

/** Of an inbox that has not been told anything. */
export const DEFAULT_INBOX: InboxConfig = {
  answer: DEFAULT_ANSWER,
  next: [],
  auth: null,
  requireClientCertificate: false,
};

/** What an inbox may be called. */
export const INBOX_NAME = /^[a-z0-9-]{1,100}$/;

/**
 * What the next request is answered.
 * @returns `rest`: the configuration afterwards; null: nothing was used up
 */
export function nextAnswer(config: InboxConfig): { answer: InboxAnswer; rest: InboxConfig | null } {
  const [first, ...others] = config.next;
  if (first === undefined) return { answer: config.answer, rest: null };
  const { times, ...answer } = first;
  const left = times > 1 ? [{ ...first, times: times - 1 }, ...others] : others;
  return { answer, rest: { ...config, next: left } };
}

const text = (status: number, body: string, headers: Record<string, string> = {}): InboxAnswer => ({
  status,
  delayMs: 0,
  headers,
  body,
});

/** Why an inbox turns a request down, as an answer; null: it does not. */
export function turnedDown(
  { auth, requireClientCertificate }: InboxConfig,
  given: { authorization: string | undefined; hasClientCertificate: boolean },
): InboxAnswer | null {
  if (requireClientCertificate && !given.hasClientCertificate)
    return text(403, 'this inbox demands a client certificate');
  if (auth && !isAuthorized(auth, given.authorization))
    return text(401, 'this inbox demands its username and password', {
      'www-authenticate': 'Basic realm="inbox", charset="UTF-8"',
    });
  return null;
}

function isAuthorized(
  { username, password }: NonNullable<InboxConfig['auth']>,
  authorization: string | undefined,
): boolean {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  const expected = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return /^basic +(\S+) *$/i.exec(authorization ?? '')?.[1] === expected;
}
