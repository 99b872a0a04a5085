import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LAST_VERSION } from '../../../src/store/schema.ts';
import { differences, everything, populate } from '../../store/whole-world.ts';
import { type Api, createWorld, expectProblem, mobile, type Page, startApi } from '../../support/api.ts';
import { Gate, refuseFirst, Stage } from '../../support/callback-scene.ts';
import { buildCommand, startCommand } from '../../support/command.ts';
import { type Scratch, scratch } from '../../support/files.ts';

const TYPE = 'application/vnd.sqlite3';
const HEADER = 'SQLite format 3\0';

type Bytes = Uint8Array<ArrayBuffer>;

/** Where stores of tests are, and where the platform puts what is there for a while only. */
let stores: Scratch;
let temporary: Scratch;
const { TMPDIR } = process.env;
beforeAll(() => {
  stores = scratch();
  temporary = scratch();
  process.env.TMPDIR = temporary.path;
});
afterEach(() => expect.poll(() => readdirSync(temporary.path)).toEqual([]));
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  temporary.remove();
  stores.remove();
});

async function save({ platform }: Api): Promise<Bytes> {
  const response = await fetch(`${platform.httpUrl}/v1/snapshot`);
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

const put = (api: Api, file: Bytes | string, type = TYPE) =>
  api.send<{ mode: string; speed: number; now: string }>('PUT', '/snapshot', file, { 'content-type': type });

/** Restores what must be a snapshot. @returns the clock */
async function restore(api: Api, file: Bytes) {
  const { status, json } = await put(api, file);
  expect({ status, json }).toMatchObject({ status: 200 });
  return json;
}

const show = ({ platform }: Api) => everything(platform.httpUrl);

/** Expects everything to be as it was, to the letter. */
async function expectSame(api: Api, before: Record<string, string>): Promise<void> {
  expect(differences(await show(api), before)).toEqual([]);
}

const clock = (api: Api) => api.read<{ mode: string; speed: number; now: string }>('/clock');

/** Does something to a snapshot. @returns the file that it is then */
function tampered(file: Bytes, work: (db: BetterSqlite3.Database) => void): Bytes {
  const path = join(stores.path, 'tampered.sqlite');
  writeFileSync(path, file);
  const db = new BetterSqlite3(path);
  work(db);
  db.close();
  return new Uint8Array(readFileSync(path));
}

/** Something else for each thing that there is. */
async function changeAll(api: Api): Promise<void> {
  await api.patch('/customers/1', { name: 'Changed', profile: null, spamLimit: null, testMode: true });
  await api.put('/customers/2/whitelist', { numbers: [mobile(8)] });
  for (const path of [
    '/customers/1/opt-outs',
    '/outcome-rules',
    '/profiles/quiet',
    '/callbacks/1',
    '/faults',
  ])
    expect((await api.delete(path)).status, path).toBe(204);
  for (const path of ['/projects/1', '/contact-lists/1']) await api.patch(path, { name: 'Changed' });
  await api.post('/campaigns/2/cancel');
  await api.put('/alive', { enabled: true, everySeconds: 86_400 });
  await createWorld(api, (await api.create('/customers', { name: 'Another' })).id);
  await api.post('/clock/advance', { by: 'PT1H' });
}

describe('a snapshot', () => {
  it('is a sound SQLite database, to be kept as a file', async () => {
    await using api = await startApi();
    await populate(api);
    const response = await fetch(`${api.platform.httpUrl}/v1/snapshot`);
    expect(response.headers.get('content-type')).toBe(TYPE);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="mock-wiraya.sqlite"');
    const path = join(stores.path, 'saved.sqlite');
    writeFileSync(path, new Uint8Array(await response.arrayBuffer()));
    const db = new BetterSqlite3(path, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(db.prepare('SELECT count(*) FROM communications').pluck().get()).toBeGreaterThan(10);
    db.close();
  });

  it.each(['in memory', 'on disk'])(
    'gives back everything, whatever has been changed meanwhile: %s',
    async (where) => {
      const dataDir = where === 'in memory' ? ':memory:' : join(stores.path, 'all');
      await using api = await startApi({ dataDir, maxAttempts: 3 });
      await populate(api);
      const before = await show(api);
      const file = await save(api);
      await changeAll(api);
      expect(differences(await show(api), before).length).toBeGreaterThan(20);

      expect(await restore(api, file)).toEqual(JSON.parse(before['/clock']!));
      await expectSame(api, before);
      // Not a moment later either, as if there were more of it in memory.
      await api.post('/clock/advance', { by: 'PT0S' });
      await expectSame(api, before);
    },
  );

  it('goes on from there as it did the first time', async () => {
    await using api = await startApi({ maxAttempts: 2 });
    await populate(api);
    const file = await save(api);
    // How long a request took is real time.
    const inRealTime = (path: string) => /^\/deliveries\/\d/.test(path);
    await api.settle();
    const first = await show(api);
    await api.post('/reset');
    await restore(api, file);
    expect(differences(await show(api), first)).toContain('/clock');
    await api.settle();
    expect(differences(await show(api), first).filter((path) => !inRealTime(path))).toEqual([]);
  });

  it('is a new world to the next start on the same store, too', async () => {
    const dataDir = join(stores.path, 'restart');
    let file: Bytes;
    let before: Record<string, string>;
    {
      await using api = await startApi({ maxAttempts: 2 });
      await populate(api);
      before = await show(api);
      file = await save(api);
    }
    {
      await using api = await startApi({ dataDir });
      await createWorld(api);
      await restore(api, file);
    }
    {
      await using api = await startApi({ dataDir });
      await expectSame(api, before);
    }
    const db = new BetterSqlite3(join(dataDir, 'store.sqlite'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });

  it('is the same world in another process, and comes back from there', { timeout: 120_000 }, async () => {
    buildCommand();
    await using api = await startApi({ maxAttempts: 2 });
    await populate(api);
    const before = await show(api);
    const other = startCommand('--data-dir', join(stores.path, 'other'), '--clock', 'real');
    try {
      const url = await other.apiUrl();
      const headers = { 'content-type': TYPE };
      const body = await save(api);
      expect(await fetch(`${url}/snapshot`, { method: 'PUT', headers, body })).toMatchObject({ status: 200 });
      expect(differences(await everything(url.replace('/v1', '')), before)).toEqual([]);
      const back = new Uint8Array(await (await fetch(`${url}/snapshot`)).arrayBuffer());
      await changeAll(api);
      await restore(api, back);
      await expectSame(api, before);
    } finally {
      await other.stop();
    }
  });

  it('keeps the customers their API keys', async () => {
    await using api = await startApi({ apiKey: 'the key of customer 1' });
    const seed = (apiKey: string) => api.post('/seed', { customers: { acme: { name: 'Acme', apiKey } } });
    await seed('the key of Acme');
    const file = await save(api);
    await using other = await startApi({ apiKey: 'the key of the other' });
    await restore(other, file);
    const again = (apiKey: string) => other.post('/seed', { customers: { acme: { name: 'Acme', apiKey } } });
    for (const apiKey of ['the key of customer 1', 'the key of Acme'])
      expectProblem(await again(apiKey), 400, 'customers.acme.apiKey');
    expect((await again('the key of the other')).status).toBe(201);
  });

  it('may hold a world that nothing happens in', async () => {
    await using api = await startApi();
    const before = await show(api);
    const file = await save(api);
    await populate(api);
    await restore(api, file);
    await expectSame(api, before);
    expect((await createWorld(api)).sms).toBe(1);
  });

  it('that is saved while a CSV is being added holds nothing of what is not sure to be', async () => {
    await using api = await startApi();
    const { id } = await api.create('/contact-lists', { customerId: 1, name: 'Patients' });
    const upload = request(`${api.platform.httpUrl}/v1/contact-lists/${id}/recipients?allOrNothing=true`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
    });
    const answered = once(upload, 'response');
    upload.write(`number\n${`${mobile(0)}\n`.repeat(2500)}`);
    const rows = async () =>
      ((await api.read(`/contact-lists/${id}`)).imports as { rows: number }[])[0]?.rows;
    await expect.poll(rows).toBe(2500);
    const file = await save(api);
    upload.end(`${mobile(1)}\n`);
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(201);
    expect((await api.read(`/contact-lists/${id}`)).size).toBe(2501);
    tampered(file, (db) =>
      expect(
        ['recipients', 'staged_recipients'].map((table) =>
          db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
        ),
      ).toEqual([0, 0]),
    );
  });

  it('leaves no file behind when nobody waits for the end of it', async () => {
    await using api = await startApi();
    const { id } = await api.create('/contact-lists', { customerId: 1, name: 'Patients' });
    const csv = `number,text\n${`${mobile(0)},${'x'.repeat(5000)}\n`.repeat(4000)}`;
    await api.send('POST', `/contact-lists/${id}/recipients`, csv, { 'content-type': 'text/csv' });
    const download = request(`${api.platform.httpUrl}/v1/snapshot`).end();
    const [response] = (await once(download, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    expect(readdirSync(temporary.path)).toHaveLength(1);
    response.destroy();
    await expect.poll(() => readdirSync(temporary.path)).toEqual([]);
  });
});

describe('a snapshot that is restored', () => {
  it('has waiting deliveries wait for their next attempt, and sends what was not sent', async () => {
    await using stage = await Stage.open();
    const scene = await stage.scene(refuseFirst(1));
    const callback = await scene.register();
    await scene.text('refused', 'behind it');
    await scene.tick();
    await scene.text('not looked at yet');
    await scene.advance('PT0.001S');
    const waiting = await scene.deliveries(callback);
    const file = await save(stage.api);
    await stage.api.post('/reset');
    await scene.advance('PT1H');
    expect(scene.arrived()).toEqual(['refused']);

    await restore(stage.api, file);
    expect(await scene.deliveries(callback)).toEqual(waiting);
    await scene.settle();
    expect(scene.arrived()).toEqual(['refused', 'refused', 'behind it', 'not looked at yet']);
    expect((await scene.deliveries(callback)).map(({ state }) => state)).toEqual(Array(3).fill('DELIVERED'));
  });

  it('sends again what has been sent since it was saved', async () => {
    await using stage = await Stage.open();
    const scene = await stage.scene();
    await scene.register();
    await scene.text('1');
    await scene.settle();
    await scene.text('2');
    const file = await save(stage.api);
    await scene.settle();
    await scene.text('3');
    await scene.settle();
    await restore(stage.api, file);
    await scene.settle();
    expect(scene.arrived()).toEqual(['1', '2', '3', '2']);
  });

  it('is there at once, whatever hangs, and what was on its way to a receiver is sent again', async () => {
    await using stage = await Stage.open();
    const hanging = new Gate();
    const scene = await stage.scene(hanging.answer);
    await scene.register();
    await scene.text('hello');
    const before = await scene.now();
    const advancing = stage.api.post<{ now: string }>('/clock/advance', { by: 'P1D' });
    await hanging.holds(1);
    const file = await save(stage.api);
    const restored = await restore(stage.api, file);
    expect(await advancing).toMatchObject({ status: 200, json: { now: restored.now } });
    expect(Date.parse(restored.now) - before).toBeLessThanOrEqual(15_000);
    expect(await clock(stage.api)).toEqual(restored);
    hanging.open();
    await scene.settle();
    expect(scene.arrived()).toEqual(['hello', 'hello']);
  });

  it('has a CSV refused that is being added to what is no longer there', async () => {
    await using api = await startApi();
    const file = await save(api);
    const { id } = await api.create('/contact-lists', { customerId: 1, name: 'Patients' });
    const upload = request(`${api.platform.httpUrl}/v1/contact-lists/${id}/recipients`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
    });
    const answered = once(upload, 'response');
    upload.write(`number\n${`${mobile(0)}\n`.repeat(2500)}`);
    await expect.poll(async () => (await api.read(`/contact-lists/${id}`)).size).toBe(2000);
    await restore(api, file);
    expect((await api.create('/contact-lists', { customerId: 1, name: 'Patients' })).id).toBe(id);
    upload.end(`${mobile(1)}\n`);
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(409);
    expect((await api.read(`/contact-lists/${id}`)).size).toBe(0);
  });

  it('puts a manual clock back to where it stood, and a real one to it', async () => {
    await using api = await startApi();
    await api.post('/clock/advance', { to: '2099-01-01T00:00:00Z' });
    const file = await save(api);
    const saved = await clock(api);
    await api.post('/clock/advance', { by: 'P400D' });
    expect(await restore(api, file)).toEqual(saved);
    expect(await clock(api)).toEqual(saved);
    await using other = await startApi({ clock: 'real', speed: 1000 });
    expect(await restore(other, file)).toEqual(saved);
    for (let turn = 0; turn < 20; turn++) await other.create('/customers', { name: 'x' });
    expect(await clock(other)).toEqual(saved);
  });

  it('has a real clock run as it ran, and its ticks come', async () => {
    await using stage = await Stage.open({ clock: 'real', speed: 1000 });
    const scene = await stage.scene();
    const id = await scene.register();
    const { now } = await clock(stage.api);
    const file = await save(stage.api);
    await stage.api.put('/clock', { mode: 'manual', speed: 1 });
    const restored = await restore(stage.api, file);
    expect(restored).toMatchObject({ mode: 'real', speed: 1000 });
    expect(Date.parse(restored.now)).toBeGreaterThanOrEqual(Date.parse(now));
    await scene.text('hello');
    const { delivery } = await stage.api.read<{ delivery: object }>(
      `/deliveries/wait?callbackId=${id}&state=DELIVERED`,
    );
    expect(delivery).toMatchObject({ items: 1 });
    expect(scene.arrived()).toEqual(['hello']);
  });
});

describe('what is no snapshot is refused, and nothing has changed:', () => {
  let api: Api;
  let before: Record<string, string>;
  let good: Bytes;
  beforeAll(async () => {
    api = await startApi({ maxAttempts: 2, maxSnapshotBytes: 1_000_000 });
    await populate(api);
    before = await show(api);
    good = await save(api);
    expect(good.length).toBeLessThan(1_000_000);
  });
  afterAll(async () => {
    await expectSame(api, before);
    await api.platform.close();
  });

  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
  const sql = (statements: string) => (file: Bytes) => tampered(file, (db) => db.exec(statements));
  const ofSchema = (version: number) => new RegExp(`of schema ${LAST_VERSION}, but of ${version}$`);
  const files: [what: string, file: (good: Bytes) => Bytes, problem: RegExp][] = [
    ['nothing', () => new Uint8Array(), ofSchema(0)],
    ['random bytes', () => new Uint8Array(50_000).fill(7), /cannot be read: file is not a database/],
    ['text', () => bytes('hello'), /cannot be read/],
    ['what only begins like one', () => bytes(HEADER), /cannot be read/],
    ['half a header', (file) => file.subarray(0, 50), ofSchema(0)],
    ['a first page alone', (file) => file.subarray(0, 4096), /cannot be read/],
    ['a half', (file) => file.subarray(0, file.length / 2), /cannot be read|damaged/],
    ['all but the last page', (file) => file.subarray(0, -4096), /cannot be read|damaged/],
    [
      'one with pages full of something else',
      (file) => file.slice().fill(7, 8192, 40_960),
      /cannot be read|damaged/,
    ],
    ['one of an older schema', sql(`PRAGMA user_version = ${LAST_VERSION - 1}`), ofSchema(LAST_VERSION - 1)],
    ['one of a newer schema', sql(`PRAGMA user_version = ${LAST_VERSION + 1}`), ofSchema(LAST_VERSION + 1)],
    ['one with a table too few', sql('DROP TABLE whitelist'), /other tables/],
    ['one with a table too many', sql('CREATE TABLE other (id INTEGER)'), /other tables/],
    ['one with another column', sql('ALTER TABLE faults ADD COLUMN other TEXT'), /other tables/],
    ['one without an index', sql('DROP INDEX campaigns_due'), /other tables/],
    ['one with a view', sql('CREATE VIEW v AS SELECT 1'), /other tables/],
    [
      'one with a trigger',
      sql('CREATE TRIGGER t AFTER INSERT ON faults BEGIN DELETE FROM customers; END'),
      /other tables/,
    ],
    [
      'one in which something refers to what is not there',
      sql('PRAGMA foreign_keys = OFF; DELETE FROM projects'),
      /refers to what is not there/,
    ],
  ];
  it.each(files)('%s', async (_what, file, problem) => {
    const refused = expectProblem(await put(api, file(good)), 400, '');
    expect(refused.errors![0]!.problem).toMatch(problem);
    expect(refused.errors![0]!.expected).toContain('GET /v1/snapshot');
  });

  it('another SQLite database', async () => {
    const path = join(stores.path, 'another.sqlite');
    const db = new BetterSqlite3(path);
    db.exec(`CREATE TABLE customers (id INTEGER); PRAGMA user_version = ${LAST_VERSION}`);
    db.close();
    const refused = expectProblem(await put(api, new Uint8Array(readFileSync(path))), 400, '');
    expect(refused.errors![0]!.problem).toBe('it has other tables');
  });

  it.each(['application/json', 'text/plain', 'application/octet-stream'])(
    'what says that it is of type %s',
    async (type) => {
      const refused = expectProblem(await put(api, '{}', type), 415, 'content-type');
      expect(refused.errors![0]!.expected).toBe(TYPE);
    },
  );

  it.each(['application/octet-stream', 'application/x-www-form-urlencoded'])(
    'a snapshot that says that it is of type %s',
    async (type) => {
      const refused = expectProblem(await put(api, good, type), 415, 'content-type');
      expect(refused.errors![0]!.expected).toBe(TYPE);
    },
  );

  it('what is longer than maxSnapshotBytes', async () => {
    const long = new Uint8Array(1_000_001);
    long.set(good);
    const refused = expectProblem(await put(api, long), 413, '');
    expect(refused.errors![0]!.expected).toContain('maxSnapshotBytes');
  });

  it('what turns out to be longer than that', async () => {
    const upload = request(`${api.platform.httpUrl}/v1/snapshot`, {
      method: 'PUT',
      headers: { 'content-type': TYPE, 'transfer-encoding': 'chunked' },
    }).on('error', () => {});
    const answered = once(upload, 'response');
    upload.write(good);
    upload.write(new Uint8Array(1_000_000));
    const [response] = (await answered) as [IncomingMessage];
    expect(response.statusCode).toBe(413);
    upload.destroy();
  });

  it('what breaks off', async () => {
    const upload = request(`${api.platform.httpUrl}/v1/snapshot`, {
      method: 'PUT',
      headers: { 'content-type': TYPE, 'content-length': good.length },
    });
    const broken = once(upload, 'response').catch((error: NodeJS.ErrnoException) => error.code);
    await new Promise<void>((resolve) => upload.write(good.subarray(0, -1), () => resolve()));
    await expect.poll(() => readdirSync(temporary.path)).toHaveLength(1);
    upload.destroy();
    expect(await broken).toBe('ECONNRESET');
    await expect.poll(() => readdirSync(temporary.path)).toEqual([]);
  });
});

describe('after a snapshot was restored, or was none,', () => {
  it('what belongs to something still goes with it', async () => {
    await using api = await startApi();
    const file = await save(api);
    const faults = async () => (await api.read<Page>('/faults')).items.length;
    const createAndRemove = async () => {
      const callback = { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' };
      const { id } = await api.create('/callbacks', callback);
      await api.create('/faults', { kind: 'LOST_ACKNOWLEDGEMENT', callbackId: id });
      expect(await faults()).toBe(1);
      expect((await api.delete(`/callbacks/${id}`)).status).toBe(204);
      expect(await faults()).toBe(0);
    };
    await restore(api, file);
    await createAndRemove();
    expectProblem(await put(api, file.subarray(0, 5000)), 400, '');
    await createAndRemove();
  });
});

it('a snapshot that lacks its last byte is refused', async () => {
  await using api = await startApi({ maxAttempts: 2 });
  await populate(api);
  expectProblem(await put(api, (await save(api)).subarray(0, -1)), 400, '');
});

it.each([
  ['text', 'noon'],
  ['half a state', '{"mode":"manual"}'],
])('a snapshot whose clock is nonsense is refused, and nothing has changed: %s', async (_what, state) => {
  await using api = await startApi();
  const file = tampered(await save(api), (db) =>
    db.prepare("UPDATE properties SET value = ? WHERE name = 'clock'").run(state),
  );
  await createWorld(api);
  const before = await show(api);
  expectProblem(await put(api, file), 400, '');
  await expectSame(api, before);
});
