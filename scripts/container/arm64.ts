import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { connectMockWiraya } from '../../src/index.ts';
import { installNode } from '../package/nodes.ts';
import { whileServing } from '../package/served.ts';
import type { Image } from './isolation.ts';

/** These are of Debian's packages qemu-user-static and g++-aarch64-linux-gnu; the latter brings the libraries too. */
const EMULATOR = 'qemu-aarch64-static';
const COMPILERS = { CC: 'aarch64-linux-gnu-gcc', CXX: 'aarch64-linux-gnu-g++' };
const SYSROOT = '/usr/aarch64-linux-gnu';

/** What is not the same for every processor. */
const SQLITE = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';

/**
 * Runs what the image holds with a Node for arm64, under emulation: only SQLite is compiled anew for it. Takes minutes.
 * @throws Error when it does not serve, send, store, and stop
 */
export async function tryArm64(root: string, folder: string, image: Image): Promise<void> {
  const node = installNode(process.versions.node.split('.')[0]!, join(folder, 'node-arm64'), 'arm64');
  const app = join(folder, 'arm64');
  cpSync(join(image.root, image.workdir), app, { recursive: true });
  cpSync(compiledSqlite(root, folder, node), join(app, SQLITE), { recursive: true });

  const command = [EMULATOR, '-L', SYSROOT, join(node, 'bin/node'), 'dist/main.cjs'] as const;
  const args = ['--data-dir', join(folder, 'arm64-data'), '--clock', 'manual'];
  await whileServing({ command, args, cwd: app }, async (url) => {
    await using wiraya = await connectMockWiraya(url);
    const inbox = wiraya.inbox('first');
    await wiraya.registerCallback(inbox.url);
    const { id } = await wiraya.send({ recipient: '447700900000' });
    await wiraya.advance({ until: 'idle' });
    const { item } = await wiraya.waitForCallback({ id });
    console.log(`arm64: an SMS was sent, and its callback came: ${JSON.stringify(item)}`);
  });
}

/** @returns the path of the native part of SQLite for arm64 */
function compiledSqlite(root: string, folder: string, headers: string): string {
  const sources = join(folder, 'sqlite-arm64');
  cpSync(join(root, 'node_modules/better-sqlite3'), join(sources, 'node_modules/better-sqlite3'), {
    recursive: true,
    filter: (path) => !path.endsWith('/build'),
  });
  const env = { ...process.env, ...COMPILERS, npm_config_arch: 'arm64', npm_config_nodedir: headers };
  execFileSync('npm', ['rebuild', '--loglevel=error', '--prefix', sources, 'better-sqlite3'], {
    cwd: sources,
    env,
  });
  return join(sources, SQLITE);
}
