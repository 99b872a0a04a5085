import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM } from '../../test/support/browser-server.ts';
import { pythonWith, runProgram } from '../../test/support/clients.ts';
import { hasProgram, until } from '../../test/support/programs.ts';
import { blocks } from '../../test/support/testing-guide.ts';
import { whileServing } from './served.ts';
import { type NodeToUse, shellOf } from './shell.ts';

/** Holds all of JUnit; of Debian's package junit5. */
const JUNIT = '/usr/share/java/junit-platform-console-standalone.jar';
const PYTHON = pythonWith('pytest');

interface Recipe {
  /** Where each of its blocks is written to. */
  files: readonly string[];
  /** What its reader installs by npm besides our package. */
  packages: readonly string[];
  canRun: () => boolean;
  /** Run one after the other. */
  commands: (root: string) => readonly (readonly [string, ...string[]])[];
  /** What the last one must print. */
  shows: RegExp;
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  Jest: {
    files: ['sms.test.js'],
    packages: ['jest@30'],
    canRun: () => true,
    commands: () => [['npx', '--no-install', 'jest']],
    shows: /^Tests: +1 passed, 1 total$/m,
  },
  Playwright: {
    files: ['sms.spec.ts', 'playwright.config.ts'],
    packages: ['@playwright/test@1'],
    canRun: () => hasProgram(CHROMIUM, '--version'),
    commands: (root) => [
      ['node', join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', ...STRICT, 'sms.spec.ts'],
      ['npx', '--no-install', 'playwright', 'test'],
    ],
    shows: /^ +1 passed /m,
  },
  pytest: {
    files: ['conftest.py', 'test_sms.py'],
    packages: [],
    canRun: () => PYTHON !== null,
    commands: () => [[PYTHON!, '-m', 'pytest', '-q']],
    shows: /^1 passed in /m,
  },
  JUnit: {
    files: ['SmsTest.java'],
    packages: [],
    canRun: () => hasProgram('javac', '-version') && hasProgram('java', '-jar', JUNIT, '--help'),
    commands: () => [
      ['javac', '-cp', JUNIT, 'SmsTest.java'],
      ['java', '-jar', JUNIT, '--class-path', '.', '--scan-class-path'],
    ],
    shows: /\[ +1 tests successful +\]/,
  },
};
const STRICT = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck'];

/**
 * Runs the recipes of docs/testing.md, to the letter, by the tools that they are for.
 * @param consumer a folder in which our package is installed
 * @throws Error with what a tool has printed when a recipe does not pass
 */
export async function tryRecipes(root: string, consumer: string, node: NodeToUse): Promise<void> {
  const { env } = shellOf(consumer, node);
  const serving = {
    command: [join(consumer, 'node_modules/.bin/mock-wiraya')],
    args: ['--data-dir', ':memory:', '--clock', 'manual'],
    cwd: consumer,
    env,
  } as const;
  await whileServing(serving, async (url) => {
    for (const [heading, recipe] of Object.entries(RECIPES)) {
      if (!recipe.canRun()) continue;
      const directory = write(heading, recipe, consumer, node);
      const printed = await run(recipe.commands(root), directory, { ...env, MOCK_WIRAYA_URL: url });
      if (!recipe.shows.test(printed)) throw new Error(`the recipe for ${heading} printed:\n${printed}`);
      await until(`the recipe for ${heading} leaves no process`, () => processesIn(directory).length === 0);
      console.log(`the recipe for ${heading} passes`);
    }
  });
}

/** @returns what the last of them has printed */
async function run(
  commands: ReturnType<Recipe['commands']>,
  directory: string,
  env: Record<string, string>,
): Promise<string> {
  let printed = '';
  for (const [program, ...args] of commands) {
    const environment = { ...env, NO_COLOR: '1' };
    const { code, out, err } = await runProgram(program, args, { directory, environment });
    printed = out + err;
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ends with ${code}:\n${printed}`);
  }
  return printed;
}

/** Those whose working directory it is; on Linux. */
function processesIn(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      // It has ended meanwhile, or is another user's.
      return false;
    }
  });
}

/** @returns a folder of the recipe's own, below the one that has our package. */
function write(heading: string, { files, packages }: Recipe, consumer: string, node: NodeToUse): string {
  const folder = join(consumer, heading);
  mkdirSync(folder);
  const codes = blocks(heading);
  if (codes.length !== files.length) {
    throw new Error(`docs/testing.md has ${codes.length} blocks for ${heading}, and not ${files.length}`);
  }
  for (const [index, file] of files.entries()) writeFileSync(join(folder, file), codes[index]!);
  if (packages.length > 0) {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: heading.toLowerCase() }));
    shellOf(folder, node).run('npm', 'install', '--no-fund', '--no-audit', '--loglevel=error', ...packages);
  }
  return folder;
}
