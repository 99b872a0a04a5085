import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The result of a stage: a root of its own, and how it is run. */
export interface Image {
  root: string;
  env: Record<string, string>;
  workdir: string;
  user: string;
}

/** The user of that name in the images of Node. */
const NODE_ID = 1000;
/** Where programs are looked for, unless an image says otherwise. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin';

const BASE_FOLDERS = 'usr etc/ssl proc dev tmp root/.npm root/.ccache home/node var/tmp'.split(' ');

/** Where .ci/run has compilers remember what they have compiled: SQLite, which takes a minute. */
const { CCACHE_DIR, CC, CXX, NODE_EXTRA_CA_CERTS } = process.env;

/**
 * Lays what an image of Node begins with. Its programs are those of this machine: /usr is mounted when something runs.
 * @throws Error when the image is none of Node, or of another version than the one at hand
 */
export function layBase(root: string, image: string): void {
  const [, major] = /^node:(\d+)-bookworm(-slim)?$/.exec(image) ?? [];
  if (major !== process.versions.node.split('.')[0]) {
    throw new Error(`this script has Node ${process.versions.node} to stand in for ${image}`);
  }
  for (const path of BASE_FOLDERS) mkdirSync(join(root, path), { recursive: true });
  for (const path of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${path}`, join(root, path));
  const users = ['root:x:0:0::/root:/bin/sh', `node:x:${NODE_ID}:${NODE_ID}::/home/node:/bin/sh`];
  writeFileSync(join(root, 'etc/passwd'), `${users.join('\n')}\n`);
  writeFileSync(join(root, 'etc/group'), `root:x:0:\nnode:x:${NODE_ID}:\n`);
  for (const name of ['hosts', 'resolv.conf', 'nsswitch.conf', 'ld.so.cache', 'ld.so.conf', 'alternatives']) {
    if (existsSync(`/etc/${name}`)) {
      cpSync(`/etc/${name}`, join(root, 'etc', name), {
        recursive: true,
        dereference: name === 'resolv.conf',
      });
    }
  }
}

/** What an engine makes of a new volume: it gets the owner of the folder in the image. @returns its path */
export function newVolume(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chownSync(folder, NODE_ID, NODE_ID);
  return folder;
}

/** Runs a command in an image as building it does: it may write, and has all the programs of this machine. */
export async function runInside(image: Image, command: readonly string[]): Promise<void> {
  const { root } = image;
  const mounts = [
    ...allPrograms(root),
    ...bind(npmConfig('cache'), join(root, 'root/.npm')),
    ...(CCACHE_DIR ? bind(CCACHE_DIR, join(root, 'root/.ccache')) : []),
  ];
  const child = inside(image, mounts, { ...npmSettings(), HOME: '/root', ...image.env }, command);
  child.stdout!.pipe(process.stdout);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`);
}

export interface Conditions {
  /** Folders that are mounted, writable. */
  volumes: Readonly<Record<string, string>>;
  env: Readonly<Record<string, string>>;
  /** A network namespace (see network.ts); without it, this machine's. */
  network?: string;
  /** `node`: Node with its libraries and no other program, not even a shell, and nothing but the volumes can be written to. */
  has: 'node' | 'everything';
}

export interface Running {
  /** What it has printed. */
  printed(): string;
  /** Waits for its end. @returns its exit code, or what ended it */
  ended(): Promise<number | string>;
  /** Sends a signal to the first process of the container, and waits for its end. */
  stop(signal: NodeJS.Signals): Promise<number | string>;
  /** Ends it if it still runs. */
  kill(): void;
  /** Runs another command beside it. @returns its exit code */
  exec(command: readonly string[]): Promise<number>;
}

/** Runs an image as a container. */
export function runContainer(image: Image, command: readonly string[], conditions: Conditions): Running {
  const { root } = image;
  const { volumes, env, network, has } = conditions;
  const mounted = Object.entries(volumes).flatMap(([at, folder]) => bind(folder, join(root, at)));
  const mounts =
    has === 'everything'
      ? [...allPrograms(root), ...mounted]
      : [
          // Into itself, because only what is mounted can be made read-only.
          `mount --bind ${root} ${root}`,
          ...nodeOnly(join(root, 'usr')),
          ...mounted,
          `mount -t proc proc ${join(root, 'proc')}`,
          `mount -o remount,ro,bind ${root}`,
        ];
  const start = (words: readonly string[]) => inside(image, mounts, { ...image.env, ...env }, words, network);
  const child = start(command);
  const exited = once(child, 'exit').then(([code, signal]) => code ?? signal);
  let printed = '';
  child.stdout!.on('data', (text) => {
    printed += text;
  });
  return {
    printed: () => printed,
    ended: () => exited,
    stop(signal) {
      process.kill(firstProcess(child), signal);
      return exited;
    },
    kill: () => {
      // Not `unshare`, which could not take along one that has become another user.
      if (child.exitCode === null && child.signalCode === null) process.kill(firstProcess(child), 'SIGKILL');
    },
    async exec(other) {
      const [code] = await once(start(other), 'exit');
      return code;
    },
  };
}

/**
 * Starts a command as the first process of namespaces of its own, with an image's root, as the image's user. (unshare
 * first makes the namespaces, then goes into the root: what mounts is still this machine's.)
 */
function inside(
  { root, user, workdir }: Image,
  mounts: readonly string[],
  env: Record<string, string>,
  command: readonly string[],
  network = '/proc/self/ns/net',
): ChildProcess {
  const id = idOf(root, user);
  const enter = `exec unshare --root=${root} --wd=${workdir} --setgid=${id} --setuid=${id} -- "$@"`;
  const script = ['set -e', ...mounts, enter].join('\n');
  const apart = ['unshare', '--mount', '--pid', '--fork', '--kill-child'];
  return spawn('nsenter', [`--net=${network}`, ...apart, 'sh', '-c', script, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, HOME: '/', ...env },
  });
}

function allPrograms(root: string): string[] {
  return [
    ...bind('/usr', join(root, 'usr'), 'ro'),
    ...bind('/etc/ssl', join(root, 'etc/ssl'), 'ro'),
    ...bind('/dev', join(root, 'dev')),
    `mount -t proc proc ${join(root, 'proc')}`,
  ];
}

function bind(from: string, to: string, ...options: string[]): string[] {
  const bound = [`mount --bind ${from} ${to}`];
  return options.length === 0 ? bound : [...bound, `mount -o remount,bind,${options.join()} ${to}`];
}

/** A /usr that holds Node and the libraries it is linked to, in their places. */
function nodeOnly(usr: string): string[] {
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  const files = ['/usr/bin/node', ...libraries.map((file) => file.replace(/^\/lib/, '/usr/lib'))];
  const placed = files.flatMap((file) => {
    const place = join(dirname(usr), file);
    const from = file === '/usr/bin/node' ? process.execPath : file;
    return [`mkdir -p ${dirname(place)}`, `touch ${place}`, ...bind(from, place)];
  });
  return [`mount -t tmpfs tmpfs ${usr}`, ...placed];
}

/** What npm must know on this machine to reach packages and to compile them. */
function npmSettings(): Record<string, string> {
  const named = ['registry', 'cafile', 'nodedir'].map((key) => [`npm_config_${key}`, npmConfig(key)]);
  const set = Object.fromEntries(named.filter(([, value]) => value !== 'null' && value !== 'undefined'));
  return {
    ...set,
    ...(NODE_EXTRA_CA_CERTS && { NODE_EXTRA_CA_CERTS }),
    ...(CCACHE_DIR && CC && CXX && { CCACHE_DIR: '/root/.ccache', CC, CXX }),
  };
}

function npmConfig(key: string): string {
  return execFileSync('npm', ['config', 'get', key], { encoding: 'utf8', cwd: '/' }).trim();
}

/** The number of a user in an image; it is that of the user's group too. */
function idOf(root: string, user: string): number {
  const line = readFileSync(join(root, 'etc/passwd'), 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`));
  if (!line) throw new Error(`USER ${user}: the image has no such user`);
  return Number(line.split(':')[2]);
}

/**
 * The process that `unshare` has started: it is the first one to those inside.
 * @throws Error when there is none (0 would be everybody to `kill`)
 */
function firstProcess({ pid }: ChildProcess): number {
  const first = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
  if (!(first > 1)) throw new Error('the container has no process');
  return first;
}
