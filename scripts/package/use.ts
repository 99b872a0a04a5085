import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryServing } from './served.ts';
import { type NodeToUse, shellOf } from './shell.ts';

const CONSUMER = fileURLToPath(new URL('consumer/', import.meta.url));

/**
 * Installs the tarball into an empty folder and uses it as its users do.
 * @throws Error at the first thing that does not work
 */
export async function use(root: string, tarball: string, folder: string, node: NodeToUse): Promise<void> {
  const { env, run } = shellOf(folder, node);
  // Somebody who owns nothing will look into it.
  for (const path of [dirname(folder), folder]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module' }));
  const began = performance.now();
  run('npm', 'install', '--no-fund', '--no-audit', '--loglevel=error', tarball);
  const packages = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  console.log(`installed in ${seconds(began)}: ${packages.length} packages`);

  const script = join(folder, 'node_modules/mock-wiraya/dist/main.cjs');
  console.log(`npx mock-wiraya --version: ${run('npx', '--no-install', 'mock-wiraya', '--version').trim()}`);
  await tryServing({ command: [node.path, script], args: [], cwd: folder, env });
  console.log('it serves, and stops');

  for (const file of readdirSync(dirname(script)).filter((name) => name.endsWith('.cache'))) {
    rmSync(join(dirname(script), file));
  }
  run('chmod', '-R', 'a-w', dirname(script));
  const args = ['--data-dir', ':memory:'];
  await tryServing({ command: [node.path, script], args, cwd: '/', env, asNobody: true });
  console.log('it serves from a folder that it cannot write to');

  cpSync(CONSUMER, folder, { recursive: true });
  for (const name of ['@types/node', 'undici-types', 'vitest']) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  run('node', join(root, 'node_modules/typescript/bin/tsc'), '-p', folder);
  console.log('a TypeScript consumer compiles with skipLibCheck: false, as a module and as CommonJS');
  console.log(run('node', 'out/use.js').trim());
  console.log(run('node', 'out/use-cjs.cjs').trim());
  run('node', join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder);
  console.log('the Vitest fixture works');
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
