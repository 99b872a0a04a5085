import { Refusal } from '../core/refusal.ts';
import type { Peer } from '../store/attempts.ts';
import type { Callback } from '../store/callbacks.ts';
import type { CallbackContext } from './context.ts';
import { connectorTo } from './transport/connector.ts';
import { NO_PEER } from './transport/contract.ts';
import { checkUrl, urlProblem } from './transport/transport.ts';

/** Whether a receiver can be reached, and what was learned on the way. */
export interface Probe {
  /** Why not, in plain words; null: it can. */
  problem: string | null;
  peer: Peer;
  /** Real ms to the end of the TLS handshake; null: there was no connection. */
  connectMs: number | null;
  /** It need not insist on one. */
  asksForClientCertificate: boolean;
}

/**
 * Connects to a callback's receiver as its requests do, client certificate included, and hangs up: nothing is sent.
 * With TLS 1.3 a receiver may refuse the certificate only when a request comes.
 */
export function probeReceiver({ network }: CallbackContext, { config }: Callback): Promise<Probe> {
  const url = new URL(config.url);
  try {
    // Again, because the settings may have become stricter since the callback was registered.
    checkUrl(config.url, network, 'url');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return Promise.resolve(unreached(urlProblem(error), NO_PEER));
  }
  const connect = connectorTo(new URL(url.origin), config, () => network.sourceAddresses[0] ?? null);
  return new Promise((resolve) => {
    connect((failure, connection) => {
      if (connection === null) {
        resolve(unreached(failure!.message, failure!.peer));
        return;
      }
      connection.socket.destroy();
      const { peer, connectMs, askedForClientCertificate } = connection;
      resolve({ problem: null, peer, connectMs, asksForClientCertificate: askedForClientCertificate });
    });
  });
}

const unreached = (problem: string, peer: Peer): Probe => ({
  problem,
  peer,
  connectMs: null,
  asksForClientCertificate: false,
});
