import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentName, SETTING_NAMES } from '../../src/config.ts';
import type { Stage } from './dockerfile.ts';

/** What stands before the image's name: with a value each, except these. */
const FLAGS = ['--rm', '--read-only'];

/**
 * Compares what docs/containers.md says to `docker` with what the Dockerfile makes: names, ports, volume, settings,
 * build arguments.
 * @param name of the image, in compose.yaml
 * @returns the arguments that it is run with, and the commands that are run beside it
 * @throws Error for what there is not
 */
export function readDocumented(root: string, name: string, stage: Stage) {
  const commands = codeOf(readFileSync(join(root, 'docs/containers.md'), 'utf8'));
  const known: Readonly<Record<string, readonly string[]>> = {
    '-t': [name],
    '-p': stage.ports,
    '-v': stage.volumes,
    '-e': SETTING_NAMES.map(environmentName),
    '--build-arg': readFileSync(join(root, 'Dockerfile'), 'utf8').match(/(?<=^ARG )\w+/gm) ?? [],
  };
  for (const words of commands) {
    for (const [index, word] of words.entries()) {
      const value = words[index + 1] ?? '';
      const named = /^-[pv]$/.test(word) ? value.split(':').at(-1)! : value.split('=')[0]!;
      if (known[word]?.includes(named) === false) {
        throw new Error(`docs/containers.md: ${words.join(' ')}: there is no ${named}`);
      }
    }
  }
  const given = (command: string) =>
    commands.filter((words) => words[0] === 'docker' && words[1] === command).map((words) => words.slice(2));
  return {
    run: given('run').map((words) => argumentsAfter(name, words)),
    // The first word is the container.
    exec: given('exec').map((words) => words.slice(1)),
  };
}

/** The words of each line of its blocks, and of each piece of code in its text. */
function codeOf(text: string): string[][] {
  const blocks = text.match(/^```sh\n[\s\S]*?^```/gm) ?? [];
  const pieces = text.replace(/^```[\s\S]*?^```/gm, '').match(/`[^`]+`/g) ?? [];
  const code = [...blocks.flatMap((block) => block.split('\n')), ...pieces];
  return code.map((one) => one.replaceAll('`', '').trim().split(/\s+/));
}

function argumentsAfter(name: string, words: readonly string[]): string[] {
  let at = 0;
  while (words[at]?.startsWith('-')) at += FLAGS.includes(words[at]!) ? 1 : 2;
  if (words[at] !== name) throw new Error(`docs/containers.md: docker run ${words.join(' ')}: it is ${name}`);
  return words.slice(at + 1);
}
