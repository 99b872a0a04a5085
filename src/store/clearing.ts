import type { CallbackConfig } from '../core/callback-config.ts';
import type { Peer, RequestHead } from './attempts.ts';
import type { Database } from './database.ts';
import { isNumberDigest, numberDigest } from './number-digest.ts';

const CLEARED = '(cleared)';

/** Headers that say nothing of a person. */
const PLAIN = new Set([
  'accept',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'date',
  'host',
  'keep-alive',
  'retry-after',
  'server',
]);

type Headers = Readonly<Record<string, string | string[]>>;

/** Lets the store's statements say what is left of a text when personal data is cleared. */
export function registerClearing(db: Database): void {
  const offer = (name: string, clear: (...values: string[]) => string) =>
    db.function(name, { deterministic: true, varargs: true }, (...values: unknown[]) =>
      values[0] === null ? null : clear(...(values as string[])),
    );
  offer('cleared_request', (facts, config) => clearedRequest(facts!, config!));
  offer('cleared_headers', (facts) => JSON.stringify(clearedHeaders(JSON.parse(facts!), {})));
  offer('cleared_error', (error) => clearedError(error!));
  offer('cleared_url', (url) => url!.split('?', 1)[0]!);
  offer('cleared_path', (url) => `${/^\w+:\/\/[^/?]*/.exec(url!)?.[0] ?? ''}/${CLEARED}`);
  offer('number_digest', (customerId, number) =>
    isNumberDigest(number!) ? number! : numberDigest(Number(customerId), number!),
  );
}

/** A request's head without values of metrics: what is as the callback has it now holds none. */
function clearedRequest(facts: string, config: string): string {
  const { request, peer } = JSON.parse(facts) as { request: RequestHead; peer: Peer };
  const { url, headers } = JSON.parse(config) as CallbackConfig;
  const cleared = {
    ...request,
    url: request.url === url ? url : `${new URL(request.url).origin}/${CLEARED}`,
    headers: clearedHeaders(request.headers, headers),
  };
  return JSON.stringify({ request: cleared, peer });
}

/** @param plain headers that may stay as they are */
function clearedHeaders(headers: Headers, plain: Headers): Headers {
  const entries = Object.entries(headers).map(([name, value]) => {
    const stays = PLAIN.has(name.toLowerCase()) || plain[name] === value;
    return [name, stays ? value : CLEARED];
  });
  return Object.fromEntries(entries);
}

/** Without what the receiver said. */
function clearedError(error: string): string {
  return /^the receiver answered \d+/.exec(error)?.[0] ?? error;
}
