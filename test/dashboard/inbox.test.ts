import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, mobile, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

/** Sends something to an inbox. @returns the status that it answers */
const arrive = async (name: string, body: string) =>
  (await fetch(`${api.platform.httpUrl}/inbox/${name}/below?a=1`, { method: 'PUT', body })).status;

describe('the list of inboxes', () => {
  it('says what to do while none has been used, and then which there are', async () => {
    expect(await pages.html('/inboxes')).toContain('Open the first one');
    await api.put('/inbox/theirs', { answer: { status: 204 }, next: [{ status: 503, times: 2 }] });
    await arrive('theirs', '{}');
    const html = await pages.html('/inboxes');
    expect(html).toContain('<a href="/inboxes/theirs">theirs</a>');
    expect(html).toMatch(/204<\/span>, but first 1 × <span class="chip bad">503/);
  });

  it('opens one by its name, if that can be one', async () => {
    expect(await pages.submit('/inboxes', { name: ' new-one ' })).toMatchObject({
      status: 303,
      location: '/inboxes/new-one',
    });
    const refused = await pages.submit('/inboxes', { name: 'Not <so>' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="Not &lt;so&gt;"');
    expect((await pages.get('/inboxes/NOT_SO')).status).toBe(404);
  });
});

describe('an inbox', () => {
  it('tells where it is, and has a callback point there', async () => {
    const html = await pages.html('/inboxes/first');
    const url = `${api.platform.httpsUrl}/inbox/first`;
    expect(html).toContain(`<code id="inbox-url">${url}</code>`);
    expect(html).toContain(`href="/callbacks/new?url=${encodeURIComponent(url)}"`);
    expect(html).toContain('Nothing yet.');
  });

  it('shows what arrived, the newest first and laid out, or the one that is chosen', async () => {
    for (const text of ['one', '<b>two</b>']) await arrive('shown', JSON.stringify({ text }));
    const html = await pages.html('/inboxes/shown');
    const ids = [...html.matchAll(/id="arrival-(\d+)"/g)].map(([, id]) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(html).toContain('{\n  &quot;text&quot;: &quot;&lt;b&gt;two&lt;/b&gt;&quot;\n}');
    expect(html).toContain('<strong>PUT</strong> /below?a=1');
    expect(html).not.toContain('<b>two');
    const chosen = await pages.html(`/inboxes/shown?request=${ids[1]}`);
    expect(chosen).toContain('{\n  &quot;text&quot;: &quot;one&quot;\n}');
    const found = await pages.html('/inboxes/shown?contains=one');
    expect([...found.matchAll(/id="arrival-/g)]).toHaveLength(1);
    expect(await pages.html('/inboxes/shown?contains=three')).toContain('None fits.');
  });

  it('shows the client certificate that a callback came with', async () => {
    const url = `${api.platform.httpsUrl}/inbox/certified`;
    const { id: callbackId } = await api.create('/callbacks', { customerId: 1, url, method: 'POST' });
    await api.post('/certificates/client', { callbackId, commonName: 'us' });
    const sms = { customerId: 1, type: 'OUTGOING_SMS', recipient: mobile(1), sender: 'Acme', content: 'Hi' };
    await api.create('/communications', { ...sms, outcome: { named: 'DELIVERED' } });
    await api.post('/clock/advance', { by: 'PT1M' });
    const html = await pages.html('/inboxes/certified');
    expect(html).toContain('CN=us');
    expect(html).toContain('(the authority of this platform)');
    expect(html).toContain('TLSv1.3');
  });

  it('answers and demands what its form says, and keeps a password that is not given again', async () => {
    const answered = await pages.submit('/inboxes/told/answer', {
      status: '202',
      delayMs: '0',
      headers: 'x-by: us\nx-url: https://a.test/',
      body: 'thanks',
      username: 'me',
      password: 'secret',
      certificate: 'on',
    });
    expect(answered).toMatchObject({ status: 303, location: '/inboxes/told' });
    const inbox = {
      answer: { status: 202, headers: { 'x-by': 'us', 'x-url': 'https://a.test/' }, body: 'thanks' },
      auth: { username: 'me' },
      requireClientCertificate: true,
    };
    expect(await api.read('/inbox/told')).toMatchObject(inbox);
    const form = await pages.form('/inboxes/told', 'answer');
    expect(JSON.stringify(form)).not.toContain('secret');
    const { certificate, ...without } = form;
    expect(certificate).toBe('on');
    await pages.submit('/inboxes/told/answer', { ...without, status: '200' });
    expect(await api.read('/inbox/told')).toMatchObject({
      ...inbox,
      answer: { ...inbox.answer, status: 200 },
      requireClientCertificate: false,
    });
    const authorization = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    const { status } = await fetch(`${api.platform.httpUrl}/inbox/told`, { headers: { authorization } });
    expect(status).toBe(200);
  });

  it('says what is wrong with the form, and keeps what was typed', async () => {
    const refused = await pages.submit('/inboxes/told/answer', { status: '99', body: 'kept', headers: '' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('<code>answer.status</code>');
    expect(refused.html).toMatch(/<textarea[^>]* name="body">\s*kept/);
  });

  it('fails the next few as it is told, until that is taken back', async () => {
    const add = { times: '2', status: '500', delayMs: '0' };
    await pages.submit('/inboxes/failing/next', add);
    await pages.submit('/inboxes/failing/next', { ...add, status: '429', times: '5' });
    expect([await arrive('failing', ''), await arrive('failing', ''), await arrive('failing', '')]).toEqual([
      500, 500, 429,
    ]);
    expect(await pages.html('/inboxes/failing')).toContain('but first 4 × ');
    await pages.submit('/inboxes/failing/next/clear', {});
    expect(await arrive('failing', '')).toBe(200);
  });

  it('forgets what arrived, or goes altogether', async () => {
    await arrive('going', 'a');
    expect(await pages.submit('/inboxes/going/clear', {})).toMatchObject({ location: '/inboxes/going' });
    expect(await api.read('/inbox/going')).toMatchObject({ requests: 0 });
    expect(await pages.submit('/inboxes/going/remove', {})).toMatchObject({ location: '/inboxes' });
    expect(await pages.html('/inboxes')).not.toContain('going');
  });
});
