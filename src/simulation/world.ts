import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Customer } from '../store/customers.ts';
import type { Store } from '../store/store.ts';
import type { Tally } from './tally.ts';

/** What the simulation needs of the platform around it. */
export interface World {
  store: Store;
  clock: Clock;
  seed: string;
  log: Log;
  /** The profile that a customer's outcomes are drawn from. */
  profileOf: (customer: Customer) => Profile;
  tally: Tally;
}
