import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket, type TcpNetConnectOpts } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMockWiraya } from '../../src/index.ts';
import { createProxy } from '../../src/proxy/proxy.ts';
import { type Api, type Page, startApi } from '../support/api.ts';
import { buildCommand, startCommand } from '../support/command.ts';

const SAYS_WHAT_IT_IS =
  /leads to https:\/\/api\.wiraya\.com and https:\/\/api\.wiraya\.ai .* nowhere else\.\n$/;

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

let api: Api;
let proxy: { host: string; port: number };
beforeAll(async () => {
  api = await startApi({ proxyPort: 0 });
  proxy = addressOf(api.platform.proxyUrl!);
});
afterAll(() => api.platform.close());

const open = new Set<Socket>();
afterEach(() => {
  for (const socket of open) socket.destroy();
  open.clear();
});

function addressOf(url: string) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

/** A bare connection to the proxy. */
function knock(address: TcpNetConnectOpts = proxy): Socket {
  const socket = connect(address);
  socket.on('error', () => {});
  open.add(socket);
  return socket;
}

/** All that the proxy answers to these bytes until it hangs up. */
async function answerTo(bytes: string | Buffer): Promise<string> {
  const socket = knock();
  socket.write(bytes);
  return text(socket);
}

const connectTo = (target: string, headers = '') =>
  `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${headers}\r\n`;

/** What the proxy says before the tunnel begins. */
async function tunnelTo(
  target: string,
  address: TcpNetConnectOpts = proxy,
): Promise<{ socket: Socket; said: string }> {
  const socket = knock(address);
  socket.write(connectTo(target));
  const [said] = await once(socket, 'data');
  return { socket, said: String(said) };
}

/** TLS over a connection, verified for the host. */
async function secured(
  socket: Socket,
  servername: string,
  ca = api.platform.caCertificate,
): Promise<TLSSocket> {
  const tls = connectTls({ socket, servername, ca });
  tls.on('error', () => {});
  await once(tls, 'secureConnect');
  return tls;
}

/** The status and body of a request over a connection that is there. */
async function ask(socket: Socket, path: string, body?: string) {
  const asking = request({
    createConnection: () => socket,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers: { connection: 'keep-alive', 'content-type': 'application/json' },
  });
  asking.end(body);
  const [answer] = await once(asking, 'response');
  return { status: answer.statusCode, body: await text(answer) };
}
const HEALTHY = { status: 200, body: expect.stringContaining('"status":"ok"') };

describe('the way to the platform', () => {
  it.each(['api.wiraya.com', 'api.wiraya.ai'])(
    '%s is there, with a certificate for its name',
    async (host) => {
      const { socket, said } = await tunnelTo(`${host}:443`);
      expect(said).toBe('HTTP/1.1 200 Connection Established\r\n\r\n');
      expect(await ask(await secured(socket, host), '/v1/health')).toEqual(HEALTHY);
    },
  );

  it.each(['API.Wiraya.COM:443', 'api.wiraya.com.:443'])('%s is the same host', async (target) => {
    const { socket } = await tunnelTo(target);
    expect(await ask(await secured(socket, 'api.wiraya.com'), '/v1/health')).toEqual(HEALTHY);
  });

  it('needs no credentials, and does not mind them', async () => {
    const socket = knock();
    socket.write(connectTo('api.wiraya.com:443', 'Proxy-Authorization: Basic eDp5\r\n'));
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('does not hide where the client is, which allow-lists go by', async () => {
    const { socket } = await tunnelTo('api.wiraya.com:443', { ...proxy, localAddress: '127.0.0.2' });
    await ask(await secured(socket, 'api.wiraya.com'), '/api/GetMessageStatus/json', '{"MessageId": "1"}');
    const { items } = await api.read<Page>('/requests');
    expect(items).toMatchObject([{ endpoint: 'GetMessageStatus', remoteAddress: '127.0.0.2' }]);
  });

  it('takes a client that begins with TLS before it has the answer', async () => {
    const hello = await firstFlight('api.wiraya.com');
    const socket = knock();
    socket.write(Buffer.concat([Buffer.from(connectTo('api.wiraya.com:443')), hello]));
    const preface = 'HTTP/1.1 200 Connection Established\r\n\r\n';
    let answer = '';
    for await (const part of socket.setEncoding('latin1')) {
      answer += part;
      if (answer.length > preface.length) break;
    }
    // A TLS record of a handshake follows: the server's hello.
    expect(answer.slice(0, preface.length)).toBe(preface);
    expect(answer.charCodeAt(preface.length)).toBe(0x16);
  });

  it('carries several requests over one connection, and large bodies both ways', async () => {
    const { socket } = await tunnelTo('api.wiraya.com:443');
    const tls = await secured(socket, 'api.wiraya.com');
    for (let round = 0; round < 3; round++) {
      expect((await ask(tls, '/openapi.json')).body.length).toBeGreaterThan(50_000);
    }
    const name = 'x'.repeat(200);
    const { status, body } = await ask(tls, '/v1/customers', JSON.stringify({ name }).padEnd(1_000_000));
    expect({ status, body: JSON.parse(body) }).toMatchObject({ status: 201, body: { name } });
  });
});

describe('everything else', () => {
  it.each([
    'example.com:443',
    'api.wiraya.com:80',
    'api.wiraya.com:4430',
    'api.wiraya.com',
    'api.wiraya.com..:443',
    'api.wiraya.com.example.com:443',
    'xapi.wiraya.com:443',
    'user@api.wiraya.com:443',
    'api.wiraya.com:443:443',
    '127.0.0.1:22',
    '[::1]:443',
    '/',
    '*',
  ])('a tunnel to %s is refused', async (target) => {
    const answer = await answerTo(connectTo(target));
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toMatch(SAYS_WHAT_IT_IS);
  });

  it.each([
    ['GET http://api.wiraya.com/api/GetMessageStatus/json', 'GET', 'http://api.wiraya.com/api/x'],
    ['POST http://example.com/', 'POST', 'http://example.com/'],
    ['GET https://api.wiraya.com/', 'GET', 'https://api.wiraya.com/'],
    ['GET /v1/health', 'GET', '/v1/health'],
    ['OPTIONS *', 'OPTIONS', '*'],
  ])('%s is refused in plain words', async (_what, method, url) => {
    const answer = await answerTo(`${method} ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toMatch(SAYS_WHAT_IT_IS);
  });

  it('does not open a connection to anywhere', async () => {
    const other = await startApi();
    try {
      const { port } = new URL(other.platform.httpsUrl);
      expect(await answerTo(connectTo(`127.0.0.1:${port}`))).toMatch(/^HTTP\/1\.1 403 /);
    } finally {
      await other.platform.close();
    }
  });
});

describe('hostile and broken clients', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['is no HTTP', Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 0, 0, 0, 0, 0]), /^HTTP\/1\.1 400 /],
    [
      'has endless headers',
      `${connectTo('api.wiraya.com:443').slice(0, -2)}X: ${'x'.repeat(20_000)}`,
      /^HTTP\/1\.1 431 /,
    ],
    ['has an endless target', connectTo(`${'a'.repeat(20_000)}:443`), /^HTTP\/1\.1 431 /],
    ['has a header with a null byte', connectTo('api.wiraya.com:443', 'X: a\0b\r\n'), /^HTTP\/1\.1 400 /],
  ])('what %s gets an error', async (_what, bytes, status) => {
    expect(await answerTo(bytes)).toMatch(status);
  });

  it('whoever says nothing is asked to leave after ten seconds', () => {
    const { headersTimeout, requestTimeout } = createProxy(() => {}, SILENT);
    expect({ headersTimeout, requestTimeout }).toEqual({ headersTimeout: 10_000, requestTimeout: 10_000 });
  });

  it('what is not TLS inside the tunnel ends the tunnel', async () => {
    const { socket } = await tunnelTo('api.wiraya.com:443');
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await text(socket);
    expect(socket.readableEnded).toBe(true);
  });

  it('clients that reset their connections at every point do no harm', async () => {
    const half = knock();
    half.write('CONNECT api.wiraya.com:443 HTTP/1.1\r\n');
    await once(half, 'connect');
    half.resetAndDestroy();
    for (const target of ['api.wiraya.com:443', 'example.com:443']) {
      const hasty = knock();
      hasty.write(connectTo(target));
      await once(hasty, 'connect');
      hasty.resetAndDestroy();
      const { socket } = await tunnelTo(target);
      socket.resetAndDestroy();
    }
    const { socket } = await tunnelTo('api.wiraya.com:443');
    const tls = await secured(socket, 'api.wiraya.com');
    tls.write('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.resetAndDestroy();

    const { socket: next } = await tunnelTo('api.wiraya.com:443');
    expect(await ask(await secured(next, 'api.wiraya.com'), '/v1/health')).toEqual(HEALTHY);
  });
});

describe('start and stop', () => {
  it('there is no proxy unless it is asked for', async () => {
    const platform = await startMockWiraya();
    expect(platform.proxyUrl).toBeNull();
    await platform.close();
  });

  it('the greeting of the command says where it is', async () => {
    buildCommand();
    const command = startCommand('--data-dir', ':memory:', '--proxy-port', '0');
    try {
      const url = await command.line(
        /^ +Proxy +(http:\S+) \(HTTPS_PROXY, for api\.wiraya\.com and api\.wiraya\.ai\)$/,
      );
      expect((await tunnelTo('api.wiraya.com:443', addressOf(url))).said).toMatch(/^HTTP\/1\.1 200 /);
    } finally {
      await command.stop();
    }
  }, 120_000);

  it('says which port cannot be had', async () => {
    await expect(startMockWiraya({ proxyPort: proxy.port })).rejects.toThrow(
      `proxyPort: port ${proxy.port} on 127.0.0.1 is in use`,
    );
  });

  describe('a stop', () => {
    let platform: Awaited<ReturnType<typeof startMockWiraya>>;
    beforeEach(async () => {
      platform = await startMockWiraya({ proxyPort: 0 });
    });

    it('ends connections at every stage, and leaves the port behind', async () => {
      const address = addressOf(platform.proxyUrl!);
      const silent = knock(address);
      await once(silent, 'connect');
      const { socket: noTlsYet } = await tunnelTo('api.wiraya.com:443', address);
      const { socket } = await tunnelTo('api.wiraya.com:443', address);
      const tls = await secured(socket, 'api.wiraya.com', platform.caCertificate);
      const ended = [silent, noTlsYet, tls].map((connection) => text(connection).catch(() => ''));
      await platform.close();
      expect(await Promise.all(ended)).toEqual(['', '', '']);
      const late = knock(address);
      const [error] = await once(late, 'error');
      expect(error.code).toBe('ECONNREFUSED');
    });

    // Less than an idle connection is kept.
    it('does not wait for tunnels that are idle', { timeout: 4000 }, async () => {
      const { socket } = await tunnelTo('api.wiraya.com:443', addressOf(platform.proxyUrl!));
      const tls = await secured(socket, 'api.wiraya.com', platform.caCertificate);
      expect((await ask(tls, '/v1/health')).status).toBe(200);
      // Who waits until time is up now waits for ever.
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      try {
        await platform.close();
      } finally {
        vi.useRealTimers();
      }
    });
  });
});

/** What a TLS client sends first. */
async function firstFlight(servername: string): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connectTls({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    servername,
  });
  client.on('error', () => {});
  const [accepted] = (await once(server, 'connection')) as [Socket];
  const [hello] = await once(accepted, 'data');
  client.destroy();
  accepted.destroy();
  server.close();
  return hello;
}
