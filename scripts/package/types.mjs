// Writes the package's types into dist/: one file for each entry, which needs no types of the libraries inside.
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';
import { settingsInput } from './settings-input.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the types of each entry may import. */
const ENTRIES = { index: [], vitest: ['vitest', './index.js'] };

const entries = Object.keys(ENTRIES).filter((name) => existsSync(`${root}src/${name}.ts`));
const folder = mkdtempSync(join(root, 'dist/.types-'));
try {
  declare();
  for (const name of entries) await bundle(name);
  // The same types, read as those of a CommonJS module.
  cpSync(`${root}dist/index.d.ts`, `${root}dist/index.d.cts`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Each source's types, in the folder, as a tree like that of src/. */
function declare() {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    entries.map((name) => `${root}src/${name}.ts`),
    {
      ...options,
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      outDir: folder,
      rootDir: root,
    },
  );
  // Says nothing of a type that cannot be declared, which only matters where an entry needs it: then it is missing below.
  program.emit(undefined, (file, text) => {
    const whole = relative(folder, file) === 'src/config.d.ts' ? settingsInput(program, root, text) : text;
    ts.sys.writeFile(file, whole.replace(/(['"]\.[^'"]*)\.tsx?(['"])/g, '$1.js$2'));
  });
}

async function bundle(name) {
  const bundled = await rollup({
    input: `${folder}/src/${name}.d.ts`,
    external: (id) => id === 'vitest' || builtinModules.includes(id.replace('node:', '')),
    plugins: [name !== 'index' && libraryBeside(), dts()],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const [{ code }] = (await bundled.generate({ format: 'es' })).output;
  for (const [, imported] of code.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)) {
    if (imported.startsWith('node:') || ENTRIES[name].includes(imported)) continue;
    throw new Error(`the types of ${name} need those of ${imported}`);
  }
  writeFileSync(`${root}dist/${name}.d.ts`, code);
}

function libraryBeside() {
  return {
    name: 'library-beside',
    resolveId: (id, importer) =>
      importer && /^\.\/index\.js$/.test(id) ? { id: './index.js', external: true } : null,
  };
}
