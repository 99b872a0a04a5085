import { describeMatch, fits, itemsOf, type Match, refuseNoMatch, shown, shownUrl } from './items.ts';
import { clockHint, notArrived, patience } from './not-arrived.ts';
import type { ControlApi } from './operations.ts';
import type { Callback, WaitForAttemptsAnswer } from './schemas.ts';

/** One try of a callback request: what was sent and what came back. */
export type CallbackAttempt = WaitForAttemptsAnswer['items'][number];

/** What a callback carried, and the request that brought it. */
export interface ArrivedCallback<Item = Record<string, unknown>> {
  /** Of JSON the value, of a batch one of its items, of a GET the parameters of its URL, of XML the whole body. */
  item: Item;
  attempt: CallbackAttempt;
}

export interface CallbackWait {
  /** Only of this callback. */
  callbackId?: number;
  /** Only attempts with a higher ID, such as `attempt.id` of the callback before. */
  after?: number;
  /** Attempts that failed count too; without it only those that the receiver answered with a 2xx. */
  failed?: boolean;
  /** Real milliseconds; 4000 on a manual clock, 32,000 on a real one. */
  timeoutMs?: number;
}

/** Longest wait of one request. */
const POLL_MS = 60_000;

/** The newest arrivals that are remembered, for a message. */
const REMEMBERED = 1000;

/**
 * Waits until a receiver has got an item that fits; answers at once when one has already.
 * @throws NotArrivedError when the time is up, saying what did arrive; TypeError for what is no match
 */
export async function waitForCallback<Item = Record<string, unknown>>(
  api: ControlApi,
  match: Match<Item> | undefined,
  { callbackId, after = 0, failed = false, timeoutMs }: CallbackWait,
): Promise<ArrivedCallback<Item>> {
  refuseNoMatch(match);
  const limit = timeoutMs ?? (await patience(api));
  const deadline = performance.now() + limit;
  const others: string[] = [];
  let from = after;
  for (;;) {
    const left = Math.max(0, Math.ceil(deadline - performance.now()));
    const { items: attempts } = await api.waitForAttempts({
      ...(callbackId !== undefined && { callbackId }),
      after: from,
      timeoutMs: Math.min(left, POLL_MS),
    });
    for (const attempt of attempts) {
      from = attempt.id;
      for (const item of itemsOf(attempt.request.url, attempt.request.body) as Item[]) {
        if ((attempt.ok || failed) && fits(item, match)) return { item, attempt };
        others.push(line(wantedFirst(item, match), attempt));
      }
    }
    others.splice(0, others.length - REMEMBERED);
    if (attempts.length === 0 && performance.now() >= deadline) break;
  }
  throw notArrived({
    what: `No callback${describeMatch(match)} arrived`,
    timeoutMs: limit,
    hints: [await clockHint(api), ...(await callbackHints(api, callbackId))],
    arrived: others,
  });
}

/** What the match is about comes first, where it is not cut off. */
function wantedFirst<Item>(item: Item, match: Match<Item> | undefined): unknown {
  if (typeof match !== 'object' || match instanceof RegExp || typeof item !== 'object' || item === null)
    return item;
  const wanted = Object.keys(match).filter((name) => Object.hasOwn(item, name));
  return { ...Object.fromEntries(wanted.map((name) => [name, item[name as keyof Item]])), ...item };
}

function line(item: unknown, { request, ok, status, error }: CallbackAttempt): string {
  const result = ok ? String(status) : `failed: ${error ?? status}`;
  return `${request.method} ${shownUrl(request.url)} (${result}): ${shown(item)}`;
}

/** Why nothing may have been sent. */
async function callbackHints(api: ControlApi, callbackId: number | undefined): Promise<string[]> {
  const { items: callbacks } = await api.listCallbacks();
  if (callbacks.length === 0) return ['No callback is registered.'];
  const meant = callbacks.filter(({ id }) => callbackId === undefined || id === callbackId);
  if (meant.length === 0) return [`There is no callback ${callbackId}.`];
  return meant.slice(0, 5).map(stateOf);
}

function stateOf({ id, method, url, enabled, lag }: Callback): string {
  const behind =
    lag.backlog + lag.pending === 0
      ? 'nothing waits to be sent'
      : `${lag.backlog} entries of the log and ${lag.pending} deliveries wait for a tick`;
  const faults = [
    enabled ? '' : '; it is paused',
    lag.error === null ? '' : `; the last request failed: ${lag.error}`,
  ];
  return `Callback ${id} (${method} ${shownUrl(url)}): ${behind}${faults.join('')}.`;
}
