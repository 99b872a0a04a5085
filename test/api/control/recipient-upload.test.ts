import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Api, expectProblem, mobile, type Page, startApi } from '../../support/api.ts';
import { scratch } from '../../support/files.ts';

const HEADER = 'number,name\n';
const PATIENCE = { timeout: 15_000 };
/** About 50 bytes each. */
const rows = (from: number, count: number) =>
  Array.from(
    { length: count },
    (_, index) => `${mobile(index)},"recipient ${from + index} of this very long list"\n`,
  ).join('');

let api: Api;
let id: number;
beforeAll(async () => {
  api = await startApi({ maxCsvBytes: 3_000_000 });
});
beforeEach(async () => {
  id = (await api.create('/contact-lists', { customerId: 1, name: 'Patients' })).id;
});
afterAll(() => api.platform.close());

const size = async () => (await api.read(`/contact-lists/${id}`)).size as number;

/** An upload in the client's own hands: chunk after chunk, without its length announced. */
function upload(query = '', headers: Record<string, string | number> = {}) {
  const req: ClientRequest = request(`${api.platform.httpUrl}/v1/contact-lists/${id}/recipients${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...headers },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    req.on('error', reject);
    req.on('response', async (response: IncomingMessage) => {
      const contentType = response.headers['content-type'] ?? '';
      resolve({ status: response.statusCode!, contentType, json: (await json(response)) as Answer['json'] });
    });
  });
  const send = (text: string) => new Promise<void>((resolve) => req.write(text, () => resolve()));
  return { req, answer, send };
}

/** Everyone on the list, page by page. */
async function everyone(): Promise<{ number: string; name: string }[]> {
  const all: { number: string; name: string }[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Page = await api.read(`/contact-lists/${id}/recipients?limit=1000&after=${after}`);
    all.push(
      ...page.items.map(({ number, fields }) => ({
        number: number as string,
        name: (fields as { 1: string })[1],
      })),
    );
    after = page.next;
  }
  return all;
}

describe('a long upload', () => {
  it.each([
    ['50,000 rows', 50_000, 'false'],
    ['20,000 rows, all or nothing', 20_000, 'true'],
  ])('is stored while others are served: %s', async (_, count, allOrNothing) => {
    const { req, answer, send } = upload(`?allOrNothing=${allOrNothing}`);
    await send(HEADER);
    const sizes: number[] = [];
    for (let from = 0; from < count; from += 2500) {
      await send(rows(from, 2500));
      sizes.push(await size());
      expect((await api.create('/customers', { name: `while at row ${from}` })).id).toBeGreaterThan(1);
    }
    req.end();
    expect(await answer).toMatchObject({ status: 201, json: { added: count, rejected: 0, errors: [] } });
    expect(await size()).toBe(count);
    // The list grows as the rows come in, or stays untouched until the last one is known to be good.
    if (allOrNothing === 'true') expect(new Set(sizes)).toEqual(new Set([0]));
    else expect(sizes.at(-1)).toBeGreaterThan(0);
    const all = await everyone();
    expect(all).toHaveLength(count);
    expect(all.every(({ name }, index) => name === `recipient ${index} of this very long list`)).toBe(true);
  });
});

describe('an upload that its sender breaks off', () => {
  it('keeps the rows that were stored, and a size that says how many', async () => {
    const { req, answer, send } = upload();
    await send(HEADER);
    for (let from = 0; from < 10_000; from += 2500) await send(rows(from, 2500));
    await expect.poll(size, PATIENCE).toBeGreaterThan(2000);
    req.destroy();
    await expect(answer).rejects.toThrow();
    await expect.poll(async () => (await everyone()).length === (await size()), PATIENCE).toBe(true);
    const all = await everyone();
    expect(all.map(({ name }) => name)).toEqual(
      rows(0, 10_000)
        .split('\n')
        .slice(0, all.length)
        .map((row) => row.split('"')[1]),
    );
    expect(await api.read('/health')).toMatchObject({ status: 'ok' });
  });

  it('leaves nothing when it was to be all or nothing', async () => {
    const { req, answer, send } = upload('?allOrNothing=true');
    await send(HEADER);
    for (let from = 0; from < 5000; from += 2500) await send(rows(from, 2500));
    req.destroy();
    await expect(answer).rejects.toThrow();
    expect(await size()).toBe(0);
    const again = upload('?allOrNothing=true');
    again.req.end(`${HEADER}${rows(0, 10)}`);
    expect(await again.answer).toMatchObject({ status: 201, json: { added: 10 } });
    expect((await everyone()).map(({ name }) => name)).toEqual(
      rows(0, 10)
        .split('\n')
        .slice(0, 10)
        .map((row) => row.split('"')[1]),
    );
  });

  it.each(['', 'num', 'number', HEADER, `${HEADER}${mobile(0)},"half a`])(
    'after %j does no harm',
    async (text) => {
      const { req, answer, send } = upload();
      if (text === '') req.flushHeaders();
      else await send(text);
      req.destroy();
      await expect(answer).rejects.toThrow();
      expect(await api.read('/health')).toMatchObject({ status: 'ok' });
      expect(await size()).toBe(0);
    },
  );
});

describe('an upload that is too long', () => {
  it('is refused at once when it says so, and nothing is stored', async () => {
    const { req, answer, send } = upload('', { 'content-length': 3_000_001 });
    await send(`${HEADER}${rows(0, 10)}`);
    const problem = expectProblem(await answer, 413, '');
    expect(problem.errors![0]!.expected).toContain('maxCsvBytes');
    req.destroy();
    expect(await size()).toBe(0);
  });

  it('is refused when it turns out to be, and told what of it was stored', async () => {
    const { req, answer } = upload();
    req.write(HEADER);
    for (let turn = 0; turn < 30; turn++) req.write(rows(0, 2500));
    const problem = expectProblem(await answer, 413, '', '');
    const stored = await size();
    expect(stored).toBeGreaterThan(0);
    expect(problem.errors![1]!.problem).toBe(`${stored} recipients before that were added`);
    expect(await everyone()).toHaveLength(stored);
    req.destroy();
  });

  it('leaves nothing when it was to be all or nothing', async () => {
    const { req, answer } = upload('?allOrNothing=true');
    req.write(HEADER);
    for (let turn = 0; turn < 30; turn++) req.write(rows(0, 2500));
    expectProblem(await answer, 413, '');
    expect(await size()).toBe(0);
    req.destroy();
  });
});

describe('an upload that is refused by its header', () => {
  it('is answered while it is still coming in', async () => {
    const { req, answer, send } = upload();
    await send('phone,name\n');
    expectProblem(await answer, 400, 'number');
    req.destroy();
    expect(await size()).toBe(0);
  });

  it('leaves the connection fit for the next request', async () => {
    const csv = `phone,name\n${rows(0, 50_000)}`;
    const refused = await api.send('POST', `/contact-lists/${id}/recipients`, csv, {
      'content-type': 'text/csv',
    });
    expectProblem(refused, 400, 'number');
    for (let turn = 0; turn < 5; turn++) expect(await size()).toBe(0);
  });
});

describe('an upload to be added all or nothing that is not added', () => {
  it('leaves nothing in the store either', async () => {
    const directory = scratch();
    const stored = await startApi({ dataDir: directory.path });
    await stored.create('/contact-lists', { customerId: 1, name: 'Patients' });
    const post = (csv: string) =>
      stored.send('POST', '/contact-lists/1/recipients?allOrNothing=true', csv, {
        'content-type': 'text/csv',
      });
    expect(await post(`${HEADER}${rows(0, 2500)}wrong,row\n`)).toMatchObject({ status: 400 });
    expect(await post(`${HEADER}${rows(0, 2500)}`)).toMatchObject({ status: 201 });
    await stored.platform.close();
    const db = new BetterSqlite3(join(directory.path, 'store.sqlite'), { readonly: true });
    const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([count('recipients'), count('staged_recipients')]).toEqual([2500, 0]);
    db.close();
    directory.remove();
  });
});

describe('a platform that is stopped in the middle of an upload', () => {
  it('stops', async () => {
    const { req, answer, send } = upload();
    await send(`${HEADER}${rows(0, 3000)}`);
    await expect.poll(size, PATIENCE).toBeGreaterThan(0);
    const broken = expect(answer).rejects.toThrow();
    await api.platform.close();
    await broken;
    req.destroy();
  });
});
