#!/usr/bin/env node
// What the `mock-wiraya` command runs: the command line as one bundled script, with V8's compiled form of it kept
// beside it. Compiling would otherwise be a third of every start. (Node 22 can do this by itself; Node 20 cannot.)
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

const file = fileURLToPath(new URL('app.cjs', import.meta.url));
const cacheFile = `${file}.${process.version}.cache`;

// The bundle is ASCII, which takes less to read so.
const cachedData = readIfThere(cacheFile);
const script = new Script(readFileSync(file, 'latin1'), {
  filename: file,
  ...(cachedData && { cachedData }),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
script.runInThisContext()(createRequire(file), import.meta.url);

// Written at the end, so that what was compiled only when it ran is in it too.
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keepCompiled);

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Renamed into place: another start never reads half of it. A folder that cannot be written to does without. */
function keepCompiled(): void {
  try {
    const written = `${cacheFile}.${process.pid}`;
    writeFileSync(written, script.createCachedData());
    renameSync(written, cacheFile);
  } catch {}
}
