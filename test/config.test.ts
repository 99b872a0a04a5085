import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  environmentName,
  flagName,
  readSettingsFile,
  resolveSettings,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type Settings,
  SettingsError,
} from '../src/config.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mock-wiraya-config-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

type Sources = Parameters<typeof resolveSettings>[0];

const file = (values: Record<string, unknown>) => ({ path: 'mock.json', values });

/** What is wrong with the settings, one problem a line. */
function problemsOf(sources: Sources): string[] {
  try {
    resolveSettings(sources);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as Error).message.split('\n');
  }
  return [];
}

/** One value from each of the three places. */
function everyWay(name: SettingName, text: string): [string, Sources][] {
  return [
    [flagName(name), { flags: { [name]: text } }],
    [environmentName(name), { environment: { [environmentName(name)]: text } }],
    [`"${name}" in mock.json`, { file: file({ [name]: text }) }],
  ];
}

describe('where a setting comes from', () => {
  test('without any source every setting has its default', () => {
    const settings = resolveSettings({});
    expect(Object.keys(settings)).toEqual(SETTING_NAMES);
    for (const name of SETTING_NAMES) expect(settings[name]).toEqual(SETTINGS[name].default);
  });

  test('flags go before the environment, that before the file, that before the default', () => {
    const flags = { httpPort: '1' };
    const environment = { MOCK_WIRAYA_HTTP_PORT: '2' };
    const inFile = file({ httpPort: 3 });
    expect(resolveSettings({ flags, environment, file: inFile }).httpPort).toBe(1);
    expect(resolveSettings({ environment, file: inFile }).httpPort).toBe(2);
    expect(resolveSettings({ file: inFile }).httpPort).toBe(3);
    expect(resolveSettings({}).httpPort).toBe(4010);
  });

  test('each setting is looked for by itself', () => {
    const settings = resolveSettings({
      flags: { host: '::1' },
      environment: { MOCK_WIRAYA_SEED: 'abc' },
      file: file({ speed: 60 }),
    });
    expect(settings).toMatchObject({ host: '::1', seed: 'abc', speed: 60, clock: 'real' });
  });

  test('a falsy value hides what comes after it', () => {
    const settings = resolveSettings({
      flags: { httpPort: 0, allowHttpCallbacks: false, callbackHosts: [] },
      environment: {
        MOCK_WIRAYA_HTTP_PORT: '8080',
        MOCK_WIRAYA_ALLOW_HTTP_CALLBACKS: 'true',
        MOCK_WIRAYA_CALLBACK_HOSTS: 'a.example',
      },
    });
    expect(settings).toMatchObject({ httpPort: 0, allowHttpCallbacks: false, callbackHosts: [] });
  });

  test('undefined is as good as not given', () => {
    const environment = { MOCK_WIRAYA_HTTP_PORT: '2' };
    expect(resolveSettings({ flags: { httpPort: undefined }, environment }).httpPort).toBe(2);
  });

  test('a value that is hidden need not be right', () => {
    expect(resolveSettings({ flags: { speed: 2 }, environment: { MOCK_WIRAYA_SPEED: 'fast' } }).speed).toBe(
      2,
    );
  });
});

describe('names', () => {
  test.each<[SettingName, string, string]>([
    ['host', '--host', 'MOCK_WIRAYA_HOST'],
    ['httpPort', '--http-port', 'MOCK_WIRAYA_HTTP_PORT'],
    ['apiKey', '--api-key', 'MOCK_WIRAYA_API_KEY'],
    ['allowHttpCallbacks', '--allow-http-callbacks', 'MOCK_WIRAYA_ALLOW_HTTP_CALLBACKS'],
    ['keepAttemptsHours', '--keep-attempts-hours', 'MOCK_WIRAYA_KEEP_ATTEMPTS_HOURS'],
    ['keepRequests', '--keep-requests', 'MOCK_WIRAYA_KEEP_REQUESTS'],
  ])('%s is the flag %s and %s in the environment', (name, flag, environment) => {
    expect(flagName(name)).toBe(flag);
    expect(environmentName(name)).toBe(environment);
  });

  test('no two settings share a name', () => {
    expect(new Set(SETTING_NAMES.map(flagName)).size).toBe(SETTING_NAMES.length);
    expect(new Set(SETTING_NAMES.map(environmentName)).size).toBe(SETTING_NAMES.length);
  });
});

describe('wrong values', () => {
  const wrong: Record<SettingName, { texts: string[]; says: RegExp }> = {
    host: { texts: [''], says: /must not be empty/ },
    httpPort: {
      texts: ['', ' ', '65536', '-1', '80.5', '0x50', '1e3', 'http'],
      says: /whole number from 0 to 65535/,
    },
    httpsPort: { texts: ['', '99999999999999999999'], says: /whole number from 0 to 65535/ },
    proxyPort: { texts: ['', '65536', 'yes'], says: /whole number from 0 to 65535/ },
    dataDir: { texts: [''], says: /must not be empty/ },
    tick: {
      texts: ['', 'often', '61 * * * * *', '* * *'],
      says: /cron expression such as "\*\/15 \* \* \* \* \*"/,
    },
    seed: { texts: [''], says: /must not be empty/ },
    profile: { texts: [''], says: /must not be empty/ },
    profileFiles: { texts: ['quiet.yaml', 'a.json,b'], says: /is not the path of a .json file/ },
    seedFile: { texts: [''], says: /must not be empty/ },
    alive: { texts: ['', 'perhaps', '2'], says: /must be true or false/ },
    clock: { texts: ['', 'fast', 'REAL'], says: /must be one of real, manual/ },
    speed: { texts: ['', '0', '1.5', '1000001'], says: /whole number from 1 to 1000000/ },
    apiKey: { texts: ['', 'short'], says: /8 characters or more/ },
    allowHttpCallbacks: { texts: ['', 'perhaps', '2'], says: /must be true or false/ },
    callbackHosts: {
      texts: ['https://a.example', 'a.example:443', 'a.example/path', '*', 'a.*.example'],
      says: /is not a host such as/,
    },
    sourceAddresses: {
      texts: ['localhost', '127.0.0.1,127.0.0', '127.0.0.1 127.0.0.2'],
      says: /is not an IP address/,
    },
    maxAttempts: { texts: ['', '0', '1001'], says: /whole number from 1 to 1000/ },
    retryBaseSeconds: { texts: ['', '-1', '86401'], says: /whole number from 0 to 86400/ },
    retryCapSeconds: { texts: ['', '604801'], says: /whole number from 0 to 604800/ },
    keepAttempts: { texts: ['', '10000001'], says: /whole number from 0 to 10000000/ },
    keepAttemptsHours: { texts: ['', '0', '876001'], says: /whole number from 1 to 876000/ },
    keepRequests: { texts: ['', '-1', 'all'], says: /whole number from 0 to 10000000/ },
    keepInboxRequests: { texts: ['', '-1', '1000001'], says: /whole number from 0 to 1000000/ },
    campaignRate: {
      texts: ['', '0', '-5', '0.0001', '1000001', 'Infinity'],
      says: /number from 0.001 to 1000000/,
    },
    maxBodyBytes: { texts: ['', '1023', '10MB'], says: /whole number from 1024 to 1073741824/ },
    maxCsvBytes: { texts: ['', '1023'], says: /whole number from 1024 to 1099511627776/ },
    maxSnapshotBytes: { texts: ['', '1023'], says: /whole number from 1024 to 1099511627776/ },
    certificateNames: {
      texts: ['not a name', 'mock.test,https://mock.test'],
      says: /is not a host name or an IP address/,
    },
    logLevel: { texts: ['', 'verbose'], says: /must be debug, info, warn, error or silent/ },
  };

  describe.each(SETTING_NAMES)('%s', (name) => {
    const { texts, says } = wrong[name];
    test.each(texts)('%j is refused, wherever it comes from', (text) => {
      for (const [source, sources] of everyWay(name, text)) {
        const problems = problemsOf(sources);
        expect(problems).toHaveLength(1);
        expect(problems[0]!.startsWith(`${source}: `), `${problems[0]} names ${source}`).toBe(true);
        expect(problems[0]).toMatch(says);
      }
    });
  });

  test.each<[SettingName, unknown]>([
    ['httpPort', null],
    ['httpPort', true],
    ['httpPort', []],
    ['httpPort', 80.5],
    ['host', 127],
    ['seed', null],
    ['seed', {}],
    ['allowHttpCallbacks', 1],
    ['callbackHosts', { host: 'a.example' }],
    ['callbackHosts', [1]],
    ['callbackHosts', ['']],
    ['apiKey', 12_345_678],
    ['logLevel', null],
  ])('%s cannot be the JSON value %j', (name, value) => {
    const problems = problemsOf({ file: file({ [name]: value }) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^"${name}" in mock\\.json: .*(must (not )?be|is not) `));
    expect(problems[0]).not.toContain('Invalid input');
  });

  test('all wrong settings are named at once', () => {
    const problems = problemsOf({
      flags: { speed: 'fast' },
      environment: { MOCK_WIRAYA_CLOCK: 'sundial' },
      file: file({ httpPort: 'http' }),
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      '"httpPort" in mock.json',
      '--speed',
      'MOCK_WIRAYA_CLOCK',
    ]);
  });

  test('a refused API key is not repeated', () => {
    for (const [, sources] of everyWay('apiKey', 'hunter2')) {
      expect(problemsOf(sources).join()).not.toContain('hunter2');
    }
  });
});

describe('settings that there are not', () => {
  test.each(['http-port', 'HTTPPORT', 'colour', 'toString', 'constructor', ''])(
    '%j in the file is refused',
    (name) => {
      expect(problemsOf({ file: file({ [name]: 1 }) })).toEqual([
        `"${name}" in mock.json: there is no such setting`,
      ]);
    },
  );

  test('what else stands in the environment does not matter', () => {
    expect(resolveSettings({ environment: { PATH: '/bin', HTTP_PORT: '1', PORT: '2' } })).toEqual(
      resolveSettings({}),
    );
  });
});

describe('ways to write a value', () => {
  test.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['yes', true],
    ['on', true],
    ['false', false],
    ['0', false],
    ['no', false],
    ['off', false],
  ])('the text %j is %j', (text, value) => {
    for (const [, sources] of everyWay('allowHttpCallbacks', text)) {
      expect(resolveSettings(sources).allowHttpCallbacks).toBe(value);
    }
  });

  test.each([
    ['', []],
    ['a.example', ['a.example']],
    ['a.example,*.b.example', ['a.example', '*.b.example']],
    [' a.example , 10.0.0.7 , ', ['a.example', '10.0.0.7']],
    ['::1,,fd00::7', ['::1', 'fd00::7']],
  ])('the list %j is %j', (text, items) => {
    for (const [, sources] of everyWay('callbackHosts', text)) {
      expect(resolveSettings(sources).callbackHosts).toEqual(items);
    }
  });

  test('a number may have space around it, as files of environments have', () => {
    for (const [, sources] of everyWay('httpPort', ' 8080 '))
      expect(resolveSettings(sources).httpPort).toBe(8080);
  });

  test('a seed is text, also when it is written as a number', () => {
    expect(resolveSettings({ file: file({ seed: 42 }) }).seed).toBe('42');
    expect(resolveSettings({ flags: { seed: '042' } }).seed).toBe('042');
  });

  test('in the file, null means that there is no API key', () => {
    expect(resolveSettings({ file: file({ apiKey: null }) }).apiKey).toBeNull();
  });
});

describe('valid settings', () => {
  const host = fc.constantFrom('a.example', '*.b.example', 'localhost', '10.0.0.7', '::1');
  const word = fc.stringMatching(/^[\x21-\x7e]{8,40}$/);
  const values: { [Name in SettingName]: fc.Arbitrary<Settings[Name]> } = {
    host: fc.constantFrom('127.0.0.1', '0.0.0.0', '::1', 'localhost'),
    httpPort: fc.integer({ min: 0, max: 65_535 }),
    httpsPort: fc.integer({ min: 0, max: 65_535 }),
    proxyPort: fc.integer({ min: 0, max: 65_535 }),
    dataDir: word,
    tick: fc.constantFrom('*/15 * * * * *', '* * * * *', '0 */5 8-18 * * 1-5'),
    seed: fc.string({ minLength: 1 }),
    profile: word,
    profileFiles: fc.array(fc.constantFrom('quiet.json', '/profiles/busy.json')),
    seedFile: word,
    alive: fc.boolean(),
    clock: fc.constantFrom('real', 'manual'),
    speed: fc.integer({ min: 1, max: 1_000_000 }),
    apiKey: word,
    allowHttpCallbacks: fc.boolean(),
    callbackHosts: fc.array(host),
    sourceAddresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6())),
    maxAttempts: fc.integer({ min: 1, max: 1000 }),
    retryBaseSeconds: fc.integer({ min: 0, max: 86_400 }),
    retryCapSeconds: fc.integer({ min: 0, max: 604_800 }),
    keepAttempts: fc.integer({ min: 0, max: 10_000_000 }),
    keepAttemptsHours: fc.integer({ min: 1, max: 876_000 }),
    keepRequests: fc.integer({ min: 0, max: 10_000_000 }),
    keepInboxRequests: fc.integer({ min: 0, max: 1_000_000 }),
    campaignRate: fc.integer({ min: 1, max: 1_000_000_000 }).map((thousandths) => thousandths / 1000),
    maxBodyBytes: fc.integer({ min: 1024, max: 1_073_741_824 }),
    maxCsvBytes: fc.integer({ min: 1024, max: 1_099_511_627_776 }),
    maxSnapshotBytes: fc.integer({ min: 1024, max: 1_099_511_627_776 }),
    certificateNames: fc.array(fc.constantFrom('mock.test', '*.mock.test', '192.168.1.20', 'fd00::20')),
    logLevel: fc.constantFrom('debug', 'info', 'warn', 'error', 'silent'),
  };
  const some = fc.record(values, { requiredKeys: [] });

  test('are the same through flags, the environment and the file, as text and in their own types', () => {
    fc.assert(
      fc.property(some, (given) => {
        const texts = Object.entries(given).map(
          ([name, value]) => [name as SettingName, String(value)] as const,
        );
        const asText = Object.fromEntries(texts);
        const environment = Object.fromEntries(texts.map(([name, text]) => [environmentName(name), text]));
        const expected = { ...resolveSettings({}), ...given };
        expect(resolveSettings({ flags: given })).toEqual(expected);
        expect(resolveSettings({ flags: asText })).toEqual(expected);
        expect(resolveSettings({ environment })).toEqual(expected);
        expect(resolveSettings({ file: file(JSON.parse(JSON.stringify(given))) })).toEqual(expected);
        expect(resolveSettings({ file: file(asText) })).toEqual(expected);
      }),
    );
  });

  test('come out of the file that they were written to', () => {
    fc.assert(
      fc.property(some, (given) => {
        const path = join(directory, 'settings.json');
        writeFileSync(path, JSON.stringify(given));
        expect(resolveSettings({ file: readSettingsFile(path) })).toEqual({
          ...resolveSettings({}),
          ...given,
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('a file of settings', () => {
  const written = (text: string) => {
    const path = join(directory, 'written.json');
    writeFileSync(path, text);
    return path;
  };

  test('that is not there is named', () => {
    const path = join(directory, 'missing.json');
    expect(() => readSettingsFile(path)).toThrow(`--config ${path}: ENOENT`);
  });

  test('that is not JSON is named with the line at fault', () => {
    const path = written('{\n  "httpPort": 1,\n  "speed": fast\n}');
    expect(() => readSettingsFile(path)).toThrow(
      new SettingsError([`--config ${path}: is not JSON: line 3: a value should stand here`]),
    );
  });

  test('that is not JSON does not show what is in it', () => {
    const path = written('{"apiKey": "hunter2-hunter2" "speed": 1}');
    expect(() => readSettingsFile(path)).toThrow(SettingsError);
    expect(() => readSettingsFile(path)).not.toThrow(/hunter2/);
  });

  test.each(['[]', '"text"', 'null', '1'])('that holds %s holds no settings', (json) => {
    expect(() => readSettingsFile(written(json))).toThrow(/must hold a JSON object of settings/);
  });

  test('that is empty as an object changes nothing', () => {
    expect(resolveSettings({ file: readSettingsFile(written('{}')) })).toEqual(resolveSettings({}));
  });
});
