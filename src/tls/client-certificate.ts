import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { ClientCertificate } from '../core/callback-config.ts';
import { invalid, type Refusal } from '../core/refusal.ts';
import { refuseUnlessValid, validityOf } from './validity.ts';

/** What may be shown of a client certificate; no part of the key. */
export interface ClientCertificateFacts {
  subject: string;
  issuer: string;
  /** ISO 8601, UTC. */
  validFrom: string;
  /** ISO 8601, UTC. */
  validTo: string;
  /** Of the DER form: hexadecimal pairs with colons. */
  fingerprint256: string;
}

type PemCertificate = Extract<ClientCertificate, { cert: string }>;
type PfxCertificate = Extract<ClientCertificate, { pfx: string }>;

/**
 * Checks that a registered client certificate [S] can be shown to a receiver: readable, key and certificate
 * belong together, valid at `now`.
 * @throws Refusal of the part at fault, `<field>.cert`, `.key`, `.pfx` or `.passphrase`
 */
export function inspectClientCertificate(
  certificate: ClientCertificate,
  now: Date,
  field: string,
): ClientCertificateFacts {
  const leaf = leafOf(certificate, field);
  refuseUnlessValid(leaf, now, `${field}.${'pfx' in certificate ? 'pfx' : 'cert'}`);
  return factsOf(leaf);
}

/**
 * What may be shown of a client certificate that was registered before, be it expired by now.
 * @throws Refusal when it cannot be read
 */
export function describeClientCertificate(
  certificate: ClientCertificate,
  field: string,
): ClientCertificateFacts {
  return factsOf(leafOf(certificate, field));
}

function leafOf(certificate: ClientCertificate, field: string): X509Certificate {
  return 'pfx' in certificate ? readPfx(certificate, field) : readPem(certificate, field);
}

/** What may be shown of a certificate that a client has shown to us. */
export function factsOf(leaf: X509Certificate): ClientCertificateFacts {
  const { from, to } = validityOf(leaf);
  return {
    subject: onOneLine(leaf.subject),
    issuer: onOneLine(leaf.issuer),
    validFrom: from.toISOString(),
    validTo: to.toISOString(),
    fingerprint256: leaf.fingerprint256,
  };
}

/** Node puts each part of a name on a line of its own; a certificate without a name has none. */
function onOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function readPem(certificate: PemCertificate, field: string): X509Certificate {
  const leaf = readLeaf(certificate.cert, `${field}.cert`);
  if (!leaf.checkPrivateKey(readKey(certificate, field))) {
    throw invalid(
      `${field}.key`,
      'is not the key of the certificate',
      'the private key of the first certificate',
    );
  }
  try {
    createSecureContext(certificate);
  } catch (error) {
    // What is left to go wrong: a damaged further certificate of the chain, or one too weak for today's TLS.
    throw invalid(`${field}.cert`, `cannot be used for TLS: ${reasonOf(error)}`);
  }
  return leaf;
}

function readLeaf(cert: string, field: string): X509Certificate {
  const expected = 'the certificate in PEM, from -----BEGIN CERTIFICATE----- on';
  if (!cert.includes('-----BEGIN CERTIFICATE-----'))
    throw invalid(field, 'is not a certificate in PEM', expected);
  try {
    return new X509Certificate(cert);
  } catch (error) {
    throw invalid(field, `is damaged: ${reasonOf(error)}`, expected);
  }
}

function readKey({ key, passphrase }: PemCertificate, field: string): KeyObject {
  const expected = 'the private key in PEM, from -----BEGIN PRIVATE KEY----- on';
  if (!/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(key)) {
    throw invalid(`${field}.key`, 'is not a private key in PEM', expected);
  }
  const encrypted = key.includes('ENCRYPTED');
  if (encrypted && !passphrase) throw passphraseMissing(field, 'key');
  try {
    return createPrivateKey({ key, ...(encrypted && { passphrase }) });
  } catch (error) {
    // Decrypting with a wrong passphrase gives noise, about which every kind of error can be raised.
    if (encrypted) throw passphraseWrong(field, 'key');
    throw invalid(`${field}.key`, `is damaged: ${reasonOf(error)}`, expected);
  }
}

function readPfx({ pfx, passphrase }: PfxCertificate, field: string): X509Certificate {
  const part = `${field}.pfx`;
  const expected = 'a PKCS#12 file (.p12, .pfx) in base64';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(pfx.replace(/\s/g, ''))) throw invalid(part, 'is not base64', expected);
  try {
    const { context } = createSecureContext({ pfx: Buffer.from(pfx, 'base64'), passphrase });
    return new X509Certificate(context.getCertificate());
  } catch (error) {
    const reason = reasonOf(error);
    if (/mac verify failure/i.test(reason)) {
      throw passphrase ? passphraseWrong(field, 'PKCS#12 file') : passphraseMissing(field, 'PKCS#12 file');
    }
    if (/private key/i.test(reason))
      throw invalid(part, 'holds no private key', 'a certificate together with its key');
    if (/load certificate/i.test(reason)) {
      throw invalid(
        part,
        'holds no certificate that goes with its key',
        'a key together with its certificate',
      );
    }
    if (/unsupported/i.test(reason)) {
      throw invalid(
        part,
        'is encrypted in an outdated way (such as RC2-40) that OpenSSL 3 refuses',
        'a file exported anew: openssl pkcs12 -legacy -in old.p12 -nodes -out all.pem, ' +
          'then openssl pkcs12 -export -in all.pem -out new.p12',
      );
    }
    throw invalid(part, `cannot be used: ${reason}`, expected);
  }
}

function passphraseMissing(field: string, what: string): Refusal {
  return invalid(
    `${field}.passphrase`,
    `is missing: the ${what} is encrypted`,
    `the passphrase of the ${what}`,
  );
}

function passphraseWrong(field: string, what: string): Refusal {
  return invalid(`${field}.passphrase`, `does not open the ${what}`, `the passphrase of the ${what}`);
}

/** `error:04800064:PEM routines::bad base64 decode` says as much by its end. OpenSSL never quotes its input. */
function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/^error:.*:/, '');
}
