import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Of somebody who owns nothing. */
const NOBODY = 65_534;
const STOP_WITHIN_MS = 5000;

export interface Serving {
  /** What starts the program. */
  command: readonly [string, ...string[]];
  args: readonly string[];
  cwd: string;
  env?: Record<string, string>;
  /** Whether to run as somebody to whom no file belongs; where this process may not change who it is, as itself. */
  asNobody?: boolean;
}

/**
 * Starts the command, asks what a newcomer would, and stops it.
 * @throws Error when it does not start, answer or stop as it should
 */
export function tryServing(serving: Serving): Promise<void> {
  return whileServing(serving, async (url) => {
    await expectOk(`${url}/v1/health`, '"version"');
    await expectOk(`${url}/`, '<html');
    await expectOk(`${url}/assets/htmx.js`, 'htmx');
    await expectOk(`${url}/docs`, '<html');
  });
}

/**
 * Starts the command, does something with the URL at which it serves, and stops it.
 * @throws Error when it does not start or stop as it should
 */
export async function whileServing(
  { command: [program, ...first], args, cwd, env, asNobody }: Serving,
  act: (url: string) => Promise<void>,
): Promise<void> {
  const user = asNobody && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const ports = ['--http-port', '0', '--https-port', '0', '--log-level', 'warn'];
  const server = spawn(program, [...first, ...ports, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  const exited = once(server, 'exit');
  try {
    const url = await Promise.race([listening(server.stdout), exited.then(() => null)]);
    if (!url) throw new Error('the command has ended before it listened');
    await act(url);
  } finally {
    server.kill('SIGTERM');
  }
  const hurry = setTimeout(() => server.kill('SIGKILL'), STOP_WITHIN_MS);
  const [code, signal] = await exited;
  clearTimeout(hurry);
  if (code !== 0) throw new Error(`stopped by SIGTERM it ended with ${code ?? signal}`);
}

async function listening(output: NodeJS.ReadableStream): Promise<string | null> {
  for await (const line of createInterface({ input: output })) {
    const url = /^ +HTTP +(http:\S+)/.exec(line)?.[1];
    if (url) {
      // What it prints later is read by nobody, and must not block it.
      output.resume();
      return url;
    }
  }
  return null;
}

async function expectOk(url: string, content: string): Promise<void> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok || !text.toLowerCase().includes(content)) {
    throw new Error(`${url} answers ${response.status}: ${text.slice(0, 200)}`);
  }
}
