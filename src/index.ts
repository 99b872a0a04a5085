import { resolveSettings, type SettingsInput } from './config.ts';
import { createLog } from './logging.ts';
import { startPlatform } from './platform.ts';

export { SettingsError } from './config.ts';
export type { SettingsInput };

/** A platform running in this process. */
export interface MockWiraya extends AsyncDisposable {
  /** Where it listens, without a trailing slash. */
  readonly httpUrl: string;
  readonly httpsUrl: string;
  /** For `HTTPS_PROXY`: leads to the platform under its real names; null unless `proxyPort` is set. */
  readonly proxyUrl: string | null;
  /** PEM of the authority that signed its certificate, for clients to trust. */
  readonly caCertificate: string;
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
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings = resolveSettings({
    options: { dataDir: ':memory:', httpPort: 0, httpsPort: 0, logLevel: 'silent', ...given },
  });
  const log = await createLog(settings.logLevel, false);
  const { stop, ...platform } = await startPlatform(settings, log);
  const { httpUrl, httpsUrl, proxyUrl, caCertificate, apiKey } = platform;
  return { httpUrl, httpsUrl, proxyUrl, caCertificate, apiKey, close: stop, [Symbol.asyncDispose]: stop };
}
