import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, mobile, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
beforeEach(async () => {
  await api.post('/reset');
});
afterAll(() => api.platform.close());

const inbox = (name: string) => `${api.platform.httpsUrl}/inbox/${name}`;
const register = async (more: object = {}) =>
  (await api.create('/callbacks', { customerId: 1, url: inbox('theirs'), method: 'POST', ...more })).id;
const read = (id: number | string) => api.read<Record<string, unknown>>(`/callbacks/${id}`);
const arrived = (name: string) => api.read<{ items: unknown[] }>(`/inbox/${name}/requests`);
const send = () =>
  api.create('/communications', {
    customerId: 1,
    type: 'OUTGOING_SMS',
    recipient: mobile(0),
    sender: 'Acme',
    content: '<i>Hello</i>',
    outcome: { status: 'DELIVERED' },
  });

const FORM = { method: 'POST', format: 'JSON', customerId: '1', startAt: 'END' };

describe('the list', () => {
  it('says what to do when there is none, and registers one at an inbox of the platform', async () => {
    expect(await pages.html('/callbacks')).toContain('None yet.');
    const { status, location } = await pages.submit('/callbacks/first', {});
    expect(status).toBe(303);
    await send();
    await api.settle();
    expect((await arrived('first')).items).toHaveLength(1);
    expect(await pages.html(location!)).toContain('<a href="/inboxes/first">');
  });

  it('tells how each is: well, failing and why, or paused', async () => {
    await register({ name: 'Good' });
    await register({ name: 'Bad', url: 'https://127.0.0.1:1/' });
    const paused = await register({ name: 'Idle', enabled: false });
    await send();
    await api.post('/clock/advance', { by: 'PT20S' });
    const html = await pages.html('/callbacks');
    expect(html).toMatch(/Good<[\s\S]*?>well</);
    expect(html).toMatch(/Bad<[\s\S]*?>failing<[\s\S]*?nothing listens on 127\.0\.0\.1:1/);
    expect(html).toMatch(/Idle<[\s\S]*?>paused</);
    expect(html).toContain(`action="/callbacks/${paused}/resume"`);
  });

  it('tells the addresses that requests come from', async () => {
    const { addresses } = await api.read<{ addresses: string[] }>('/source-addresses');
    expect(await pages.html('/callbacks')).toContain(`Requests come from ${addresses.join(', ')}:`);
  });
});

describe('the editor', () => {
  it('registers what was filled in', async () => {
    const { location } = await pages.submit('/callbacks/new', {
      ...FORM,
      name: 'CRM',
      url: inbox('crm'),
      format: 'XML',
      template: '<sms id="{ID}">{STATUS}</sms>',
      'type.OUTGOING_SMS': 'on',
      'status.DELIVERED': 'on',
      maxItems: '20',
      element: 'all',
      headers: 'X-Customer: {CID}\r\nX-Token: secret: one\r\n',
      username: 'us',
      password: 'pass:word',
      verify: 'on',
      minVersion: 'TLSv1.3',
      concurrency: '3',
      answerMs: '700',
      startAt: 'BEGINNING',
      certificate: 'issue',
    });
    const id = location!.split('/').at(-1)!;
    expect(await read(id)).toMatchObject({
      name: 'CRM',
      url: inbox('crm'),
      format: 'XML',
      template: '<sms id="{ID}">{STATUS}</sms>',
      types: ['OUTGOING_SMS'],
      statuses: ['DELIVERED'],
      batch: { maxItems: 20, element: 'all' },
      headers: { 'X-Customer': '{CID}', 'X-Token': '***' },
      auth: { username: 'us' },
      tls: { verify: true, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' },
      concurrency: 3,
      timeouts: { connectMs: 5000, answerMs: 700 },
      cursor: 0,
      clientCertificate: { subject: expect.stringContaining('CRM') },
    });
  });

  it('changes one, and leaves alone the secrets that were not typed again', async () => {
    const id = await register({
      name: 'Old',
      headers: { 'X-Token': 'the-token' },
      auth: { username: 'us', password: 'the-password' },
      batch: { maxItems: 5 },
    });
    await api.put('/inbox/theirs', { auth: { username: 'us', password: 'the-password' } });
    const form = await pages.form(`/callbacks/${id}/edit`, 'editor');
    expect(JSON.stringify(form)).not.toMatch(/the-token|the-password/);
    await pages.submit(`/callbacks/${id}/edit`, { ...form, name: 'New', maxItems: '' });
    expect(await read(id)).toMatchObject({ name: 'New', batch: null });
    await send();
    await api.settle();
    // The receiver demands the password, and got it.
    expect(await api.read('/deliveries/1')).toMatchObject({
      state: 'DELIVERED',
      attempts: [{ status: 200, request: { headers: { 'X-Token': '***', authorization: 'Basic ***' } } }],
    });
  });

  it('comes back as it was filled in when it is refused, with what was wrong in its place', async () => {
    const { status, html } = await pages.submit('/callbacks/new', {
      ...FORM,
      url: inbox('crm'),
      template: '{"id": {STATUS}}',
      concurrency: 'many',
      password: 'the-password',
      username: 'me',
    });
    expect(status).toBe(422);
    expect(html).toMatch(/role="alert"[\s\S]*concurrency/);
    expect(html).toMatch(/<ul id="lint-template"[\s\S]*?line 1, column 8/);
    expect(html).toContain('{&quot;id&quot;: {STATUS}}');
    expect(html).not.toContain('the-password');
    expect((await api.read<{ items: unknown[] }>('/callbacks')).items).toEqual([]);
  });

  it('refuses a header that is none', async () => {
    const { html } = await pages.submit('/callbacks/new', {
      ...FORM,
      url: inbox('crm'),
      headers: 'nonsense',
    });
    expect(html).toMatch(/<ul id="lint-headers"[\s\S]*?nonsense/);
  });

  it('shows, without saving anything, what would be sent for each type, and in a batch', async () => {
    const form = { ...FORM, url: inbox('crm'), template: '{"i":{ID},"s":"{SNATUS}"}', maxItems: '2' };
    const { status, html } = await pages.submit('/callbacks/preview', form);
    expect(status).toBe(200);
    for (const type of ['OUTGOING_SMS', 'INCOMING_SMS', 'OUTGOING_CALL', 'INCOMING_CALL']) {
      expect(html).toContain(`id="preview-${type}"`);
    }
    expect(html).toMatch(/\{&quot;batch&quot;:\[\{&quot;i&quot;:(\d+),.*?\},\{&quot;i&quot;:(?!\1)\d+,/);
    expect(html).toMatch(/<ul id="lint-template"[\s\S]*?\{SNATUS\} is no metric/);
    expect((await api.read<{ items: unknown[] }>('/callbacks')).items).toEqual([]);
  });

  it('shows what would be sent of a communication that there is', async () => {
    const { id } = await send();
    await api.settle();
    const form = { ...FORM, url: inbox('crm'), template: '{"i":{ID}}' };
    const { html } = await pages.submit('/callbacks/preview', { ...form, communicationId: String(id) });
    expect(html).toContain(`{&quot;i&quot;:${id}}`);
    const none = await pages.submit('/callbacks/preview', { ...form, communicationId: '4711' });
    expect(none.html).toContain('there is no communication 4711');
  });

  it('tells a script only what has changed', async () => {
    const form = { ...FORM, url: inbox('crm'), template: '{"a"' };
    const { html } = await pages.submit('/callbacks/preview', form, { 'hx-request': 'true' });
    expect(html).not.toContain('<textarea');
    expect(html).toMatch(/<ul id="lint-template" class="lint" hx-swap-oob="true">[\s\S]*?Wrong/);
    expect(html).toMatch(/<section id="preview"[\s\S]*?until this is right/);
  });

  it('names every metric with its meaning', async () => {
    const html = await pages.html('/callbacks/new');
    for (const name of ['ID', 'RECIPIENT_STATUS', 'DONE_DATEISO', '1']) {
      expect(html).toContain(`<tr data-metric="${name}">`);
    }
  });
});

describe("a callback's page", () => {
  it('sends a sample now and shows all of the attempt', async () => {
    const id = await register({ template: '{"id":{ID}}' });
    const { status, html } = await pages.submit(`/callbacks/${id}/test`, { type: 'INCOMING_SMS' });
    expect(status).toBe(200);
    const sample = html.slice(html.indexOf('<div id="sample"'));
    expect(sample).toContain('It was taken');
    expect(sample).toMatch(/&quot;id&quot;: \d+/);
    expect(sample).toMatch(/TLSv1\.3, TLS_/);
    expect((await arrived('theirs')).items).toHaveLength(1);
  });

  it('pauses, resumes, and moves its place in the log', async () => {
    const id = await register();
    await send();
    await api.settle();
    const path = `/callbacks/${id}`;
    const referer = `${api.platform.httpUrl}${path}`;
    const paused = await pages.submit(`${path}/pause`, {}, { referer });
    expect([paused.status, paused.location]).toEqual([303, path]);
    expect(await read(id)).toMatchObject({ enabled: false });
    await pages.submit(`${path}/resume`, {});
    await pages.submit(`${path}/cursor`, { to: 'BEGINNING' });
    expect(await read(id)).toMatchObject({ enabled: true, cursor: 0 });
    await pages.submit(`${path}/cursor`, { to: 'EVENT', event: '1' });
    expect(await read(id)).toMatchObject({ cursor: 1 });
    const wrong = await pages.submit(`${path}/cursor`, { to: 'EVENT', event: '99' });
    expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining('the log ends at event 1')]);
  });

  it('sends parked deliveries again, and removes the callback', async () => {
    const id = await register({ url: 'https://127.0.0.1:1/' });
    await send();
    await api.settle();
    expect(await pages.html(`/callbacks/${id}`)).toContain('PARKED');
    await pages.submit(`/callbacks/${id}/replay`, {});
    expect(await pages.html(`/callbacks/${id}`)).toContain('PENDING');
    const { location } = await pages.submit(`/callbacks/${id}/remove`, {});
    expect(location).toBe('/callbacks');
    expect((await pages.get(`/callbacks/${id}`)).status).toBe(404);
  });
});

it('shows hostile text as text', async () => {
  const hostile = '"><script>alert(1)</script>{ID}';
  const id = await register({
    name: hostile,
    template: `{"id":{ID},"x":${JSON.stringify(hostile)}}`,
    headers: { 'X-A': '<script>' },
  });
  for (const path of ['/callbacks', `/callbacks/${id}`, `/callbacks/${id}/edit`, '/deliveries', '/faults']) {
    const html = await pages.html(path);
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
  }
});
