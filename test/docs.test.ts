import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GENERATED, withTables } from '../scripts/docs/tables.ts';
import { ENDPOINTS } from '../src/core/endpoints.ts';
import { startApi } from './support/api.ts';
import { scratch } from './support/files.ts';
import { freePort } from './support/free-port.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const gettingStarted = readFileSync(`${root}docs/getting-started.md`, 'utf8');

/** The code blocks of a document, by language, in order. */
function blocks(document: string, language: string): string[] {
  return [...document.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code!);
}

describe('generated tables', () => {
  it.each(Object.entries(GENERATED))('%s is as `npm run docs` writes it', (file, tables) => {
    const text = readFileSync(root + file, 'utf8');
    expect(text).toBe(withTables(text, tables));
  });
});

describe('docs/testing.md', () => {
  it('names the file that `npm pack` makes', () => {
    const { name, version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const files = [...readFileSync(`${root}docs/testing.md`, 'utf8').matchAll(/[\w.-]+\.tgz/g)];
    expect([...new Set(files.map(([file]) => file))]).toEqual([`${name}-${version}.tgz`]);
  });
});

describe('README.md and docs/getting-started.md, pasted block by block', () => {
  const [demo, ...startOfReadme] = blocks(readme, 'sh');
  const [start, receiver, campaign, watching, edges, ...others] = blocks(gettingStarted, 'sh');
  let folder: string;
  const running: ReturnType<typeof spawn>[] = [];
  let http: number;
  let https: number;
  let receiving: number;

  /** The block as a reader runs it, but for the ports, which may be taken on this machine. */
  const adapted = (block: string) =>
    block
      .replaceAll('4010', String(http))
      .replaceAll('9443', String(receiving))
      .replace(
        /^npm start$/m,
        `npm start --prefix ${root} -- --http-port ${http} --https-port ${https} --data-dir ${folder}/data --tick '* * * * * *'`,
      );

  function run(block: string) {
    const child = spawn('bash', ['-c', adapted(block)], { cwd: folder, detached: true });
    running.push(child);
    const shown = { text: '' };
    child.stdout.on('data', (chunk) => {
      shown.text += chunk;
    });
    child.stderr.on('data', (chunk) => {
      shown.text += chunk;
    });
    return {
      child,
      shown,
      until: (pattern: RegExp) => expect.poll(() => shown.text, { timeout: 20_000 }).toMatch(pattern),
    };
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'readme-'));
    [http, https, receiving] = [await freePort(), await freePort(), await freePort()];
  });

  afterAll(async () => {
    for (const child of running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      process.kill(-child.pid!, 'SIGTERM');
      await once(child, 'close');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('has these blocks and no other', () => {
    expect(demo).toBe('npm run demo\n');
    expect(startOfReadme).toEqual(['npm start\n']);
    expect(start).toBe('npm start\n');
    expect(others).toEqual([]);
  });

  it('leads from `npm start` to callbacks at a receiver of one’s own', { timeout: 60_000 }, async () => {
    const serving = run(start!);
    await serving.until(/API docs/);

    const [certificate, server] = receiver!.split(/(?<=null\n)/);
    await once(run(certificate!).child, 'close');
    const listening = run(server!);
    await expect
      .poll(
        async () => {
          const probe = run(`curl -sk https://127.0.0.1:9443/ -d probe`);
          const [code] = await once(probe.child, 'close');
          return code;
        },
        { timeout: 20_000 },
      )
      .toBe(0);

    const pasted = run(campaign!);
    expect(await once(pasted.child, 'close')).toEqual([0, null]);
    expect(pasted.shown.text).not.toContain('"errors":[{"field"');
    expect(pasted.shown.text).toContain('"added":3');
    await listening.until(/"batch":\[.*"name": "Ada", "status": "[A-Z_]+"/);

    // In the same terminal, which remembers the variables of the block before.
    const [variables] = campaign!.split('\n\n');
    const looked = run(`${variables}\n${watching}`);
    expect(await once(looked.child, 'close')).toEqual([0, null]);
    expect(looked.shown.text).toMatch(/"state":"(RUNNING|COMPLETED)"/);
    expect(looked.shown.text).toMatch(/"state":"DELIVERED".*"attempts":\[\{/s);

    const failing = run(`${variables}\n${edges}`);
    expect(await once(failing.child, 'close')).toEqual([0, null]);
    expect(failing.shown.text).toMatch(/"decidedBy":"MAGIC_NUMBER".*"decidedBy":"OPT_OUT"/s);
  });

  it('shows the demo to its end', { timeout: 60_000 }, async () => {
    const shown = run(demo!.replace('npm run demo', `npm run demo --prefix ${root}`));
    expect(await once(shown.child, 'close')).toEqual([0, null]);
    for (const status of ['EXISTS', 'DOESNOTEXIST', 'UNKNOWN', 'LANDLINENUMBER']) {
      expect(shown.shown.text).toContain(status);
    }
    const [, callbacks, requests] = /(\d+) callbacks arrived in (\d+) requests/.exec(shown.shown.text)!;
    expect(Number(callbacks)).toBeGreaterThan(Number(requests));
  });

  it('works as a library', { timeout: 30_000 }, async () => {
    const [example] = blocks(readme, 'js');
    const file = join(folder, 'example.mjs');
    writeFileSync(file, example!.replace("'mock-wiraya'", JSON.stringify(`file://${root}dist/index.js`)));
    const shown = run(`node ${file}`);
    expect(await once(shown.child, 'close')).toEqual([0, null]);
    expect(shown.shown.text.trim()).toMatch(/^[A-Z_]+$/);
  });
});

describe('docs/callbacks.md', () => {
  it('shows templates and bodies that are what they say', () => {
    const [template, batch] = blocks(readFileSync(`${root}docs/callbacks.md`, 'utf8'), 'json');
    expect(template).toContain('{DONE_UNIXTIME}');
    expect(JSON.parse(batch!).batch).toHaveLength(1);
  });
});

describe('recipes, pasted from top to bottom', () => {
  it.concurrent.each([
    ['docs/simulation.md', 9, '"mode":"real"'],
    ['docs/real-api.md', 20, '"count":'],
    ['docs/inbox.md', 3, '"name":"first"'],
    ['docs/operations.md', 2, 'mock_wiraya_tick_seconds_count'],
    ['docs/troubleshooting.md', 1, 'is ready'],
  ])('%s has nothing that is refused', { timeout: 60_000 }, async (file, least, shown) => {
    const folder = scratch();
    await using api = await startApi({ clock: 'real', apiKey: 'my-api-key', tick: '* * * * * *' });
    const { httpUrl, httpsUrl } = api.platform;
    const recipes = blocks(readFileSync(root + file, 'utf8'), 'sh');
    expect(recipes.length).toBeGreaterThanOrEqual(least);
    const pasted = recipes
      .join('\n')
      .replaceAll('http://127.0.0.1:4010', httpUrl)
      .replaceAll('https://127.0.0.1:4443', httpsUrl)
      // What is refused is an error to curl, too.
      .replaceAll('curl -s', 'curl -sS --fail-with-body')
      .replaceAll('npx mock-wiraya', `MOCK_WIRAYA_URL=${httpUrl} node ${root}dist/main.cjs`);
    const shell = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', pasted], { cwd: folder.path });
    let said = '';
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
      });
    }
    const [code] = await once(shell, 'close');
    folder.remove();
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(shown) });
  });
});

describe('docs/real-api.md', () => {
  it('has a section for every endpoint, with the source that the table of endpoints names', () => {
    const document = readFileSync(`${root}docs/real-api.md`, 'utf8').replace(
      /<!-- endpoints:[\s\S]*?<!-- \/endpoints -->/,
      '',
    );
    for (const [name, { path, source }] of Object.entries(ENDPOINTS)) {
      const lines = document.split('\n').filter((line) => line.toLowerCase().includes(path.toLowerCase()));
      expect(lines.length, name).toBeGreaterThan(0);
      const section = document
        .split(/^#{3,4} /m)
        .find((text) => text.toLowerCase().includes(`${path.toLowerCase()}\``));
      expect(section?.split('\n', 1)[0], name).toContain(source);
    }
  });
});
