import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { invalid } from '../core/refusal.ts';
import { type CertificateFile, type CertificateFiles, filesIn, NO_FILES } from './files.ts';
import { issueAuthority, issueLeaf, type KeyAndCert, makeKey } from './issue.ts';
import { holdsNames, serverNames } from './names.ts';
import { validityOf } from './validity.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far behind ours a client's clock may be. */
const CLOCK_SKEW_MS = HOUR_MS;
const AUTHORITY_DAYS = 3650;
/** Some clients refuse server certificates of more than 398 days. */
const SERVER_DAYS = 397;
const RENEW_BEFORE_MS = 30 * DAY_MS;
const MAX_CLIENT_DAYS = 3650;
/** X.509's own limit for a common name. */
const MAX_COMMON_NAME = 64;

/** A local certificate authority, for receivers and API clients to trust on developers' machines. */
export interface CertificateAuthority {
  /** PEM, for trust stores. */
  readonly caCert: string;
  /** For our own listeners. */
  readonly server: KeyAndCert;
  /**
   * A new key and certificate that a TLS client can show.
   * Valid for `days` (1 to 3650) from `notBefore`; without it, from an hour before `now`. An expired or a
   * not yet valid one is made with a `notBefore` in the past or in the future.
   * @throws Refusal of `commonName`, `days` or `notBefore`
   */
  issueClientCertificate(options: {
    commonName: string;
    days: number;
    now: Date;
    notBefore?: Date | undefined;
  }): Promise<KeyAndCert>;
}

/**
 * Opens the authority kept in a directory, or a new one. What is there is used again: the authority until it
 * expires, its server certificate until it nears its end or lacks one of the names.
 * @param options.directory null: kept in memory only
 * @param options.names DNS names and IP addresses that our listeners go by, besides the usual ones
 * @throws Error in plain words when the authority's files are damaged or do not belong together. It is not
 * replaced silently, because people may have told their machines to trust it
 * @throws Refusal of `names`
 */
export async function openAuthority(options: {
  directory: string | null;
  names: readonly string[];
  now: Date;
}): Promise<CertificateAuthority> {
  const { directory, now } = options;
  const names = serverNames(options.names);
  const files = directory === null ? NO_FILES : filesIn(directory);
  const authority = storedAuthority(files, now) ?? newAuthority(files, now);
  const server = storedServer(files, authority, names, now) ?? newServer(files, authority, names, now);
  return {
    caCert: authority.cert,
    server,
    async issueClientCertificate({ commonName, days, now, notBefore = beforeSkew(now) }) {
      refuseBadClient(commonName, days, notBefore);
      const notAfter = new Date(notBefore.getTime() + days * DAY_MS);
      return issueLeaf(authority, { commonName, usage: 'clientAuth', names: [], notBefore, notAfter });
    },
  };
}

/**
 * The authority that is kept in files; null: there is none, or it has expired, and its files are removed.
 * @throws Error as `openAuthority` does
 */
export function storedAuthority(files: CertificateFiles, now: Date): KeyAndCert | null {
  const cert = files.read('ca.pem');
  if (cert === null) return null;
  if (validityOf(readAuthorityCertificate(files, cert)).to < now) {
    files.remove('ca.pem');
    files.remove('ca.key');
    return null;
  }
  const key = files.read('ca.key');
  if (key === null) throw unusable(files, 'ca.key', 'is missing, and ca.pem is of no use without it');
  return checkedAuthority(files, { key, cert });
}

/**
 * The key comes first and is never overwritten: after a kill in between, or when two processes start at once,
 * the certificate is made for the key that is there.
 */
function newAuthority(files: CertificateFiles, now: Date): KeyAndCert {
  const key = files.create('ca.key', makeKey());
  refuseUnfitKey(files, key);
  const cert = issueAuthority(key, {
    // Several authorities in one trust store can be told apart.
    commonName: `mock-wiraya local CA ${randomBytes(4).toString('hex')}`,
    notBefore: beforeSkew(now),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
  });
  return checkedAuthority(files, { key, cert: files.create('ca.pem', cert) });
}

function checkedAuthority(files: CertificateFiles, authority: KeyAndCert): KeyAndCert {
  const key = refuseUnfitKey(files, authority.key);
  if (!readAuthorityCertificate(files, authority.cert).checkPrivateKey(key)) {
    throw unusable(files, 'ca.key', 'is not the key of ca.pem');
  }
  return authority;
}

/** @throws Error as `openAuthority` does */
export function readAuthorityCertificate(files: CertificateFiles, cert: string): X509Certificate {
  const certificate = parsed(() => new X509Certificate(cert));
  if (!certificate) throw unusable(files, 'ca.pem', 'is damaged: it holds no certificate that can be read');
  if (!certificate.ca) throw unusable(files, 'ca.pem', 'holds a certificate that is not an authority');
  return certificate;
}

function refuseUnfitKey(files: CertificateFiles, key: string) {
  const privateKey = parsed(() => createPrivateKey(key));
  if (!privateKey) throw unusable(files, 'ca.key', 'is damaged: it holds no private key that can be read');
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw unusable(files, 'ca.key', 'holds a key that is not of the kind EC P-256');
  }
  return privateKey;
}

function storedServer(
  files: CertificateFiles,
  authority: KeyAndCert,
  names: readonly string[],
  now: Date,
): KeyAndCert | null {
  const cert = files.read('server.pem');
  const key = files.read('server.key');
  if (cert === null || key === null) return null;
  // A damaged one is simply replaced: nobody has been told to trust it.
  const certificate = parsed(() => new X509Certificate(cert));
  const privateKey = parsed(() => createPrivateKey(key));
  if (!certificate || !privateKey) return null;
  const { from, to } = validityOf(certificate);
  const issuer = new X509Certificate(authority.cert);
  const good =
    from <= now &&
    to.getTime() - now.getTime() > RENEW_BEFORE_MS &&
    holdsNames(certificate, names) &&
    certificate.checkPrivateKey(privateKey) &&
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey);
  return good ? { key, cert } : null;
}

function newServer(
  files: CertificateFiles,
  authority: KeyAndCert,
  names: readonly string[],
  now: Date,
): KeyAndCert {
  const server = issueLeaf(authority, {
    commonName: 'mock-wiraya',
    usage: 'serverAuth',
    names,
    notBefore: beforeSkew(now),
    notAfter: new Date(now.getTime() + SERVER_DAYS * DAY_MS),
  });
  files.replace('server.key', server.key);
  files.replace('server.pem', server.cert);
  return server;
}

function refuseBadClient(commonName: string, days: number, notBefore: Date): void {
  if (commonName.trim() === '' || commonName.length > MAX_COMMON_NAME || /\p{Cc}/u.test(commonName)) {
    throw invalid('commonName', 'is not a name', `1 to ${MAX_COMMON_NAME} characters, no control characters`);
  }
  if (!Number.isInteger(days) || days < 1 || days > MAX_CLIENT_DAYS) {
    throw invalid('days', 'is not a number of days', `a whole number from 1 to ${MAX_CLIENT_DAYS}`);
  }
  const year = notBefore.getUTCFullYear();
  if (!(year >= 1970 && year <= 2100)) {
    throw invalid('notBefore', 'is not a usable date', 'a date from 1970 to 2100');
  }
}

function beforeSkew(now: Date): Date {
  return new Date(now.getTime() - CLOCK_SKEW_MS);
}

function parsed<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function unusable(files: CertificateFiles, file: CertificateFile, problem: string): Error {
  return new Error(
    `${files.path(file)} ${problem}. Put the right file back, or delete both ${files.path('ca.pem')} and ` +
      `${files.path('ca.key')}: a new certificate authority is then made, which clients have to be told to trust.`,
  );
}
