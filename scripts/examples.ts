// Runs every example as its README says, and compiles those in TypeScript. `mock-wiraya` is the one in dist/.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMockWiraya } from '../src/index.ts';
import { freePort } from '../test/support/free-port.ts';
import { until } from '../test/support/programs.ts';

const PATIENCE_MS = 30_000;

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each example must print, and whether its first block starts something that stays. */
const EXAMPLES: Readonly<Record<string, { shows: RegExp; stays?: true }>> = {
  'opt-out': { shows: /2 passed/ },
  'openapi-client': { shows: /MAGIC_NUMBER.*\s+so far: (\w+)/ },
  'receiver-hono': { stays: true, shows: /to 447700900000: DELIVERED/ },
  'receiver-python': { stays: true, shows: /to 447700900000: DELIVERED/ },
};

const folders = readdirSync(`${root}examples`, { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);
for (const { name } of folders) {
  if (existsSync(`${root}examples/${name}/README.md`) && !EXAMPLES[name])
    throw new Error(`${name} is not run`);
}

if (!existsSync(`${root}dist/index.d.ts`)) await run(process.execPath, 'scripts/package/types.mjs');
for (const [name, example] of Object.entries(EXAMPLES)) {
  await runExample(name, example);
  console.log(`${name}: works`);
}
await run(process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'examples');
console.log('all of them compile');

async function runExample(name: string, { shows, stays }: (typeof EXAMPLES)[string]): Promise<void> {
  await using wiraya = await startMockWiraya({ tick: '* * * * * *' });
  const port = await freePort();
  const readme = readFileSync(`${root}examples/${name}/README.md`, 'utf8');
  const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) =>
    block!.replaceAll('http://127.0.0.1:4010', wiraya.httpUrl).replaceAll('9443', String(port)),
  );
  if (!stays) {
    const output = await shell(blocks.join('\n'), wiraya.httpUrl, port);
    if (!shows.test(output)) throw new Error(`${name} printed:\n${output}`);
    return;
  }
  const [first, ...others] = blocks;
  // A group of its own: a signal is to reach what listens, and not only the shell that started it.
  const receiver = spawn('env', [...environment(wiraya.httpUrl, port), 'bash', '-ec', first!], {
    cwd: root,
    detached: true,
  });
  const closed = once(receiver, 'close');
  let printed = '';
  for (const stream of [receiver.stdout, receiver.stderr]) stream.on('data', (text) => (printed += text));
  try {
    await until('it listens', () => /^listening/m.test(printed), PATIENCE_MS);
    await shell(others.join('\n'), wiraya.httpUrl, port);
    await until(`it shows ${shows}`, () => shows.test(printed), PATIENCE_MS);
  } catch (error) {
    throw new Error(`${name}: ${error}\n${printed}`);
  } finally {
    process.kill(-receiver.pid!, 'SIGTERM');
    await closed;
  }
}

function environment(url: string, port: number): string[] {
  return [`WIRAYA_URL=${url}`, `PORT=${port}`, 'NO_COLOR=1'];
}

/** What a reader's shell prints; what the platform refuses is an error. */
function shell(block: string, url: string, port: number): Promise<string> {
  const strict = block.replaceAll('curl -s', 'curl -sS --fail-with-body');
  return run('env', ...environment(url, port), 'bash', '-ec', strict);
}

async function run(command: string, ...args: string[]): Promise<string> {
  // Not synchronously: the platform that it speaks to is in this process.
  const { stdout } = await promisify(execFile)(command, args, { cwd: root });
  return stdout;
}
