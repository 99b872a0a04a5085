import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { NodeToUse } from './shell.ts';

/** The Node that runs this. */
export const OWN_NODE: NodeToUse = { version: process.version, path: process.execPath, headers: null };

/** Another version of Node, installed into the folder by npm, with its headers. */
export function otherNode(major: string, folder: string): NodeToUse {
  const name = `node-${process.platform}-${process.arch}`;
  execFileSync('npm', ['install', '--prefix', folder, '--no-fund', '--no-audit', `${name}@${major}`]);
  const headers = join(folder, 'node_modules', name);
  const path = join(headers, 'bin/node');
  return { version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(), path, headers };
}
