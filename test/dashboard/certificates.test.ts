import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi({ apiKey: 'the-key-of-customer-1', maxAttempts: 3, proxyPort: 0 });
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

const as = async (agent: string) => {
  const { httpUrl } = api.platform;
  return (await fetch(`${httpUrl}/certificates`, { headers: { 'user-agent': agent } })).text();
};

describe('the certificates', () => {
  it('show the authority, and hand its certificate out', async () => {
    const html = await pages.html('/certificates');
    expect(html).toContain(new X509Certificate(api.platform.caCertificate).fingerprint256);
    expect(html).toContain('api.wiraya.com');
    const [, path] = /href="([^"]+)" download/.exec(html)!;
    expect(await pages.html(path!)).toBe(api.platform.caCertificate);
  });

  it('tell every kind of client how to trust it, in the words of the shell at hand', async () => {
    const html = await pages.html('/certificates');
    for (const client of ['Node', 'Python', 'Go and .NET on Linux', 'Java', 'PHP', 'curl', 'The system'])
      expect(html).toContain(`<h3>${client}</h3>`);
    expect(html).toContain('export NODE_EXTRA_CA_CERTS=&#39;mock-wiraya-ca.pem&#39;');
    expect(html).toContain(api.platform.proxyUrl);
    expect(await as('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')).toContain('$env:NODE_EXTRA_CA_CERTS');
    expect(await as('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toContain('add-trusted-cert');
    const chosen = await pages.html(`/certificates?shell=fish&file=${encodeURIComponent('/a <b>/ca.pem')}`);
    expect(chosen).toContain('set -gx NODE_EXTRA_CA_CERTS &#39;/a &lt;b&gt;/ca.pem&#39;');
    const unsayable = await pages.html(`/certificates?shell=cmd&file=${encodeURIComponent('a"b')}`);
    expect(unsayable).toContain('<code>file</code>');
  });

  it('issue one to a client, shown once and put on a callback', async () => {
    const callback = { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' };
    const { id } = await api.create('/callbacks', callback);
    const form = { ...(await pages.form('/certificates', 'issue')), commonName: 'me & <you>' };
    const { status, html } = await pages.submit('/certificates/client', { ...form, callbackId: String(id) });
    expect(status).toBe(200);
    expect(html).toContain('BEGIN PRIVATE KEY');
    expect(html).toContain('me &amp; &lt;you&gt;');
    // What cannot be asked for again is not taken away when something changes.
    expect(html).not.toContain('hx-trigger="changed"');
    expect(await api.read(`/callbacks/${id}`)).toMatchObject({
      clientCertificate: { subject: expect.stringContaining('CN=me & ') },
    });
    expect(await pages.html('/certificates')).not.toContain('PRIVATE KEY');
    const refused = await pages.submit('/certificates/client', { ...form, days: '0' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('<code>days</code>');
    expect(refused.html).toContain('value="me &amp; &lt;you&gt;"');
  });
});

describe('the settings', () => {
  it('are shown as they are here, those that were changed and those that were not, and no secret', async () => {
    const html = await pages.html('/settings');
    const row = (name: string) => html.split(`id="setting-${name}"`)[1]!.split('</tr>')[0]!;
    expect(row('maxAttempts')).toContain('<strong>3</strong>');
    expect(row('maxAttempts')).toContain('--max-attempts');
    expect(row('maxAttempts')).toContain('MOCK_WIRAYA_MAX_ATTEMPTS');
    expect(row('alive')).toContain('<td>no</td>');
    expect(row('apiKey')).toContain('<strong>***</strong>');
    expect(html).not.toContain('the-key-of');
    expect(html).toContain('everything is in memory');
    expect(html).toContain(api.platform.httpsUrl);
  });
});
