import type { RetryPolicy } from '../core/back-off.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../store/store.ts';
import type { CertificateAuthority } from '../tls/authority.ts';
import type { Changes } from './changes.ts';
import type { NetworkPolicy } from './transport/transport.ts';

/** What callbacks need of the platform around them. */
export interface CallbackContext {
  store: Store;
  clock: Clock;
  /** The machine's time in ms: certificates expire by it, whatever the platform's clock says. */
  wall: () => number;
  seed: string;
  log: Log;
  network: NetworkPolicy;
  retry: RetryPolicy;
  issueClientCertificate: CertificateAuthority['issueClientCertificate'];
  /** How many attempts are remembered, and for how long (platform ms). */
  keep: { attempts: number; ageMs: number };
  changes: Changes;
}
