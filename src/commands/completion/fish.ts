import type { OfferedOption, OfferedProgram } from './offered.ts';

/** For fish, which shows what each option and command is for. */
export function fish({ name, options, commands }: OfferedProgram): string[] {
  const line = (when: string, ...rest: readonly string[]) =>
    ['complete', '-c', name, '-n', quoted(when), ...rest].join(' ');
  const top = '__fish_use_subcommand';
  return [
    `# ${name}: ${name} completion fish | source`,
    `complete -c ${name} -f`,
    ...options.map((option) => line(top, ...argument(option))),
    ...commands.map(({ name, help }) => line(top, '-a', name, '-d', quoted(help))),
    ...commands.flatMap(({ name, options, words }) => {
      const within = `__fish_seen_subcommand_from ${name}`;
      const rest = words === 'FILE' ? ['-F'] : words.length > 0 ? ['-a', quoted(words.join(' '))] : null;
      return [
        ...options.map((option) => line(within, ...argument(option))),
        ...(rest === null ? [] : [line(within, ...rest)]),
      ];
    }),
  ];
}

function argument({ flag, help, takesValue, values }: OfferedOption): string[] {
  const value = values.length > 0 ? ['-x', '-a', quoted(values.join(' '))] : takesValue ? ['-r', '-F'] : [];
  return ['-l', flag.slice(2), ...value, '-d', quoted(help)];
}

/** In single quotes fish knows these two escapes. */
const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
