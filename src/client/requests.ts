import { shown, shownUrl } from './items.ts';
import { notArrived, patience } from './not-arrived.ts';
import type { ControlApi } from './operations.ts';
import type { CountRequestsQuery, Request } from './schemas.ts';

/** Which calls of the real API are meant; all that is given must fit. */
export type RequestMatch = Omit<CountRequestsQuery, 'match'> & {
  /** JSON that the JSON that was sent holds: every field named, in an array something for each item named. */
  match?: object;
};

const PAGE = 1000;
/** Longest wait of one request. */
const POLL_MS = 60_000;

const asQuery = ({ match, ...rest }: RequestMatch): CountRequestsQuery => ({
  ...rest,
  ...(match !== undefined && { match: JSON.stringify(match) }),
});

/** All calls of the real API that fit, in the order in which they were answered. */
export async function listRequests(api: ControlApi, match: RequestMatch): Promise<Request[]> {
  const found: Request[] = [];
  for (let after: number | null | undefined; after !== null; ) {
    const query = { ...asQuery(match), limit: PAGE, ...(after !== undefined && { after }) };
    const page = await api.listRequests(query);
    found.push(...page.items);
    after = page.next;
  }
  return found;
}

/**
 * Waits until there is a call of the real API that fits; answers at once when there is one already.
 * @param timeoutMs real milliseconds
 * @throws NotArrivedError when the time is up, saying what did arrive
 */
export async function waitForRequest(
  api: ControlApi,
  match: RequestMatch,
  { timeoutMs, after }: { timeoutMs?: number; after?: number },
): Promise<Request> {
  const limit = timeoutMs ?? (await patience(api));
  const deadline = performance.now() + limit;
  for (;;) {
    const left = Math.max(0, Math.ceil(deadline - performance.now()));
    const { request } = await api.waitForRequest({
      ...asQuery(match),
      ...(after !== undefined && { after }),
      timeoutMs: Math.min(left, POLL_MS),
    });
    if (request) return request;
    if (performance.now() >= deadline) break;
  }
  throw notArrived({
    what: `No call of the real API that fits ${shown(match)} arrived`,
    timeoutMs: limit,
    hints: [],
    arrived: (await listRequests(api, {})).map(
      ({ request, status }) =>
        `${request.method} ${shownUrl(request.url)} (${status ?? 'no answer'}): ${shown(asJson(request.body))}`,
    ),
  });
}

/** So that what is secret by its name can be masked. */
function asJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
