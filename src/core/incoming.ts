/** A prefix of an inbound number, with the identifiers that may follow it. */
export interface InboundPrefix {
  prefix: string;
  identifiers: readonly string[];
}

/** What an incoming SMS was recognised by, and what remains of it. */
export interface SplitText {
  /** As configured; null: none was recognised. */
  prefix: string | null;
  identifier: string | null;
  /** `{CONTENT}`. */
  content: string;
}

const FIRST_WORD = /^\s*(\S+)\s*([\s\S]*)$/;

/**
 * Splits `PREFIX IDENTIFIER payload` by what the inbound number is configured for; capitals make no difference. No
 * match leaves all of the text as content. Facts sheet §1, Incoming SMS [I].
 */
export function splitIncoming(bulk: string, prefixes: readonly InboundPrefix[]): SplitText {
  const first = wordOf(bulk);
  const found = prefixes.find(({ prefix }) => isSame(prefix, first.word));
  if (!found) return { prefix: null, identifier: null, content: bulk };
  const second = wordOf(first.rest);
  const identifier = found.identifiers.find((one) => isSame(one, second.word));
  return identifier === undefined
    ? { prefix: found.prefix, identifier: null, content: first.rest }
    : { prefix: found.prefix, identifier, content: second.rest };
}

function wordOf(text: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = FIRST_WORD.exec(text) ?? [];
  return { word, rest };
}

/** However it is encoded, whatever its capitals and its spaces. */
const plain = (text: string) => text.normalize('NFC').toLocaleUpperCase('sv').replace(/\s+/g, ' ').trim();

const isSame = (a: string, b: string) => plain(a) === plain(b);

/** Words by which recipients opt out, unless a customer has others: common Swedish and English ones [I]. */
export const OPT_OUT_WORDS = [
  'STOP',
  'STOPP',
  'SLUTA',
  'AVSLUTA',
  'AVANMÄL',
  'AVREGISTRERA',
  'UNSUBSCRIBE',
  'OPTOUT',
  'QUIT',
  'CANCEL',
];
/** Words by which they opt in again. */
export const OPT_IN_WORDS = ['START', 'BÖRJA', 'UNSTOP', 'OPTIN', 'SUBSCRIBE'];

/**
 * Whether a text begins with one of the words, or phrases; capitals and what stands around them make no difference,
 * but that they are not the beginning of a longer word.
 */
export function beginsWithOneOf(text: string, words: readonly string[]): boolean {
  const written = plain(text);
  const begun = [written, written.replace(/^[^\p{L}\p{N}]+/u, '')];
  return words.map(plain).some((word) => word !== '' && begun.some((from) => beginsWith(from, word)));
}

function beginsWith(text: string, word: string): boolean {
  if (!text.startsWith(word)) return false;
  return !/[\p{L}\p{N}]$/u.test(word) || !/^[\p{L}\p{N}\p{M}]/u.test(text.slice(word.length));
}
