import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMockWiraya } from '../../src/index.ts';
import { openDatabase } from '../../src/store/database.ts';
import { FIRST_VERSION, LAST_VERSION, MIGRATIONS } from '../../src/store/schema.ts';
import { openStore } from '../../src/store/store.ts';
import { type Scratch, scratch } from '../support/files.ts';

let directory: Scratch;
beforeEach(() => {
  directory = scratch();
});
afterEach(() => directory.remove());

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const storeFile = () => join(directory.path, 'store.sqlite');

/** A port that is taken until it is let go. */
async function takenPort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { port, letGo: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

describe('the folder of a store', () => {
  it('is made when it is missing, for its owner alone', () => {
    const dataDir = join(directory.path, 'new', 'deeper');
    const store = openStore(dataDir);
    expect([modeOf(join(directory.path, 'new')), modeOf(dataDir)]).toEqual(['700', '700']);
    const files = readdirSync(dataDir);
    expect(files).toContain('store.sqlite');
    for (const file of files)
      expect({ file, mode: modeOf(join(dataDir, file)) }).toEqual({ file, mode: '600' });
    store.close();
  });

  it('keeps its files from others though the folder is open to them', () => {
    chmodSync(directory.path, 0o755);
    openStore(directory.path).close();
    chmodSync(storeFile(), 0o644);
    openStore(directory.path).close();
    expect(modeOf(storeFile())).toBe('600');
  });

  it('holds nothing but the store and its lock once the store is closed', () => {
    openStore(directory.path).close();
    expect(readdirSync(directory.path)).toEqual(['store.lock', 'store.sqlite']);
  });

  it.each([
    ['is a file', () => directory.write('taken', 'x')],
    ['lies below a file', () => join(directory.write('taken', 'x'), 'deeper')],
    [
      'has a folder where the store should be',
      () => {
        mkdirSync(storeFile());
        return directory.path;
      },
    ],
  ])('that %s is refused in plain words', (_, dataDir) => {
    expect(() => openStore(dataDir())).toThrow(
      /store\.sqlite cannot be opened \(.*\): dataDir must be a folder/,
    );
  });
});

describe('a store in memory', () => {
  it('leaves no file, and is its own each time', () => {
    const before = readdirSync('.');
    const [a, b] = [openStore(':memory:'), openStore(':memory:')];
    const customer = { name: 'x', accountLevel: 'CONFIRMED', testMode: false, whitelistMode: false } as const;
    a.customers.create(customer, 'hash', 0);
    expect([a.customers.get(1)?.name, b.customers.get(1)]).toEqual(['x', null]);
    a.close();
    b.close();
    expect(readdirSync('.')).toEqual(before);
    expect(existsSync(':memory:')).toBe(false);
  });
});

describe('a store that is open', () => {
  it('is refused to a second one, in plain words, until it is closed', () => {
    const first = openStore(directory.path);
    expect(() => openStore(directory.path)).toThrow(`${storeFile()} is in use by another mock-wiraya`);
    expect(first.isOpen()).toBe(true);
    first.properties.named('still').write('writable');
    first.close();
    const second = openStore(directory.path);
    expect(second.properties.named('still').read()).toBe('writable');
    second.close();
  });

  it('is refused to a second platform, which leaves the first one at work', async () => {
    await using first = await startMockWiraya({ dataDir: directory.path });
    await expect(startMockWiraya({ dataDir: directory.path })).rejects.toThrow(
      /stop that one, or give this one another dataDir/,
    );
    const response = await fetch(`${first.httpUrl}/v1/health`);
    expect(await response.json()).toMatchObject({ status: 'ok' });
  });
});

describe('a store of another make', () => {
  it('is brought up to date from the first version on, once', () => {
    const db = new BetterSqlite3(storeFile());
    db.exec(MIGRATIONS[0]!);
    db.pragma(`user_version = ${FIRST_VERSION}`);
    db.close();
    for (let turn = 0; turn < 2; turn++) {
      const opened = openDatabase(directory.path);
      expect(opened.db.pragma('user_version', { simple: true })).toBe(LAST_VERSION);
      opened.close();
    }
  });

  it('from before the first release is refused, and left as it is', () => {
    const db = new BetterSqlite3(storeFile());
    db.exec('CREATE TABLE customers (id INTEGER PRIMARY KEY)');
    db.pragma('user_version = 1');
    db.close();
    expect(() => openStore(directory.path)).toThrow(/made before the first release: move it away/);
  });

  it('written by a newer version is refused, and left as it is', () => {
    openStore(directory.path).close();
    const newer = LAST_VERSION + 1;
    let db = new BetterSqlite3(storeFile());
    db.pragma(`user_version = ${newer}`);
    db.close();
    expect(() => openStore(directory.path)).toThrow(
      new RegExp(`newer mock-wiraya \\(schema ${newer}, .*upgrade, or use another dataDir`),
    );
    db = new BetterSqlite3(storeFile());
    expect(db.pragma('user_version', { simple: true })).toBe(newer);
    db.pragma(`user_version = ${LAST_VERSION}`);
    db.close();
    openStore(directory.path).close();
  });

  it('that is no store at all is refused, and not overwritten', () => {
    directory.write('store.sqlite', 'Dear diary, '.repeat(1000));
    expect(() => openStore(directory.path)).toThrow(`${storeFile()} is not a store of mock-wiraya`);
    expect(statSync(storeFile()).size).toBe(12_000);
  });
});

describe('a start that fails', () => {
  it('leaves neither a lock nor an open port behind', async () => {
    const [free, taken] = [await takenPort(), await takenPort()];
    await free.letGo();
    const settings = { dataDir: directory.path, httpPort: free.port };
    await expect(startMockWiraya({ ...settings, httpsPort: taken.port })).rejects.toThrow(
      `httpsPort: port ${taken.port}`,
    );
    // Both would be refused if anything of the first attempt were left.
    await (await startMockWiraya(settings)).close();
    await expect(startMockWiraya({ dataDir: directory.path, httpPort: taken.port })).rejects.toThrow(
      'httpPort',
    );
    await (await startMockWiraya(settings)).close();
    await taken.letGo();
  });

  it("because of another customer's API key says so, without the key", async () => {
    const platform = await startMockWiraya({ dataDir: directory.path });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Acme"}' };
    const { apiKey } = (await (await fetch(`${platform.httpUrl}/v1/customers`, init)).json()) as {
      apiKey: string;
    };
    await platform.close();
    const failed = await startMockWiraya({ dataDir: directory.path, apiKey }).catch((error: Error) => error);
    expect(String(failed)).toContain('apiKey: it is the key of customer 2');
    expect(String(failed)).not.toContain(apiKey);
    await (await startMockWiraya({ dataDir: directory.path })).close();
  });
});

describe('a platform that dies', () => {
  it('loses nothing that it had answered, and leaves no half of an import', () => {
    const store = openStore(directory.path);
    const customer = { name: 'x', accountLevel: 'CONFIRMED', testMode: false, whitelistMode: false } as const;
    store.customers.create(customer, 'hash', 0);
    const list = store.contactLists.create({ customerId: 1, name: 'list', fieldNames: {} }, 0);
    const recipient = { number: '46701740605', fields: { '1': 'Ada' } };
    store.contactLists.addRecipients(list.id, [recipient, recipient]);
    store.contactLists.stage().add(Array.from({ length: 500 }, () => recipient));

    // What a killed process leaves on the disk.
    const remains = join(directory.path, 'remains');
    mkdirSync(remains);
    for (const file of readdirSync(directory.path).filter((name) => name.startsWith('store'))) {
      cpSync(join(directory.path, file), join(remains, file));
    }
    store.close();
    const before = new BetterSqlite3(join(remains, 'store.sqlite'));
    expect(before.prepare('SELECT count(*) FROM staged_recipients').pluck().get()).toBe(500);
    before.close();

    const reopened = openStore(remains);
    expect(reopened.contactLists.get(list.id)?.size).toBe(2);
    expect(reopened.contactLists.recipients(list.id, { limit: 10 }).items).toHaveLength(2);
    reopened.close();
    const after = new BetterSqlite3(join(remains, 'store.sqlite'));
    expect(after.prepare('SELECT count(*) FROM staged_recipients').pluck().get()).toBe(0);
    after.close();
  });
});
