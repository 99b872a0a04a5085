import type { Command, Option } from 'commander';

/** An option as a shell offers it. */
export interface OfferedOption {
  /** With its dashes. */
  flag: string;
  help: string;
  takesValue: boolean;
  /** What its value may be; empty: anything, such as the name of a file. */
  values: readonly string[];
}

/** A command as a shell offers it. */
export interface Offered {
  name: string;
  help: string;
  options: readonly OfferedOption[];
  /** What may stand as its argument; `FILE`: the name of a file. */
  words: readonly string[] | 'FILE';
}

/** What a shell offers: what may stand before a command, and the commands. */
export interface OfferedProgram {
  name: string;
  options: readonly OfferedOption[];
  commands: readonly Offered[];
}

/**
 * What a shell may offer, by the table that the command line is read by.
 * @param valuesOf what an option's value may be, where that table does not say
 */
export function offeredBy(program: Command, valuesOf: (option: Option) => readonly string[]): OfferedProgram {
  const optionsOf = (command: Command): OfferedOption[] =>
    command
      .createHelp()
      .visibleOptions(command)
      .map((option) => ({
        flag: option.long!,
        help: option.description.replace(/ (\(default: |\[MOCK_).*$/, ''),
        takesValue: option.required || option.optional,
        values: option.argChoices ?? valuesOf(option),
      }));
  return {
    name: program.name(),
    options: optionsOf(program),
    commands: program.commands.map((command) => ({
      name: command.name(),
      help: command.description(),
      options: optionsOf(command),
      words: command.registeredArguments.some((argument) => argument.name() === 'file')
        ? 'FILE'
        : command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    })),
  };
}
