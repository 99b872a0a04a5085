import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../src/tls/authority.ts';
import { daysAfter, filesOf, get, HAS_OPENSSL, listen, openssl, temporaryDirectory } from './support.ts';

const now = new Date();
const HOUR_MS = 3_600_000;

function open(directory: string | null, names: readonly string[] = [], at = now) {
  return openAuthority({ directory, names, now: at });
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

function lifetimeInDays(certificate: X509Certificate): number {
  return (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000;
}

const ALL_FILES = ['ca.key', 'ca.pem', 'server.key', 'server.pem'];

describe('the first start', () => {
  it('makes a directory that only its owner can look into', async () => {
    const directory = join(temporaryDirectory(), 'deep', 'tls');
    await open(directory);
    expect(filesOf(directory)).toEqual(ALL_FILES);
    expect(modeOf(directory)).toBe(0o700);
    expect(modeOf(join(directory, 'ca.key'))).toBe(0o600);
    expect(modeOf(join(directory, 'server.key'))).toBe(0o600);
    expect(modeOf(join(directory, 'ca.pem'))).toBe(0o644);
    expect(modeOf(join(directory, 'server.pem'))).toBe(0o644);
  });

  it('makes an authority for ten years that can be told from others in a trust store', async () => {
    const [one, other] = (await Promise.all([open(null), open(null)])).map(
      ({ caCert }) => new X509Certificate(caCert),
    );
    expect(one!.ca).toBe(true);
    expect(one!.subject).toMatch(/^CN=mock-wiraya local CA [0-9a-f]{8}$/);
    expect(one!.subject).not.toBe(other!.subject);
    expect(Math.floor(lifetimeInDays(one!))).toBe(3650);
  });

  it('makes a server certificate for this machine, its name inside containers and the platform', async () => {
    const authority = await open(null);
    const server = new X509Certificate(authority.server.cert);
    for (const name of ['localhost', 'host.docker.internal', 'api.wiraya.com', 'api.wiraya.ai']) {
      expect(server.checkHost(name)).toBe(name);
    }
    expect(server.checkIP('127.0.0.1')).toBeDefined();
    expect(server.checkIP('::1')).toBeDefined();
    expect(server.ca).toBe(false);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(server.verify(new X509Certificate(authority.caCert).publicKey)).toBe(true);
  });

  it('allows for clients whose clock is behind, and lives less than the 398 days that some clients allow', async () => {
    const server = new X509Certificate((await open(null)).server.cert);
    expect(now.getTime() - Date.parse(server.validFrom)).toBeGreaterThanOrEqual(HOUR_MS);
    expect(lifetimeInDays(server)).toBeLessThan(398);
  });

  it('keeps nothing on disk without a directory', async () => {
    const authority = await open(null);
    expect(authority.caCert).toContain('-----BEGIN CERTIFICATE-----');
    expect(authority.caCert).not.toBe((await open(null)).caCert);
  });
});

describe('names', () => {
  it('takes host names, wildcards, addresses and other alphabets', async () => {
    const { server } = await open(null, [
      'Mock.Test',
      '*.mock.test',
      'wiraya_mock',
      'räka.test',
      '192.168.1.20',
      'FD00::0020',
      '::ffff:10.0.0.1',
    ]);
    const certificate = new X509Certificate(server.cert);
    for (const host of ['mock.test', 'any.mock.test', 'wiraya_mock', 'xn--rka-qla.test']) {
      expect(certificate.checkHost(host), host).toBeDefined();
    }
    for (const ip of ['192.168.1.20', 'fd00::20', '::ffff:10.0.0.1']) {
      expect(certificate.checkIP(ip), ip).toBeDefined();
    }
  });

  it.each([
    '',
    'mock.test:8443',
    'https://mock.test',
    'two names',
    'fe80::1%eth0',
    '*',
    'a..b',
    '300.1.1.1',
    '-a',
  ])('refuses %j, and makes nothing', async (name) => {
    const directory = temporaryDirectory();
    await expect(open(directory, [name])).rejects.toMatchObject({
      name: 'Refusal',
      problems: [{ field: 'names', problem: expect.stringContaining('neither a host name nor an IP') }],
    });
    expect(filesOf(directory)).toEqual([]);
  });
});

describe('later starts', () => {
  it('use the same authority and the same server certificate', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory, ['mock.test', 'fd00::20']);
    const second = await open(directory, ['mock.test', 'fd00::20'], daysAfter(now, 300));
    expect(second.caCert).toBe(first.caCert);
    expect(second.server).toEqual(first.server);
  });

  it('do not mind names that are no longer wanted', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory, ['mock.test']);
    expect((await open(directory)).server).toEqual(first.server);
  });

  it.each(['new.mock.test', '192.168.1.20', 'fd00::20'])(
    'renew the server certificate for the new name %s, by the same authority',
    async (name) => {
      const directory = temporaryDirectory();
      const first = await open(directory);
      const second = await open(directory, [name]);
      expect(second.caCert).toBe(first.caCert);
      expect(second.server.cert).not.toBe(first.server.cert);
      expect(readFileSync(join(directory, 'server.pem'), 'utf8')).toBe(second.server.cert);
      expect(readFileSync(join(directory, 'server.key'), 'utf8')).toBe(second.server.key);
    },
  );

  it('renew the server certificate within 30 days of its end, and not before', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    const before = await open(directory, [], daysAfter(now, 397 - 31));
    expect(before.server).toEqual(first.server);
    const within = await open(directory, [], daysAfter(now, 397 - 29));
    expect(within.server.cert).not.toBe(first.server.cert);
    expect(within.caCert).toBe(first.caCert);
  });

  it('renew a server certificate that does not hold yet, because a clock was once wrong', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory, [], daysAfter(now, 100));
    const second = await open(directory);
    expect(second.server.cert).not.toBe(first.server.cert);
  });

  it('make a new authority when the old one has expired', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    const kept = await open(directory, [], daysAfter(now, 3649));
    expect(kept.caCert).toBe(first.caCert);
    const second = await open(directory, [], daysAfter(now, 3651));
    expect(second.caCert).not.toBe(first.caCert);
    expect(readFileSync(join(directory, 'ca.pem'), 'utf8')).toBe(second.caCert);
    const server = new X509Certificate(second.server.cert);
    expect(server.verify(new X509Certificate(second.caCert).publicKey)).toBe(true);
  });

  it('tighten modes that have become loose', async () => {
    const directory = temporaryDirectory();
    await open(directory);
    chmodSync(directory, 0o755);
    chmodSync(join(directory, 'ca.key'), 0o644);
    chmodSync(join(directory, 'server.key'), 0o640);
    await open(directory);
    expect(modeOf(directory)).toBe(0o700);
    expect(modeOf(join(directory, 'ca.key'))).toBe(0o600);
    expect(modeOf(join(directory, 'server.key'))).toBe(0o600);
  });
});

describe('after a kill', () => {
  it.each([
    ['with the key of the authority written', ['ca.pem', 'server.key', 'server.pem']],
    ['with the authority written', ['server.key', 'server.pem']],
    ['with the key of the server written', ['server.pem']],
  ])('%s, the next start makes what is missing', async (_when, missing) => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    for (const file of missing) rmSync(join(directory, file));

    const second = await open(directory);
    expect(filesOf(directory)).toEqual(ALL_FILES);
    if (!missing.includes('ca.pem')) expect(second.caCert).toBe(first.caCert);
    const third = await open(directory);
    expect(third.caCert).toBe(second.caCert);
    expect(third.server).toEqual(second.server);
    const port = await listen(third.server);
    expect(await get(port, { ca: third.caCert })).toBe('client: none');
  });

  it('between the two files of a renewed server certificate, the next start renews it once more', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    const stranger = await open(null);
    writeFileSync(join(directory, 'server.key'), stranger.server.key);
    const second = await open(directory);
    expect(second.caCert).toBe(first.caCert);
    expect(second.server.key).not.toBe(stranger.server.key);
    const port = await listen(second.server);
    expect(await get(port, { ca: second.caCert })).toBe('client: none');
  });

  it('during the replacement of an expired authority, the next start finishes it', async () => {
    const directory = temporaryDirectory();
    const later = daysAfter(now, 4000);
    const first = await open(directory);
    rmSync(join(directory, 'ca.pem'));
    const second = await open(directory, [], later);
    expect(second.caCert).not.toBe(first.caCert);
    expect((await open(directory, [], later)).caCert).toBe(second.caCert);
  });
});

describe('several first starts at once in the same directory', () => {
  it('agree on one authority', async () => {
    const directory = temporaryDirectory();
    const opened = await Promise.all(Array.from({ length: 5 }, () => open(directory)));
    expect(new Set(opened.map(({ caCert }) => caCert)).size).toBe(1);
    expect((await open(directory)).caCert).toBe(opened[0]!.caCert);
    expect(filesOf(directory)).toEqual(ALL_FILES);
  });
});

describe('damage', () => {
  it.each(['server.pem', 'server.key'])('of %s is repaired by the same authority', async (file) => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    writeFileSync(join(directory, file), 'not PEM');
    const second = await open(directory);
    expect(second.caCert).toBe(first.caCert);
    expect(second.server.cert).not.toBe(first.server.cert);
    expect((await open(directory)).server).toEqual(second.server);
  });

  it('by a server certificate of another authority is repaired', async () => {
    const directory = temporaryDirectory();
    const first = await open(directory);
    const stranger = await open(null);
    writeFileSync(join(directory, 'server.key'), stranger.server.key);
    writeFileSync(join(directory, 'server.pem'), stranger.server.cert);
    const second = await open(directory);
    expect(second.caCert).toBe(first.caCert);
    expect(second.server.cert).not.toBe(stranger.server.cert);
  });

  it.each([
    ['ca.pem', 'is damaged'],
    ['ca.key', 'is damaged'],
  ])('of %s is told with the file and the cure, and nothing is replaced', async (file, problem) => {
    const directory = temporaryDirectory();
    await open(directory);
    const path = join(directory, file);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100));
    const before = ALL_FILES.map((name) => readFileSync(join(directory, name), 'utf8'));
    const error = await open(directory).catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(`${path} ${problem}`);
    expect((error as Error).message).toContain('delete both');
    expect((error as Error).message).not.toContain('PRIVATE KEY');
    expect(ALL_FILES.map((name) => readFileSync(join(directory, name), 'utf8'))).toEqual(before);

    rmSync(join(directory, 'ca.pem'));
    rmSync(join(directory, 'ca.key'));
    await expect(open(directory)).resolves.toBeDefined();
  });

  it('by a missing ca.key is told', async () => {
    const directory = temporaryDirectory();
    await open(directory);
    rmSync(join(directory, 'ca.key'));
    await expect(open(directory)).rejects.toThrow(/ca\.key is missing/);
  });

  it('by a ca.key of another authority is told', async () => {
    const directory = temporaryDirectory();
    const other = temporaryDirectory();
    await open(directory);
    await open(other);
    writeFileSync(join(directory, 'ca.key'), readFileSync(join(other, 'ca.key')));
    await expect(open(directory)).rejects.toThrow(/ca\.key is not the key of ca\.pem/);
  });

  it('by a ca.pem that is no authority is told', async () => {
    const directory = temporaryDirectory();
    const { server } = await open(directory);
    writeFileSync(join(directory, 'ca.pem'), server.cert);
    await expect(open(directory)).rejects.toThrow(/ca\.pem holds a certificate that is not an authority/);
  });

  it.skipIf(!HAS_OPENSSL)('by a ca.key of another kind is told', async () => {
    const directory = temporaryDirectory();
    openssl(['ecparam', '-genkey', '-noout', '-name', 'secp384r1', '-out', 'ca.key'], directory);
    await expect(open(directory)).rejects.toThrow(/ca\.key holds a key that is not of the kind EC P-256/);
  });

  it('by a file in place of the directory is told with its path', async () => {
    const path = join(temporaryDirectory(), 'tls');
    writeFileSync(path, '');
    await expect(open(path)).rejects.toThrow(path);
  });

  it('by a directory in place of a file is told with its path', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'ca.pem'));
    await expect(open(directory)).rejects.toThrow(/EISDIR/);
  });
});

describe('a listener with the server certificate', () => {
  it.each(['localhost', 'api.wiraya.com', 'api.wiraya.ai', 'mock.test'])(
    'is trusted as %s by a client that knows only the authority',
    async (servername) => {
      const { caCert, server } = await open(null, ['mock.test']);
      const port = await listen(server);
      expect(await get(port, { ca: caCert, servername })).toBe('client: none');
    },
  );

  it('is trusted by its address', async () => {
    const { caCert, server } = await open(null);
    const port = await listen(server);
    expect(await get(port, { host: '127.0.0.1', ca: caCert })).toBe('client: none');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s', async (version) => {
    const { caCert, server } = await open(null);
    const port = await listen({ ...server, minVersion: version, maxVersion: version });
    expect(await get(port, { ca: caCert, minVersion: version, maxVersion: version })).toBe('client: none');
  });

  it('is not trusted by a client that knows another authority, or under another name', async () => {
    const { caCert, server } = await open(null);
    const port = await listen(server);
    const { caCert: strange } = await open(null);
    await expect(get(port, { ca: strange })).rejects.toThrow(/self-signed|unable to/);
    await expect(get(port, { ca: caCert, servername: 'elsewhere.test' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});

describe('a client certificate', () => {
  it('opens a listener that asks for one', async () => {
    const authority = await open(null);
    const client = await authority.issueClientCertificate({ commonName: 'receiver 1', days: 30, now });
    const port = await listen({ ...authority.server, ca: authority.caCert, requestCert: true });
    expect(await get(port, { ca: authority.caCert, ...client })).toBe('client: receiver 1');
    await expect(get(port, { ca: authority.caCert })).rejects.toThrow();
  });

  it('is refused by that listener when it comes from another authority or has expired', async () => {
    const authority = await open(null);
    const stranger = await (await open(null)).issueClientCertificate({
      commonName: 'stranger',
      days: 30,
      now,
    });
    const expired = await authority.issueClientCertificate({
      commonName: 'expired',
      days: 5,
      now,
      notBefore: daysAfter(now, -10),
    });
    const port = await listen({ ...authority.server, ca: authority.caCert, requestCert: true });
    await expect(get(port, { ca: authority.caCert, ...stranger })).rejects.toThrow();
    await expect(get(port, { ca: authority.caCert, ...expired })).rejects.toThrow();
  });

  it('is valid for the days asked for, counted from an hour ago or from a given date', async () => {
    const authority = await open(null);
    const later = daysAfter(now, 50);
    const usual = await authority.issueClientCertificate({ commonName: 'a', days: 7, now: later });
    const certificate = new X509Certificate(usual.cert);
    expect(lifetimeInDays(certificate)).toBe(7);
    expect(Math.floor((later.getTime() - HOUR_MS) / 1000) * 1000).toBe(Date.parse(certificate.validFrom));
    const notBefore = new Date('2049-12-30T00:00:00Z');
    const coming = await authority.issueClientCertificate({ commonName: 'a', days: 7, now, notBefore });
    expect(Date.parse(new X509Certificate(coming.cert).validFrom)).toBe(notBefore.getTime());
    expect(Date.parse(new X509Certificate(coming.cert).validTo)).toBe(daysAfter(notBefore, 7).getTime());
  });

  it('carries its name as it is, whatever characters stand in it', async () => {
    const authority = await open(null);
    const commonName = 'Åsa, O=#1 "x" + 好';
    const { cert } = await authority.issueClientCertificate({ commonName, days: 1, now });
    expect(new X509Certificate(cert).toLegacyObject().subject).toEqual({ CN: commonName });
  });

  it('has a serial number of its own, never negative', async () => {
    const authority = await open(null);
    const serials = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { cert } = await authority.issueClientCertificate({ commonName: 'a', days: 1, now });
        return new X509Certificate(cert).serialNumber;
      }),
    );
    expect(new Set(serials).size).toBe(20);
    for (const serial of serials) expect(serial).toMatch(/^[0-9A-F]{20,}$/);
  });

  it.each([
    ['commonName', { commonName: ' ', days: 1 }],
    ['commonName', { commonName: 'x'.repeat(65), days: 1 }],
    ['commonName', { commonName: 'two\nlines', days: 1 }],
    ['days', { commonName: 'a', days: 0 }],
    ['days', { commonName: 'a', days: -5 }],
    ['days', { commonName: 'a', days: 1.5 }],
    ['days', { commonName: 'a', days: 3651 }],
    ['notBefore', { commonName: 'a', days: 1, notBefore: new Date(Number.NaN) }],
    ['notBefore', { commonName: 'a', days: 1, notBefore: new Date('1900-01-01') }],
  ])('is refused for a bad %s', async (field, options) => {
    const authority = await open(null);
    await expect(authority.issueClientCertificate({ now, ...options })).rejects.toMatchObject({
      name: 'Refusal',
      problems: [{ field }],
    });
  });
});

describe.skipIf(!HAS_OPENSSL)('by OpenSSL at its strictest', () => {
  it('the authority, the server and a client are sound', async () => {
    const directory = temporaryDirectory();
    const authority = await open(directory, ['mock.test']);
    const client = await authority.issueClientCertificate({ commonName: 'receiver 1', days: 30, now });
    writeFileSync(join(directory, 'client.pem'), client.cert);
    const verify = ['verify', '-x509_strict', '-CAfile', 'ca.pem'];
    expect(openssl([...verify, 'ca.pem'], directory)).toBe('ca.pem: OK\n');
    for (const [file, ...purpose] of [
      ['server.pem', '-purpose', 'sslserver', '-verify_hostname', 'mock.test'],
      ['server.pem', '-purpose', 'sslserver', '-verify_ip', '::1'],
      ['client.pem', '-purpose', 'sslclient'],
    ] as const) {
      expect(openssl([...verify, ...purpose, file], directory)).toBe(`${file}: OK\n`);
    }
    expect(() => openssl([...verify, '-purpose', 'sslclient', 'server.pem'], directory)).toThrow();
  });
});
