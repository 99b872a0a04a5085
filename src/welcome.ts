import { reachableUrls } from './client/urls.ts';
import type { Settings } from './config.ts';
import { REAL_HOSTS } from './core/endpoints.ts';
import type { Platform } from './platform.ts';
import { IN_MEMORY } from './store/in-memory.ts';
import { VERSION } from './version.ts';

const NAMES = Object.values(REAL_HOSTS).join(' and ');

/** What a start says: where everything is, and how to go on. */
export function welcome(platform: Platform, settings: Settings): string {
  const { apiKey, clock } = platform;
  const { httpUrl, httpsUrl, proxyUrl } = reachableUrls(platform);
  const isEverywhere = httpUrl !== platform.httpUrl;
  const lines: [string, string | null][] = [
    ['HTTP', httpUrl],
    ['HTTPS', `${httpsUrl} (trust ${httpUrl}/v1/certificates/ca.pem)`],
    ['Proxy', proxyUrl && `${proxyUrl} (HTTPS_PROXY, for ${NAMES})`],
    ['Listens', isEverywhere ? 'on all addresses of this machine' : null],
    ['API docs', `${httpUrl}/docs`],
    ['API key', apiKey === null ? 'of customer 1, as printed by the first start' : `${apiKey} (customer 1)`],
    ['Store', settings.dataDir === IN_MEMORY ? 'in memory, gone when this stops' : settings.dataDir],
    [
      'Clock',
      clock.mode === 'manual' ? 'manual' : `real${clock.speed === 1 ? '' : `, ${clock.speed} times as fast`}`,
    ],
    ['Seed', settings.seed],
    ['Callbacks', `sent at ${settings.tick}`],
  ];
  const rows = lines.flatMap(([name, value]) => (value === null ? [] : `  ${name.padEnd(10)}${value}`));
  return [`mock-wiraya ${VERSION}`, ...rows].join('\n');
}
