import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';

/** A Node to use the package with, and the headers that native packages are compiled against, where it brings its own. */
export interface NodeToUse {
  version: string;
  path: string;
  headers: string | null;
}

/** Runs commands in the folder as in a shell whose `node` is the one to use; `npm` is run by it too. */
export function shellOf(folder: string, { path, headers }: NodeToUse) {
  const env: Record<string, string> = {
    ...ownEnvironment(),
    PATH: `${dirname(path)}:${process.env.PATH}`,
    ...(headers && { npm_config_nodedir: headers }),
  };
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return { env, run };
}

/** The environment of this process, without what npm has added when it ran this. */
function ownEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE$)/i.test(name));
  return Object.fromEntries(own) as Record<string, string>;
}
