// Bundles the package into dist/: one script that holds the command and the library, its compiled form beside it, and
// the small files that lead to it.
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
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeLicences } from './package/licences.mjs';
import { writeOwnMap } from './package/own-map.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}dist/.built-from`;
/** Built aside and put in place at the end: who runs or builds it at the same time never meets half of it. */
const dist = `${root}dist.${process.pid}`;

/** What pages load from packages. */
const ASSETS = {
  'htmx.js': 'node_modules/htmx.org/dist/htmx.min.js',
  'idiomorph.js': 'node_modules/idiomorph/dist/idiomorph-ext.min.js',
};

const sources = digest();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
  try {
    await bundle();
    rmSync(`${root}dist`, { recursive: true, force: true });
    renameSync(dist, `${root}dist`);
    // In its place: the compiled form holds the path, which stack traces show.
    await compile();
    writeFileSync(stamp, sources);
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
    `${root}scripts/package/licences.mjs`,
    `${root}scripts/package/own-map.mjs`,
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
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    outdir: dist,
    // Node takes some ms longer to begin with a module.
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
    // The only native package; it finds its binary beside its own files.
    external: ['better-sqlite3'],
    plugins: [onlyWhatIsUsed()],
    logLevel: 'warning',
  };
  const whole = {
    contents: `
      exports.command = () => require('./src/main.ts');
      exports.library = () => require('./src/index.ts');
    `,
    resolveDir: root,
  };
  const [app] = await Promise.all([
    build({
      ...shared,
      stdin: whole,
      outdir: undefined,
      outfile: `${dist}/app.cjs`,
    }),
    build({ ...shared, entryPoints: { main: 'src/bin.ts' } }),
    build({ ...shared, entryPoints: ['src/bundle.ts'] }),
    build({ ...shared, entryPoints: ['src/store/checkpoint-thread.ts'] }),
  ]);
  await Promise.all([
    writeOwnMap(`${dist}/app.cjs.map`),
    writeLicences(
      root,
      [...Object.keys(app.metafile.inputs), ...Object.values(ASSETS)],
      `${dist}/THIRD-PARTY-LICENCES.txt`,
    ),
    bundleEntries(shared),
  ]);
  cpSync(`${root}src/dashboard/assets`, `${dist}/assets`, { recursive: true });
  for (const [name, path] of Object.entries(ASSETS)) cpSync(root + path, `${dist}/assets/${name}`);
  chmodSync(`${dist}/main.cjs`, 0o755);
}

/** What `import` and `require` of the package find: all lead to the one library, so that there are never two of it. */
async function bundleEntries(shared) {
  const library = createRequire(import.meta.url)(`${dist}/bundle.cjs`)
    .loadBundle(false)
    .library();
  const names = Object.keys(library).sort().join(', ');
  writeFileSync(
    `${dist}/index.cjs`,
    "module.exports = require('./bundle.cjs').loadBundle(false).library();\n",
  );
  writeFileSync(
    `${dist}/index.js`,
    `import library from './index.cjs';\nexport const { ${names} } = library;\n`,
  );
  if (!existsSync(`${root}src/vitest.ts`)) return;
  await build({
    ...shared,
    entryPoints: ['src/vitest.ts'],
    define: {},
    banner: {},
    outExtension: {},
    format: 'esm',
    external: ['vitest'],
    plugins: [libraryBeside()],
  });
}

/** Leaves `./index.ts` out of a bundle: it is found beside it. */
function libraryBeside() {
  return {
    name: 'library-beside',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/index\.ts$/ }, () => ({ path: './index.js', external: true }));
    },
  };
}

/**
 * Leaves out what would only make the bundle longer to read: zod's messages in fifty languages (ours are our own),
 * all of undici but its client, and the processes that commander starts for commands which are programs.
 */
function onlyWhatIsUsed() {
  const instead = [
    [/zod[\\/]v4[\\/]locales[\\/]index\.js$/, "export { default as en } from './en.js';"],
    [/node_modules[\\/]undici[\\/]index\.js$/, "exports.Client = require('./lib/dispatcher/client');"],
  ];
  return {
    name: 'only-what-is-used',
    setup({ onLoad, onResolve }) {
      for (const [filter, contents] of instead) onLoad({ filter }, () => ({ contents }));
      onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
        /commander/.test(importer) ? { path: 'nothing', namespace: 'nothing' } : undefined,
      );
      onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
    },
  };
}

/** Starts the command once, so that it leaves the compiled form of all that a start needs. */
async function compile() {
  const flags = ['--data-dir', ':memory:', '--http-port', '0', '--https-port', '0'];
  const command = spawn(process.execPath, [`${root}dist/main.cjs`, ...flags], {
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
