import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Agent, get as getPlain } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { environmentName, flagName, SETTING_NAMES, SETTINGS } from '../src/config.ts';
import { makeCertificate, type Receiver, startTlsReceiver } from './support/tls-receiver.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(ROOT, 'dist/main.cjs');
const FREE_PORTS = ['--http-port', '0', '--https-port', '0'];

/** For what comes when it comes. */
const PATIENTLY = { timeout: 15_000 };

/** Leaving takes no longer than this, in real ms. */
const LEAVES_WITHIN_MS = 2000;

// Does nothing when it is up to date, as it is after `npm test` has built it.
beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { stdio: 'pipe' });
}, 120_000);

let scratch: string;
let dataDir: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'mock-wiraya-cli-'));
  dataDir = join(scratch, 'data');
});

afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  rmSync(scratch, { recursive: true });
});

/** Starts the command with none of the settings of whoever runs the tests. */
function launch(args: readonly string[], environment: Record<string, string> = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MOCK_WIRAYA_'));
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: scratch,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  running.add(child);
  const closed = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, said, closed };
}

/** Runs the command to its end. */
async function run(args: readonly string[], environment?: Record<string, string>) {
  const { said, closed } = launch(args, environment);
  const code = await closed;
  return { code, ...said };
}

/** Starts a platform and waits until it has said where it listens. */
async function start(args: readonly string[] = [], environment?: Record<string, string>) {
  const { child, said, closed } = launch(['--data-dir', dataDir, ...FREE_PORTS, ...args], environment);
  const greeted = async () => {
    while (!/^ *Callbacks .*\n/m.test(said.out)) await once(child.stdout!, 'data');
  };
  const ended = closed.then((code) => {
    throw new Error(`it ended with ${code} and said: ${said.err}`);
  });
  await Promise.race([greeted(), ended]);
  ended.catch(() => {});
  const line = (name: string) => new RegExp(`^ *${name} +(.+)$`, 'm').exec(said.out)![1]!;
  const httpUrl = line('HTTP');
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${httpUrl}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer}`);
    return (response.headers.get('content-type')!.includes('json') ? JSON.parse(answer) : answer) as Answer;
  };
  return {
    said,
    httpUrl,
    httpsUrl: line('HTTPS').split(' ')[0]!,
    line,
    call,
    create: async (path: string, body: object) => (await call<{ id: number }>('POST', path, body)).id,
    /** @returns the exit code, and how many real ms it took to leave */
    async stop(signal: NodeJS.Signals = 'SIGTERM') {
      const startedAt = performance.now();
      child.kill(signal);
      const code = await closed;
      return { code, elapsedMs: performance.now() - startedAt };
    },
  };
}

type Running = Awaited<ReturnType<typeof start>>;

/** Sends an SMS under a manual clock and lets its report come in. */
async function sendSms({ call, create }: Running): Promise<void> {
  const sms = {
    customerId: 1,
    type: 'OUTGOING_SMS',
    recipient: '46701740605',
    sender: 'Acme',
    content: 'Hello',
  };
  await create('/v1/communications', sms);
  await call('POST', '/v1/clock/advance', { until: 'idle' });
}

const hashed = (apiKey: string) => createHash('sha256').update(apiKey).digest('hex');

/** What the store of a stopped platform holds as the hash of customer 1's API key. */
function storedKeyHash(): string {
  const db = new BetterSqlite3(join(dataDir, 'store.sqlite'), { readonly: true });
  try {
    return db.prepare<[], string>('SELECT api_key_hash FROM customers WHERE id = 1').pluck().get()!;
  } finally {
    db.close();
  }
}

describe('a start', () => {
  test('prints where everything is', async () => {
    const platform = await start(['--seed', 'abc', '--tick', '*/5 * * * * *', '--clock', 'manual']);
    expect(platform.said.out).toMatch(new RegExp(`^mock-wiraya ${packageJson.version}\n`));
    expect(platform.httpUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(platform.httpsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(platform.line('HTTPS')).toContain(`${platform.httpUrl}/v1/certificates/ca.pem`);
    expect(platform.line('API docs')).toBe(`${platform.httpUrl}/docs`);
    expect(platform.line('Store')).toBe(dataDir);
    expect(platform.line('Clock')).toBe('manual');
    expect(platform.line('Seed')).toBe('abc');
    expect(platform.line('Callbacks')).toBe('sent at */5 * * * * *');
    expect(platform.said.err).toBe('');
    expect(await platform.call('GET', '/v1/health')).toMatchObject({ status: 'ok', seed: 'abc' });
    expect((await fetch(`${platform.httpUrl}/docs`)).status).toBe(200);
  });

  test('on all addresses says so, and prints links that lead there', async () => {
    const platform = await start(['--host', '0.0.0.0', '--proxy-port', '0']);
    expect(platform.line('Listens')).toBe('on all addresses of this machine');
    for (const name of ['HTTP', 'HTTPS', 'Proxy', 'API docs'])
      expect(platform.line(name)).toMatch(/^https?:\/\/127\.0\.0\.1:\d+/);
    expect(platform.said.out).not.toContain('0.0.0.0');
    expect((await fetch(`${platform.httpUrl}/docs`)).status).toBe(200);
  });

  test('takes its settings from the environment and from a file, flags first', async () => {
    const file = join(scratch, 'mock.json');
    writeFileSync(file, JSON.stringify({ seed: 'file', speed: 3, clock: 'real' }));
    const platform = await start(['--config', file, '--seed', 'flag'], { MOCK_WIRAYA_SPEED: '5' });
    expect(platform.line('Seed')).toBe('flag');
    expect(platform.line('Clock')).toBe('real, 5 times as fast');
    await platform.stop();

    const again = await start([], { MOCK_WIRAYA_CONFIG: file });
    expect(again.line('Seed')).toBe('file');
    expect(again.line('Clock')).toBe('real, 3 times as fast');
  });

  test('keeps nothing when its data folder is :memory:', async () => {
    const platform = await start(['--data-dir', ':memory:']);
    expect(platform.line('Store')).toContain('in memory');
    await platform.stop();
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('questions about the command', () => {
  test('--help shows every setting with its flag, its name in the environment, its default and what it is for', async () => {
    const { code, out } = await run(['--help']);
    const help = out.replace(/\s+/g, ' ');
    expect(code).toBe(0);
    for (const name of SETTING_NAMES) {
      const { help: purpose, default: standard } = SETTINGS[name];
      expect(help).toContain(`${flagName(name)} `);
      expect(help).toContain(`[${environmentName(name)}]`);
      const usual = standard === null || String(standard) === '' ? '' : ` (default: ${standard})`;
      expect(help).toContain(`${purpose}${usual} [${environmentName(name)}]`);
    }
    expect(help).toContain('--config <file>');
    expect(help).toContain('MOCK_WIRAYA_CONFIG');
  });

  test('--version prints the version of the package', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });
});

test.each([
  [['--status', 'nope'], /--status.*nope.*one of DELIVERED, /],
  [['--customer', 'Acme'], /--customer.*Acme.*whole number/],
])('`mock-wiraya tail` refuses %j, which nothing would ever fit', async (args, message) => {
  expect(await run(['tail', ...args])).toEqual({ code: 1, out: '', err: expect.stringMatching(message) });
});

describe('a start that cannot be', () => {
  const refusals: [string, string[], Record<string, string>, string[]][] = [
    ['a wrong flag', ['--http-port', 'http'], {}, ['--http-port: must be a whole number from 0 to 65535']],
    [
      'a wrong name in the environment',
      [],
      { MOCK_WIRAYA_CLOCK: 'sundial' },
      ['MOCK_WIRAYA_CLOCK: must be one of'],
    ],
    [
      'several wrong values',
      ['--speed', '0', '--tick', 'often'],
      {},
      ['--speed: must be', '--tick: must be'],
    ],
    [
      'a wrong name for the certificate',
      ['--certificate-names', 'a b'],
      {},
      ['--certificate-names: "a b" is not'],
    ],
    ['an unknown flag', ['--colour', 'red'], {}, ["unknown option '--colour'"]],
    ['a flag without its value', ['--seed'], {}, ["'--seed <value>' argument missing"]],
    ['a word too many', ['serve'], {}, ['too many arguments']],
    [
      'a file that is not there',
      ['--config', 'missing.json'],
      {},
      ['--config missing.json: ', 'no such file'],
    ],
  ];
  test.each(refusals)(
    'because of %s says so, leaves with 1 and creates nothing',
    async (_what, args, environment, says) => {
      const { code, out, err } = await run(['--data-dir', dataDir, ...FREE_PORTS, ...args], environment);
      expect(code).toBe(1);
      expect(out).toBe('');
      for (const words of says) expect(err).toContain(words);
      expect(err).not.toMatch(/^ +at /m);
      expect(existsSync(dataDir)).toBe(false);
    },
  );

  test('because of an unknown setting in the file names it and the file', async () => {
    const file = join(scratch, 'mock.json');
    writeFileSync(file, '{"http-port": 8080}');
    const { code, err } = await run(['--data-dir', dataDir, '--config', file]);
    expect(code).toBe(1);
    expect(err).toBe(`"http-port" in ${file}: there is no such setting\n`);
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each(['http', 'https'])(
    'because its %s port is in use says so, and leaves the store to the next start',
    async (scheme) => {
      const holder = createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const { port } = holder.address() as AddressInfo;
      const { code, out, err } = await run([
        '--data-dir',
        dataDir,
        ...FREE_PORTS,
        `--${scheme}-port`,
        String(port),
      ]);
      holder.close();
      expect(code).toBe(1);
      expect(out).toBe('');
      expect(err).toBe(
        `${scheme}Port: port ${port} on 127.0.0.1 is in use; choose another one, or 0 for any that is free\n`,
      );
      await start();
    },
  );

  test('because its address is not one of this machine says so', async () => {
    const { code, err } = await run(['--data-dir', dataDir, ...FREE_PORTS, '--host', '192.0.2.1']);
    expect({ code, err }).toEqual({ code: 1, err: 'host: 192.0.2.1 is no address of this machine\n' });
  });

  test('because another one has the data folder says so, and does not disturb the other', async () => {
    const first = await start();
    const { code, out, err } = await run(['--data-dir', dataDir, ...FREE_PORTS]);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toBe(
      `${join(dataDir, 'store.sqlite')} is in use by another mock-wiraya: stop that one, or give this one another dataDir\n`,
    );
    expect(await first.call('GET', '/v1/health')).toMatchObject({ status: 'ok' });
    expect((await first.stop()).code).toBe(0);
  });
});

describe('what outlives a restart', () => {
  const EVERYTHING = [
    '/v1/customers',
    '/v1/projects',
    '/v1/contact-lists',
    '/v1/contact-lists/1/recipients',
    '/v1/campaigns',
    '/v1/callbacks',
    '/v1/communications',
    '/v1/deliveries',
    '/v1/clock',
    '/v1/certificates/ca.pem',
  ];
  const everything = async ({ call }: Running) =>
    Object.fromEntries(
      await Promise.all(EVERYTHING.map(async (path) => [path, await call('GET', path)] as const)),
    );

  test('is all data, the manual clock and the certificate authority', async () => {
    const receiver = await startTlsReceiver(await makeCertificate(), (_request, response) => response.end());
    try {
      const first = await start(['--clock', 'manual']);
      const { call, create } = first;
      const customerId = await create('/v1/customers', { name: 'Acme', whitelistMode: false });
      const project = { customerId, type: 'SMS', name: 'Reminders', sender: 'Acme', template: 'Hello {1}' };
      const projectId = await create('/v1/projects', project);
      const contactListId = await create('/v1/contact-lists', { customerId, name: 'Everyone' });
      const recipients = ['46701740605', '46701740606', '46701740607'].map((number) => ({
        number,
        fields: { 1: 'Ada' },
      }));
      await call('POST', `/v1/contact-lists/${contactListId}/recipients`, { recipients });
      const url = `https://127.0.0.1:${receiver.port}/callbacks`;
      await create('/v1/callbacks', { customerId, method: 'POST', url });
      const campaignId = await create('/v1/campaigns', {
        customerId,
        projectId,
        contactListId,
        name: 'June',
      });
      await call('POST', `/v1/campaigns/${campaignId}/start`);
      await call('POST', '/v1/clock/advance', { until: 'idle' });
      await create('/v1/communications', {
        customerId,
        type: 'OUTGOING_CALL',
        recipient: '46701740608',
        sender: '46701740609',
      });
      const before = await everything(first);
      expect(receiver.requests).toHaveLength(3);
      expect(before['/v1/communications']).toMatchObject({ items: { length: 4 } });
      expect(before['/v1/deliveries']).toMatchObject({ items: { length: 3 } });
      expect((await first.stop()).code).toBe(0);

      const second = await start(['--clock', 'manual']);
      expect(await everything(second)).toEqual(before);

      // The call of before still gets its reports, and what was delivered is not delivered again.
      await second.call('POST', '/v1/clock/advance', { until: 'idle' });
      expect(receiver.requests.length).toBeGreaterThan(3);
      const bodies = receiver.requests.map(({ body }) => body);
      expect(new Set(bodies).size).toBe(bodies.length);
    } finally {
      await receiver.close();
    }
  });

  test('is a manual clock that stands where it stood', async () => {
    const first = await start(['--clock', 'manual']);
    await first.call('POST', '/v1/clock/advance', { by: 'P400D' });
    const clock = await first.call<{ now: string }>('GET', '/v1/clock');
    expect(Date.parse(clock.now) - Date.now()).toBeGreaterThan(399 * 86_400_000);
    await first.stop();

    const second = await start(['--clock', 'manual']);
    expect(await second.call('GET', '/v1/clock')).toEqual(clock);
    await second.stop();

    // Not even a real clock turns time back.
    const third = await start(['--clock', 'real']);
    const { mode, now } = await third.call<{ mode: string; now: string }>('GET', '/v1/clock');
    expect(mode).toBe('real');
    expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse(clock.now));
  });
});

describe('the API key of customer 1', () => {
  const expectPrintedOnce = async () => {
    const first = await start();
    const [, apiKey] = /^(mw_\S{32}) \(customer 1\)$/.exec(first.line('API key'))!;
    await first.stop();
    expect(storedKeyHash()).toBe(hashed(apiKey!));

    const second = await start();
    expect(second.line('API key')).toBe('of customer 1, as printed by the first start');
    expect(second.said.out).not.toContain('mw_');
    await second.stop();
    expect(storedKeyHash()).toBe(hashed(apiKey!));
  };

  /** Tries a start whose port is taken. */
  const startInVain = async (...args: string[]) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const flags = ['--data-dir', dataDir, '--http-port', port, '--https-port', '0'];
    expect((await run([...flags, ...args])).code).toBe(1);
    taken.close();
  };

  test('is printed by the first start only', expectPrintedOnce);

  test('is printed by the first start that succeeds', async () => {
    await startInVain();
    await expectPrintedOnce();
  });

  test('is what --api-key says though the start that was told so failed', async () => {
    await startInVain('--api-key', 'a-key-of-mine');
    const first = await start();
    expect(first.line('API key')).toBe('of customer 1, as printed by the first start');
    await first.stop();
    expect(storedKeyHash()).toBe(hashed('a-key-of-mine'));
  });

  test('is what --api-key says, on a later start too', async () => {
    const first = await start(['--api-key', 'first-key-of-all']);
    expect(first.line('API key')).toBe('first-key-of-all (customer 1)');
    await first.stop();
    expect(storedKeyHash()).toBe(hashed('first-key-of-all'));

    const second = await start([], { MOCK_WIRAYA_API_KEY: 'another-key' });
    expect(second.line('API key')).toBe('another-key (customer 1)');
    await second.stop();
    expect(storedKeyHash()).toBe(hashed('another-key'));
  });
});

describe('leaving', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    // It takes what comes and never answers.
    receiver = await startTlsReceiver(await makeCertificate(), () => {});
  });
  afterAll(() => receiver.close());
  afterEach(() => {
    receiver.requests.length = 0;
  });

  /** Opens a connection and keeps it. */
  async function keepConnection(url: string): Promise<Agent> {
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(getPlain(`${url}/v1/health`, { agent }), 'response');
    await text(response);
    expect(Object.keys(agent.freeSockets)).toHaveLength(1);
    return agent;
  }

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'at %s is quick and clean while a kept connection stands idle',
    async (signal) => {
      const platform = await start();
      const agent = await keepConnection(platform.httpUrl);
      const { code, elapsedMs } = await platform.stop(signal);
      agent.destroy();
      expect(code).toBe(0);
      expect(elapsedMs).toBeLessThan(LEAVES_WITHIN_MS);
      expect(platform.said.err).toBe('');
    },
  );

  test('takes a Ctrl-C that npm passes on for the one that the terminal has sent', async () => {
    const platform = await start();
    const stopped = platform.stop('SIGINT');
    const { code } = await platform.stop('SIGINT');
    await stopped;
    expect(code).toBe(0);
  });

  test.each(['HTTP', 'HTTPS'])('is as quick while a connection to %s says nothing', async (name) => {
    const platform = await start();
    const { hostname, port } = new URL(name === 'HTTP' ? platform.httpUrl : platform.httpsUrl);
    const silent = connect(Number(port), hostname).on('error', () => {});
    await once(silent, 'connect');
    // Once another request has been answered, the platform has taken this connection, too.
    await platform.call('GET', '/v1/health');
    const { code, elapsedMs } = await platform.stop();
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(LEAVES_WITHIN_MS);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'at %s does not wait for a receiver that does not answer, and sends it again next time',
    async (signal) => {
      const platform = await start(['--clock', 'manual']);
      const url = `https://127.0.0.1:${receiver.port}/callbacks`;
      await platform.create('/v1/callbacks', { customerId: 1, method: 'POST', url });
      const agent = await keepConnection(platform.httpUrl);
      const sending = sendSms(platform).catch((error: unknown) => error);
      await expect.poll(() => receiver.requests.length, PATIENTLY).toBe(1);

      const { code, elapsedMs } = await platform.stop(signal);
      agent.destroy();
      await sending;
      expect(code).toBe(0);
      expect(elapsedMs).toBeLessThan(LEAVES_WITHIN_MS);

      const again = await start(['--clock', 'manual']);
      expect(await again.call('GET', '/v1/deliveries')).toMatchObject({ items: [{ state: 'PENDING' }] });
    },
  );

  test('keeps everything that it has answered for, while requests and callbacks are under way', async () => {
    const platform = await start(['--speed', '1000', '--tick', '* * * * * *']);
    const { port } = receiver;
    for (const name of ['a', 'b', 'c']) {
      const url = `https://127.0.0.1:${port}/${name}`;
      await platform.create('/v1/callbacks', { customerId: 1, method: 'POST', url, concurrency: 4 });
    }
    const answered: number[] = [];
    let goesOn = true;
    const client = async () => {
      while (goesOn) {
        const sms = {
          customerId: 1,
          type: 'OUTGOING_SMS',
          recipient: '46313900600',
          sender: 'Acme',
          content: 'Hello',
        };
        try {
          answered.push(await platform.create('/v1/communications', sms));
        } catch {
          // Refused or cut off: it has not been promised to be kept.
        }
      }
    };
    const clients = Array.from({ length: 8 }, client);
    await expect.poll(() => receiver.requests.length, PATIENTLY).toBeGreaterThan(2);
    await expect.poll(() => answered.length, PATIENTLY).toBeGreaterThan(50);
    const { code, elapsedMs } = await platform.stop();
    goesOn = false;
    await Promise.all(clients);
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(LEAVES_WITHIN_MS);

    const db = new BetterSqlite3(join(dataDir, 'store.sqlite'), { readonly: true });
    const kept = new Set(db.prepare<[], number>('SELECT id FROM communications').pluck().all());
    const waiting = db
      .prepare<[], number>("SELECT count(*) FROM deliveries WHERE state = 'PENDING'")
      .pluck()
      .get();
    db.close();
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);
    expect(waiting).toBeGreaterThan(2);
  });

  test('under the real clock is as quick', async () => {
    const platform = await start(['--speed', '1000']);
    const url = `https://127.0.0.1:${receiver.port}/callbacks`;
    await platform.create('/v1/callbacks', { customerId: 1, method: 'POST', url });
    await platform.create('/v1/communications', {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: '46313900600',
      sender: 'Acme',
      content: 'Hello',
    });
    await expect.poll(() => receiver.requests.length, PATIENTLY).toBe(1);
    const { code, elapsedMs } = await platform.stop();
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(LEAVES_WITHIN_MS);
  });
});

describe('secrets', () => {
  test('are in no line of the log', async () => {
    const receiver = await startTlsReceiver(await makeCertificate(), (_request, response) => {
      response.writeHead(500).end();
    });
    try {
      const platform = await start([
        '--clock',
        'manual',
        '--log-level',
        'debug',
        '--api-key',
        'secret-api-key',
      ]);
      const client = await makeCertificate();
      await platform.create('/v1/callbacks', {
        customerId: 1,
        method: 'POST',
        url: `https://127.0.0.1:${receiver.port}/callbacks`,
        auth: { username: 'acme', password: 'secret-password' },
        headers: { 'x-api-key': 'secret-header' },
        clientCertificate: client,
      });
      const { apiKey } = await platform.call<{ apiKey: string }>('POST', '/v1/customers', { name: 'Acme' });
      await sendSms(platform);
      const { code } = await platform.stop();
      expect(code).toBe(0);

      expect(receiver.requests[0]!.headers).toMatchObject({ 'x-api-key': 'secret-header' });
      expect(platform.said.err).toContain('delivery failed');
      for (const secret of [
        'secret-',
        Buffer.from('acme:secret-password').toString('base64'),
        client.key.split('\n')[1]!,
        'PRIVATE KEY',
        apiKey,
        hashed(apiKey),
      ]) {
        expect(platform.said.err).not.toContain(secret);
      }
      expect(platform.said.out.replace('secret-api-key (customer 1)', '')).not.toContain('secret-');
    } finally {
      await receiver.close();
    }
  });

  test.skipIf(process.platform === 'win32')('are in files that only their owner can read', async () => {
    const platform = await start();
    const mode = (path: string) => statSync(join(dataDir, path)).mode & 0o777;
    expect(mode('.')).toBe(0o700);
    expect(mode('certificates')).toBe(0o700);
    expect(mode('certificates/ca.key')).toBe(0o600);
    expect(mode('certificates/server.key')).toBe(0o600);
    for (const file of readdirSync(dataDir).filter((name) => name.startsWith('store.'))) {
      expect(mode(file), file).toBe(0o600);
    }
    await platform.stop();
  });
});

describe('HTTPS', () => {
  /** The status of a verified request. */
  async function verified(port: string, options: RequestOptions): Promise<number> {
    const [response] = await once(get({ port, path: '/v1/health', agent: false, ...options }), 'response');
    response.resume();
    return response.statusCode;
  }

  test('is good for this machine and for the platform, to whoever trusts the authority that it hands out', async () => {
    const platform = await start(['--certificate-names', 'mock.test']);
    const ca = await platform.call<string>('GET', '/v1/certificates/ca.pem');
    expect(new X509Certificate(ca).ca).toBe(true);
    const { port } = new URL(platform.httpsUrl);
    expect(await verified(port, { ca, host: 'localhost' })).toBe(200);
    expect(await verified(port, { ca, host: '127.0.0.1' })).toBe(200);
    for (const servername of ['api.wiraya.com', 'api.wiraya.ai', 'mock.test']) {
      expect(await verified(port, { ca, host: '127.0.0.1', servername })).toBe(200);
    }
    await expect(verified(port, { ca, host: '127.0.0.1', servername: 'other.test' })).rejects.toThrow(
      /altnames/,
    );
    await expect(verified(port, { host: 'localhost' })).rejects.toThrow(
      /self-signed certificate in certificate chain/,
    );
  });
});
