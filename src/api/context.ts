import type { Callbacks } from '../callbacks/callbacks.ts';
import type { CallbackContext } from '../callbacks/context.ts';
import type { PlatformClock } from '../clock/platform-clock.ts';
import type { Log } from '../core/log.ts';
import type { Alive } from '../simulation/alive.ts';
import type { Profiles } from '../simulation/profiles.ts';
import type { World } from '../simulation/world.ts';
import type { Store } from '../store/store.ts';
import type { BodyLimits } from './body.ts';

/** What the API needs of the platform behind it. */
export interface ApiContext {
  version: string;
  store: Store;
  clock: PlatformClock;
  world: World;
  profiles: Profiles;
  callbacks: Callbacks;
  callbackContext: CallbackContext;
  /** PEM of the platform's certificate authority. */
  caCertificate: string;
  limits: BodyLimits;
  alive: Alive;
  /** Per second, for campaigns that name none. */
  campaignRate: number;
  log: Log;
}
