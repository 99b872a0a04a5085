import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entity, type Page, startApi } from '../support/api.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { differences, everything, populate } from './whole-world.ts';

let directory: Scratch;
beforeEach(() => {
  directory = scratch();
});
afterEach(() => directory.remove());

describe('a platform that is started again', () => {
  it('knows all that it knew, and goes on where it was', async () => {
    const settings = { dataDir: directory.path, maxAttempts: 3 };
    const first = await startApi(settings);
    await populate(first);
    const before = await everything(first.platform.httpUrl);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    expect(JSON.stringify(before)).toContain('Åsa 4 🎈');
    await first.platform.close();

    const second = await startApi(settings);
    expect(second.platform.apiKey).toBeNull();
    expect(differences(await everything(second.platform.httpUrl), before)).toEqual([]);

    const slow = (JSON.parse(before['/campaigns?limit=1000']!) as Page).items.find(
      ({ name }) => name === 'slow',
    ) as Entity;
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
