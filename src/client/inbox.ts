import { itemsOf, shown } from './items.ts';
import { clockHint, notArrived, patience } from './not-arrived.ts';
import type { ControlApi } from './operations.ts';
import type { InboxRequest, ListInboxRequestsQuery, SetInboxBody } from './schemas.ts';

/** A request that arrived at an inbox. */
export interface InboxArrival extends InboxRequest {
  /** What it carried: of JSON the value, of a batch its items, of a GET the parameters of its URL, else the body. */
  items: unknown[];
}

export type InboxFilter = Pick<ListInboxRequestsQuery, 'method' | 'since' | 'contains'>;

/** Status, body, headers and delay of an answer; `times`, of all but the last, is how many requests get it. */
export type InboxAnswer = NonNullable<SetInboxBody['next']>[number];

/** One inbox of the built-in receiver. */
export interface ClientInbox {
  readonly name: string;
  /** To register as a callback, without an option. */
  readonly url: string;
  /** The same over plain HTTP, which callbacks take with `allowHttpCallbacks`. */
  readonly httpUrl: string;
  /** All that it remembers, as it came. */
  received(filter?: InboxFilter): Promise<InboxArrival[]>;
  /**
   * Waits until so many requests have arrived that fit.
   * @throws NotArrivedError when the time is up, saying what did arrive
   */
  waitFor(count?: number, options?: InboxFilter & { timeoutMs?: number }): Promise<InboxArrival[]>;
  /** What it answers from now on: each in turn, and the last for ever. A number is a status. */
  answer(...answers: (number | InboxAnswer)[]): Promise<void>;
  /** Forgets what has arrived. */
  clear(): Promise<void>;
}

const PAGE = 1000;
/** Longest wait of one request. */
const POLL_MS = 60_000;

/** @param urls where the platform listens */
export function clientInbox(
  api: ControlApi,
  urls: { httpUrl: string; httpsUrl: string },
  name: string,
): ClientInbox {
  const path = `/inbox/${encodeURIComponent(name)}`;
  const inbox: ClientInbox = {
    name,
    url: urls.httpsUrl + path,
    httpUrl: urls.httpUrl + path,
    async received(filter = {}) {
      const arrived: InboxRequest[] = [];
      for (let after: number | null | undefined; after !== null; ) {
        const page = await api.listInboxRequests(name, {
          ...filter,
          limit: PAGE,
          ...(after !== undefined && { after }),
        });
        arrived.push(...page.items);
        after = page.next;
      }
      return arrived.map(arrival);
    },
    async waitFor(count = 1, { timeoutMs, ...filter } = {}) {
      const limit = timeoutMs ?? (await patience(api));
      const deadline = performance.now() + limit;
      for (;;) {
        const left = Math.max(0, Math.ceil(deadline - performance.now()));
        const wait = { ...filter, count, timeoutMs: Math.min(left, POLL_MS) };
        const { items } = await api.waitForInboxRequests(name, wait);
        if (items.length >= count) return items.map(arrival);
        if (performance.now() >= deadline) break;
      }
      const all = await inbox.received();
      const wanted = filter.contains === undefined ? '' : ` with ${JSON.stringify(filter.contains)}`;
      throw notArrived({
        what: `${count === 1 ? 'No request' : `Fewer than ${count} requests`}${wanted} arrived at inbox ${name}`,
        timeoutMs: limit,
        hints: [await clockHint(api)],
        arrived: all.flatMap((request) =>
          request.items.map((item) => `${request.method} ${request.status ?? 'broken off'}: ${shown(item)}`),
        ),
      });
    },
    async answer(...answers) {
      const wanted = answers.map((answer) => (typeof answer === 'number' ? { status: answer } : answer));
      const { times, ...last } = wanted.pop() ?? {};
      if (times !== undefined)
        throw new TypeError('answer: the last answer is given for ever, and has no `times`');
      const { auth, requireClientCertificate } = await api.getInbox(name);
      await api.setInbox(name, { next: wanted, answer: last, auth, requireClientCertificate });
    },
    clear: () => api.deleteInboxRequests(name),
  };
  return inbox;
}

const arrival = (request: InboxRequest): InboxArrival => ({
  ...request,
  items: itemsOf(request.path, request.body),
});
