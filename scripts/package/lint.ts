import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** What is not bundled. */
const RUNTIME = ['better-sqlite3'];

/**
 * Has the package looked at by those who know how packages go wrong.
 * @throws Error with what they found
 */
export async function lint(root: string, tarball: string): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const installed = Object.keys(dependencies);
  if (installed.join() !== RUNTIME.join()) {
    throw new Error(`who installs the package would get ${installed}: what dist/ holds is a devDependency`);
  }
  const content = new Uint8Array(readFileSync(tarball));
  const { messages, pkg } = await publint({
    pack: { tarball: content.buffer as ArrayBuffer },
    strict: true,
    level: 'suggestion',
  });
  const found = messages.map((message) => formatMessage(message, pkg, { color: false }));
  if (found.length > 0) throw new Error(`publint:\n${found.join('\n')}`);
  console.log('publint finds nothing');

  // Of all that still runs, only what does not know `exports` is left out (Node 10). Vitest itself is a module.
  attw(root, tarball, '--profile', 'node16', '--entrypoints', '.');
  attw(root, tarball, '--profile', 'esm-only', '--entrypoints', 'vitest');
}

function attw(root: string, tarball: string, ...options: string[]): void {
  const args = [
    tarball,
    '--no-definitely-typed',
    '--no-color',
    '--no-emoji',
    '--format',
    'ascii',
    ...options,
  ];
  execFileSync(join(root, 'node_modules/.bin/attw'), args, { stdio: ['ignore', 'inherit', 'inherit'] });
}
