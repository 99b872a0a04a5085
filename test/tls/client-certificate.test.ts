import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientCertificate } from '../../src/core/callback-config.ts';
import { type CertificateAuthority, openAuthority } from '../../src/tls/authority.ts';
import { inspectClientCertificate } from '../../src/tls/client-certificate.ts';
import type { KeyAndCert } from '../../src/tls/issue.ts';
import { daysAfter, HAS_OPENSSL, openssl, temporaryDirectory } from './support.ts';

const now = new Date();
let authority: CertificateAuthority;
let client: KeyAndCert;

beforeAll(async () => {
  authority = await openAuthority({ directory: null, names: [], now });
  client = await authority.issueClientCertificate({ commonName: 'receiver 1', days: 30, now });
});

function inspect(certificate: ClientCertificate, at = now) {
  return inspectClientCertificate(certificate, at, 'clientCertificate');
}

/** What a refusal says, after a check that it names the part and gives away no secret. */
function refusalOf(certificate: ClientCertificate, part: string, at = now): string {
  try {
    inspect(certificate, at);
  } catch (error) {
    expect(error).toMatchObject({
      name: 'Refusal',
      kind: 'invalid',
      problems: [{ field: `clientCertificate.${part}` }],
    });
    const text = JSON.stringify((error as { problems: unknown }).problems);
    expect(text).not.toContain('hush');
    return text;
  }
  throw new Error('it was not refused');
}

describe('a client certificate in PEM', () => {
  it('is described by its facts', () => {
    const certificate = new X509Certificate(client.cert);
    expect(inspect(client)).toEqual({
      subject: 'CN=receiver 1',
      issuer: new X509Certificate(authority.caCert).subject,
      validFrom: new Date(certificate.validFrom).toISOString(),
      validTo: new Date(certificate.validTo).toISOString(),
      fingerprint256: certificate.fingerprint256,
    });
  });

  it('may be followed by the chain that leads to its authority', () => {
    expect(inspect({ ...client, cert: client.cert + authority.caCert }).subject).toBe('CN=receiver 1');
  });

  it('is refused when a certificate of its chain is damaged', () => {
    const cert = `${client.cert}-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----\n`;
    expect(refusalOf({ ...client, cert }, 'cert')).toContain('cannot be used for TLS');
  });

  it.each(['', 'receiver 1', 'MIIabc'])('is refused when it is not PEM: %j', (text) => {
    expect(refusalOf({ ...client, cert: text }, 'cert')).toContain('is not a certificate in PEM');
    expect(refusalOf({ ...client, key: text }, 'key')).toContain('is not a private key in PEM');
  });

  it('is refused when key and certificate have changed places', () => {
    expect(refusalOf({ cert: client.key, key: client.cert }, 'cert')).toContain(
      'is not a certificate in PEM',
    );
  });

  it('is refused when it is cut off', () => {
    expect(refusalOf({ ...client, cert: client.cert.slice(0, 200) }, 'cert')).toContain('is damaged');
    expect(refusalOf({ ...client, key: client.key.slice(0, 100) }, 'key')).toContain('is damaged');
  });

  it('is refused with the key of another certificate', () => {
    expect(refusalOf({ ...client, key: authority.server.key }, 'key')).toContain(
      'is not the key of the certificate',
    );
  });

  it('is refused once it has expired, and before it holds', () => {
    const { validFrom, validTo } = inspect(client);
    expect(inspect(client, new Date(validTo))).toBeDefined();
    expect(inspect(client, new Date(validFrom))).toBeDefined();
    expect(refusalOf(client, 'cert', daysAfter(now, 31))).toContain(`expired on ${validTo}`);
    expect(refusalOf(client, 'cert', daysAfter(now, -1))).toContain(`is not valid before ${validFrom}`);
  });
});

describe.skipIf(!HAS_OPENSSL)('an encrypted key', () => {
  function encrypted(...format: string[]): ClientCertificate & { key: string } {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'plain.key'), client.key);
    openssl(
      ['ec', '-in', 'plain.key', '-aes256', '-passout', 'pass:hush', '-out', 'traditional.key'],
      directory,
    );
    openssl(['pkcs8', '-topk8', '-in', 'plain.key', '-passout', 'pass:hush', '-out', 'pkcs8.key'], directory);
    return { cert: client.cert, key: readFileSync(join(directory, `${format}.key`), 'utf8') };
  }

  it.each(['pkcs8', 'traditional'])(
    'in the form %s is opened by its passphrase and by no other',
    (format) => {
      const certificate = encrypted(format);
      expect(certificate.key).toContain('ENCRYPTED');
      expect(inspect({ ...certificate, passphrase: 'hush' }).subject).toBe('CN=receiver 1');
      expect(refusalOf(certificate, 'passphrase')).toContain('is missing');
      expect(refusalOf({ ...certificate, passphrase: '' }, 'passphrase')).toContain('is missing');
      expect(refusalOf({ ...certificate, passphrase: 'hush hush' }, 'passphrase')).toContain(
        'does not open the key',
      );
    },
  );

  it('that was not encrypted takes no notice of a passphrase', () => {
    expect(inspect({ ...client, passphrase: 'hush' }).subject).toBe('CN=receiver 1');
  });
});

describe.skipIf(!HAS_OPENSSL)('a client certificate in PKCS#12', () => {
  /** A PKCS#12 file in base64, made by the openssl program. */
  function pfx(passphrase: string, ...options: string[]): string {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'client.key'), client.key);
    writeFileSync(join(directory, 'client.pem'), client.cert);
    writeFileSync(join(directory, 'ca.pem'), authority.caCert);
    openssl(
      ['pkcs12', '-export', '-passout', `pass:${passphrase}`, '-out', 'client.p12', ...options],
      directory,
    );
    return readFileSync(join(directory, 'client.p12')).toString('base64');
  }
  const BOTH = ['-inkey', 'client.key', '-in', 'client.pem'];

  it('is described by the same facts as in PEM, its chain or not', () => {
    expect(inspect({ pfx: pfx('hush', ...BOTH), passphrase: 'hush' })).toEqual(inspect(client));
    const withChain = pfx('hush', ...BOTH, '-certfile', 'ca.pem');
    expect(inspect({ pfx: withChain, passphrase: 'hush' })).toEqual(inspect(client));
  });

  it('needs no passphrase when it was made without', () => {
    expect(inspect({ pfx: pfx('', ...BOTH) })).toEqual(inspect(client));
  });

  it('may be base64 in lines, as the usual tools print it', () => {
    const lines = pfx('hush', ...BOTH).replace(/.{64}/g, '$&\r\n');
    expect(inspect({ pfx: `${lines}\n`, passphrase: 'hush' })).toEqual(inspect(client));
  });

  it('is refused without its passphrase and with a wrong one', () => {
    const file = pfx('hush', ...BOTH);
    expect(refusalOf({ pfx: file }, 'passphrase')).toContain('is missing');
    expect(refusalOf({ pfx: file, passphrase: 'hush hush' }, 'passphrase')).toContain('does not open');
  });

  it('is refused without a key and without a certificate', () => {
    const noKey = pfx('hush', '-nokeys', '-in', 'client.pem');
    expect(refusalOf({ pfx: noKey, passphrase: 'hush' }, 'pfx')).toContain('holds no private key');
    const noCertificate = pfx('hush', '-nocerts', '-inkey', 'client.key');
    expect(refusalOf({ pfx: noCertificate, passphrase: 'hush' }, 'pfx')).toContain('holds no certificate');
  });

  it('is refused in the outdated encryption, with the way to export it anew', () => {
    const outdated = pfx('hush', ...BOTH, '-legacy');
    const said = refusalOf({ pfx: outdated, passphrase: 'hush' }, 'pfx');
    expect(said).toContain('outdated');
    expect(said).toContain('openssl pkcs12 -legacy');
  });

  it('is refused when it is not base64, not PKCS#12 or cut off', () => {
    expect(refusalOf({ pfx: '' }, 'pfx')).toContain('is not base64');
    expect(refusalOf({ pfx: client.cert }, 'pfx')).toContain('is not base64');
    expect(refusalOf({ pfx: Buffer.from(client.cert).toString('base64') }, 'pfx')).toContain('PKCS#12');
    const half = Buffer.from(pfx('hush', ...BOTH), 'base64')
      .subarray(0, 300)
      .toString('base64');
    expect(refusalOf({ pfx: half, passphrase: 'hush' }, 'pfx')).toContain('cannot be used');
  });

  it('is refused once it has expired', () => {
    const file = pfx('hush', ...BOTH);
    const { validTo } = inspect(client);
    expect(refusalOf({ pfx: file, passphrase: 'hush' }, 'pfx', daysAfter(now, 31))).toContain(
      `expired on ${validTo}`,
    );
  });
});
