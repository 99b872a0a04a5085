import { createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type { Name } from '@peculiar/x509';

type Library = typeof import('@peculiar/x509');

/** A private key and its certificate, both in PEM. */
export interface KeyAndCert {
  key: string;
  cert: string;
}

interface Subject {
  commonName: string;
  notBefore: Date;
  notAfter: Date;
}

interface LeafSubject extends Subject {
  usage: 'serverAuth' | 'clientAuth';
  /** DNS names and IP addresses; none: no subject alternative names. */
  names: readonly string[];
}

/** EC P-256: everyone takes it, and making a key takes no time. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

/** A new EC P-256 private key, PKCS#8 in PEM. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: ALGORITHM.namedCurve });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The certificate, in PEM, of a certificate authority with this EC P-256 key. */
export async function issueAuthority(key: string, subject: Subject): Promise<string> {
  const x509 = await loadLibrary();
  const publicKey = publicKeyOf(key);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: nameOf(x509, subject.commonName),
    issuer: nameOf(x509, subject.commonName),
    notBefore: subject.notBefore,
    notAfter: subject.notAfter,
    publicKey,
    signingKey: await signingKeyOf(key),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** A new key with a certificate signed by the authority, whose key must be EC P-256. */
export async function issueLeaf(authority: KeyAndCert, subject: LeafSubject): Promise<KeyAndCert> {
  const x509 = await loadLibrary();
  const issuer = new x509.X509Certificate(authority.cert);
  const key = makeKey();
  const publicKey = publicKeyOf(key);
  const names = subject.names.map((value) => ({ type: isIP(value) === 0 ? x509.DNS : x509.IP, value }));
  const certificate = await x509.X509CertificateGenerator.create({
    subject: nameOf(x509, subject.commonName),
    issuer: issuer.subjectName,
    notBefore: subject.notBefore,
    notAfter: subject.notAfter,
    publicKey,
    signingKey: await signingKeyOf(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[subject.usage]]),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      // Strict verifiers (OpenSSL's -x509_strict, Python 3.13) refuse certificates without these two.
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { key, cert: `${certificate.toString('pem')}\n` };
}

/**
 * Loading takes longer than all the rest of a start, and most starts issue nothing.
 * The default export, because the bundled form of this CommonJS module has no other.
 */
async function loadLibrary(): Promise<Library> {
  return (await import('@peculiar/x509')).default;
}

/** Not as text: a comma or an equals sign in a name must not become a further part of it. */
function nameOf(x509: Library, commonName: string): Name {
  return new x509.Name([{ CN: [{ utf8String: commonName }] }]);
}

function publicKeyOf(key: string): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function signingKeyOf(key: string): Promise<webcrypto.CryptoKey> {
  const pkcs8 = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']);
}
