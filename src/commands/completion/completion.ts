import type { Command, Option } from 'commander';
import { flagName, SETTING_NAMES, SETTINGS } from '../../config.ts';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { type OfferedProgram, offeredBy } from './offered.ts';
import { zsh } from './zsh.ts';

const SCRIPTS = { bash, zsh, fish } satisfies Record<string, (program: OfferedProgram) => string[]>;

/**
 * A script that has a shell complete the command. It holds all there is to offer, so that no process of ours is started
 * while somebody types.
 */
export function completion(program: Command, shell: keyof typeof SCRIPTS): string {
  return SCRIPTS[shell](offeredBy(program, valuesOf)).join('\n');
}

/** What may follow the flag of a setting that is one of a few words. */
function valuesOf({ long }: Option): readonly string[] {
  const name = SETTING_NAMES.find((name) => flagName(name) === long);
  if (name === undefined) return [];
  const { schema, default: standard } = SETTINGS[name];
  if (typeof standard === 'boolean') return ['true', 'false'];
  return 'options' in schema && schema.options.every((option) => typeof option === 'string')
    ? schema.options
    : [];
}
