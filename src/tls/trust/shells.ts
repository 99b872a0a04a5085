/** The shells that the command can speak. */
export const SHELL_NAMES = ['bash', 'zsh', 'fish', 'powershell', 'cmd'] as const;

export type ShellName = (typeof SHELL_NAMES)[number];

/** How one shell writes things. */
export interface Shell {
  /** A word that a program gets exactly as it is given here. */
  quote(text: string): string;
  /** Sets a variable for this shell and all that it starts. */
  set(name: string, value: string): string;
  /** Begins a line that is only for people. */
  comment: string;
  /** How to run what `command` prints. */
  evaluate(command: string): string;
}

const posix: Shell = {
  quote: (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`,
  set: (name, value) => `export ${name}=${posix.quote(value)}`,
  comment: '#',
  evaluate: (command) => `eval "$(${command})"`,
};

export const SHELLS: Record<ShellName, Shell> = {
  bash: posix,
  zsh: posix,
  fish: {
    quote: (text) => `'${text.replace(/[\\']/g, String.raw`\$&`)}'`,
    set: (name, value) => `set -gx ${name} ${SHELLS.fish.quote(value)}`,
    comment: '#',
    evaluate: (command) => `${command} | source`,
  },
  powershell: {
    // PowerShell takes typographic quotes for plain ones.
    quote: (text) => `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`,
    set: (name, value) => `$env:${name} = ${SHELLS.powershell.quote(value)}`,
    comment: '#',
    evaluate: (command) => `${command} | Out-String | Invoke-Expression`,
  },
  cmd: {
    quote: (text) => `"${writableInCmd(text)}"`,
    set: (name, value) => `set "${name}=${writableInCmd(value)}"`,
    comment: 'rem',
    evaluate: (command) => `for /f "delims=" %i in ('${command}') do @%i`,
  },
};

/**
 * The shell that somebody seems to sit at.
 * @param shell of the environment's `SHELL`; undefined: there is none
 */
export function shellAtHand(shell: string | undefined, platform: NodeJS.Platform): ShellName {
  const name = shell
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.exe$/i, '');
  const known = SHELL_NAMES.find((candidate) => candidate === name);
  return known ?? (platform === 'win32' && !name ? 'powershell' : 'bash');
}

/** How each shell runs what a command prints: lines for `--help`. */
export function evaluations(command: string): string[] {
  return SHELL_NAMES.map(
    (name) => `  ${name.padEnd(12)}${SHELLS[name].evaluate(`${command} --shell ${name}`)}`,
  );
}

/** cmd has no way to write these two; no file on Windows can have them in its name. */
function writableInCmd(text: string): string {
  if (/["\r\n]/.test(text))
    throw new Error(`cmd cannot be told of ${JSON.stringify(text)}: choose another --shell`);
  return text;
}
