import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** Servers lie where the PATH of an ordinary user does not always lead. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin` };

const LOOK_AGAIN_MS = 5;
const PATIENCE_MS = 10_000;

/** Whether a program is on this machine, and does what it is tried with. When it is not, the run says so, besides counting its tests as skipped. */
export function hasProgram(command: string, ...trial: string[]): boolean {
  const found = spawnSync(command, trial, { env }).status === 0;
  if (!found) console.warn(`SKIPPED: what needs the program ${command}, which is not on this machine`);
  return found;
}

/** Waits until there is something to be had (not null, not false), for at most 10 s or as long as is said. */
export async function until<Found>(
  what: string,
  look: () => Found | null | false | Promise<Found | null | false>,
  withinMs = PATIENCE_MS,
): Promise<Found> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(LOOK_AGAIN_MS);
  }
}

/** Another program, running. */
export interface Program {
  pid: number;
  /** What it has printed, line by line. */
  lines: readonly string[];
  /** What it has written to its standard error. */
  complaints(): string;
  hasEnded(): boolean;
  /** Waits for a line that matches, and gives what its first group holds. */
  line(pattern: RegExp): Promise<string>;
  /** Ends it, and waits until it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts a program. It gets no shell, and an end of its standard input when this process goes. */
export function startProgram(command: string, args: readonly string[], directory?: string): Program {
  const child: ChildProcess = spawn(command, args, { cwd: directory, env, stdio: 'pipe' });
  const lines: string[] = [];
  let complaints = '';
  let ended = false;
  const gone = once(child, 'close').then(
    () => {
      ended = true;
    },
    (error: Error) => {
      ended = true;
      complaints += error.message;
    },
  );
  // Not with readline: to that of Node 24, U+2028 ends a line too.
  let unfinished = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const parts = (unfinished + text).split('\n');
    unfinished = parts.pop()!;
    lines.push(...parts);
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  return {
    pid: child.pid!,
    lines,
    complaints: () => complaints,
    hasEnded: () => ended,
    line: (pattern) =>
      until(`${command} prints ${pattern}`, () => {
        const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
        if (!match && ended) throw new Error(`${command} has ended: ${complaints}`);
        return match?.[1] ?? null;
      }),
    async stop(signal = 'SIGTERM') {
      if (!ended) child.kill(signal);
      await gone;
    },
  };
}
