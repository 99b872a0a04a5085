import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { NodeToUse } from './shell.ts';

/** The Node that runs this. */
export const OWN_NODE: NodeToUse = { version: process.version, path: process.execPath, headers: null };

/** Another version of Node, installed into the folder by npm, with its headers. */
export function otherNode(major: string, folder: string): NodeToUse {
  const headers = installNode(major, folder, process.arch);
  const path = join(headers, 'bin/node');
  return { version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(), path, headers };
}

/** Has npm install a Node for a processor. @returns the folder that holds its `bin` and `include` */
export function installNode(major: string, folder: string, arch: string): string {
  const name = `node-${process.platform}-${arch}`;
  // Without force, npm refuses what is for another processor.
  const force = arch === process.arch ? [] : ['--force', '--loglevel=error'];
  const options = ['--prefix', folder, '--no-fund', '--no-audit', ...force];
  execFileSync('npm', ['install', ...options, `${name}@${major}`]);
  return join(folder, 'node_modules', name);
}
