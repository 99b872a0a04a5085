import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

/** What dist/app.cjs offers. Each half is set up when it is first asked for, and only the parts that it needs. */
interface Bundle {
  /** Runs the command line. */
  command(): void;
  /** What `import 'mock-wiraya'` gives. */
  library(): typeof import('./index.ts');
}

/** What Node itself wraps a module into. */
const WRAPPER = ['(function (exports, require, module, __filename, __dirname) {', '\n})'] as const;

/**
 * Loads the one script that holds the whole package, with V8's compiled form of it from beside it where that is there.
 * Compiling would otherwise be a third of every start. (Node 22 can do this by itself; Node 20 cannot.)
 * @param keepsCompiled whether to leave the compiled form there at the end of the process, for the next one
 */
export function loadBundle(keepsCompiled: boolean): Bundle {
  const file = fileURLToPath(new URL('app.cjs', import.meta.url));
  const require = createRequire(file);
  // Node maps the stack traces of what it has loaded itself.
  if (process.sourceMapsEnabled) return require(file);

  // V8 does not look whether it was compiled for this processor, and crashes when it was not.
  const cacheFile = `${file}.${process.version}-${process.arch}.cache`;
  const cachedData = readIfThere(cacheFile);
  // The bundle is ASCII, which takes less to read so.
  const script = new Script(WRAPPER.join(readFileSync(file, 'latin1')), {
    filename: file,
    columnOffset: -WRAPPER[0].length,
    ...(cachedData && { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} as Bundle };
  script.runInThisContext()(module.exports, require, module, file, dirname(file));

  // Written at the end, so that what was compiled only when it ran is in it too.
  if (keepsCompiled && (cachedData === undefined || script.cachedDataRejected)) {
    process.once('exit', () => keepCompiled(script, cacheFile));
  }
  return module.exports;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Renamed into place: another start never reads half of it. A folder that cannot be written to does without. */
function keepCompiled(script: Script, cacheFile: string): void {
  try {
    const written = `${cacheFile}.${process.pid}`;
    writeFileSync(written, script.createCachedData());
    renameSync(written, cacheFile);
  } catch {}
}
