import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateAuthority, openAuthority } from '../../src/tls/authority.ts';
import { inspectCa } from '../../src/tls/receiver-ca.ts';
import { daysAfter, get, listen } from './support.ts';

const now = new Date();
let authority: CertificateAuthority;
let other: CertificateAuthority;

beforeAll(async () => {
  authority = await openAuthority({ directory: null, names: [], now });
  other = await openAuthority({ directory: null, names: [], now });
});

function problemOf(pem: string, at = now): string {
  try {
    inspectCa(pem, at, 'tls.ca');
  } catch (error) {
    expect(error).toMatchObject({ name: 'Refusal', kind: 'invalid', problems: [{ field: 'tls.ca' }] });
    return (error as { problems: { problem: string }[] }).problems[0]!.problem;
  }
  throw new Error('it was not refused');
}

describe('what a callback trusts its receiver by', () => {
  it('may be one authority or several, with text between', () => {
    expect(() => inspectCa(authority.caCert, now, 'tls.ca')).not.toThrow();
    const several = `# ours\n${authority.caCert}# theirs\n${other.caCert}`.replaceAll('\n', '\r\n');
    expect(() => inspectCa(several, now, 'tls.ca')).not.toThrow();
  });

  it('may be the self-signed certificate of a receiver', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'receiver.test' }], {
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'receiver.test' }] },
      ],
    });
    expect(new X509Certificate(cert).ca).toBe(false);
    expect(() => inspectCa(cert, daysAfter(now, 1), 'tls.ca')).not.toThrow();
    const port = await listen({ key, cert });
    expect(await get(port, { ca: cert, servername: 'receiver.test' })).toBe('client: none');
  });

  it('is refused when it is a certificate that somebody else signed', () => {
    expect(problemOf(authority.server.cert)).toBe('CN=mock-wiraya is neither an authority nor self-signed');
    expect(problemOf(authority.caCert + authority.server.cert)).toContain('neither');
  });

  it.each(['', 'MIIabc', '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----'])(
    'is refused without a certificate: %j',
    (pem) => {
      expect(problemOf(pem)).toBe('holds no certificate in PEM');
    },
  );

  it('is refused when one of several is damaged or cut off', () => {
    const damaged = '-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----\n';
    expect(problemOf(authority.caCert + damaged)).toBe('holds a damaged certificate');
    expect(problemOf(authority.caCert + other.caCert.slice(0, 200))).toBe(
      'holds a certificate without its end',
    );
  });

  it('is refused once one of several has expired, and before it holds', () => {
    expect(problemOf(authority.caCert, daysAfter(now, 3651))).toContain('expired on');
    expect(problemOf(authority.caCert + other.caCert, daysAfter(now, -1))).toContain('is not valid before');
  });
});
