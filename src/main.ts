import { setFlagsFromString } from 'node:v8';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import {
  environmentName,
  flagName,
  readSettingsFile,
  resolveSettings,
  SETTING_NAMES,
  SETTINGS,
  type Settings,
  SettingsError,
} from './config.ts';
import { COMMUNICATION_TYPES, STATUSES } from './core/vocabulary.ts';
import { evaluations, SHELL_NAMES } from './tls/trust/shells.ts';
import { VERSION } from './version.ts';

/** npm passes on the Ctrl-C that the terminal has sent to us as well: only a later one is a second one. */
const SAME_SIGNAL_MS = 500;

const program = new Command('mock-wiraya')
  .description('A local Wiraya: create campaigns over REST, watch their callbacks arrive.')
  .version(VERSION)
  .addOption(new Option('--config <file>', 'a JSON file of settings').env('MOCK_WIRAYA_CONFIG'))
  .configureHelp({ helpWidth: 110 })
  .action(serve);

for (const name of SETTING_NAMES) {
  const { default: standard } = SETTINGS[name];
  const value = typeof standard === 'boolean' ? '[true|false]' : '<value>';
  const option = new Option(`${flagName(name)} ${value}`, helpOf(name));
  program.addOption(typeof standard === 'boolean' ? option.preset(true) : option);
}

interface Asking {
  url?: string;
  json?: boolean;
}

/** A command that asks a running platform. What it does is loaded when it is called. */
const asking = (name: string, description: string) =>
  program
    .command(name)
    .description(description)
    .addOption(
      new Option('--url <url>', 'where the platform listens; without it where the settings say').env(
        'MOCK_WIRAYA_URL',
      ),
    );

asking('seed', 'Add what a seed file holds to a running platform.')
  .argument('<file>', 'a JSON file such as seed/demo.json')
  .option('--json', 'say what was added as JSON, with the IDs')
  .action((file: string, options: Asking) =>
    orFail(async () => (await import('./commands/seed.ts')).seed(await urlFor(options), file, options)),
  );

asking('import', 'Add the recipients of a CSV to a contact list of a running platform.')
  .argument('<file>', 'a CSV with a column `number`, of any length')
  .option('--list <id>', 'the contact list; without it a new one is made')
  .option('--customer <id>', 'whose the new list is', '1')
  .option('--name <name>', "of the new list; without it the file's")
  .option('--all-or-nothing', 'add nothing unless every row is good')
  .option('--json', 'say what became of it as JSON, with the ID of the list')
  .action((file: string, options: Asking & { customer: string }) =>
    orFail(async () =>
      (await import('./commands/import.ts')).importCsv(await urlFor(options), file, options),
    ),
  );

asking('health', 'Say whether a platform is ready, and leave with 1 when it is not.')
  .option('--json', 'say so as JSON')
  .action((options: Asking) =>
    orFail(async () => (await import('./commands/health.ts')).health(await urlFor(options), options)),
  );

asking('doctor', 'Look at a running platform, or at what would hinder a start when none runs.')
  .option('--json', 'say what was found as JSON')
  .action((options: Asking) =>
    orFail(async () => {
      const { doctor } = await import('./commands/doctor/doctor.ts');
      return doctor(options.url ?? null, () => readSettings(program.opts()), options);
    }),
  );

asking(
  'tail',
  'Show what happens, and what receivers answer, as it comes. Platforms that restart are waited for.',
)
  .addOption(new Option('--only <kind>', 'one of the two').choices(['events', 'deliveries']))
  .option('--number <number>', 'events of this number', phoneNumber)
  .addOption(oneOf('--type <type>', 'events of this type', COMMUNICATION_TYPES))
  .addOption(oneOf('--status <status>', 'events with this status', STATUSES))
  .option('--customer <id>', 'events of this customer', wholeNumber)
  .option('--callback <id>', 'deliveries of this callback', wholeNumber)
  .option('--failed', 'deliveries that failed')
  .addOption(
    new Option('--last <count>', 'begin with so many of each that were there already and fit')
      .default(10)
      .argParser(wholeNumber),
  )
  .option('--json', 'a line of JSON for each')
  .action((options: Asking & { last: number }) =>
    orFail(async () => {
      const { tail } = await import('./commands/tail/tail.ts');
      // Whoever reads may leave first.
      process.stdout.on('error', () => process.exit(0));
      await tail(await urlFor(options), options, console.log, console.error);
    }),
  );

program
  .command('certs')
  .description('Say how clients come to trust the certificate authority of the platform.')
  .addOption(new Option('--shell <name>', 'for which shell; without it the one at hand').choices(SHELL_NAMES))
  .option('--env', 'only the lines that set environment variables, to be evaluated (see below)')
  .option('--json', 'the facts and the variables as JSON')
  .option('--proxy <url>', 'the forward proxy of the platform, to be set as well')
  .option('--url <url>', 'ask a running platform, instead of looking into --data-dir')
  .option('--out <file>', 'where to keep the answer of a running platform', 'mock-wiraya-ca.pem')
  // A setting, and so an option of the program, whose help this is not.
  .addHelpText('after', `\nHeeds the setting:\n  ${flagName('dataDir')} <value>  ${helpOf('dataDir')}`)
  .addHelpText('after', () => `\nTo evaluate:\n${evaluations('mock-wiraya certs --env').join('\n')}`)
  .action((options: { out: string }) =>
    orFail(async () => {
      const { certs } = await import('./commands/certs.ts');
      const { dataDir } = settingsFrom(program.opts());
      return certs(options, { dataDir, platform: process.platform, shell: process.env.SHELL });
    }),
  );

program
  .command('completion')
  .description('Write a script that has a shell complete this command (see below).')
  .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
  .addHelpText(
    'after',
    '\nbash, zsh:  source <(mock-wiraya completion bash)\nfish:       mock-wiraya completion fish | source',
  )
  .action((shell: 'bash' | 'zsh' | 'fish') =>
    orFail(async () => {
      const { completion } = await import('./commands/completion/completion.ts');
      console.log(completion(program, shell));
    }),
  );

void program.parseAsync();

function helpOf(name: keyof Settings): string {
  const { help, default: standard } = SETTINGS[name];
  const usual = standard === null || String(standard) === '' ? '' : ` (default: ${standard})`;
  return `${help}${usual} [${environmentName(name)}]`;
}

async function serve(options: Record<string, unknown>): Promise<void> {
  // What is young of the heap is small: to share the sweeping of it out among threads takes longer than to do it.
  setFlagsFromString('--no-parallel-scavenge');
  const settings = settingsFrom(options);
  const [{ createLog }, { startPlatform }, { welcome }] = await Promise.all([
    import('./logging.ts'),
    import('./platform.ts'),
    import('./welcome.ts'),
  ]);
  const log = await createLog(settings.logLevel, process.stderr.isTTY === true);
  await orFail(async () => {
    const platform = await startPlatform(settings, log, true);
    stopOnSignal(platform.stop);
    console.log(welcome(platform, settings));
  });
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** @returns its digits */
function phoneNumber(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (digits === '') throw new InvalidArgumentError('It must be a phone number.');
  return digits;
}

/** An option that is one of these words, in any case. */
function oneOf(flags: string, help: string, words: readonly string[]): Option {
  return new Option(flags, help).choices(words).argParser((text) => {
    const word = text.toUpperCase();
    if (!words.includes(word)) throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`);
    return word;
  });
}

/** Where the platform that is meant listens. */
async function urlFor({ url }: Asking): Promise<string> {
  return url ?? (await import('./commands/client.ts')).urlOf(settingsFrom(program.opts()));
}

/** @param work gives false when the command is to leave with 1, having said why */
async function orFail(work: () => Promise<unknown>): Promise<void> {
  try {
    if ((await work()) === false) process.exitCode = 1;
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

/** A second signal does not wait for the end. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stoppingSince: number | null = null;
  const onSignal = () => {
    if (stoppingSince === null) {
      stoppingSince = performance.now();
      void stop().then(() => process.exit(0));
    } else if (performance.now() - stoppingSince > SAME_SIGNAL_MS) {
      process.exit(1);
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}

function settingsFrom(options: Record<string, unknown>): Settings {
  try {
    return readSettings(options);
  } catch (error) {
    if (error instanceof SettingsError) fail(error.message);
    throw error;
  }
}

/** @throws SettingsError */
function readSettings({ config, ...flags }: Record<string, unknown>): Settings {
  return resolveSettings({
    flags,
    environment: process.env,
    file: typeof config === 'string' ? readSettingsFile(config) : undefined,
  });
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
