import type { Offered, OfferedOption, OfferedProgram } from './offered.ts';

/** A word of the line, by the shell's own numbering. */
const word = (place: string) => `"$\{COMP_WORDS[${place}]}"`;

/** For bash: values and file names after an option that takes one, else options, commands and arguments. */
export function bash({ name, options, commands }: OfferedProgram): string[] {
  const top = { name: '""', help: '', options, words: commands.map((command) => command.name) };
  const names = commands.map((command) => command.name).join('|');
  return [
    `# ${name}: source <(${name} completion bash)`,
    '_mock_wiraya() {',
    `  local word=${word('COMP_CWORD')} before=${word('COMP_CWORD-1')}`,
    '  local command="" words="" values="" file="" i',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    `    case ${word('i')} in ${names}) command=${word('i')}; break ;; esac`,
    '  done',
    '  case "$command" in',
    ...[top, ...commands].flatMap(branch),
    '  esac',
    '  if [[ -n "$values" ]]; then COMPREPLY=($(compgen -W "$values" -- "$word"))',
    '  elif [[ -n "$file" && "$word" != -* ]]; then compopt -o filenames; COMPREPLY=($(compgen -f -- "$word"))',
    '  else COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  fi',
    '}',
    `complete -F _mock_wiraya ${name}`,
  ];
}

function branch({ name, options, words }: Offered): string[] {
  const free = options.filter(({ takesValue, values }) => takesValue && values.length === 0);
  const limited = options.filter(({ values }) => values.length > 0);
  const all = [...options.map(({ flag }) => flag), ...(words === 'FILE' ? [] : words)];
  return [
    `    ${name})`,
    `      words="${all.join(' ')}"`,
    ...(words === 'FILE' ? ['      file=1'] : []),
    '      case "$before" in',
    ...limited.map(({ flag, values }) => `        ${flag}) values="${values.join(' ')}" ;;`),
    ...(free.length > 0 ? [`        ${flags(free)}) file=1 ;;`] : []),
    '      esac ;;',
  ];
}

const flags = (options: readonly OfferedOption[]) => options.map(({ flag }) => flag).join('|');
