import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMockWiraya } from '../../src/index.ts';
import { pythonWith, runProgram } from '../support/clients.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { blocks, guide } from '../support/testing-guide.ts';

const root = new URL('../../', import.meta.url);
const LIBRARY = JSON.stringify(new URL('dist/index.js', root));
const COMMAND = JSON.stringify([process.execPath, new URL('dist/main.cjs', root).pathname]).slice(1, -1);
const PYTEST = pythonWith('pytest');

let folder: Scratch;
beforeAll(() => {
  folder = scratch();
});
afterAll(() => folder.remove());

const run = (program: string, ...args: string[]) =>
  runProgram(program, args, { directory: folder.path, environment: { PYTHONDONTWRITEBYTECODE: '1' } });
const script = (name: string, code: string) => folder.write(name, code.replace("'mock-wiraya'", LIBRARY));

describe.concurrent('docs/testing.md', () => {
  it('begins with what the library does', async () => {
    const shown = await run(process.execPath, script('library.mjs', blocks('The library')[0]!));
    expect(shown).toEqual({ code: 0, out: 'DOESNOTEXIST 2 2\n', err: '' });
  });

  it('connects to a platform elsewhere', async () => {
    await using platform = await startMockWiraya();
    const [plain, mapped] = blocks('A platform elsewhere');
    const shownBy = (name: string, code: string) =>
      run(process.execPath, script(name, code.replace(/http:[\d./]+:1?4010/, platform.httpUrl)));
    expect(await shownBy('elsewhere.mjs', plain!)).toEqual({ code: 0, out: 'ok\n', err: '' });
    const out = 'https://127.0.0.1:14443\n';
    expect(await shownBy('mapped.mjs', mapped!)).toEqual({ code: 0, out, err: '' });
  });

  it('has a match of calls that fits such a call', async () => {
    const [, match] = /`(\{ endpoint: .*?\} \})`/.exec(guide)!;
    await using wiraya = await startMockWiraya({ clock: 'manual' });
    await fetch(`${wiraya.httpUrl}/api/SendMessageFromAlpha/json`, {
      method: 'POST',
      headers: { 'X-ApiKey': wiraya.apiKey! },
      body: JSON.stringify({ sender: 'Acme', recipient: '447700900000', message: 'Hello' }),
    });
    const found = await wiraya.requests(new Function(`return ${match}`)());
    expect(found).toMatchObject([{ status: 200, communicationIds: [expect.any(Number)] }]);
  });

  it('has a message that is one', async () => {
    await using wiraya = await startMockWiraya({ clock: 'manual' });
    await wiraya.inbox('first').answer(503);
    await wiraya.registerCallback(wiraya.inbox('first').url);
    await wiraya.force('46701740605', 'NOT_DELIVERED');
    await wiraya.send({ recipient: '46701740605', outcome: { status: 'NOT_DELIVERED' } });
    await wiraya.advance('PT15S');
    // The tick may have been before the report.
    await wiraya.api.flushCallbacks();
    const { message }: Error = await wiraya
      .waitForCallback({ status: 'DELIVERED' }, { timeoutMs: 1 })
      .catch((e) => e);
    const general = (text: string) =>
      text
        .replace(/\d{4}-\S+Z/, 'now')
        .replace(/127.0.0.1:\d+/g, 'host')
        .replace(/: \d+ entries.*|: nothing waits.*/, '');
    const written = /^No callback that[\s\S]*?(?=, …)/m.exec(guide)![0].replace('4000 ms', '1 ms');
    expect(general(message)).toContain(general(written).replace(/; the last request.*/, ''));
  });

  it.each(['vitest-recipe', 'vitest-settings-recipe'])('has what %s.test.ts begins with', (name) => {
    const passing = readFileSync(new URL(`./${name}.test.ts`, import.meta.url), 'utf8');
    const written = blocks('Vitest').map((code) =>
      code.replace("'mock-wiraya/vitest'", "'../../src/vitest.ts'"),
    );
    expect(written.filter((code) => passing.startsWith(code))).toHaveLength(1);
  });

  it('has one for node:test that passes', async () => {
    const file = script('sms.test.mjs', blocks('node:test')[0]!);
    const shown = await run(process.execPath, '--test', '--test-reporter=tap', file);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('# pass 1\n') });
  });

  it.skipIf(PYTEST === null)('has one for pytest that passes', async () => {
    const [fixture, test] = blocks('pytest');
    folder.write('conftest.py', fixture!.replace('"npx", "mock-wiraya"', COMMAND));
    folder.write('test_sms.py', test!);
    const shown = await run(PYTEST!, '-m', 'pytest', '-q', '-p', 'no:cacheprovider');
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('1 passed') });
  });
});
