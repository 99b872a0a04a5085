import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { REAL_HOSTS } from '../core/endpoints.ts';
import { invalid } from '../core/refusal.ts';

/** What clients call us without any settings: this machine, its name inside containers, the platform itself. */
const BUILT_IN_NAMES = [
  'localhost',
  '127.0.0.1',
  '::1',
  'host.docker.internal',
  ...Object.values(REAL_HOSTS),
];

const HOST_NAME = /^(?=.{1,253}$)(\*\.)?[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$/;

/**
 * The names that our server certificate must hold: the built-in ones and those from the settings, each once,
 * in one spelling (lower case, punycode, shortest form of IPv6).
 * @throws Refusal of `names` when one is neither a host name nor an IP address
 */
export function serverNames(extra: readonly string[]): string[] {
  return [...new Set([...BUILT_IN_NAMES, ...extra.map(canonicalName)])];
}

function canonicalName(name: string): string {
  const version = name.includes('%') ? 0 : isIP(name);
  if (version === 4) return name;
  if (version === 6) return new URL(`http://[${name}]`).hostname.slice(1, -1);
  const host = domainToASCII(name.replace(/\.$/, ''));
  if (HOST_NAME.test(host) && isIP(host) === 0) return host;
  throw invalid(
    'names',
    `${JSON.stringify(name)} is neither a host name nor an IP address`,
    'for example mock.test, *.mock.test, 192.168.1.20 or fd00::20',
  );
}

const ADDRESS = /^[\d.]+$|:/;

/** Tells addresses from host names as `serverNames` spells them; `isIP` would compile its patterns at every start. */
export function isAddress(name: string): boolean {
  return ADDRESS.test(name);
}

/** Whether a certificate holds all of the names, given as `serverNames` spells them. */
export function holdsNames(certificate: X509Certificate, names: readonly string[]): boolean {
  const held = new Set((certificate.subjectAltName ?? '').split(', '));
  return names.every((name) =>
    isAddress(name) ? certificate.checkIP(name) !== undefined : held.has(`DNS:${name}`),
  );
}
