import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, createWorld, mobile, startApi } from '../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${api.platform.httpUrl}${path}`, { headers });
const page = async (path = '/') => (await get(path)).text();
/** Sends a form as a browser does without scripts, and does not follow. */
const submit = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${api.platform.httpUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
    redirect: 'manual',
  });
const clock = () => api.read<{ mode: string; speed: number; now: string }>('/clock');

describe('every page', () => {
  it('allows nothing from elsewhere and nothing inline', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('loads what it needs from here, and that is there', async () => {
    const sources = [...(await page()).matchAll(/(?:src|rel="stylesheet" href)="([^"]+)"/g)].map(
      ([, url]) => url!,
    );
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const { status, headers } = await get(source);
      expect({ source, status }).toEqual({ source, status: 200 });
      expect(headers.get('cache-control')).toContain('immutable');
    }
  });

  it('weighs less than 200 kB with all that it loads', async () => {
    const html = await page();
    const sources = [...html.matchAll(/(?:src|rel="stylesheet" href)="([^"]+)"/g)].map(([, url]) => url!);
    const sizes = await Promise.all(
      sources.map(async (source) => (await (await get(source)).arrayBuffer()).byteLength),
    );
    expect(sizes.reduce((sum, size) => sum + size, html.length)).toBeLessThan(200_000);
  });
});

describe('the overview', () => {
  it('says what to do when there is nothing yet', async () => {
    const html = await page();
    for (const words of ['Nothing. All is well.', 'Start one', 'Register one']) expect(html).toContain(words);
  });

  it('shows what runs, what came of it, and what needs attention', async () => {
    const { sms: projectId, list: contactListId } = await createWorld(api);
    const recipients = Array.from({ length: 30 }, (_, index) => ({ number: mobile(index) }));
    await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
    const name = '<b>Spring & "more"</b>';
    const { id } = await api.create('/campaigns', { customerId: 1, projectId, contactListId, name, rate: 1 });
    await api.post(`/campaigns/${id}/start`);
    const callback = {
      customerId: 1,
      url: 'https://127.0.0.1:1/',
      method: 'POST',
      template: '{"a": "{NONSENSE}"}',
    };
    const { id: callbackId } = await api.create('/callbacks', callback);
    await api.create('/faults', { kind: 'LOST_ACKNOWLEDGEMENT', times: 2 });
    await api.post('/clock/advance', { by: 'PT20S' });
    const html = await page();
    expect(html).toContain('&lt;b&gt;Spring &amp; &quot;more&quot;&lt;/b&gt;');
    expect(html).not.toContain('<b>Spring');
    expect(html).toMatch(/<progress max="30" value="\d+"/);
    expect(html).toMatch(/DELIVERED \d+/);
    expect(html).toContain(`<a href="/callbacks/${callbackId}">`);
    expect(html).toContain('nothing listens on 127.0.0.1:1');
    expect(html).toMatch(/: behind"/);
    expect(html).toContain('{NONSENSE}');
    expect(html).toContain('LOST_ACKNOWLEDGEMENT');
  });

  it('steers the clock, and leads back to where the button stood', async () => {
    const before = Date.parse((await clock()).now);
    const advanced = await submit(
      '/clock/advance',
      { by: 'PT1H' },
      { referer: `${api.platform.httpUrl}/?minutes=5` },
    );
    expect([advanced.status, advanced.headers.get('location')]).toEqual([303, '/?minutes=5']);
    expect(Date.parse((await clock()).now) - before).toBe(3_600_000);
    await submit('/clock/advance', { to: '2100-01-31T12:00' });
    expect(await clock()).toMatchObject({ now: '2100-01-31T12:00:00.000Z' });
    await submit('/clock', { mode: 'real', speed: '60' });
    expect(await clock()).toMatchObject({ mode: 'real', speed: 60 });
    await submit('/clock', { mode: 'manual' });
    expect(await clock()).toMatchObject({ mode: 'manual' });
  });

  it('says why a button did nothing, on a page or, to a script, in a header', async () => {
    const refused = await submit('/clock/advance', { by: 'an hour – ö' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('is no ISO 8601 duration');
    const told = await submit('/clock/advance', { by: 'an hour – ö' }, { 'hx-request': 'true' });
    expect(told.status).toBe(204);
    expect(JSON.parse(told.headers.get('hx-trigger')!).refused).toContain(
      '"an hour – ö" is no ISO 8601 duration',
    );
  });

  it('resets everything', async () => {
    const { status, headers } = await submit('/reset', {});
    expect([status, headers.get('location')]).toEqual([303, '/']);
    expect((await api.read<{ items: unknown[] }>('/campaigns')).items).toEqual([]);
  });

  it('has nothing for a page that is not there', async () => {
    expect((await get('/no-such-page')).status).toBe(404);
  });
});

describe('pages follow the platform', () => {
  it('by an event whenever something has changed', async () => {
    const leave = new AbortController();
    const stream = await fetch(`${api.platform.httpUrl}/live`, { signal: leave.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('event: open');
    await api.create('/contact-lists', { customerId: 1, name: 'New' });
    expect((await reader.read()).value).toContain('event: change');
    leave.abort();
    await reader.closed.catch(() => {});
  });
});
