import type { Callbacks } from '../callbacks/callbacks.ts';
import type { CallbackContext } from '../callbacks/context.ts';
import type { PlatformClock } from '../clock/platform-clock.ts';
import type { Log } from '../core/log.ts';
import type { RunningSetting } from '../core/running-setting.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Alive } from '../simulation/alive.ts';
import type { Profiles } from '../simulation/profiles.ts';
import type { World } from '../simulation/world.ts';
import type { Store } from '../store/store.ts';
import type { BodyLimits } from './body.ts';
import type { RequestLog } from './emulated/request-log.ts';

export interface ListeningUrls {
  httpUrl: string;
  httpsUrl: string;
  /** Of the forward proxy; null: there is none. */
  proxyUrl: string | null;
}

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
  /** What it is called: the names of its certificate. */
  names: readonly string[];
  limits: BodyLimits;
  running: Running;
  /** Calls of the real API. */
  requestLog: RequestLog;
  alive: Alive;
  inbox: Inbox;
  /** Per second, for campaigns that name none. */
  campaignRate: number;
  /** Where it listens, without a trailing slash; null until it does. */
  urls: () => ListeningUrls | null;
  /** Aborted when the platform begins to stop. */
  stopping: AbortSignal;
  log: Log;
}

/** How the platform runs. */
export interface Running {
  settings: readonly RunningSetting[];
  /** Where the store and the certificates are, as an absolute path; null: in memory. */
  dataFolder: string | null;
}
