import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';

/** Not among our own packages: installing it would have everybody's machine fetch a program. */
const LINTER = 'dockerlinter@2.0.0';

/**
 * Has a Dockerfile looked at: its syntax, what is known to go wrong, and the shell commands in it (by ShellCheck).
 * @param folder where the linter is installed
 * @throws Error with what was found
 */
export function lintDockerfile(file: string, folder: string): void {
  const found = validate(readFileSync(file, 'utf8'));
  if (found.length > 0) {
    throw new Error(found.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`).join('\n'));
  }
  const quiet = ['--no-fund', '--no-audit', '--loglevel=error', '--ignore-scripts'];
  execFileSync('npm', ['install', '--prefix', folder, ...quiet, LINTER], { stdio: 'inherit' });
  const linter = join(folder, 'node_modules/dockerlinter/bin/dockerfilelinter.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [linter, '-f', file], { encoding: 'utf8' });
  if (status !== 0 || (stdout + stderr).trim() !== '') throw new Error(`${file}:\n${stdout}${stderr}`);
  console.log(`${LINTER}, ShellCheck and dockerfile-utils find nothing in the Dockerfile`);
}
