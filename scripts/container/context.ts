import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies into a folder what a build may see of another: what .dockerignore leaves.
 * @throws Error for a .dockerignore that does more than to leave out all but some names
 */
export function copyContext(root: string, folder: string): void {
  const [all, ...kept] = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n');
  if (all !== '*' || !kept.every((line) => /^![\w.-]+$/.test(line))) {
    throw new Error('this script cannot follow .dockerignore: it knows only `*` and then `!name`');
  }
  mkdirSync(folder);
  const there = readdirSync(root);
  for (const name of kept.map((line) => line.slice(1)).filter((name) => there.includes(name))) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
}
