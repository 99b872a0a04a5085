// Installs the packages that the lock file names, unless they are there already. Needs nothing but Node and npm.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = readFileSync(`${root}package-lock.json`, 'utf8');
const stamp = `${root}node_modules/.installed-for`;
// Native parts are built for one version of Node.
const wanted = `${process.versions.modules}\n${lock}`;

/** npm writes this anew whenever it adds or removes packages, whoever has asked it to. */
const touched = `${root}node_modules/.package-lock.json`;
const isAsWanted =
  existsSync(stamp) &&
  existsSync(touched) &&
  statSync(stamp).mtimeMs >= statSync(touched).mtimeMs &&
  readFileSync(stamp, 'utf8') === wanted;

if (!isAsWanted) {
  console.error('Installing packages (compiling SQLite takes about a minute where no prebuilt one fits) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Not `npm ci`: it wants the lock file to list the binaries for every system there is, which one system cannot tell.
  const { status } = spawnSync(npm, ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm install failed; its messages above say why.');
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
