import { platformUrl, reachableUrl } from '../core/platform-url.ts';

/** Where a platform listens. */
export interface Urls {
  httpUrl: string;
  httpsUrl: string;
  /** null: it has no forward proxy. */
  proxyUrl: string | null;
}

/** As the platform's own machine reaches it. */
export function reachableUrls({ httpUrl, httpsUrl, proxyUrl }: Urls): Urls {
  return {
    httpUrl: reachableUrl(httpUrl),
    httpsUrl: reachableUrl(httpsUrl),
    proxyUrl: proxyUrl && reachableUrl(proxyUrl),
  };
}

/**
 * As whoever asked it reaches it: under the name that was good for asking, with the platform's own ports.
 * @param asked where it was asked
 * @param own as the platform itself has them
 * @param told those that the caller knows better, where ports are mapped
 * @throws TypeError for one of these that is no URL
 */
export function seenFrom(
  asked: string,
  own: Urls,
  told: { [Name in keyof Urls]?: string | undefined },
): Urls {
  const { protocol, hostname } = platformUrl(asked);
  const under = (listening: string) => Object.assign(new URL(listening), { hostname }).origin;
  const known = {
    httpUrl: told.httpUrl ?? (protocol === 'http:' ? asked : under(own.httpUrl)),
    httpsUrl: told.httpsUrl ?? (protocol === 'https:' ? asked : under(own.httpsUrl)),
    proxyUrl: told.proxyUrl ?? (own.proxyUrl && under(own.proxyUrl)),
  };
  return {
    httpUrl: bare('httpUrl', known.httpUrl),
    httpsUrl: bare('httpsUrl', known.httpsUrl),
    proxyUrl: known.proxyUrl && bare('proxyUrl', known.proxyUrl),
  };
}

function bare(name: keyof Urls, url: string): string {
  platformUrl(url, `${name} ${url}`);
  return url.replace(/\/$/, '');
}
