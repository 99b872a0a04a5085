import { Refusal } from '../../core/refusal.ts';
import { Attempt } from './attempt.ts';
import { connectorTo } from './connector.ts';
import {
  type AttemptResult,
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

  return {
    async send(request, now) {
      if (closed) return unsent(STOPPED);
      let url: URL;
      let lanes: Lanes;
      try {
        url = new URL(request.url);
        lanes = lanesTo(url);
      } catch (error) {
        return unsent(error instanceof Refusal ? wordsOf(error) : 'the URL cannot be read');
      }
      const { method } = request;
      const body = request.body === null ? null : Buffer.from(request.body, 'utf8');
      const length = method === 'POST' ? (body?.byteLength ?? 0) : null;
      const headers = prepareHeaders(url.host, request.headers, length);
      const lane = lanes.free() ?? (await lanes.nextFree());
      const result = await new Attempt(
        lane,
        { url, method, body, manner: request.manner, headers },
        { target, policy, now },
      ).run();
      lanes.release(lane);
      return result;
    },
    async close() {
      closed = true;
      await Promise.all([...receivers.values()].map((lanes) => lanes.close()));
    },
  };
}

function wordsOf({ problems }: Refusal): string {
  return problems
    .map(
      ({ problem, expected }) =>
        `the URL ${problem}${expected === undefined ? '' : `; expected ${expected}`}`,
    )
    .join('; ');
}

/** A request that was not even tried. */
function unsent(error: string): AttemptResult {
  return {
    ok: false,
    status: null,
    responseHeaders: null,
    responseBody: null,
    responseCut: false,
    requestHeaders: {},
    tls: null,
    localAddress: null,
    remoteAddress: null,
    timing: { connectMs: null, firstByteMs: null, totalMs: 0 },
    error,
    retryAfterMs: null,
  };
}
