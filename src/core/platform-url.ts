/** The URL of a port of a host, which may be an IPv6 address. */
export function urlAt(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Hosts that stand for all addresses of a machine, and where that machine reaches itself. */
const EVERY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' };

/**
 * Where a platform is told to listen, as its own machine reaches it: all addresses are none to send to, and no
 * certificate holds them.
 * @param url without a user name
 */
export function reachableUrl(url: string): string {
  return url.replace(
    /^(https?:\/\/)(0\.0\.0\.0|\[::\])(?=[:/]|$)/,
    (_, scheme: string, host: string) => scheme + EVERY_ADDRESS[host],
  );
}

/**
 * Reads where a platform is to be asked.
 * @param shown what a message calls it
 * @throws TypeError saying what would be right
 */
export function platformUrl(url: string, shown: string = url): URL {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new TypeError(`${shown}: must be the URL of a platform, such as http://127.0.0.1:4010`);
  return new URL(url);
}
