import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, expectProblem, mobile, startApi } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

const count = async () => (await api.read<{ items: Entity[] }>('/customers?limit=1000')).items.length;

describe('a new platform', () => {
  it('has a customer 1, whose key its owner was told', async () => {
    expect(await api.read('/customers/1')).toMatchObject({ id: 1, accountLevel: 'CONFIRMED' });
    expect(api.platform.apiKey).toMatch(/^mw_[\w-]{32}$/);
  });
});

describe('a customer', () => {
  it('is created with a name alone', async () => {
    const { id, apiKey, ...created } = await api.create('/customers', { name: 'Acme' });
    expect(created).toEqual({
      name: 'Acme',
      accountLevel: 'CONFIRMED',
      testMode: false,
      whitelistMode: false,
      profile: null,
      optOutWords: expect.arrayContaining(['STOP', 'AVSLUTA']),
      optInWords: expect.arrayContaining(['START']),
      spamLimit: { times: 10, withinSeconds: 3600 },
      inboundNumbers: [],
      allowedAddresses: null,
      rateLimits: [],
      uniqueMessageIds: true,
      pinCodes: { digits: 4, validSeconds: 300, tries: 3 },
      contactCampaigns: {},
      stopEvents: ['Conversion', 'OptOut'],
      maxBulkItems: 1000,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(Number.isInteger(id)).toBe(true);
    expect(await api.read(`/customers/${id}`)).toEqual({ id, ...created });
  });

  it('is created with everything', async () => {
    const wanted = {
      name: 'Acme',
      accountLevel: 'ESTIMATED',
      testMode: true,
      whitelistMode: true,
      profile: 'worst-day',
      optOutWords: ['NEJ'],
      optInWords: ['JA'],
      spamLimit: { times: 2, withinSeconds: 60 },
      inboundNumbers: [
        { number: '71120', prefixes: [{ prefix: 'ACME', identifiers: ['YES', 'NO'] }] },
        { number: '46846500400', prefixes: [] },
      ],
    };
    const { id } = await api.create('/customers', wanted);
    expect(await api.read(`/customers/${id}`)).toMatchObject(wanted);
  });

  it('is changed in what is given, and in nothing else', async () => {
    const { apiKey, ...created } = await api.create('/customers', { name: 'Acme' });
    const path = `/customers/${created.id}`;
    expect((await api.patch(path, { testMode: true })).json).toEqual({ ...created, testMode: true });
    expect((await api.patch(path, { name: 'Beta', accountLevel: 'ESTIMATED' })).json).toEqual({
      ...created,
      name: 'Beta',
      accountLevel: 'ESTIMATED',
      testMode: true,
    });
    expect((await api.patch(path, {})).status).toBe(200);
    expect(await api.read(path)).toMatchObject({ name: 'Beta', testMode: true, whitelistMode: false });
  });

  it('keeps any name as it was given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), async (name) => {
        const created = await api.create('/customers', { name });
        expect(created.name).toBe(name);
        expect(await api.read(`/customers/${created.id}`)).toMatchObject({ name });
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['name', {}],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(201) }],
    ['name', { name: 7 }],
    ['name', { name: null }],
    ['accountLevel', { name: 'Acme', accountLevel: 'GOLD' }],
    ['accountLevel', { name: 'Acme', accountLevel: 'confirmed' }],
    ['testMode', { name: 'Acme', testMode: 'true' }],
    ['testMode', { name: 'Acme', testMode: 1 }],
    ['whitelistMode', { name: 'Acme', whitelistMode: null }],
    ['apiKey', { name: 'Acme', apiKey: 'my-own-secret' }],
    ['id', { name: 'Acme', id: 7 }],
  ])('is not created with a wrong %s: %j', async (field, body) => {
    const before = await count();
    expectProblem(await api.post('/customers', body), 400, field);
    expect(await count()).toBe(before);
  });

  it.each([
    ['name', { name: '' }],
    ['name', { name: null }],
    ['accountLevel', { accountLevel: 'GOLD' }],
    ['createdAt', { createdAt: '2020-01-01T00:00:00Z' }],
  ])('is not changed by a wrong %s: %j', async (field, body) => {
    const before = await api.read('/customers/1');
    expectProblem(await api.patch('/customers/1', { testMode: true, ...body }), 400, field);
    expect(await api.read('/customers/1')).toEqual(before);
  });

  it('has campaigns of the contact API run its own projects, and no others', async () => {
    const project = { type: 'SMS', name: 'Reminder', sender: 'Acme', template: 'Hello' };
    const { id } = await api.create('/customers', { name: 'Acme' });
    const { id: own } = await api.create('/projects', { ...project, customerId: id });
    const { id: others } = await api.create('/projects', { ...project, customerId: 1 });
    const bind = (contactCampaigns: object) => api.patch(`/customers/${id}`, { contactCampaigns });
    expect((await bind({ spring: own })).status).toBe(200);
    for (const wrong of [others, 999_999]) {
      expectProblem(await bind({ spring: own, 'foo.2': wrong }), 400, 'contactCampaigns.foo.2');
      expectProblem(
        await api.post('/customers', { name: 'New', contactCampaigns: { foo: wrong } }),
        400,
        'contactCampaigns.foo',
      );
    }
    expect(await api.read(`/customers/${id}`)).toMatchObject({ contactCampaigns: { spring: own } });
    // A reset takes the project: the rest of the setting can be changed all the same.
    await api.post('/reset', { customerId: id });
    expect((await bind({ spring: own })).status).toBe(200);
    expectProblem(await bind({ autumn: own }), 400, 'contactCampaigns.autumn');
  });

  it('has a name of up to 200 characters', async () => {
    const name = 'x'.repeat(200);
    expect(await api.create('/customers', { name })).toMatchObject({ name });
  });

  it('is not found when there is none', async () => {
    for (const path of ['/customers/9999', '/customers/9999/whitelist'])
      expectProblem(await api.get(path), 404, 'id');
    expectProblem(await api.patch('/customers/9999', { name: 'x' }), 404, 'id');
    expectProblem(await api.put('/customers/9999/whitelist', { numbers: [] }), 404, 'id');
  });
});

describe('an API key', () => {
  it('is another one for every customer, and cannot be guessed', async () => {
    const created = await Promise.all(
      Array.from({ length: 30 }, () => api.create('/customers', { name: 'Acme' })),
    );
    const keys = created.map(({ apiKey }) => apiKey as string);
    expect(new Set(keys).size).toBe(30);
    for (const key of keys) expect(key).toMatch(/^mw_[\w-]{32}$/);
  });

  it('is shown once, and stored as a hash only', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'customers-'));
    try {
      const stored = await startApi({ dataDir, apiKey: 'a key that I chose' });
      const { id, apiKey } = await stored.create('/customers', { name: 'Acme' });
      await stored.create('/projects', {
        customerId: id,
        type: 'SMS',
        name: 'p',
        sender: 'Acme',
        template: 'x',
      });
      const later = [
        await stored.patch(`/customers/${id}`, { name: 'Beta' }),
        await stored.get(`/customers/${id}`),
        await stored.get('/customers'),
        await stored.get(`/customers/${id}/whitelist`),
        await stored.get('/projects'),
        await stored.get('/health'),
      ];
      expect(JSON.stringify(later)).not.toContain(apiKey);
      expect(JSON.stringify(later)).not.toMatch(/apiKey|hash/i);
      await stored.platform.close();

      const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      expect(files.map(({ name }) => name)).toContain('store.sqlite');
      for (const { parentPath, name } of files) {
        const bytes = readFileSync(join(parentPath, name));
        expect(bytes.includes(apiKey as string)).toBe(false);
        expect(bytes.includes('a key that I chose')).toBe(false);
      }
      const db = new BetterSqlite3(join(dataDir, 'store.sqlite'), { readonly: true });
      const hashes = db.prepare('SELECT api_key_hash FROM customers ORDER BY id').pluck().all();
      db.close();
      const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
      expect(hashes).toEqual([sha256('a key that I chose'), sha256(apiKey as string)]);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});

describe("a customer's whitelist", () => {
  it('is empty at first, and replaced as a whole', async () => {
    const { id } = await api.create('/customers', { name: 'Acme', whitelistMode: true });
    const path = `/customers/${id}/whitelist`;
    expect(await api.read(path)).toEqual({ numbers: [] });
    expect((await api.put(path, { numbers: [mobile(1), mobile(0)] })).json).toEqual({
      numbers: [mobile(0), mobile(1)],
    });
    expect((await api.put(path, { numbers: [mobile(2)] })).json).toEqual({ numbers: [mobile(2)] });
    expect(await api.read(path)).toEqual({ numbers: [mobile(2)] });
    expect((await api.put(path, { numbers: [] })).json).toEqual({ numbers: [] });
  });

  it('holds a number once, however it is written', async () => {
    const numbers = ['+46 70-174 06 05', '0046701740605', '46701740605', '(46) 701.740.605'];
    expect((await api.put('/customers/1/whitelist', { numbers })).json).toEqual({ numbers: ['46701740605'] });
  });

  it('is left as it was when one number is wrong', async () => {
    await api.put('/customers/1/whitelist', { numbers: [mobile(3)] });
    const wrong = [
      '0701740605',
      '4670x',
      '',
      '1234',
      '1'.repeat(16),
      '+',
      '46701740605; DROP TABLE whitelist',
    ];
    const answer = await api.put('/customers/1/whitelist', { numbers: [mobile(4), ...wrong] });
    expectProblem(answer, 400, ...wrong.map((_, index) => `numbers.${index + 1}`));
    expect(await api.read('/customers/1/whitelist')).toEqual({ numbers: [mobile(3)] });
  });

  it.each([
    ['numbers', {}],
    ['numbers', { numbers: '46701740605' }],
    ['numbers.0', { numbers: [46701740605] }],
    ['numbers.0', { numbers: [null] }],
    ['append', { numbers: [], append: true }],
  ])('is not replaced with a wrong %s: %j', async (field, body) => {
    expectProblem(await api.put('/customers/1/whitelist', body), 400, field);
  });

  it('is its own for every customer', async () => {
    const [a, b] = [
      await api.create('/customers', { name: 'A' }),
      await api.create('/customers', { name: 'B' }),
    ];
    await api.put(`/customers/${a.id}/whitelist`, { numbers: [mobile(1)] });
    await api.put(`/customers/${b.id}/whitelist`, { numbers: [mobile(2)] });
    await api.put(`/customers/${a.id}/whitelist`, { numbers: [] });
    expect(await api.read(`/customers/${b.id}/whitelist`)).toEqual({ numbers: [mobile(2)] });
  });
});
