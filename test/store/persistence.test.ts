import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, createWorld, type Entity, mobile, type Page, startApi } from '../support/api.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { type Document, operations } from '../support/openapi.ts';

let directory: Scratch;
beforeEach(() => {
  directory = scratch();
});
afterEach(() => directory.remove());

/** Everything that the API shows: every list, and every item of it. */
async function everything(api: Api): Promise<Record<string, unknown>> {
  const document = (await (await fetch(`${api.platform.httpUrl}/openapi.json`)).json()) as Document;
  const reading = operations(document).filter(({ method }) => method === 'GET');
  const isList = (path: string) =>
    reading.some((one) => one.path === path && one.parameters?.some(({ name }) => name === 'limit'));
  const all: Record<string, unknown> = {};
  for (const { path } of reading.filter((one) => isList(one.path) && !one.path.includes('{id}'))) {
    const page = await api.read<Page>(`${path}?limit=1000`);
    all[path] = page;
    for (const below of reading.filter((one) => one.path.startsWith(`${path}/{id}`))) {
      for (const { id } of page.items) {
        const one = below.path.replace('{id}', String(id));
        all[one] = await api.read(one);
      }
    }
  }
  for (const path of ['/clock', '/health']) all[path] = await api.read(path);
  return all;
}

/** One of each thing, some of them with a future. */
async function populate(api: Api): Promise<void> {
  const { sms, voice, list, customerId } = await createWorld(api);
  await api.create('/customers', {
    name: 'Acme',
    accountLevel: 'ESTIMATED',
    testMode: true,
    whitelistMode: true,
  });
  await api.put('/customers/2/whitelist', { numbers: [mobile(1), mobile(2)] });
  const recipients = Array.from({ length: 5 }, (_, index) => ({
    number: mobile(index),
    fields: { '7': `Åsa ${index} 🎈` },
  }));
  await api.create(`/contact-lists/${list}/recipients`, { recipients });
  await api.create('/callbacks', {
    customerId,
    url: 'https://127.0.0.1:1/a',
    method: 'POST',
    batch: { maxItems: 3 },
  });
  await api.create('/callbacks', { customerId, url: 'https://127.0.0.1:1/b', method: 'GET', enabled: false });
  await api.create('/faults', { kind: 'LOST_ACKNOWLEDGEMENT', probability: 0.5, times: 3 });
  const campaign = { customerId, projectId: sms, contactListId: list, name: 'Spring' };
  const { id } = await api.create('/campaigns', campaign);
  await api.post(`/campaigns/${id}/start`);
  await api.create('/communications', {
    customerId,
    type: 'OUTGOING_CALL',
    recipient: mobile(0),
    projectId: voice,
  });
  await api.settle();
  const slow = await api.create('/campaigns', { ...campaign, name: 'slow', rate: 0.01 });
  await api.post(`/campaigns/${slow.id}/start`);
  await api.post('/clock/advance', { by: 'PT3M' });
  const paused = await api.create('/campaigns', { ...campaign, startAt: '2099-01-01T00:00:00Z' });
  await api.post(`/campaigns/${paused.id}/pause`);
  await api.create('/communications', {
    customerId,
    type: 'OUTGOING_SMS',
    recipient: mobile(3),
    projectId: sms,
    sendAt: '2098-01-01T00:00:00Z',
  });
}

describe('a platform that is started again', () => {
  it('knows all that it knew, and goes on where it was', async () => {
    const settings = { dataDir: directory.path, maxAttempts: 3 };
    const first = await startApi(settings);
    await populate(first);
    const before = await everything(first);
    expect(Object.keys(before).length).toBeGreaterThan(30);
    expect(JSON.stringify(before)).toContain('Åsa 4 🎈');
    await first.platform.close();

    const second = await startApi(settings);
    expect(second.platform.apiKey).toBeNull();
    expect(await everything(second)).toEqual(before);

    const slow = (before['/campaigns'] as Page).items.find(({ name }) => name === 'slow') as Entity;
    expect(slow).toMatchObject({ state: 'RUNNING', sent: 2 });
    await second.post('/clock/advance', { by: 'PT1H' });
    expect(await second.read(`/campaigns/${slow.id}`)).toMatchObject({ sent: 5 });
    const campaigns = (await second.read<Page>('/campaigns')).items.map(({ id }) => id);
    const { id } = await second.create('/campaigns', {
      customerId: 1,
      projectId: 1,
      contactListId: 1,
      name: 'new',
    });
    expect(campaigns).not.toContain(id);
    await second.platform.close();

    const db = new BetterSqlite3(join(directory.path, 'store.sqlite'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });

  it('leaves nothing but the store, its lock and the certificates', async () => {
    const api = await startApi({ dataDir: directory.path });
    await populate(api);
    await api.platform.close();
    expect(readdirSync(directory.path).sort()).toEqual(['certificates', 'store.lock', 'store.sqlite']);
  });

  it("takes a new API key for customer 1 when it is given one, and keeps the others'", async () => {
    const first = await startApi({ dataDir: directory.path, apiKey: 'the first key' });
    expect(first.platform.apiKey).toBe('the first key');
    await first.create('/customers', { name: 'Acme' });
    await first.platform.close();
    const hashes = () => {
      const db = new BetterSqlite3(join(directory.path, 'store.sqlite'), { readonly: true });
      const found = db.prepare('SELECT api_key_hash FROM customers ORDER BY id').pluck().all();
      db.close();
      return found;
    };
    const [one, two] = hashes();
    const second = await startApi({ dataDir: directory.path, apiKey: 'the second key' });
    expect(second.platform.apiKey).toBe('the second key');
    expect((await second.read<Page>('/customers')).items).toHaveLength(2);
    await second.platform.close();
    expect(hashes()).toEqual([expect.not.stringMatching(String(one)), two]);
  });

  it('never gives the ID of a thing that was removed to another one', async () => {
    const callback = { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' };
    const first = await startApi({ dataDir: directory.path });
    const { id } = await first.create('/callbacks', callback);
    await first.delete(`/callbacks/${id}`);
    await first.platform.close();
    const second = await startApi({ dataDir: directory.path });
    expect((await second.create('/callbacks', callback)).id).toBeGreaterThan(id);
    await second.platform.close();
  });
});
