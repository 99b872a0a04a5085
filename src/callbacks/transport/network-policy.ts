import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { invalid } from '../../core/refusal.ts';
import { bareHostname } from './address.ts';

/** Which receivers may be called, and from where. Settings of the whole platform, not of one callback. */
export interface NetworkPolicy {
  /** Plain http is refused otherwise: the platform's receivers must support HTTPS [S]. */
  allowHttp: boolean;
  /** Host names, IP addresses, or `*.example.com` for all below it. Empty: every host. */
  allowedHosts: readonly string[];
  /** Local addresses that connections are made from, in turn [S]. Empty: the system's choice. */
  sourceAddresses: readonly string[];
  /** Of an answer's body; the rest is not read. */
  maxResponseBytes: number;
}

const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
// The same IPv4 range seen through NAT64 and 6to4. The list itself looks inside IPv4-mapped addresses.
LINK_LOCAL.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
LINK_LOCAL.addSubnet('2002:a9fe::', 32, 'ipv6');
// A cloud provider's metadata service over IPv6: what 169.254.169.254 is over IPv4.
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');

const NO_LINK_LOCAL = 'link-local addresses (169.254.0.0/16, fe80::/10) are never called';

/** A host that is not to be called; the message is for the end user. */
export class ForbiddenHost extends Error {}

/** True for 169.254.0.0/16 and fe80::/10, however they are written, with or without a zone. */
export function isLinkLocal(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  return LINK_LOCAL.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}

/**
 * Refuses, at registration, a URL that the policy never allows. What its host name resolves to is checked
 * later, each time a connection is made.
 * @throws Refusal of `field`
 */
export function checkUrl(url: string, policy: NetworkPolicy, field: string): void {
  if (!URL.canParse(url)) throw invalid(field, 'is not a URL', 'such as https://receiver.example/callback');
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    throw invalid(field, `has the scheme ${parsed.protocol}`, 'an https:// URL');
  }
  if (parsed.protocol === 'http:' && !policy.allowHttp) {
    throw invalid(
      field,
      'is plain http, but the platform only calls receivers that support HTTPS and TLS 1.2',
      'an https:// URL, or the setting allowHttpCallbacks',
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw invalid(
      field,
      'holds a user name or password',
      'credentials in `auth`, where they are kept secret',
    );
  }
  const host = bareHostname(parsed);
  if (isIP(host) !== 0 && isLinkLocal(host)) {
    throw invalid(field, `leads to ${host}, a link-local address; ${NO_LINK_LOCAL}`, 'any other address');
  }
  if (policy.allowedHosts.length > 0 && !policy.allowedHosts.some((entry) => matches(entry, host))) {
    throw invalid(
      field,
      `leads to ${host}, which is not among the allowed hosts`,
      `one of ${policy.allowedHosts.join(', ')}`,
    );
  }
}

function matches(entry: string, host: string): boolean {
  const wanted = entry.toLowerCase();
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

/**
 * A name look-up that leaves link-local addresses out. It runs at the moment of connecting and hands its
 * answer straight to the socket, so a name that resolves differently a second time gains nothing.
 */
export function guardedLookup(resolve: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      const allowed = addresses.filter(({ address }) => !isLinkLocal(address));
      const chosen = allowed[0];
      if (chosen === undefined) {
        const found = addresses.map(({ address }) => address).join(', ');
        return callback(new ForbiddenHost(`${hostname} resolves to ${found}; ${NO_LINK_LOCAL}`), '');
      }
      if (options.all) callback(null, allowed);
      else callback(null, chosen.address, chosen.family);
    });
  };
}
