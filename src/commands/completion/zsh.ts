import type { Offered, OfferedOption, OfferedProgram } from './offered.ts';

/** For zsh, which shows what each option and command is for. */
export function zsh({ name, options, commands }: OfferedProgram): string[] {
  return [
    `#compdef ${name}`,
    `# source <(${name} completion zsh), or put it as _${name} into a folder of $fpath`,
    '_mock_wiraya() {',
    '  local state line',
    '  local -a commands',
    `  commands=(${commands.map(({ name, help }) => quoted(`${name}:${help}`)).join(' ')})`,
    `  _arguments -C ${[...options.map(argument), quoted('1: :->command'), quoted('*:: :->rest')].join(' ')}`,
    '  case $state in',
    "    command) _describe 'command' commands ;;",
    '    rest) case $words[1] in',
    ...commands.map(branch),
    '    esac ;;',
    '  esac',
    '}',
    // Read as a file of $fpath, it is the function's own body the first time.
    `if [[ $funcstack[1] == _${name} ]]; then _mock_wiraya "$@"; else compdef _mock_wiraya ${name}; fi`,
  ];
}

function branch({ name, options, words }: Offered): string {
  const rest = words === 'FILE' ? ['*:file:_files'] : words.length > 0 ? [`1: :(${words.join(' ')})`] : [];
  const all = [...options.map(argument), ...rest.map(quoted)];
  return `      ${name}) ${all.length > 0 ? `_arguments ${all.join(' ')}` : ':'} ;;`;
}

function argument({ flag, help, takesValue, values }: OfferedOption): string {
  const value = values.length > 0 ? `:value:(${values.join(' ')})` : takesValue ? ':value:_files' : '';
  return quoted(`${flag}[${help.replace(/[[\]\\:]/g, '\\$&')}]${value}`);
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
