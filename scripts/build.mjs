// Bundles the package into dist/: the command as one script with its compiled form beside it, and the library.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}dist/.built-from`;
/** Built aside and put in place at the end: who runs or builds it at the same time never meets half of it. */
const dist = `${root}dist.${process.pid}`;

const sources = digest();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
  try {
    await bundle();
    await compile();
    writeFileSync(`${dist}/.built-from`, sources);
    rmSync(`${root}dist`, { recursive: true, force: true });
    renameSync(dist, `${root}dist`);
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

/** Of everything that decides what is built. */
function digest() {
  const hash = createHash('sha256').update(process.version);
  const files = readdirSync(`${root}src`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`);
  for (const file of [
    ...files.sort(),
    fileURLToPath(import.meta.url),
    `${root}package-lock.json`,
    `${root}package.json`,
  ]) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function bundle() {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    sourcemap: true,
    legalComments: 'linked',
    // The only native package; it finds its binary beside its own files.
    external: ['better-sqlite3'],
    plugins: [oneLanguage()],
    logLevel: 'warning',
  };
  await Promise.all([
    build({
      ...shared,
      entryPoints: { app: 'src/main.ts' },
      outdir: dist,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      // src/bin.ts, which runs the script, calls it with these two.
      define: { 'import.meta.url': 'bundleUrl' },
      banner: { js: '((require, bundleUrl) => {' },
      footer: { js: '})' },
    }),
    build({
      ...shared,
      entryPoints: { main: 'src/bin.ts' },
      outdir: dist,
      // Node takes some ms longer to begin with a module.
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      define: { 'import.meta.url': 'ownUrl' },
      banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
    }),
    build({
      ...shared,
      entryPoints: ['src/store/checkpoint-thread.ts'],
      outdir: dist,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
    }),
    build({
      ...shared,
      entryPoints: ['src/index.ts'],
      outdir: dist,
      format: 'esm',
      splitting: true,
      banner: {
        js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
      },
    }),
  ]);
  cpSync(`${root}src/dashboard/assets`, `${dist}/assets`, { recursive: true });
  chmodSync(`${dist}/main.cjs`, 0o755);
}

/** zod carries its messages in fifty languages; ours are our own, so English, its default, is enough. */
function oneLanguage() {
  return {
    name: 'one-language',
    setup({ onLoad }) {
      onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
        contents: "export { default as en } from './en.js';",
      }));
    },
  };
}

/** Starts the command once, so that it leaves the compiled form of all that a start needs. */
async function compile() {
  const flags = ['--data-dir', ':memory:', '--http-port', '0', '--https-port', '0'];
  const command = spawn(process.execPath, [`${dist}/main.cjs`, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(command, 'exit');
  const [greeting] = await Promise.race([once(command.stdout, 'data'), exited]);
  const url = /http:\S+/.exec(String(greeting))?.[0];
  if (!url) throw new Error('the bundled command does not start');
  await (await fetch(`${url}/v1/health`)).text();
  command.kill('SIGTERM');
  await exited;
}
