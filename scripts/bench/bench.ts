import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The command as it is installed. */
export const COMMAND = join(ROOT, 'dist/main.cjs');

/** What platforms are compared with, each a script that runs in a process of its own. */
const REFERENCES = {
  hello: new URL('./reference/hello.ts', import.meta.url),
  app: new URL('./reference/app.ts', import.meta.url),
  result: new URL('./reference/result.ts', import.meta.url),
  receiver: new URL('./reference/receiver.ts', import.meta.url),
  feeder: new URL('./reference/feeder.ts', import.meta.url),
};
type Reference = keyof typeof REFERENCES;

/** A platform in a process of its own. */
export interface PlatformProcess {
  httpUrl: string;
  httpsUrl: string;
  pid: number;
  /** Calls the control API; what is no file goes as JSON. @throws Error with the answer when it is a refusal */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** A reference in a process of its own, which answers one message at a time. */
export interface ReferenceProcess {
  ask<Answer>(message: object): Promise<Answer>;
}

/** Starts processes, and sees to it that neither they nor their files outlive the benchmark. */
export class Bench {
  readonly #directory = mkdtempSync(join(tmpdir(), 'mock-wiraya-bench-'));
  readonly #processes = new Set<ChildProcess>();
  #directories = 0;

  /** A path at which there is nothing yet. */
  newDirectory(): string {
    this.#directories += 1;
    return join(this.#directory, String(this.#directories));
  }

  /** Starts Node with these arguments and nothing of the developer's own settings. */
  spawn(args: readonly string[], stdout: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
    return this.#keep(
      spawn(process.execPath, args, { stdio: ['ignore', stdout, 'inherit'], env: environment() }),
    );
  }

  /** Starts a platform on free ports, with a manual clock, and waits until it serves. */
  async startPlatform(dataDir: string, ...flags: string[]): Promise<PlatformProcess> {
    const settings = ['--http-port', '0', '--https-port', '0', '--clock', 'manual', '--log-level', 'warn'];
    const child = this.spawn([COMMAND, '--data-dir', dataDir, ...settings, ...flags], 'pipe');
    const { httpUrl, httpsUrl } = await urlsOf(child);
    return {
      httpUrl,
      httpsUrl,
      pid: child.pid!,
      async call<Answer>(method: string, path: string, body?: unknown) {
        const json = !(body instanceof Blob);
        const response = await fetch(`${httpUrl}${path}`, {
          method,
          ...(body !== undefined && {
            headers: { 'content-type': json ? 'application/json' : body.type },
            body: json ? JSON.stringify(body) : body,
          }),
        });
        if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
        return (await response.json()) as Answer;
      },
    };
  }

  async startReference(name: Reference): Promise<ReferenceProcess> {
    const child = this.#keep(fork(await this.bundled(name), { execArgv: [], env: environment() }));
    return {
      ask: <Answer>(message: object) =>
        new Promise<Answer>((resolve, reject) => {
          const ended = (code: number) => {
            reject(new Error(`the reference "${name}" ended with ${code}; its message stands above`));
          };
          child.once('exit', ended);
          child.once('message', (answer) => {
            child.off('exit', ended);
            resolve(answer as Answer);
          });
          child.send(message);
        }),
    };
  }

  /** A reference as one script that Node runs without a loader, like the command itself. */
  async bundled(name: Reference): Promise<string> {
    const outfile = join(this.#directory, `${name}.cjs`);
    await build({
      absWorkingDir: ROOT,
      entryPoints: [fileURLToPath(REFERENCES[name])],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      minify: true,
      logLevel: 'warning',
    });
    return outfile;
  }

  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#processes].map((child) => this.stop(child)));
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #keep(child: ChildProcess): ChildProcess {
    this.#processes.add(child);
    child.once('exit', () => this.#processes.delete(child));
    return child;
  }
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MOCK_WIRAYA_')));
}

async function urlsOf(child: ChildProcess): Promise<{ httpUrl: string; httpsUrl: string }> {
  let httpUrl = '';
  for await (const line of createInterface(child.stdout!)) {
    httpUrl ||= /^ *HTTP +(http:\S+)/.exec(line)?.[1] ?? '';
    const httpsUrl = /^ *HTTPS +(https:\S+)/.exec(line)?.[1];
    if (httpsUrl) {
      child.stdout!.resume();
      return { httpUrl, httpsUrl };
    }
  }
  throw new Error('the platform does not start; its message stands above');
}
