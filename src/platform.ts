import type { AddressInfo, Server } from 'node:net';
import { join, resolve } from 'node:path';
import { createApp } from './api/app.ts';
import type { ApiContext, ListeningUrls } from './api/context.ts';
import { controlApi } from './api/control/control.ts';
import { ensureFirstCustomer, firstApiKeyIsTold } from './api/control/first-customer.ts';
import { RequestLog } from './api/emulated/request-log.ts';
import { Callbacks } from './callbacks/callbacks.ts';
import { Changes } from './callbacks/changes.ts';
import type { CallbackContext } from './callbacks/context.ts';
import { restoreClock } from './clock/clock-memory.ts';
import { cronSchedule } from './clock/cron.ts';
import type { PlatformClock } from './clock/platform-clock.ts';
import { runningSettings, type Settings } from './config.ts';
import type { Log } from './core/log.ts';
import { urlAt } from './core/platform-url.ts';
import { Inbox } from './inbox/inbox.ts';
import { lazily } from './lazy-pages.ts';
import { type Listeners, listen } from './listeners.ts';
import { readProfiles } from './profile-files.ts';
import { Alive } from './simulation/alive.ts';
import { Profiles } from './simulation/profiles.ts';
import { simulation } from './simulation/simulation.ts';
import { Tally } from './simulation/tally.ts';
import type { World } from './simulation/world.ts';
import { IN_MEMORY } from './store/in-memory.ts';
import { openStore, type Store } from './store/store.ts';
import { openAuthority } from './tls/authority.ts';
import { serverNames } from './tls/names.ts';
import { VERSION } from './version.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;

/** More of a receiver's answer is not read. */
const MAX_RESPONSE_BYTES = 65_536;

/** A running platform. */
export interface Platform {
  /** Where it listens, without a trailing slash. */
  readonly httpUrl: string;
  readonly httpsUrl: string;
  /** Of the forward proxy; null: there is none. */
  readonly proxyUrl: string | null;
  /** PEM, for clients to trust. */
  readonly caCertificate: string;
  /** Of customer 1, when this start set it; a key from an earlier start cannot be shown again. */
  readonly apiKey: string | null;
  readonly clock: PlatformClock;
  readonly store: Store;
  readonly callbacks: Callbacks;
  /** Stops listening, lets what is under way finish, and closes the store. */
  stop(): Promise<void>;
}

/**
 * Builds every part and starts them in order; what was started is stopped again when a later part fails.
 * @param ownsProcess whether nobody else's code runs in the process
 * @throws Error in plain words: a port in use, a store that another platform holds, a damaged certificate
 */
export async function startPlatform(settings: Settings, log: Log, ownsProcess: boolean): Promise<Platform> {
  const wall = () => Date.now();
  const inMemory = settings.dataDir === IN_MEMORY;
  const store = openStore(settings.dataDir);
  let clock: PlatformClock | undefined;
  let callbacks: Callbacks | undefined;
  let listeners: Listeners | undefined;
  let urls: ListeningUrls | null = null;
  let inbox: Inbox | undefined;
  const stopping = new AbortController();

  // All at once: what one of them waits for may be under way in another.
  const stop = async () => {
    stopping.abort();
    inbox?.close();
    await Promise.all([listeners?.close(), clock?.stop(), callbacks?.stop()]);
    store.close();
  };

  try {
    clock = restoreClock(store.properties.named('clock'), settings, wall, (error) =>
      log.error({ error }, 'due work failed'),
    );
    const apiKey = ensureFirstCustomer(store, settings.apiKey, clock.now());
    const authority = await openAuthority({
      directory: inMemory ? null : join(settings.dataDir, 'certificates'),
      names: settings.certificateNames,
      now: new Date(wall()),
    });
    const profiles = new Profiles(store, settings.profile, readProfiles(settings.profileFiles));
    const world: World = {
      store,
      clock,
      seed: settings.seed,
      log,
      profileOf: profiles.of,
      tally: new Tally(),
    };
    const alive = new Alive(world, settings.alive);
    const callbackContext: CallbackContext = {
      store,
      clock,
      wall,
      seed: settings.seed,
      log,
      network: {
        allowHttp: settings.allowHttpCallbacks,
        allowedHosts: settings.callbackHosts,
        sourceAddresses: settings.sourceAddresses,
        maxResponseBytes: MAX_RESPONSE_BYTES,
      },
      retry: {
        maxAttempts: settings.maxAttempts,
        baseMs: settings.retryBaseSeconds * SECOND_MS,
        capMs: settings.retryCapSeconds * SECOND_MS,
      },
      keep: { attempts: settings.keepAttempts, ageMs: settings.keepAttemptsHours * HOUR_MS },
      changes: new Changes(),
      issueClientCertificate: authority.issueClientCertificate,
    };
    callbacks = new Callbacks(callbackContext, cronSchedule(settings.tick));
    inbox = new Inbox({ store, clock, keep: settings.keepInboxRequests });
    const context: ApiContext = {
      version: VERSION,
      store,
      clock,
      world,
      profiles,
      callbacks,
      callbackContext,
      caCertificate: authority.caCert,
      names: serverNames(settings.certificateNames),
      limits: settings,
      running: {
        settings: runningSettings(settings),
        dataFolder: inMemory ? null : resolve(settings.dataDir),
      },
      requestLog: new RequestLog(store, settings.keepRequests, log),
      alive,
      inbox,
      campaignRate: settings.campaignRate,
      urls: () => urls,
      stopping: stopping.signal,
      log,
    };
    if (settings.seedFile !== null) (await import('./seed-file.ts')).sowFile(context, settings.seedFile);
    const control = controlApi(context);
    const app = createApp(context, control);
    app.use(
      lazily(async () => {
        const { dashboard } = await import('./dashboard/dashboard.tsx');
        return dashboard({
          version: VERSION,
          ask: (c) => (path, init) =>
            control.app.request(`/v1${path}`, init, { ...c.env, withinProcess: true }),
          state: () => (store.isOpen() ? store.written() : null),
          now: () => new Date(clock!.now()).toISOString(),
        });
      }),
    );
    clock.start([simulation(world), callbacks, alive]);
    const certificate = { ...authority.server, ca: authority.caCert };
    listeners = await listen(app.fetch, settings, certificate, log, ownsProcess);
    const { http, https, proxy } = listeners;
    urls = {
      httpUrl: urlOf('http', settings.host, http),
      httpsUrl: urlOf('https', settings.host, https),
      proxyUrl: proxy && urlOf('http', settings.host, proxy),
    };
    if (apiKey !== null) firstApiKeyIsTold(store);
    return {
      ...urls,
      caCertificate: authority.caCert,
      apiKey,
      clock,
      store,
      callbacks,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function urlOf(scheme: 'http' | 'https', host: string, server: Server): string {
  return urlAt(scheme, host, (server.address() as AddressInfo).port);
}
