import type { ServerOptions } from 'node:https';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TransportTarget } from '../../../src/callbacks/transport/transport.ts';
import {
  makeCertificate,
  type Receiver,
  startPlainReceiver,
  startTcpReceiver,
  startTlsReceiver,
} from '../../support/tls-receiver.ts';
import { get, oneRequest, post, TARGET, VERIFYING } from './one-request.ts';

interface KeyAndCert {
  key: string;
  cert: string;
}

let authority: KeyAndCert;
let signed: KeyAndCert;
let selfSigned: KeyAndCert;
let customer: KeyAndCert;
beforeAll(async () => {
  authority = await makeCertificate({ authority: true, commonName: 'test authority' });
  signed = await makeCertificate({ ca: authority, names: ['localhost'], addresses: [] });
  selfSigned = await makeCertificate();
  customer = await makeCertificate({ ca: authority, commonName: 'customer' });
});

let receiver: Receiver | undefined;
afterEach(() => receiver?.close());

/** The result of one request to a TLS receiver that answers 200. */
async function outcome(options: ServerOptions, target: Partial<TransportTarget> = {}, host = '127.0.0.1') {
  receiver = await startTlsReceiver(options, (_request, response) => response.end('ok'));
  return oneRequest(get(`https://${host}:${receiver.port}/`), target);
}

describe("the receiver's certificate", () => {
  it('may be self-signed, expired and for another host', async () => {
    const worst = await makeCertificate({
      names: ['elsewhere.example'],
      addresses: [],
      notAfter: new Date('2024-05-06T07:08:09Z'),
    });
    expect(await outcome(worst)).toMatchObject({
      ok: true,
      peer: { tls: { validTo: '2024-05-06T07:08:09.000Z' } },
    });
  });

  it('must not be self-signed under verification', async () => {
    const result = await outcome(selfSigned, { tls: VERIFYING });
    expect(result).toMatchObject({ ok: false, status: null, peer: { tls: { peer: 'mock' } } });
    expect(result.error).toBe(
      "the receiver's certificate is self-signed and does not lead to an authority that this machine trusts",
    );
    expect(receiver!.requests).toEqual([]);
  });

  it('must not have expired under verification', async () => {
    const notAfter = new Date('2024-05-06T07:08:09Z');
    const expired = await makeCertificate({ ca: authority, notAfter });
    const {
      error,
      peer: { tls },
    } = await outcome(expired, { tls: { ...VERIFYING, ca: authority.cert } });
    expect(error).toBe("the receiver's certificate expired on 2024-05-06T07:08:09.000Z");
    expect(tls?.issuer).toBe('test authority');
  });

  it('must be for the host under verification', async () => {
    const result = await outcome(signed, { tls: { ...VERIFYING, ca: authority.cert } });
    expect(result.error).toBe("the receiver's certificate is not for 127.0.0.1, but for localhost");
    expect(receiver!.requests).toEqual([]);
  });

  it('passes verification by name', async () => {
    const result = await outcome(signed, { tls: { ...VERIFYING, ca: authority.cert } }, 'localhost');
    expect(result).toMatchObject({ ok: true, peer: { tls: { issuer: 'test authority' } } });
  });

  it('must lead to the CA of the callback, if it has one, whatever the host', async () => {
    expect(await outcome(signed, { tls: { ...TARGET.tls, ca: authority.cert } })).toMatchObject({ ok: true });
  });

  it('may be the CA of the callback itself', async () => {
    expect(await outcome(selfSigned, { tls: { ...TARGET.tls, ca: selfSigned.cert } })).toMatchObject({
      ok: true,
    });
  });

  it('that does not lead to the CA of the callback is refused', async () => {
    const elsewhere = await makeCertificate({ authority: true });
    const tls = { ...TARGET.tls, ca: elsewhere.cert };
    expect((await outcome(signed, { tls })).error).toBe(
      "the receiver's certificate, issued by test authority, cannot be traced to the CA given in `tls.ca`; " +
        'the receiver may have to send its intermediate certificates too',
    );
    expect((await outcome(selfSigned, { tls })).error).toBe(
      "the receiver's certificate is self-signed and does not lead to the CA given in `tls.ca`",
    );
  });
});

describe('TLS versions', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken where it is the only one', async (version) => {
    const result = await outcome({ ...selfSigned, minVersion: version, maxVersion: version });
    expect(result).toMatchObject({ ok: true, peer: { tls: { version } } });
  });

  it.each([
    ['TLSv1.2', 'TLSv1.3', 'TLS 1.3'],
    ['TLSv1.3', 'TLSv1.2', 'TLS 1.2'],
  ] as const)('a receiver of %s cannot be called with %s', async (theirs, ours, words) => {
    const tls = { ...TARGET.tls, minVersion: ours, maxVersion: ours };
    const result = await outcome({ ...selfSigned, minVersion: theirs, maxVersion: theirs }, { tls });
    expect(result.error).toBe(`the receiver supports none of the TLS versions allowed here (${words})`);
  });

  it('below 1.2 are never spoken', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const result = await outcome({ ...selfSigned, ...old });
    expect(result.error).toBe(
      'the receiver supports none of the TLS versions allowed here (TLS 1.2 to TLS 1.3)',
    );
  });

  it('are of no use without a common cipher', async () => {
    const options = { ...selfSigned, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
    expect((await outcome(options)).error).toBe(
      'the receiver refused the TLS handshake: it supports none of the ciphers offered',
    );
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a receiver that requires a client certificate, with %s',
  (version) => {
    const requiring = () => ({
      ...selfSigned,
      ca: [authority.cert],
      requestCert: true,
      minVersion: version,
      maxVersion: version,
    });

    it('gets none when none is configured, and the result says so', async () => {
      const result = await outcome(requiring());
      expect(result.error).toContain('the receiver asked for a client certificate and none is configured');
      expect(receiver!.requests).toEqual([]);
    });

    it('gets the one configured', async () => {
      expect(await outcome(requiring(), { clientCertificate: customer })).toMatchObject({ ok: true });
    });

    it('may hang up on one that it does not trust', async () => {
      const result = await outcome(requiring(), { clientCertificate: selfSigned });
      expect(result.error).toMatch(
        /(during the TLS handshake|without an answer); it asked for a client certificate and may not accept the one configured$/,
      );
    });
  },
);

describe('a client certificate', () => {
  it('is not needed where it is only asked for', async () => {
    const options = { ...selfSigned, requestCert: true, rejectUnauthorized: false };
    expect(await outcome(options)).toMatchObject({ ok: true });
  });

  it('is named as the likely reason when a receiver that asked for one answers 401 or 403', async () => {
    receiver = await startTlsReceiver(
      { ...selfSigned, requestCert: true, rejectUnauthorized: false },
      (request, response) => response.writeHead(Number(request.url!.slice(1))).end(),
    );
    for (const status of ['401 Unauthorized', '403 Forbidden']) {
      const { error } = await oneRequest(get(`https://127.0.0.1:${receiver.port}/${status.slice(0, 3)}`));
      expect(error).toBe(
        `the receiver answered ${status}: the receiver asked for a client certificate and none is configured`,
      );
    }
  });

  it('can be PKCS#12 with a passphrase', async () => {
    const pem = PFX_CERTIFICATE;
    const options = { ...selfSigned, ca: [pem], requestCert: true };
    const clientCertificate = { pfx: PFX, passphrase: 'let-me-in' };
    expect(await outcome(options, { clientCertificate })).toMatchObject({ ok: true });
  });

  it('that cannot be opened is no reason to fail in any other way, and its passphrase stays secret', async () => {
    const result = await outcome(selfSigned, { clientCertificate: { pfx: PFX, passphrase: 'hunter2' } });
    expect(result.error).toBe('the connection cannot be made: mac verify failure');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('a TLS alert', () => {
  /** Answers every handshake with one fatal alert. */
  async function alerted(alert: number, target: Partial<TransportTarget> = {}) {
    receiver = await startTcpReceiver((socket) => {
      socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
    });
    return (await oneRequest(get(`https://127.0.0.1:${receiver.port}/`), target)).error;
  }

  it.each([
    [42, 'it holds the certificate for damaged or wrongly signed'],
    [44, 'the certificate has been revoked'],
    [45, 'the certificate has expired'],
    [46, 'it does not find the certificate acceptable'],
    [48, 'it does not trust who issued the certificate'],
    [49, 'the certificate is valid, but grants no access'],
  ])('%i is about the client certificate', async (alert, reason) => {
    expect(await alerted(alert, { clientCertificate: customer })).toBe(
      `the receiver refused the client certificate: ${reason}`,
    );
  });

  it.each([
    [40, 'it supports none of the ciphers offered'],
    [80, 'tlsv1 alert internal error'],
    [112, 'it does not serve this host name'],
  ])('%i is about the handshake', async (alert, reason) => {
    expect(await alerted(alert)).toBe(`the receiver refused the TLS handshake: ${reason}`);
  });
});

describe('a port that does not speak TLS', () => {
  it('but plain http is called so', async () => {
    receiver = await startPlainReceiver((_request, response) => response.end());
    const { error } = await oneRequest(get(`https://127.0.0.1:${receiver.port}/`));
    expect(error).toBe('the receiver does not speak TLS on this port; it may be plain http');
  });

  it('and hangs up', async () => {
    receiver = await startTcpReceiver((socket) => socket.once('data', () => socket.destroy()));
    const { error } = await oneRequest(get(`https://127.0.0.1:${receiver.port}/`));
    expect(error).toBe(`127.0.0.1:${receiver.port} closed the connection during the TLS handshake`);
  });

  it('and says nothing', async () => {
    receiver = await startTcpReceiver(() => {});
    const timeouts = { connectMs: 200, answerMs: 5000 };
    const result = await oneRequest(post(`https://127.0.0.1:${receiver.port}/`), { timeouts });
    expect(result.error).toBe(
      `no connection to 127.0.0.1:${receiver.port} within 200 ms: ` +
        'the port is open, but the TLS handshake did not finish',
    );
    expect(result.timing.totalMs).toBeGreaterThanOrEqual(199);
    expect(result.timing).toMatchObject({ connectMs: null, firstByteMs: null });
    expect(result.peer.remoteAddress).toBe('127.0.0.1');
  });
});

/** Passphrase `let-me-in`; holds the certificate below and its key, both made for this test. */
const PFX = `
MIIEDAIBAzCCA8IGCSqGSIb3DQEHAaCCA7MEggOvMIIDqzCCAmIGCSqGSIb3DQEHBqCCAlMwggJPAgEAMIICSAYJKoZIhvcNAQcB
MFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh42cbUJPjfigICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEH+i
lfVzgbRF6C5ZqrMM0HSAggHg7zPQj1grOVAy9f5/fKPOHuzk6bHi9LIgF2EPGIOVLUVQ9Sqp2AHzPldxttx8H6q1vqs6jnXljE8q
UJivPTN1fA/a2CHQRSqfQvr1LL6Y8ycPEppwGkW5NP6pfqZLNa+HtcII/mzHJp+R3RQ6eqoqAGAJyPTL8RmKlagzfOGkY/BRlUdr
ntg/hU0SV1KX0Eww2YIySpnKJ9pAuuJNlg4bK0BQ4gTYkLeYxAidod/Gjc/iE3ZSBGP1M576hzKN6Jbw/VIF+2oBFuM0PE0fFcfI
SCvi3HN/zJcmkyxqIp19fd5/eB2SfwI8Qx6qUv2muewU6Tp5dt+bnMbAoOhIFpXxw/23ky4ED6KxVfJ3e4XdrdiVPzdo8vEmRJsj
ccxCvZZXuaziZ3Be5J+p65f1b/xtAflMgg9hWQ3Fq9Lkp0nhoiFKwJEDhQxWBAEqhaasHnYk1W3fSaFNkxC5cIWJxy0ngRhW+Xv/
ggNTKD9Ug9tCOZVojz6CWYPHb+IQ55KZbfHPAq440cM3uS4S8NY2JR7kWUP4Mi6w/Dt96AmqacLrheUa04jPKmeMD+Jnd7HlWsbX
edbzwF2Z5FvZiYAkJOCBpTZ8C8/0gzSNvxLed6WfRlBAbDkbRvb4flXrNZx0rN9iMIIBQQYJKoZIhvcNAQcBoIIBMgSCAS4wggEq
MIIBJgYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECEj7AeWQC9O3AgIIADAMBggqhkiG
9w0CCQUAMB0GCWCGSAFlAwQBKgQQc5GqmgN0AyLM8/gMvFpGJgSBkORWtEEnFS7YcaI7nAJz9W2pGPcoyrjvZyioB5XXku50gRxP
hpmltempr5enmLRoeRsy+JfuJSCTQSq1xaogWB5C6ngB8ARDexkbQwxOO5tuDpy2t2XkA9wxRoJeQwnicy3TSgR5mbknWQ0T6O1O
B4/KYLrx9vDDnXTMgbawpB9iA0HGHW05brnCE4w0nPCGVzElMCMGCSqGSIb3DQEJFTEWBBRUanHJhrWeYqVtx06Ihm0g5d6Q/DBB
MDEwDQYJYIZIAWUDBAIBBQAEIH2v6kde9aEz1RtBxcwI5vMsGq3R1OxCD6cGNR6mo5JOBAjezAwLnDJahQICCAA=
`.replaceAll('\n', '');

const PFX_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBfjCCASOgAwIBAgIUFpNnL2KhJTevmH6gMnM7hFey4AIwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIY3VzdG9tZXIwIBcNMjYxMTIzMjAwOTUwWhgPMjEyNjEwMzAy
MDA5NTBaMBMxETAPBgNVBAMMCGN1c3RvbWVyMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEES70CnSChxCBwB9h6CIqi/7kzBY/CwzTPZCP9xLZt8RFvoUK3WG1yUh+
Lzc4zEIISrMD0uZYhl4FJlUUcNnXi6NTMFEwHQYDVR0OBBYEFMe6+gf8du35TPTp
nXkoRWVFjWJGMB8GA1UdIwQYMBaAFMe6+gf8du35TPTpnXkoRWVFjWJGMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAOBuaQQZg76KSO+pnrMb6qH/
Kef5QciO2tTAiircuXsyAiEA8e7BKwgBDcr0vYnsmoV99pfU5Q0pm2rSA5NEUqQR
wSc=
-----END CERTIFICATE-----
`;
