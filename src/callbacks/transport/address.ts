/** The host of a URL as sockets want it: an IPv6 address without its brackets. */
export function bareHostname(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** Host and port as people write them, `receiver.example:443` or `[::1]:9443`. */
export function addressOf(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}
