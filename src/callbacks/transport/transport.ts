import { inOneLine, Refusal } from '../../core/refusal.ts';
import { Attempt, type Way } from './attempt.ts';
import { concealing, concealingIn } from './conceal.ts';
import { connectorTo } from './connector.ts';
import {
  type Asking,
  type AttemptResult,
  NO_PEER,
  type OutgoingRequest,
  STOPPED,
  type Transport,
  type TransportTarget,
} from './contract.ts';
import { Lane, Lanes } from './lanes.ts';
import { checkUrl, type NetworkPolicy } from './network-policy.ts';
import { headersFor } from './request-headers.ts';

export type { AttemptResult, NetworkPolicy, OutgoingRequest, Transport, TransportTarget };
export { checkUrl, STOPPED };

/**
 * A transport for one callback. Nothing is connected yet.
 *
 * Receivers' certificates: without `tls.verify` and `tls.ca` every certificate is accepted, self-signed ones
 * included [S]. With `tls.ca` alone the certificate must lead to it, and the host name may differ. With
 * `tls.verify` both must be right, the CA being `tls.ca` or else the system's.
 */
export async function openTransport(target: TransportTarget, policy: NetworkPolicy): Promise<Transport> {
  // Loaded on first use: it takes longer than all the rest of a start.
  const { Client } = await import('undici');
  const prepareHeaders = headersFor(target);
  // A callback has one receiver; there are several here only if its URL has been edited.
  const receivers = new Map<string, Lanes>();
  let connectionsMade = 0;
  let closed = false;

  function nextSourceAddress(): string | null {
    const { sourceAddresses } = policy;
    return sourceAddresses[connectionsMade++ % sourceAddresses.length] ?? null;
  }

  /** @throws Refusal when the policy does not allow the URL */
  function lanesTo(url: URL): Lanes {
    let lanes = receivers.get(url.origin);
    if (lanes === undefined) {
      // Again, because the settings may have become stricter since the callback was registered.
      checkUrl(url.href, policy, 'url');
      const origin = new URL(url.origin);
      const connector = connectorTo(origin, target, nextSourceAddress);
      lanes = new Lanes(target.concurrency, () => new Lane(Client, origin, connector));
      receivers.set(url.origin, lanes);
    }
    return lanes;
  }

  // Most callbacks have the same URL and headers in every request.
  let last: (Way & { wanted: OutgoingRequest }) | null = null;
  function wayFor(wanted: OutgoingRequest): Way {
    if (last?.wanted.url !== wanted.url || last.wanted.headers !== wanted.headers) {
      const url = new URL(wanted.url);
      const lanes = lanesTo(url);
      const { sent, shown } = prepareHeaders(url.host, wanted.headers);
      const head = { method: wanted.method, url: wanted.url, headers: shown };
      const conceal = concealing(target.auth, wanted.headers);
      last = {
        wanted,
        lanes,
        url,
        path: url.pathname + url.search,
        sent,
        head,
        conceal,
        concealIn: concealingIn(conceal),
      };
    }
    return last;
  }

  function refuse(request: OutgoingRequest, error: string, asking: Asking): void {
    queueMicrotask(() => asking.settled(unsent(request, error)));
  }

  function start(request: OutgoingRequest, now: number, asking: Asking): void {
    if (closed) {
      refuse(request, STOPPED, asking);
      return;
    }
    let way: Way;
    try {
      way = wayFor(request);
    } catch (error) {
      refuse(request, error instanceof Refusal ? urlProblem(error) : 'the URL cannot be read', asking);
      return;
    }
    new Attempt(request, way, target, policy, now, asking).start();
  }

  return {
    start,
    send: (request, now) => new Promise((resolve) => start(request, now, { settled: resolve })),
    async close() {
      closed = true;
      await Promise.all([...receivers.values()].map((lanes) => lanes.close()));
    },
  };
}

/** Why a URL is not called, in plain words. */
export function urlProblem({ problems }: Refusal): string {
  return problems
    .map((found) => inOneLine({ ...found, field: '', problem: `the URL ${found.problem}` }))
    .join('; ');
}

/** A request that was not even tried. */
function unsent({ method, url }: OutgoingRequest, error: string): AttemptResult {
  return {
    ok: false,
    status: null,
    responseHeaders: null,
    responseBody: null,
    responseCut: false,
    request: { method, url, headers: {} },
    peer: NO_PEER,
    timing: { connectMs: null, firstByteMs: null, totalMs: 0 },
    error,
    retryAfterMs: null,
  };
}
