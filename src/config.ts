import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { cronProblem } from './clock/cron.ts';
import { CLOCK_MODES, SPEED_RANGE } from './clock/platform-clock.ts';
import { DEFAULT_PROFILE } from './core/profile/usual.ts';
import type { RunningSetting, SettingValue } from './core/running-setting.ts';
import { jsonFault } from './core/template/json-fault.ts';
import { MIN_API_KEY_LENGTH } from './store/customers.ts';
import { IN_MEMORY } from './store/in-memory.ts';
import { serverNames } from './tls/names.ts';

const text = z.string('must be text').min(1, 'must not be empty');
/** Not coerced: what JavaScript makes numbers of ('', null, true, []) is nobody's wish for a 0 or a 1. */
const number = (problem: string) =>
  z.union(
    [
      z.number(),
      z
        .string()
        .trim()
        .regex(/^-?\d+(\.\d+)?$/)
        .transform(Number),
    ],
    problem,
  );
const wholeNumber = (min: number, max: number) => {
  const problem = `must be a whole number from ${min} to ${max}`;
  return number(problem).refine((value) => Number.isInteger(value) && value >= min && value <= max, problem);
};
const RATE = 'must be a number from 0.001 to 1000000';
const flag = z.union([z.boolean(), z.stringbool()], 'must be true or false');
const list = z.union(
  [
    z.array(text),
    z.string().transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
  ],
  'must be a list, or text with commas between the items',
);
/** @param expected what each item must be */
const listOf = (isRight: (item: string) => boolean, expected: string) =>
  list.superRefine((items, context) => {
    for (const item of items.filter((item) => !isRight(item))) {
      context.addIssue(`${JSON.stringify(item)} is not ${expected}`);
    }
  });

interface Setting {
  schema: z.ZodType;
  default: unknown;
  /** One line for `--help` and the documentation. */
  help: string;
  /** Never shown where settings are listed. */
  secret?: true;
}

/** Every setting once: flags, environment names, help, documentation and validation follow from this table. */
export const SETTINGS = {
  host: {
    schema: text,
    default: '127.0.0.1',
    help: 'address to listen on; `0.0.0.0` opens it to the network',
  },
  httpPort: { schema: wholeNumber(0, 65_535), default: 4010, help: 'port for HTTP; 0: any that is free' },
  httpsPort: { schema: wholeNumber(0, 65_535), default: 4443, help: 'port for HTTPS; 0: any that is free' },
  proxyPort: {
    schema: wholeNumber(0, 65_535).nullable(),
    default: null,
    help: 'port of a forward proxy to the platform under its real names; 0: any that is free; not set: no proxy',
  },
  dataDir: {
    schema: text,
    default: './.mock-wiraya',
    help: `folder for the store and the certificates; \`${IN_MEMORY}\` keeps nothing`,
  },
  tick: {
    schema: text.superRefine((value, context) => {
      const problem = cronProblem(value);
      if (problem) {
        context.addIssue(
          `must be a cron expression such as "*/15 * * * * *" (seconds first, UTC): ${problem}`,
        );
      }
    }),
    default: '*/15 * * * * *',
    help: 'when callbacks are sent, as a cron expression (seconds first, UTC)',
  },
  seed: {
    schema: z.union([text, z.number().transform(String)], 'must be text or a number'),
    default: '1',
    help: 'where chance starts from: the same seed and requests give the same outcomes',
  },
  profile: {
    schema: text,
    default: DEFAULT_PROFILE,
    help: 'how likely outcomes are: realistic, all-delivered, flaky-network, worst-day, or one of your own',
  },
  profileFiles: {
    schema: listOf((item) => item.endsWith('.json'), 'the path of a .json file'),
    default: [],
    help: 'JSON files with profiles of your own, each named like its file, separated by commas',
  },
  seedFile: {
    schema: text.nullable(),
    default: null,
    help: 'JSON file of a world to begin with, loaded once into the store: see docs/simulation.md',
  },
  alive: {
    schema: flag,
    default: false,
    help: 'keep busy with background campaigns and what recipients write; `PUT /v1/alive` stops it',
  },
  clock: {
    schema: z.enum(CLOCK_MODES, `must be one of ${CLOCK_MODES.join(', ')}`),
    default: 'real',
    help: '`real` follows the time of day, `manual` stands still until it is advanced',
  },
  speed: {
    schema: wholeNumber(SPEED_RANGE.min, SPEED_RANGE.max),
    default: 1,
    help: 'how many times faster than the time of day the real clock runs',
  },
  apiKey: {
    schema: z
      .string('must be text')
      .min(MIN_API_KEY_LENGTH, `must have ${MIN_API_KEY_LENGTH} characters or more`)
      .nullable(),
    default: null,
    help: 'API key of customer 1, which a first start creates; made up and printed when not set',
    secret: true,
  },
  allowHttpCallbacks: {
    schema: flag,
    default: false,
    help: 'accept callbacks to plain `http:` URLs, which the real platform refuses',
  },
  callbackHosts: {
    schema: listOf(isHost, 'a host such as example.com or 10.0.0.7, nor *.example.com'),
    default: [],
    help: 'the only hosts that callbacks may go to, separated by commas (`*.example.com` for all below); empty: any',
  },
  sourceAddresses: {
    schema: listOf((item) => isIP(item) !== 0, 'an IP address'),
    default: [],
    help: 'local addresses that callbacks are sent from in turn, separated by commas; empty: the system chooses',
  },
  maxAttempts: {
    schema: wholeNumber(1, 1000),
    default: 10,
    help: 'tries of a callback request before it is parked',
  },
  retryBaseSeconds: {
    schema: wholeNumber(0, 86_400),
    default: 15,
    help: 'pause after a first failure; doubled each time',
  },
  retryCapSeconds: {
    schema: wholeNumber(0, 604_800),
    default: 3600,
    help: 'longest pause between two attempts',
  },
  keepAttempts: {
    schema: wholeNumber(0, 10_000_000),
    default: 10_000,
    help: 'how many attempts are remembered',
  },
  keepAttemptsHours: {
    schema: wholeNumber(1, 876_000),
    default: 168,
    help: 'for how many hours attempts are remembered',
  },
  keepRequests: {
    schema: wholeNumber(0, 10_000_000),
    default: 10_000,
    help: 'how many calls of the real API are remembered',
  },
  keepInboxRequests: {
    schema: wholeNumber(0, 1_000_000),
    default: 1000,
    help: 'how many requests each inbox remembers',
  },
  campaignRate: {
    schema: number(RATE).refine((value) => value >= 0.001 && value <= 1_000_000, RATE),
    default: 50,
    help: 'communications that a campaign sends per second, unless it says otherwise',
  },
  maxBodyBytes: {
    schema: wholeNumber(1024, 1_073_741_824),
    default: 10_485_760,
    help: 'largest JSON body of a request',
  },
  maxCsvBytes: {
    schema: wholeNumber(1024, 1_099_511_627_776),
    default: 1_073_741_824,
    help: 'largest CSV upload',
  },
  maxSnapshotBytes: {
    schema: wholeNumber(1024, 1_099_511_627_776),
    default: 17_179_869_184,
    help: 'largest snapshot that is restored',
  },
  certificateNames: {
    schema: listOf(isServerName, 'a host name or an IP address'),
    default: [],
    help: 'further names and addresses for the server certificate, separated by commas',
  },
  logLevel: {
    schema: z.enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      'must be debug, info, warn, error or silent',
    ),
    default: 'info',
    help: 'least important lines that the log shows: debug, info, warn, error, silent',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type Settings = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> };

/** What callers may give: any of the settings, in their own types or as text. */
export type SettingsInput = {
  [Name in SettingName]?: z.input<(typeof SETTINGS)[Name]['schema']> | undefined;
};

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** A setting's flag, `--http-port`. */
export function flagName(name: SettingName): string {
  return `--${kebab(name)}`;
}

/** A setting's name in the environment, `MOCK_WIRAYA_HTTP_PORT`. */
export function environmentName(name: SettingName): string {
  return `MOCK_WIRAYA_${kebab(name).replaceAll('-', '_').toUpperCase()}`;
}

/** What is shown of a secret. */
const MASKED = '***';

/** Every setting with what it is, for people to look at. */
export function runningSettings(settings: Settings): RunningSetting[] {
  return SETTING_NAMES.map((name) => {
    const { help, default: standard, secret }: Setting = SETTINGS[name];
    const value: SettingValue = settings[name];
    return {
      name,
      value: secret && value !== null ? MASKED : value,
      default: standard as SettingValue,
      flag: flagName(name),
      environment: environmentName(name),
      help,
    };
  });
}

/** Settings that cannot be used, each with where it came from and what would be right. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
  }
}

/** One place that settings come from, and what it calls them. */
interface Source {
  values: Readonly<Record<string, unknown>>;
  nameOf: (name: SettingName) => string;
}

/**
 * Settles every setting: flags go before the environment, that before the file, that before the defaults.
 * @throws SettingsError naming each wrong or unknown setting
 */
export function resolveSettings(sources: {
  /** Of the library, by the settings' own names. */
  options?: Readonly<Record<string, unknown>> | undefined;
  flags?: Readonly<Record<string, unknown>> | undefined;
  environment?: Readonly<Record<string, string | undefined>> | undefined;
  file?: { path: string; values: Readonly<Record<string, unknown>> } | undefined;
}): Settings {
  const { options = {}, flags = {}, environment = {}, file } = sources;
  const fromEnvironment = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, environment[environmentName(name)]]),
  );
  const ranked: Source[] = [
    { values: options, nameOf: (name) => name },
    { values: flags, nameOf: flagName },
    { values: fromEnvironment, nameOf: environmentName },
    { values: file?.values ?? {}, nameOf: (name) => `"${name}" in ${file?.path}` },
  ];
  const unknown = (names: readonly string[]) => names.filter((name) => !Object.hasOwn(SETTINGS, name));
  const problems = [
    ...unknown(Object.keys(options)).map((name) => `${name}: there is no such setting`),
    ...unknown(Object.keys(file?.values ?? {})).map(
      (name) => `"${name}" in ${file?.path}: there is no such setting`,
    ),
  ];
  const settings: Record<string, unknown> = {};
  for (const name of SETTING_NAMES) {
    const source = ranked.find(({ values }) => values[name] !== undefined);
    const given = source ? source.values[name] : SETTINGS[name].default;
    const parsed = (SETTINGS[name] as Setting).schema.safeParse(given);
    if (parsed.success) settings[name] = parsed.data;
    else
      problems.push(
        `${source?.nameOf(name) ?? name}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`,
      );
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return settings as Settings;
}

/**
 * Reads settings from a JSON file.
 * @throws SettingsError when it cannot be read or holds no JSON object
 */
export function readSettingsFile(path: string): { path: string; values: Record<string, unknown> } {
  const values = readJson('--config', path);
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
    return { path, values: values as Record<string, unknown> };
  }
  throw new SettingsError([`--config ${path}: must hold a JSON object of settings`]);
}

/**
 * Reads a JSON file that a setting names.
 * @param setting as the message is to call it
 * @throws SettingsError when it cannot be read or is no JSON, without quoting it: it may hold an API key
 */
export function readJson(setting: string, path: string): unknown {
  const unreadable = (problem: string) => new SettingsError([`${setting} ${path}: ${problem}`]);
  let json: string;
  try {
    json = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable((error as Error).message);
  }
  const fault = jsonFault(json);
  if (fault === null) return JSON.parse(json);
  const line = json.slice(0, fault.offset).split('\n').length;
  throw unreadable(`is not JSON: line ${line}: ${fault.reason}`);
}

function isHost(item: string): boolean {
  const host = item.replace(/^\*\./, '');
  return isIP(host) !== 0 || /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(host);
}

function isServerName(item: string): boolean {
  try {
    return serverNames([item]).length > 0;
  } catch {
    return false;
  }
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
