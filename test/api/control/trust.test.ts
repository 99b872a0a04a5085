import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, expectProblem, startApi } from '../../support/api.ts';

interface Trust {
  file: string;
  environment: string[];
  items: { about: string; lines: string[] }[];
}

let api: Api;
beforeAll(async () => {
  api = await startApi({ proxyPort: 0, certificateNames: ['mock.test'] });
});
afterAll(() => api.platform.close());

const trust = (query = '') => api.read<Trust>(`/certificates/trust${query}`);
const lines = ({ items }: Trust) => items.flatMap((item) => item.lines).join('\n');

describe('the certificate authority', () => {
  it('can be told by its fingerprint, and says what its server is called', async () => {
    const certificate = new X509Certificate(api.platform.caCertificate);
    expect(await api.read('/certificates')).toEqual({
      subject: certificate.subject,
      validFrom: new Date(certificate.validFrom).toISOString(),
      validTo: new Date(certificate.validTo).toISOString(),
      fingerprint256: certificate.fingerprint256,
      names: expect.arrayContaining(['localhost', 'api.wiraya.com', 'mock.test']),
      file: null,
    });
  });
});

describe('how to trust it', () => {
  it('is told for a shell and a system, with the proxy that there is', async () => {
    const bash = await trust();
    expect(bash.file).toBe('mock-wiraya-ca.pem');
    expect(bash.environment).toContain("export SSL_CERT_FILE='mock-wiraya-ca.pem'");
    expect(bash.environment).toContain(`export HTTPS_PROXY='${api.platform.proxyUrl}'`);
    expect(lines(bash)).toContain('update-ca-certificates');
    const elsewhere = await trust('?shell=powershell&system=windows&file=C%3A%5Cca.pem');
    expect(elsewhere.environment).toContain("$env:SSL_CERT_FILE = 'C:\\ca.pem'");
    expect(lines(elsewhere)).toContain("certutil -user -addstore Root 'C:\\ca.pem'");
    expect(lines(await trust('?system=macos&shell=zsh'))).toContain('add-trusted-cert');
  });

  it('is refused for what is no shell or no system, and for a path that the shell cannot be told', async () => {
    expectProblem(await api.get('/certificates/trust?shell=tcsh&system=plan9'), 400, 'shell', 'system');
    expectProblem(await api.get('/certificates/trust?shell=cmd&file=a%22b'), 400, 'file');
  });
});
