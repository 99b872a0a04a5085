import { isIPv6, SocketAddress } from 'node:net';

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** An address as it is written: an IPv4 one as such, and without the interface that it was seen at. */
export function plainAddress(address: string): string {
  return address.replace(MAPPED, '').replace(/%.*$/, '');
}

/** A plain address in the one notation that all of its notations share; what is no address stays as it is. */
export function canonicalAddress(text: string): string {
  if (!isIPv6(text)) return text;
  const address = plainAddress(text);
  return isIPv6(address) ? plainAddress(new SocketAddress({ address, family: 'ipv6' }).address) : address;
}
