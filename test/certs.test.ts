import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certs } from '../src/commands/certs.ts';
import { openAuthority } from '../src/tls/authority.ts';
import { exportsFor, guideFor } from '../src/tls/trust/guide.ts';
import { SHELLS, type ShellName, shellAtHand } from '../src/tls/trust/shells.ts';
import type { Trust } from '../src/tls/trust/trust.ts';
import { type Api, startApi } from './support/api.ts';
import { runProgram } from './support/clients.ts';
import { buildCommand } from './support/command.ts';
import { type Scratch, scratch } from './support/files.ts';
import { hasProgram } from './support/programs.ts';

const COMMAND = fileURLToPath(new URL('../dist/main.cjs', import.meta.url));

const VARIABLES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'];

const HERE = { platform: 'linux', shell: '/bin/bash' } as const;

/** What a shell would make much of if it were not quoted. */
const AWKWARD = [
  '/with spaces/in  it',
  "/it's/'quoted'",
  '/"double" `ticks` $(id) $HOME ~ * ? [a] {b,c} !! \\n \\',
  '/a;b&c|d<e>f#g%h^i(j)',
  '/ending with a backslash\\',
  '/Åsa 😀 ‘typographic’',
];

let files: Scratch;
let dataDir: string;
let pem: string;
let certificate: X509Certificate;
beforeAll(async () => {
  files = scratch();
  dataDir = join(files.path, "people's data");
  const directory = join(dataDir, 'certificates');
  pem = (await openAuthority({ directory, names: [], now: new Date() })).caCert;
  certificate = new X509Certificate(pem);
});
beforeAll(buildCommand, 120_000);
afterAll(() => files.remove());

/** Runs a program to its end, with none of the settings of whoever runs the tests. */
const run = (program: string, args: readonly string[], environment = {}) =>
  runProgram(program, args, { directory: files.path, environment });

const command = (args: readonly string[], environment?: Record<string, string>) =>
  run(process.execPath, [COMMAND, 'certs', ...args], environment);

const trust = (shell: ShellName, more: Partial<Trust> = {}): Trust => ({
  shell: SHELLS[shell],
  platform: 'linux',
  file: '/data/ca.pem',
  certificate,
  proxy: null,
  ...more,
});
const lines = (shell: ShellName, more: Partial<Trust> = {}) => guideFor(trust(shell, more)).join('\n');

describe('mock-wiraya certs --help', () => {
  it('tells of the folder that it looks into', async () => {
    expect((await command(['--help'])).out).toMatch(/--data-dir <value> .*MOCK_WIRAYA_DATA_DIR/);
  });
});

describe('mock-wiraya certs --env', () => {
  it('sets the variables for what evaluates it, and says nothing else', () => {
    const written = VARIABLES.map((name) => `export ${name}='/data/ca.pem'`);
    expect(exportsFor(trust('bash'))).toEqual(written);
  });

  it('is what bash makes programs find the certificate by, from a folder of any name', async () => {
    const script = 'eval "$("$0" "$1" certs --env --data-dir "$2")" && exec "$0" -p "$3"';
    const program = 'JSON.stringify(process.env)';
    const { out, err } = await run('bash', [
      '-c',
      script,
      process.execPath,
      COMMAND,
      "people's data",
      program,
    ]);
    expect(err).toBe('');
    const environment = JSON.parse(out);
    for (const name of VARIABLES) expect(readFileSync(environment[name], 'utf8'), name).toBe(pem);
    expect(environment).not.toHaveProperty('HTTPS_PROXY');
  });

  it('sets the proxy as well when it is told of one', () => {
    const all = exportsFor(trust('bash', { proxy: new URL('http://127.0.0.1:4020/') }));
    expect(all).toContain("export HTTPS_PROXY='http://127.0.0.1:4020'");
  });
});

describe('where the certificate comes from', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.platform.close());

  it('a running platform gives it, and it is kept in a file', async () => {
    const out = join(files.path, 'kept.pem');
    const args = ['--env', '--shell', 'bash', '--url', api.platform.httpUrl, '--out', 'kept.pem'];
    expect((await command(args)).out).toContain(`export SSL_CERT_FILE='${out}'\n`);
    expect(readFileSync(out, 'utf8')).toBe(api.platform.caCertificate);
  });

  const refused = (options: Partial<Parameters<typeof certs>[0]>, folder = dataDir) =>
    expect(certs({ out: join(files.path, 'refused.pem'), ...options }, { dataDir: folder, ...HERE })).rejects;

  it('nothing is kept of what is no certificate', async () => {
    const elsewhere = `${api.platform.httpUrl}/docs?`;
    await refused({ url: elsewhere }).toThrow(`${elsewhere}: there is no certificate of an authority there`);
    await refused({ url: `${api.platform.httpUrl}/v1` }).toThrow(/answered 404: is it a platform\?/);
    expect(existsSync(join(files.path, 'refused.pem'))).toBe(false);
  });

  it('says so when there is none to be had', async () => {
    await refused({}, 'nowhere').toThrow(
      /^there is no certificate authority at .*nowhere.*--data-dir.*--url/,
    );
    await refused({}, ':memory:').toThrow(/^a platform in memory .*--url while it runs$/);
    await refused({ url: 'http://127.0.0.1:1' }).toThrow(/^no platform answers at http:\/\/127\.0\.0\.1:1 /);
  });

  it.each(['127.0.0.1:4020', 'https://127.0.0.1:4020', 'http://proxy'])('%s is no proxy', async (proxy) => {
    await refused({ proxy }).toThrow(`--proxy ${proxy}: must be the URL that the platform shows`);
  });

  it('a failure is told without a trace of the program', async () => {
    const { code, out, err } = await command(['--data-dir', 'nowhere']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^there is no certificate authority at .*\n$/);
  });
});

describe('the guide', () => {
  it('is printed for the shell at hand', async () => {
    const { code, out } = await command(['--data-dir', dataDir], { SHELL: '/usr/bin/fish' });
    expect(code).toBe(0);
    expect(out).toContain('set -gx NODE_EXTRA_CA_CERTS ');
    expect(out).toContain(certificate.fingerprint256);
  });

  it.each(['Node', 'Python', 'Go', '.NET', 'Java', 'PHP', 'curl', 'The system'])('tells of %s', (client) => {
    expect(lines('bash')).toMatch(new RegExp(`^# .*${client.replace('.', '\\.')}`, 'm'));
  });

  it('tells of the proxy only to whoever asks', () => {
    const proxy = new URL('http://127.0.0.1:4020');
    expect(lines('bash')).not.toMatch(/proxy/i);
    expect(lines('bash', { proxy })).toContain("export HTTPS_PROXY='http://127.0.0.1:4020'");
    expect(lines('bash', { proxy })).toContain("java '-Dhttps.proxyHost=127.0.0.1' '-Dhttps.proxyPort=4020'");
  });

  it.each<[NodeJS.Platform, ShellName, string]>([
    [
      'linux',
      'bash',
      "sudo cp '/data/ca.pem' /usr/local/share/ca-certificates/mock-wiraya.crt; sudo update-ca-certificates",
    ],
    [
      'darwin',
      'zsh',
      "security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db '/data/ca.pem'",
    ],
    ['win32', 'cmd', 'certutil -user -addstore Root "/data/ca.pem"'],
  ])('speaks to the system at hand: %s', (platform, shell, command) => {
    expect(lines(shell, { platform }).split('\n')).toContain(command);
  });

  it('has no quote in what is for people, where shells that know no comments would wait for another', () => {
    const proxy = new URL('http://127.0.0.1:4020');
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const comments = lines('bash', { platform, proxy })
        .split('\n')
        .filter((line) => line.startsWith('#'));
      expect(comments.length).toBeGreaterThan(15);
      expect(comments.filter((line) => /['"`!]/.test(line))).toEqual([]);
    }
  });
});

describe('the shell at hand', () => {
  it.each<[string | undefined, NodeJS.Platform, ShellName]>([
    ['/bin/bash', 'linux', 'bash'],
    ['/usr/local/bin/fish', 'linux', 'fish'],
    ['/bin/zsh', 'darwin', 'zsh'],
    ['/bin/sh', 'linux', 'bash'],
    [undefined, 'linux', 'bash'],
    [undefined, 'win32', 'powershell'],
    ['C:\\Program Files\\Git\\usr\\bin\\bash.exe', 'win32', 'bash'],
  ])('SHELL %s on %s is %s', (shell, platform, name) => {
    expect(shellAtHand(shell, platform)).toBe(name);
  });
});

describe('every path arrives as it is', () => {
  const shells: [ShellName, string, string[]][] = [
    ['bash', 'bash', ['-c']],
    ['zsh', 'zsh', ['-f', '-c']],
    ['fish', 'fish', ['--no-config', '-c']],
  ];
  describe.each(shells)('in %s', (name, binary, flags) => {
    it.skipIf(!hasProgram(binary, '--version'))('as a variable and as a word', async () => {
      const { quote, set } = SHELLS[name];
      const program = quote('JSON.stringify([process.env, process.argv.slice(1)])');
      const script = [
        ...AWKWARD.map((path, index) => set(`FOUND_${index}`, path)),
        [quote(process.execPath), '-p', program, '--', ...AWKWARD.map(quote)].join(' '),
      ];
      const { out, err } = await run(binary, [...flags, script.join('\n')]);
      expect(err).toBe('');
      const [environment, words] = JSON.parse(out);
      expect(words).toEqual(AWKWARD);
      expect(AWKWARD.map((_, index) => environment[`FOUND_${index}`])).toEqual(AWKWARD);
    });
  });

  it('in PowerShell, as its documentation has it: quotes of every kind are doubled', () => {
    expect(SHELLS.powershell.set('FOUND', "C:\\it's $x ‘y’")).toBe("$env:FOUND = 'C:\\it''s $x ‘‘y’’'");
  });

  it('in cmd, which has no way to write some', () => {
    expect(SHELLS.cmd.set('FOUND', "C:\\it's & that")).toBe('set "FOUND=C:\\it\'s & that"');
    expect(() => SHELLS.cmd.set('FOUND', 'a"b')).toThrow(/choose another --shell/);
    expect(() => exportsFor(trust('cmd', { file: '/a\nb' }))).toThrow(/choose another --shell/);
  });
});
