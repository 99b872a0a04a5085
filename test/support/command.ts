import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from './programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let isBuilt = false;

/** Builds the command, unless it is up to date: looked at once, since nothing changes while tests run. */
export function buildCommand(): void {
  if (isBuilt) return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  isBuilt = true;
}

/** The command `mock-wiraya` in a process of its own. */
export interface Command extends Program {
  /** Where its control API is, once it listens; without a trailing slash. */
  apiUrl(): Promise<string>;
}

/** Starts the command, as built, on free ports. */
export function startCommand(...flags: string[]): Command {
  const ports = ['--http-port', '0', '--https-port', '0'];
  const program = startProgram(process.execPath, ['dist/main.cjs', ...ports, ...flags], root);
  return { ...program, apiUrl: async () => `${await program.line(/^ +HTTP +(http:\S+)/)}/v1` };
}
