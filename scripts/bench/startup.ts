import { once } from 'node:events';
import { get } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, COMMAND } from './bench.ts';
import { libraryStart } from './library-start.ts';
import { type Figure, median, short } from './report.ts';

const ROUNDS = 15;

/** From the start of the process to its first answer over HTTPS. */
export async function startup(bench: Bench): Promise<Figure[]> {
  const hello = await bench.bundled('hello');
  const kept = bench.newDirectory();
  const platform = (dataDir: string) => (port: string) =>
    firstAnswer(bench, port, [COMMAND, '--data-dir', dataDir, '--http-port', '0', '--https-port', port]);
  await platform(kept)(await freePort());
  const certificate = ['server.key', 'server.pem'].map((file) => join(kept, 'certificates', file));
  const bare = (port: string) => firstAnswer(bench, port, [hello, port, ...certificate]);

  const cases = {
    'with a stored certificate': { goal: 2.2, start: platform(kept), runs: [] as Run[] },
    'with a new data folder': {
      goal: 3,
      start: (port: string) => platform(bench.newDirectory())(port),
      runs: [] as Run[],
    },
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const { start, runs } of Object.values(cases)) {
      runs.push({ bareMs: await bare(await freePort()), platformMs: await start(await freePort()) });
    }
  }
  const asProgram = Object.entries(cases).map(([what, { goal, runs }]): Figure => {
    const bareMs = median(runs.map((run) => run.bareMs));
    const platformMs = median(runs.map((run) => run.platformMs));
    return {
      what,
      value: median(runs.map((run) => run.platformMs / run.bareMs)),
      unit: 'times',
      goal: { atMost: goal },
      detail: `${short(platformMs)} ms; bare node:https ${short(bareMs)} ms`,
    };
  });
  return [...asProgram, ...(await libraryStart(bench, certificate))];
}

/** Two starts one after the other, so that both find the machine in the same mood. */
interface Run {
  bareMs: number;
  platformMs: number;
}

/** Real ms until the process has answered; it is stopped again. */
async function firstAnswer(bench: Bench, port: string, args: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const child = bench.spawn(args);
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  while (!(await answers(port))) {
    if (exited) throw new Error(`${args[0]} ended before it served; its message stands above`);
    await pause(1);
  }
  const elapsed = performance.now() - startedAt;
  await bench.stop(child);
  return elapsed;
}

/** Whether a new TLS connection gets an answer. */
function answers(port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const url = `https://127.0.0.1:${port}/v1/health`;
    get(url, { agent: false, rejectUnauthorized: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200));
    }).once('error', () => resolve(false));
  });
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
