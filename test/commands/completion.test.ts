import { execFileSync } from 'node:child_process';
import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { completion } from '../../src/commands/completion/completion.ts';

const program = new Command('mock-wiraya').option(
  '--clock <value>',
  "which one; it's the `platform`'s [x: y]",
);
program.option('--data-dir <value>', 'folder').option('--alive [true|false]', 'busy');
program.command('seed').description("Add a file's world.").argument('<file>').option('--url <url>', 'where');
program.command('tail').addOption(new Option('--only <kind>', 'one').choices(['events', 'deliveries']));
program.command('completion').addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']));

/** What each line may go on with; a file is one of the project's own. */
const LINES: [line: string, offered: string[]][] = [
  ['se', ['seed']],
  ['--cl', ['--clock']],
  ['--clock ', ['manual', 'real']],
  ['--alive t', ['true']],
  ['tail --o', ['--only']],
  ['tail --only ', ['deliveries', 'events']],
  ['completion ', ['bash', 'fish', 'zsh']],
  ['seed seed/de', ['seed/demo.json']],
  ['--data-dir seed/de', ['seed/demo.json']],
];

const run = (shell: string, script: string) => execFileSync(shell, ['-c', script], { encoding: 'utf8' });

describe('what a shell offers', () => {
  it('bash', () => {
    const asked = LINES.map(([line]) => {
      const words = ['mock-wiraya', ...line.split(' ')].map((word) => `'${word}'`).join(' ');
      return `COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); COMPREPLY=(); _mock_wiraya; printf '%s ' "\${COMPREPLY[@]}"; echo`;
    });
    // Says how names are to be shown, which only a shell that completes may ask for.
    const script = [completion(program, 'bash'), 'compopt() { :; }', ...asked].join('\n');
    expect(offeredIn(run('bash', script)).map((words) => words.filter((word) => word !== '--help'))).toEqual(
      LINES.map(([, offered]) => offered),
    );
  });

  it('fish', () => {
    const asked = LINES.map(
      ([line]) =>
        `string join -- ' ' (complete -C 'mock-wiraya ${line}' | string replace -r '\\t.*' ''); echo`,
    );
    const said = run('fish', [completion(program, 'fish'), ...asked].join('\n'));
    expect(
      said
        .trimEnd()
        .split('\n\n')
        .map((words) => words.trim().split(/\s+/).sort()),
    ).toEqual(LINES.map(([, offered]) => offered));
  });

  it('zsh', () => {
    // Only a terminal has zsh complete: that the script can be read, and what it would have completed by, must do.
    const script = `
      compdef() { print "for $2" }
      _arguments() { print -rl -- "$@"; state=command; words=(tail) }
      _describe() { print -rl -- "\${(@P)2}" }
      ${completion(program, 'zsh')}
      _mock_wiraya`;
    const said = run('zsh', script).split('\n');
    expect(said).toContain('for mock-wiraya');
    expect(said).toContain("seed:Add a file's world.");
    expect(said).toContain("--clock[which one; it's the `platform`'s \\[x\\: y\\]]:value:(real manual)");
  });
});

function offeredIn(text: string): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).sort());
}
