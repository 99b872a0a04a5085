import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, mobile, type Page, startApi } from '../support/api.ts';
import { pythonWith, type Ran, runProgram } from '../support/clients.ts';
import { buildCommand } from '../support/command.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { hasProgram } from '../support/programs.ts';

const API_KEY = 'key-of-a-production-client';
const COMMAND = fileURLToPath(new URL('../../dist/main.cjs', import.meta.url));
const CLIENTS = fileURLToPath(new URL('./clients/', import.meta.url));

const HAS_CURL = hasProgram('curl', '--version');
/** Where a program can be given a hosts file of its own. */
const NAMESPACE = ['--user', '--map-root-user', '--mount'];
const CAN_HAVE_HOSTS = hasProgram('unshare', ...NAMESPACE, 'true');
const HAS_GO = hasProgram('go', 'version');

const REQUESTS = pythonWith('requests');
const HTTPX = pythonWith('httpx');

let api: Api;
let files: Scratch;
/** What `mock-wiraya certs` has a shell set, and nothing else: real names, TLS, a proxy. */
let trusting: Record<string, string>;

beforeAll(buildCommand, 120_000);
beforeAll(async () => {
  files = scratch();
  api = await startApi({ proxyPort: 0, apiKey: API_KEY, profile: 'all-delivered' });
  trusting = await evaluated([
    ...['--url', api.platform.httpUrl],
    ...['--out', join(files.path, "somebody's ca.pem")],
    ...['--proxy', api.platform.proxyUrl!],
  ]);
});
afterAll(async () => {
  await api.platform.close();
  files.remove();
});

const run = (program: string, args: readonly string[], environment: Record<string, string> = trusting) =>
  runProgram(program, args, {
    directory: files.path,
    environment: { WIRAYA_API_KEY: API_KEY, ...environment },
  });

/** The variables that a bash has once it has evaluated what the command prints, but for its own. */
async function evaluated(flags: readonly string[]): Promise<Record<string, string>> {
  const script = 'eval "$("$@")" && exec env -0';
  const certs = [process.execPath, COMMAND, 'certs', '--env', '--shell', 'bash', ...flags];
  const { out, err } = await run('bash', ['-c', script, 'bash', ...certs], {});
  expect(err).toBe('');
  const all = out.split('\0').map((line) => line.split(/=(.*)/s) as [string, string]);
  return Object.fromEntries(all.filter(([name]) => /^(NODE_|SSL_|REQUESTS_|CURL_|HTTPS_)/.test(name)));
}

/** What a client has printed. */
function reportOf({ code, out, err }: Ran) {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

/** What the platform has of a client that did its whole work for this recipient. */
async function expectWorkDone(ran: Ran, recipient: string): Promise<void> {
  const report = reportOf(ran);
  const id = expect.stringMatching(/^\d{50,60}$/);
  expect(report).toMatchObject({
    enqueued: {
      results: {
        [`order-${recipient}`]: {
          trackingId: expect.stringMatching(/^[0-9a-f]{32}$/),
          success: true,
          isTransientError: false,
        },
      },
    },
    sent: { Result: expect.stringMatching(/^\d+$/) },
    status: { Result: 'SENT' },
    token: { authenticated: true, tokenExpires: expect.stringMatching(/^[\d-]{10}T[\d:]{8}\.\d{7}Z$/) },
    contact: { id: [id], error: false, failures: {} },
    event: { id },
  });
  await api.settle();
  const { items } = await api.read<Page>(`/communications?recipient=${recipient}`);
  const sms = { type: 'OUTGOING_SMS', sender: 'Acme', recipient, status: 'DELIVERED' };
  expect(items).toMatchObject([
    { ...sms, content: 'Hej Åsa 😀' },
    { ...sms, id: Number(report.sent.Result), content: 'Välkommen!' },
  ]);
}

describe('a production client, without a changed line, by what `mock-wiraya certs --env` sets', () => {
  it.skipIf(!HAS_CURL)('in bash, with curl', async () => {
    await expectWorkDone(await run('bash', [`${CLIENTS}curl.sh`, mobile(1)]), mobile(1));
  });

  it('in Node, with fetch', async () => {
    // That its reading of a proxy's variables may change, Node 22 says itself.
    const node = ['--disable-warning=UNDICI-EHPA', `${CLIENTS}node.mjs`];
    await expectWorkDone(await run(process.execPath, [...node, mobile(2)]), mobile(2));
  });

  it.skipIf(!REQUESTS)('in Python, with requests', async () => {
    await expectWorkDone(await run(REQUESTS!, [`${CLIENTS}python_requests.py`, mobile(3)]), mobile(3));
  });

  it.skipIf(!HTTPX)('in Python, with httpx', async () => {
    await expectWorkDone(await run(HTTPX!, [`${CLIENTS}python_httpx.py`, mobile(4)]), mobile(4));
  });

  describe.skipIf(!HAS_GO)('in Go', () => {
    let client: string;
    beforeAll(async () => {
      client = join(files.path, 'client');
      // At home the compiler keeps from run to run what it has made of Go's own library.
      const built = await run('go', ['build', '-o', client, `${CLIENTS}main.go`], { HOME: homedir() });
      expect(built).toMatchObject({ code: 0, err: '' });
    }, 120_000);

    it('with net/http', async () => {
      await expectWorkDone(await run(client, [mobile(5)]), mobile(5));
    });
  });
});

describe.skipIf(!HAS_CURL)('curl', () => {
  const health = 'https://api.wiraya.com/v1/health';
  const ca = () => trusting.CURL_CA_BUNDLE!;
  const curl = (...args: string[]) => run('curl', ['-sS', '--max-time', '10', ...args], {});

  it('needs no variables: its flags are as good', async () => {
    const ran = await curl('--proxy', api.platform.proxyUrl!, '--cacert', ca(), health);
    expect(reportOf(ran)).toMatchObject({ status: 'ok' });
  });

  it('needs no proxy either, where the name leads to the platform', async () => {
    const { port } = new URL(api.platform.httpsUrl);
    for (const host of ['api.wiraya.com', 'api.wiraya.ai']) {
      const resolve = ['--resolve', `${host}:${port}:127.0.0.1`];
      const ran = await curl(...resolve, '--cacert', ca(), `https://${host}:${port}/v1/health`);
      expect(reportOf(ran)).toMatchObject({ status: 'ok' });
    }
  });

  it.skipIf(!CAN_HAVE_HOSTS)('finds it by a line of the hosts file', async () => {
    const hosts = files.write('hosts', '127.0.0.1 api.wiraya.com api.wiraya.ai\n');
    const { port } = new URL(api.platform.httpsUrl);
    const script = `mount --bind "$1" /etc/hosts && exec curl -sS --cacert "$2" "https://api.wiraya.ai:${port}/v1/health"`;
    const ran = await run('unshare', [...NAMESPACE, 'sh', '-c', script, 'sh', hosts, ca()], {});
    expect(reportOf(ran)).toMatchObject({ status: 'ok' });
  });

  it('refuses the platform unless it is told to trust it', async () => {
    const { code, err } = await curl('--proxy', api.platform.proxyUrl!, health);
    expect(code).toBe(60);
    expect(err).toMatch(/SSL certificate problem/);
  });

  it('comes to no other host through the proxy', async () => {
    const { code, err } = await curl('--proxy', api.platform.proxyUrl!, 'https://example.com/');
    expect(code).toBe(56);
    expect(err).toMatch(/403/);
    const { out } = await curl(
      '--proxy',
      api.platform.proxyUrl!,
      'http://api.wiraya.com/api/GetMessageStatus/json',
    );
    expect(out).toMatch(/^This is the forward proxy of mock-wiraya\. .* nowhere else\.\n$/);
  });
});
