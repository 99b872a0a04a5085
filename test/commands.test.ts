import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, mobile, type Page, startApi } from './support/api.ts';
import { buildCommand } from './support/command.ts';
import { type Scratch, scratch } from './support/files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

let api: Api;
let files: Scratch;
beforeAll(buildCommand, 120_000);
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  await api.post('/reset');
  files = scratch();
});
afterEach(() => files.remove());
afterAll(() => api.platform.close());

/** Runs the command to its end. */
const run = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const { port } = new URL(api.platform.httpUrl);
    const environment = { ...process.env, MOCK_WIRAYA_HTTP_PORT: port };
    execFile(
      process.execPath,
      ['dist/main.cjs', ...args],
      { cwd: root, env: environment },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

const items = async (path: string) => (await api.read<Page>(path)).items;

describe('mock-wiraya seed', () => {
  it('adds what the file holds, and says how much of what', async () => {
    const { code, out, err } = await run('seed', 'seed/demo.json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ +1 customers\n +2 projects\n +\d+ contact lists\n/);
    expect(await items('/campaigns')).not.toEqual([]);
  });

  it('says as JSON what it added, with the IDs', async () => {
    const { code, out } = await run('seed', 'seed/demo.json', '--json');
    expect(code).toBe(0);
    const [{ id }] = (await items('/campaigns')) as [{ id: number }];
    expect(JSON.parse(out).campaigns).toContain(id);
  });

  it('adds nothing of a file in which something is wrong, and says where', async () => {
    const file = files.write(
      'seed.json',
      JSON.stringify({
        customers: { acme: { name: 'Acme' } },
        contactLists: { all: { customer: 'beta', name: 'x' } },
      }),
    );
    const { code, out, err } = await run('seed', file);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('contactLists.all.customer: there is no "beta" here; expected acme\n');
    expect(await items('/customers')).toHaveLength(1);
  });

  it.each([
    ['is not there', 'missing.json', null, /^the seed file .*missing\.json: .*no such file/],
    ['is no JSON', 'seed.json', '{', /^the seed file .*seed\.json: is not JSON/],
  ])('says so when the file %s', async (_what, name, text, words) => {
    const file = text === null ? `${files.path}/${name}` : files.write(name, text);
    const { code, err } = await run('seed', file);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(words) });
  });

  it('says that no platform answers, and what to do', async () => {
    const { code, err } = await run('seed', 'seed/demo.json', '--url', 'http://127.0.0.1:1');
    expect(code).toBe(1);
    expect(err).toMatch(
      /^no platform answers at http:\/\/127\.0\.0\.1:1 \(.*\): start one, or name it with --url\n$/,
    );
  });
});

describe('mock-wiraya health, as a container runs it', () => {
  it('finds the platform by its settings, and leaves with 0', async () => {
    expect(await run('health')).toEqual({
      code: 0,
      out: expect.stringMatching(/ is ready\n$/),
      err: '',
    });
  });

  it('leaves with 1 when none answers', async () => {
    const { code, err } = await run('health', '--url', 'http://127.0.0.1:1');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^no platform answers at/) });
  });
});

describe('the seed that comes with the platform', () => {
  it('has numbers that are reserved for fiction alone', () => {
    const numbers = readFileSync(`${root}seed/demo.json`, 'utf8').match(/\d{9,15}/g)!;
    expect(numbers.length).toBeGreaterThan(10);
    // 070-174 06 05 to 99 (PTS), 031-390 06 and 040-628 04 00 to 99 (PTS), 07700 900000 to 900999 (Ofcom).
    const fictional = /^(46701740(60[5-9]|6[1-9]\d)|463139006\d\d|464062804\d\d|447700900\d{3})$/;
    expect(numbers.filter((number) => !fictional.test(number))).toEqual([]);
  });
});

describe('mock-wiraya import', () => {
  it('makes a list of a CSV, which is called like the file', async () => {
    const file = files.write('Friday.csv', `number,first name\n${mobile(1)},Ada\n${mobile(2)},Bo\n`);
    const { code, out } = await run('import', file);
    expect({ code, out }).toEqual({ code: 0, out: '2 recipients added to contact list 1\n' });
    expect(await items('/contact-lists')).toMatchObject([
      { customerId: 1, name: 'Friday', size: 2, fieldNames: { '1': 'first name' } },
    ]);
  });

  it('says as JSON what became of it, with the ID of the list', async () => {
    const file = files.write('x.csv', `number\n${mobile(1)}\n070\n`);
    const { code, out } = await run('import', file, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ contactListId: 1, added: 1, rejected: 1, errors: [{ line: 3 }] });
  });

  it('adds to a list, and tells which rows it could not add', async () => {
    const { id } = await api.create('/contact-lists', { customerId: 1, name: 'All' });
    const file = files.write('more.csv', `number\n${mobile(1)}\n070\n${mobile(2)}\n`);
    const { code, out } = await run('import', file, '--list', String(id));
    expect(code).toBe(1);
    expect(out).toMatch(
      /^2 recipients added to contact list 1\n1 rows were not:\n {2}line 3: "070" is no phone number/,
    );
    expect(await items('/contact-lists')).toMatchObject([{ name: 'All', size: 2 }]);
  });

  it('adds nothing when it is to be all or nothing, and says why', async () => {
    const { id } = await api.create('/contact-lists', { customerId: 1, name: 'All' });
    const file = files.write('more.csv', `number\n${mobile(1)}\n070\n`);
    const { code, out, err } = await run('import', file, '--list', String(id), '--all-or-nothing');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^1 rows are wrong, so none was added; .*\nline 3: "070" is no phone number/);
    expect(await items('/contact-lists')).toMatchObject([{ size: 0 }]);
  });

  it.each([
    ['the list', ['--list', '4711'], /there is no contact list 4711/],
    ['the customer', ['--customer', '4711'], /customerId: there is no customer 4711/],
  ])('says that there is no such thing as %s that was named', async (_what, flags, words) => {
    const { code, err } = await run('import', files.write('x.csv', `number\n${mobile(1)}\n`), ...flags);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(words) });
  });
});
