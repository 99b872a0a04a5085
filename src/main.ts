import { Command, Option } from 'commander';
import { certs } from './commands/certs.ts';
import { DEFAULT_URL } from './commands/client.ts';
import { importCsv } from './commands/import.ts';
import { seed } from './commands/seed.ts';
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
import { createLog } from './logging.ts';
import { startPlatform } from './platform.ts';
import { evaluations, SHELL_NAMES } from './tls/trust/shells.ts';
import { VERSION } from './version.ts';
import { welcome } from './welcome.ts';

/** npm passes on the Ctrl-C that the terminal has sent to us as well: only a later one is a second one. */
const SAME_SIGNAL_MS = 500;

const program = new Command('mock-wiraya')
  .description('A local Wiraya: create campaigns over REST, watch their callbacks arrive.')
  .version(VERSION)
  .addOption(new Option('--config <file>', 'a JSON file of settings').env('MOCK_WIRAYA_CONFIG'))
  .configureHelp({ helpWidth: 110 })
  .action(serve);

for (const name of SETTING_NAMES) {
  const { help, default: standard } = SETTINGS[name];
  const value = typeof standard === 'boolean' ? '[true|false]' : '<value>';
  const usual = standard === null || String(standard) === '' ? '' : ` (default: ${standard})`;
  const option = new Option(`${flagName(name)} ${value}`, `${help}${usual} [${environmentName(name)}]`);
  program.addOption(typeof standard === 'boolean' ? option.preset(true) : option);
}

const url = () =>
  new Option('--url <url>', 'where the platform listens').default(DEFAULT_URL).env('MOCK_WIRAYA_URL');

program
  .command('seed')
  .description('Add what a seed file holds to a running platform.')
  .argument('<file>', 'a JSON file such as seed/demo.json')
  .addOption(url())
  .action((file: string, options: { url: string }) => orFail(() => seed(file, options)));

program
  .command('import')
  .description('Add the recipients of a CSV to a contact list of a running platform.')
  .argument('<file>', 'a CSV with a column `number`, of any length')
  .addOption(url())
  .option('--list <id>', 'the contact list; without it a new one is made')
  .option('--customer <id>', 'whose the new list is', '1')
  .option('--name <name>', "of the new list; without it the file's")
  .option('--all-or-nothing', 'add nothing unless every row is good')
  .action((file: string, options: Parameters<typeof importCsv>[1]) =>
    orFail(async () => {
      if (!(await importCsv(file, options))) process.exitCode = 1;
    }),
  );

program
  .command('certs')
  .description('Say how clients come to trust the certificate authority of the platform.')
  .addOption(new Option('--shell <name>', 'for which shell; without it the one at hand').choices(SHELL_NAMES))
  .option('--env', 'only the lines that set environment variables, to be evaluated (see below)')
  .option('--proxy <url>', 'the forward proxy of the platform, to be set as well')
  .option('--url <url>', 'ask a running platform, instead of looking into --data-dir')
  .option('--out <file>', 'where to keep the answer of a running platform', 'mock-wiraya-ca.pem')
  .addHelpText('after', () => `\nTo evaluate:\n${evaluations('mock-wiraya certs --env').join('\n')}`)
  .action((options: Parameters<typeof certs>[0]) =>
    orFail(() => {
      const { dataDir } = settingsFrom(program.opts());
      return certs(options, { dataDir, platform: process.platform, shell: process.env.SHELL });
    }),
  );

void program.parseAsync();

async function serve(options: Record<string, unknown>): Promise<void> {
  const settings = settingsFrom(options);
  const log = await createLog(settings.logLevel, process.stderr.isTTY === true);
  await orFail(async () => {
    const platform = await startPlatform(settings, log);
    stopOnSignal(platform.stop);
    console.log(welcome(platform, settings));
  });
}

async function orFail(work: () => Promise<void>): Promise<void> {
  try {
    await work();
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

function settingsFrom({ config, ...flags }: Record<string, unknown>): Settings {
  try {
    return resolveSettings({
      flags,
      environment: process.env,
      file: typeof config === 'string' ? readSettingsFile(config) : undefined,
    });
  } catch (error) {
    if (error instanceof SettingsError) fail(error.message);
    throw error;
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
