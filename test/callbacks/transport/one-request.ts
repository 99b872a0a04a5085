import {
  type AttemptResult,
  type NetworkPolicy,
  type OutgoingRequest,
  openTransport,
  type TransportTarget,
} from '../../../src/callbacks/transport/transport.ts';

/** Platform time of the tests: 2026-01-01 12:00 UTC. */
export const NOW = Date.UTC(2026, 0, 1, 12);

export const POLICY: NetworkPolicy = {
  allowHttp: false,
  allowedHosts: [],
  sourceAddresses: [],
  maxResponseBytes: 10_000,
};

/** A callback without anything special. */
export const TARGET: TransportTarget = {
  auth: null,
  clientCertificate: null,
  tls: { verify: false, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' },
  timeouts: { connectMs: 5000, answerMs: 5000 },
  concurrency: 1,
};

export const VERIFYING = { ...TARGET.tls, verify: true };

export function post(url: string, body = '{"id":1}', headers: Record<string, string> = {}): OutgoingRequest {
  return {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body),
  };
}

export function get(url: string): OutgoingRequest {
  return { url, method: 'GET', headers: {}, body: null };
}

/** Makes one request with a transport of its own. */
export async function oneRequest(
  request: OutgoingRequest,
  target: Partial<TransportTarget> = {},
  policy: Partial<NetworkPolicy> = {},
): Promise<AttemptResult> {
  const transport = await openTransport({ ...TARGET, ...target }, { ...POLICY, ...policy });
  try {
    return await transport.send(request, NOW);
  } finally {
    await transport.close();
  }
}
