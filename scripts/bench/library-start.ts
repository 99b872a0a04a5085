import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { type Bench, COMMAND } from './bench.ts';
import { type Figure, median, short } from './report.ts';

const ROUNDS = 15;

const LIBRARY = new URL('./index.js', pathToFileURL(COMMAND));

/** A first start as tests have it, once the library is loaded; and those that follow in the same process. */
const OURS = `
const { startMockWiraya } = await import(${JSON.stringify(LIBRARY)});
const timed = async () => {
  const startedAt = performance.now();
  const platform = await startMockWiraya({ clock: 'manual' });
  const elapsed = performance.now() - startedAt;
  await platform.close();
  return elapsed;
};
console.log(JSON.stringify([await timed(), await timed(), await timed()]));
`;

/** The servers alone, with a certificate that is there. Arguments: file of the key, file of the certificate. */
const BARE = `
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
const timed = async () => {
  const startedAt = performance.now();
  const [key, cert] = process.argv.slice(1).map((file) => readFileSync(file));
  const servers = [createServer(), createSecureServer({ key, cert })];
  await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  const elapsed = performance.now() - startedAt;
  for (const server of servers) server.close();
  return elapsed;
};
console.log(JSON.stringify([await timed(), await timed(), await timed()]));
`;

/**
 * From the call of `startMockWiraya`, in memory, until it is there.
 * @param certificate files of a key and its certificate
 */
export async function libraryStart(bench: Bench, certificate: readonly string[]): Promise<Figure[]> {
  const rounds: { ours: number[]; bare: number[] }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ bare: await timesOf(bench, BARE, certificate), ours: await timesOf(bench, OURS) });
  }
  const figure = (what: string, atMost: number, pick: (times: readonly number[]) => number): Figure => ({
    what,
    value: median(rounds.map(({ ours, bare }) => pick(ours) / pick(bare))),
    unit: 'times',
    goal: { atMost },
    detail: `${short(median(rounds.map(({ ours }) => pick(ours))))} ms; bare node:http and node:https ${short(median(rounds.map(({ bare }) => pick(bare))))} ms`,
  });
  return [
    figure('as a library in memory, the first', 4, ([first]) => first!),
    figure('as a library in memory, further ones', 15, ([, ...further]) => median(further)),
  ];
}

/** What a process of its own says that its starts took, in real ms. */
async function timesOf(bench: Bench, script: string, args: readonly string[] = []): Promise<number[]> {
  const child = bench.spawn(['--input-type=module', '--eval', script, ...args], 'pipe');
  let said = '';
  child.stdout!.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return JSON.parse(said) as number[];
}
