import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Customer } from '../store/customers.ts';
import type { Store } from '../store/store.ts';

/** What the simulation needs of the platform around it. */
export interface World {
  store: Store;
  clock: Clock;
  seed: string;
  log: Log;
  /** The profile that a customer's outcomes are drawn from. */
  profileOf: (customer: Customer) => Profile;
  /** What has happened since the platform started. */
  progress: Progress;
}

export interface Progress {
  /** Communications that were sent, reported or arrived. */
  communications: number;
}
