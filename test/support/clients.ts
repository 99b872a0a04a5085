import { execFile, spawnSync } from 'node:child_process';

/** What a program that has ended leaves behind. */
export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs a program to its end, in an environment that holds only how to find programs, and what is given. */
export function runProgram(
  program: string,
  args: readonly string[],
  { directory, environment }: { directory: string; environment: Record<string, string> },
): Promise<Ran> {
  const env = { PATH: process.env.PATH!, HOME: directory, ...environment };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: directory, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err: err || (error?.message ?? '') }),
    );
  });
}

/** The Python that has a library: the first of the path, or the system's own. Null: none, and the run says so. */
export function pythonWith(library: string): string | null {
  const pythons = ['python3', '/usr/bin/python3'];
  const found = pythons.find((python) => spawnSync(python, ['-c', `import ${library}`]).status === 0);
  if (!found) console.warn(`SKIPPED: what needs Python with ${library}, which is not on this machine`);
  return found ?? null;
}
