import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

const DEMO = readFileSync(fileURLToPath(new URL('../../seed/demo.json', import.meta.url)), 'utf8');

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

/** Sends a form with a file as a browser does without scripts. */
async function submitFile(path: string, file: Blob | null, fields: Record<string, string> = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('file', file ?? new Blob([]), file ? 'chosen' : '');
  const { httpUrl } = api.platform;
  const response = await fetch(`${httpUrl}${path}`, { method: 'POST', body, redirect: 'manual' });
  const location = response.headers.get('location');
  return { status: response.status, location, html: await response.text() };
}
const names = async (path: string) =>
  (await api.read<{ items: Entity[] }>(path)).items.map(({ name }) => name);
const customers = () => names('/customers');

describe('a form that is too long', () => {
  it('is refused before it is read', async () => {
    const headers = {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 200 * 1024 * 1024,
    };
    const sending = request(`${api.platform.httpUrl}/world/restore`, { method: 'POST', headers });
    sending.flushHeaders();
    const [answer]: [IncomingMessage] = (await once(sending, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    expect(await text(answer)).toContain('no more than 128 MB');
    sending.destroy();
  });
});

describe('a seed', () => {
  it('is added from a file, and what it made is shown with the API keys, once', async () => {
    const { status, html } = await submitFile('/world/seed', new Blob([`\ufeff${DEMO}`]), {
      seed: 'not this',
    });
    expect(status).toBe(200);
    expect(html).toMatch(/mw_[\w-]{32}/);
    expect(html).toMatch(/<a href="\/projects\/\d+">reminder<\/a>/);
    expect(html).not.toContain('hx-trigger="changed"');
    expect(await customers()).toContain('Demo');
    expect(await names('/contact-lists')).toContain("Friday's appointments");
    expect(await pages.html('/world')).not.toContain('mw_');
  });

  it('is added as it was pasted', async () => {
    const { status } = await submitFile('/world/seed', null, {
      seed: '{"customers": {"b": {"name": "Pasted"}}}',
    });
    expect(status).toBe(200);
    expect(await customers()).toContain('Pasted');
  });

  it('is refused with the path of each field, and stays in the form to be mended', async () => {
    const before = await customers();
    const seed = JSON.stringify({ customers: { c: { name: 'C', accountLevel: '<HIGH>' }, d: {} } });
    for (const sent of [
      submitFile('/world/seed', null, { seed }),
      submitFile('/world/seed', new Blob([seed])),
    ]) {
      const { status, html } = await sent;
      expect(status).toBe(422);
      expect(html).toContain('<code>customers.c.accountLevel</code>');
      expect(html).toContain('<code>customers.d.name</code>');
      expect(html).toMatch(/<textarea name="seed"[^>]*aria-invalid="true">[^<]*&lt;HIGH&gt;/);
    }
    expect(await customers()).toEqual(before);
  });

  it('that is no JSON says where, at its field', async () => {
    const { status, html } = await submitFile('/world/seed', null, { seed: '{\n  "customers": {,}\n}' });
    expect(status).toBe(422);
    expect(html).toMatch(/aria-invalid="true">[\s\S]*class="mistake">is no JSON: line 2, character 17/);
  });
});

describe('a snapshot', () => {
  it('is downloaded, and puts all back as it was', async () => {
    const [, path] = /href="([^"]+)" download/.exec(await pages.html('/world'))!;
    const snapshot = await (await pages.get(path!)).blob();
    const [before, clock] = [await customers(), await api.read('/clock')];
    await api.create('/customers', { name: 'Too late' });
    await api.post('/clock/advance', { by: 'PT1H' });
    const { status, location } = await submitFile('/world/restore', snapshot);
    expect([status, location]).toEqual([303, '/world?restored=1']);
    expect([await customers(), await api.read('/clock')]).toEqual([before, clock]);
    expect(await pages.html(location!)).toContain('Restored');
  });

  it.each([['another file', new Blob(['number,name'])] as const, ['none', null] as const])(
    'is asked about first, and refused when it is %s',
    async (_, file) => {
      expect(await pages.html('/world')).toMatch(
        /action="\/world\/restore#snapshot"[^>]* data-confirm="[^"]/,
      );
      const before = await customers();
      const { status, html } = await submitFile('/world/restore', file);
      expect(status).toBe(422);
      expect(html).toMatch(/id="restore"[\s\S]*role="alert"[\s\S]*type="file"[^>]*aria-invalid="true"/);
      expect(await customers()).toEqual(before);
    },
  );
});

describe('alive mode', () => {
  it('is switched on and off, and told how busy to be', async () => {
    await pages.submit('/world/alive', { enabled: 'true' });
    await pages.submit('/world/alive', { everySeconds: '30' });
    expect(await api.read('/alive')).toMatchObject({ enabled: true, everySeconds: 30 });
    expect(await pages.html('/world')).toMatch(/>ON<[\s\S]*every 30 s[\s\S]*Stop it/);
    await pages.submit('/world/alive', { enabled: 'false' });
    expect(await api.read('/alive')).toMatchObject({ enabled: false, everySeconds: 30 });
  });

  it('says what is wrong at its field, and keeps what was typed', async () => {
    const { status, html } = await pages.submit('/world/alive', { everySeconds: '0' });
    expect(status).toBe(422);
    expect(html).toMatch(/name="everySeconds"[^>]*value="0"[^>]*aria-invalid="true"/);
    expect(await api.read('/alive')).toMatchObject({ everySeconds: 30 });
  });
});

describe('a reset', () => {
  it('asks first, and removes all but customer 1', async () => {
    expect(await pages.html('/world')).toMatch(/action="\/world\/reset"[^>]* data-confirm="[^"]/);
    const { location } = await pages.submit('/world/reset', { now: '2020-01-31T12:00' });
    expect(location).toBe('/');
    expect(await customers()).toEqual(['First customer']);
    expect(await api.read('/clock')).toMatchObject({ now: '2020-01-31T12:00:00.000Z' });
    await pages.submit('/world/reset', { now: '' });
    expect(await api.read('/clock')).toMatchObject({ now: '2020-01-31T12:00:00.000Z' });
  });

  it('to no time says so at its field', async () => {
    const { status, html } = await pages.submit('/world/reset', { now: 'yesterday' });
    expect(status).toBe(422);
    expect(html).toMatch(/name="now"[^>]*value="yesterday"[^>]*aria-invalid="true"/);
  });
});
