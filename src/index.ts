import { clientOf, type MockWirayaClient, openApi } from './client/client.ts';
import { reachableUrls } from './client/urls.ts';
import { resolveSettings, SettingsError, type SettingsInput } from './config.ts';
import { createLog } from './logging.ts';
import { startPlatform } from './platform.ts';

export type { ArrivedCallback, CallbackAttempt, CallbackWait } from './client/callbacks.ts';
export { type ConnectOptions, connectMockWiraya, type MockWirayaClient } from './client/client.ts';
export type { ClientInbox, InboxAnswer, InboxArrival, InboxFilter } from './client/inbox.ts';
export type { Match } from './client/items.ts';
export { NotArrivedError } from './client/not-arrived.ts';
export type { ControlApi, Page } from './client/operations.ts';
export { RefusalError } from './client/refusal-error.ts';
export type { RequestMatch } from './client/requests.ts';
export type * as Schemas from './client/schemas.ts';
export { SettingsError } from './config.ts';
export type { FieldProblem as RefusedField } from './core/refusal.ts';
export type { SettingsInput };

/** A platform running in this process. */
export interface MockWiraya extends MockWirayaClient {
  /** Of customer 1; null when a stored platform keeps the key of an earlier start. */
  readonly apiKey: string | null;
  /** Stops it; leaves no handle and no port behind. */
  close(): Promise<void>;
}

/**
 * Starts a platform in this process: in memory, on free ports and without a log, unless the options say otherwise.
 * @throws SettingsError for a wrong option; Error when a port or the store cannot be had
 */
export async function startMockWiraya(options: SettingsInput = {}): Promise<MockWiraya> {
  // JavaScript gives whatever it has.
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new SettingsError(["startMockWiraya takes an object of settings, such as { clock: 'manual' }"]);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings = resolveSettings({
    options: { dataDir: ':memory:', httpPort: 0, httpsPort: 0, logLevel: 'silent', ...given },
  });
  const log = await createLog(settings.logLevel, false);
  const platform = await startPlatform(settings, log, false);
  const { caCertificate, apiKey } = platform;
  const urls = reachableUrls(platform);
  const { api, close } = openApi(urls.httpUrl);
  let closing: Promise<void> | undefined;
  const stop = () => {
    // What is still waited for would keep the platform waiting, too.
    closing ??= close().then(() => platform.stop());
    return closing;
  };
  return { ...clientOf(api, { ...urls, caCertificate }, stop), apiKey };
}
