import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { bits, integer, objectId, octets, sequence, set, TRUE, tagged, text, time, valuesIn } from './der.ts';
import { isAddress } from './names.ts';

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
  /** DNS names and IP addresses as `serverNames` spells them; none: no subject alternative names. */
  names: readonly string[];
}

// RFC 5280 for certificates and their extensions, RFC 5758 for the signature.
const COMMON_NAME = objectId('2.5.4.3');
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const VERSION_3 = tagged(0xa0, integer(Buffer.from([2])));
const USAGES = {
  serverAuth: objectId('1.3.6.1.5.5.7.3.1'),
  clientAuth: objectId('1.3.6.1.5.5.7.3.2'),
};

/** A new EC P-256 private key, PKCS#8 in PEM: everyone takes it, and making one takes no time. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The certificate, in PEM, of a certificate authority with this EC P-256 key. */
export function issueAuthority(key: string, subject: Subject): string {
  const publicKey = createPublicKey(key);
  const name = nameOf(subject.commonName);
  return signed(createPrivateKey(key), name, subject, publicKey, [
    // Below it are no further authorities.
    extension('2.5.29.19', sequence(TRUE, integer(Buffer.from([0]))), TRUE),
    extension('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1), TRUE),
    extension('2.5.29.14', octets(keyIdentifier(publicKey))),
  ]);
}

/** A new key with a certificate signed by the authority, whose key must be EC P-256. */
export function issueLeaf(authority: KeyAndCert, subject: LeafSubject): KeyAndCert {
  const issuer = new X509Certificate(authority.cert);
  const key = makeKey();
  const publicKey = createPublicKey(key);
  const names = subject.names.map((name) =>
    isAddress(name) ? tagged(0x87, addressBytes(name)) : tagged(0x82, Buffer.from(name, 'latin1')),
  );
  const cert = signed(createPrivateKey(authority.key), subjectOf(issuer), subject, publicKey, [
    extension('2.5.29.19', sequence(), TRUE),
    extension('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7), TRUE),
    extension('2.5.29.37', sequence(USAGES[subject.usage])),
    ...(names.length > 0 ? [extension('2.5.29.17', sequence(...names))] : []),
    // Strict verifiers (OpenSSL's -x509_strict, Python 3.13) refuse certificates without these two.
    extension('2.5.29.14', octets(keyIdentifier(publicKey))),
    extension('2.5.29.35', sequence(tagged(0x80, keyIdentifier(issuer.publicKey)))),
  ]);
  return { key, cert };
}

/** @param issuer its name, in DER */
function signed(
  signingKey: KeyObject,
  issuer: Uint8Array,
  { commonName, notBefore, notAfter }: Subject,
  publicKey: KeyObject,
  extensions: readonly Uint8Array[],
): string {
  const certificate = sequence(
    VERSION_3,
    integer(serialNumber()),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    nameOf(commonName),
    spkiOf(publicKey),
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(certificate, ECDSA_WITH_SHA256, bits(sign('sha256', certificate, signingKey)));
  const lines = der.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** @param critical who does not understand it must refuse the certificate */
function extension(id: string, value: Uint8Array, critical?: Uint8Array): Buffer {
  return sequence(objectId(id), ...(critical ? [critical] : []), octets(value));
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(COMMON_NAME, text(commonName))));
}

/** As it stands in the certificate, byte for byte: verifiers compare it so. */
function subjectOf(certificate: X509Certificate): Uint8Array {
  const [toBeSigned] = valuesIn(certificate.raw);
  const [, , , , , subject] = valuesIn(toBeSigned!);
  return subject!;
}

function spkiOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

/** The digest of the key's bits (RFC 5280, 4.2.1.2). */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const [, key] = valuesIn(spkiOf(publicKey));
  // Its tag, its length and how many bits are unused come before.
  return createHash('sha1').update(key!.subarray(3)).digest();
}

/** Never negative, and as long as it looks. */
function serialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return serial;
}

/** @param address in its shortest form */
function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = address.split('::').map(groups) as [number[], number[]?];
  const zeros = Array<number>(8 - before.length - (after?.length ?? 0)).fill(0);
  return Buffer.from([...before, ...zeros, ...(after ?? [])].flatMap((group) => [group >> 8, group & 0xff]));
}
