import { isSubset } from '../core/subset.ts';

/**
 * What callbacks carry and tests look at: of JSON the value itself, of a batch each of its items, of a GET the parameters
 * of its URL as text, of anything else the whole body as text.
 * @param body null: it has none
 */
export function itemsOf(url: string, body: string | null): unknown[] {
  if (body === null || body === '') {
    return [Object.fromEntries(new URL(url, 'http://localhost').searchParams)];
  }
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return [body];
  }
  if (typeof json !== 'object' || json === null) return [json];
  const { batch, ...rest } = json as { batch?: unknown };
  return Array.isArray(batch) && Object.keys(rest).length === 0 ? batch : [json];
}

/** What an item must be: hold these fields, hold this text, or be what a function says. */
export type Match<Item> =
  | string
  | RegExp
  | { readonly [Name in keyof Item]?: Item[Name] }
  | ((item: Item) => boolean);

/** @throws TypeError for what is no match, which JavaScript may give */
export function refuseNoMatch(match: unknown): void {
  if (match === null || !['undefined', 'string', 'object', 'function'].includes(typeof match))
    throw new TypeError(
      `a match is fields such as { status: 'DELIVERED' }, a text, a regular expression or a function; this is ${match}`,
    );
}

/** Whether an item is what is wanted. */
export function fits<Item>(item: Item, match: Match<Item> | undefined): boolean {
  if (match === undefined) return true;
  if (typeof match === 'function') return match(item);
  if (typeof match === 'string') return textOf(item).includes(match);
  if (match instanceof RegExp)
    return new RegExp(match.source, match.flags.replace(/[gy]/g, '')).test(textOf(item));
  return isSubset(match, item);
}

/** A match in words, for messages. */
export function describeMatch<Item>(match: Match<Item> | undefined): string {
  if (match === undefined) return '';
  if (typeof match === 'function') return ` that ${match.name ? `fits ${match.name}` : 'the function wants'}`;
  if (match instanceof RegExp) return ` that fits ${match}`;
  return ` that holds ${shown(match)}`;
}

const textOf = (item: unknown) => (typeof item === 'string' ? item : (JSON.stringify(item) ?? ''));

const SECRET = /^key$|authorization|cookie|token|secret|passw|api.?key|pin.?code/i;
/** More of an item tells no more. */
const MOST_SHOWN = 300;

/** An item for a message: not too long, and without what looks secret by its name. */
export function shown(item: unknown): string {
  const masked = (name: string, value: unknown) => (SECRET.test(name) && value !== null ? '***' : value);
  const text = typeof item === 'string' ? item : (JSON.stringify(item, masked) ?? String(item));
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)} … (${text.length} characters)`;
}

/** A URL without what may be secret in it: who calls, and its query. */
export function shownUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url, 'http://localhost');
  return /^https?:/.test(url) ? `${protocol}//${host}${pathname}` : pathname;
}
