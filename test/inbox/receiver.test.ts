import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { makeCertificate } from '../support/tls-receiver.ts';

interface Shown {
  id: number;
  at: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  encoding: string;
  bodyBytes: number;
  complete: boolean;
  remoteAddress: string;
  tls: { version: string; cipher: string; clientCertificate: Record<string, unknown> | null } | null;
  status: number | null;
}

const MIB = 1_048_576;

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

/** What arrived at an inbox, as it came. */
const arrived = async (name: string) => (await api.read<{ items: Shown[] }>(`/inbox/${name}/requests`)).items;

/** Waits for so many. */
const waitFor = async (name: string, count = 1) =>
  (await api.read<{ items: Shown[] }>(`/inbox/${name}/wait?count=${count}`)).items;

interface Sent {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** One request of any kind. */
function ask(
  url: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    body?: Uint8Array | string;
    agent?: Agent;
  } = {},
): Promise<Sent> {
  const { body, agent, ...rest } = options;
  const tls = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    const request = (tls ? tlsRequest : plainRequest)(
      url,
      { ...rest, ...(tls && { rejectUnauthorized: false }), ...(agent && { agent }) },
      (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk) => {
            text += chunk;
          })
          .on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
      },
    );
    request.on('error', reject).end(body);
  });
}

const plain = (path: string, options?: Parameters<typeof ask>[1]) =>
  ask(api.platform.httpUrl + path, options);
const secure = (path: string, options?: Parameters<typeof ask>[1]) =>
  ask(api.platform.httpsUrl + path, options);

describe('an inbox', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    'is there before anybody has made it, and takes %s',
    async (method) => {
      const name = `any-${method.toLowerCase()}`;
      expect(await plain(`/inbox/${name}`, { method })).toMatchObject({ status: 200, body: '' });
      expect(await arrived(name)).toMatchObject([{ method, path: `/inbox/${name}`, status: 200 }]);
    },
  );

  it('takes what is sent below it, with any query, and shows it as it was sent', async () => {
    const paths = [
      '/inbox/below',
      '/inbox/below/',
      '/inbox/below/a/b%2Fc',
      '/inbox/below/%C3%A5?a=1&a=2&b=%20+',
    ];
    for (const path of paths) expect((await plain(path)).status).toBe(200);
    expect((await arrived('below')).map(({ path }) => path)).toEqual(paths);
  });

  it('records a request with its time, headers and body', async () => {
    const { now } = await api.read<{ now: string }>('/clock');
    const body = '{"id":1,"text":"Hej 🎈"}';
    await plain('/inbox/full', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Two': 'b' },
      body,
    });
    expect(await arrived('full')).toEqual([
      {
        id: expect.any(Number),
        at: now,
        method: 'POST',
        path: '/inbox/full',
        headers: expect.objectContaining({ 'content-type': 'application/json', 'x-two': 'b' }),
        body,
        encoding: 'UTF-8',
        bodyBytes: Buffer.byteLength(body),
        complete: true,
        remoteAddress: '127.0.0.1',
        tls: null,
        status: 200,
      },
    ]);
  });

  it('masks the secrets in headers', async () => {
    const headers = {
      Authorization: 'Basic c2VjcmV0OnNlY3JldA==',
      'X-Api-Key': 'secret',
      Cookie: 'a=secret',
    };
    await plain('/inbox/masked', { headers });
    const [request] = await arrived('masked');
    expect(request!.headers).toMatchObject({ authorization: 'Basic ***', 'x-api-key': '***', cookie: '***' });
    expect(JSON.stringify(await arrived('masked'))).not.toContain('c2VjcmV0');
  });

  it('shows bytes that are no text in base64', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    await plain('/inbox/bytes', { method: 'POST', body: bytes });
    expect(await arrived('bytes')).toMatchObject([{ body: '/wD+', encoding: 'BASE64', bodyBytes: 3 }]);
  });

  it.each(['Upper', 'a_b', 'a.b', 'x'.repeat(101), '%20'])('is never called %s', async (name) => {
    const answer = await plain(`/inbox/${name}`);
    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
  });

  it('may have a name of 100 characters', async () => {
    const name = `a-1${'x'.repeat(97)}`;
    expect((await plain(`/inbox/${name}`)).status).toBe(200);
    expect(await arrived(name)).toHaveLength(1);
  });
});

describe('a long body', () => {
  it('is kept up to a MiB, without half of a character, and its length noted', async () => {
    const body = `x${'å'.repeat(MIB)}`;
    expect((await plain('/inbox/long', { method: 'POST', body })).status).toBe(200);
    const [request] = await arrived('long');
    expect(request).toMatchObject({ encoding: 'UTF-8', bodyBytes: 2 * MIB + 1, complete: true });
    expect(request!.body).toBe(`x${'å'.repeat(MIB / 2 - 1)}`);
  });

  it('is not read without end', async () => {
    const { hostname, port } = new URL(api.platform.httpUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    let answered = '';
    socket.on('data', (chunk) => {
      answered += chunk;
    });
    socket.on('error', () => {});
    socket.write('POST /inbox/endless HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MIB, 'x'), Buffer.from('\r\n')]);
    for (let sent = 0; sent < 100 && answered === ''; sent++) {
      if (!socket.write(chunk))
        await Promise.race(['drain', 'data', 'close'].map((event) => once(socket, event)));
      await setImmediate();
    }
    await expect.poll(() => answered).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
    const [request] = await arrived('endless');
    expect(request).toMatchObject({ complete: false, status: 413 });
    expect(request!.body).toHaveLength(MIB);
    expect(request!.bodyBytes).toBeGreaterThan(16 * MIB);
  });

  it('that breaks off is recorded as far as it came, and uses up no answer', async () => {
    await api.put('/inbox/broken', { next: [{ status: 503 }] });
    const { hostname, port } = new URL(api.platform.httpUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('POST /inbox/broken HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nonly this');
    // Once it has been taken in there is something to break off.
    await plain('/inbox/other');
    socket.destroy();
    expect(await waitFor('broken')).toMatchObject([
      { body: 'only this', bodyBytes: 9, complete: false, status: null },
    ]);
    expect((await plain('/inbox/broken')).status).toBe(503);
  });
});

describe('an answer', () => {
  it('is what the inbox was told, with its headers and its body', async () => {
    const answer = { status: 418, headers: { 'content-type': 'text/x-tea', 'x-pot': 'small' }, body: 'té' };
    await api.put('/inbox/teapot', { answer });
    expect(await plain('/inbox/teapot', { method: 'POST' })).toMatchObject({
      status: 418,
      headers: { 'content-type': 'text/x-tea', 'x-pot': 'small' },
      body: 'té',
    });
    expect(await arrived('teapot')).toMatchObject([{ status: 418 }]);
  });

  it.each([204, 205, 304])('of status %i has no body, whatever was told', async (status) => {
    const name = `empty-${status}`;
    await api.put(`/inbox/${name}`, { answer: { status, body: 'x' } });
    expect(await plain(`/inbox/${name}`)).toMatchObject({ status, body: '' });
  });

  it('is for the next so many first, also for those that come at once', async () => {
    await api.put('/inbox/next', {
      next: [
        { status: 503, times: 3 },
        { status: 429, headers: { 'retry-after': '7' } },
      ],
    });
    const answers = await Promise.all(Array.from({ length: 6 }, () => plain('/inbox/next')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 503, 503, 503]);
    expect(answers.find(({ status }) => status === 429)!.headers['retry-after']).toBe('7');
    expect(await api.read('/inbox/next')).toMatchObject({ next: [], requests: 6 });
  });

  it('takes the time that a slow receiver takes, and the request is recorded when it comes', async () => {
    await api.put('/inbox/slow', { answer: { delayMs: 300 } });
    const started = performance.now();
    const answer = plain('/inbox/slow').then(({ status }) => ({ status, ms: performance.now() - started }));
    expect(await waitFor('slow')).toHaveLength(1);
    const { status, ms } = await answer;
    expect(status).toBe(200);
    expect(ms).toBeGreaterThanOrEqual(299);
  });

  it('comes at once when the platform is closed, however slow it was to be', async () => {
    const own = await startApi();
    await own.put('/inbox/slow', { answer: { delayMs: 120_000, status: 202 } });
    const answer = ask(`${own.platform.httpUrl}/inbox/slow`);
    await own.read('/inbox/slow/wait');
    // Whoever has not been answered a second later is cut off.
    const [{ status }] = await Promise.all([answer, own.platform.close()]);
    expect(status).toBe(202);
  });

  it('is refused to who does not know the password', async () => {
    await api.put('/inbox/guarded', { auth: { username: 'u', password: 'p' }, next: [{ status: 202 }] });
    const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
    expect(await plain('/inbox/guarded')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringMatching(/^Basic /) },
    });
    expect((await plain('/inbox/guarded', { headers: { authorization } })).status).toBe(202);
    expect((await arrived('guarded')).map(({ status }) => status)).toEqual([401, 202]);
  });
});

describe('TLS', () => {
  it('is shown with its version and cipher, and no certificate where none was shown', async () => {
    expect((await secure('/inbox/tls')).status).toBe(200);
    expect(await arrived('tls')).toMatchObject([
      { tls: { version: 'TLSv1.3', cipher: expect.stringMatching(/^TLS_/), clientCertificate: null } },
    ]);
  });

  it("shows a client certificate of the platform's own authority", async () => {
    const { json } = await api.post<{ cert: string; key: string }>('/certificates/client', {
      commonName: 'client 7',
    });
    const agent = new Agent({ key: json.key, cert: json.cert, keepAlive: true });
    await secure('/inbox/ours', { agent });
    await secure('/inbox/ours', { agent });
    agent.destroy();
    const facts = new X509Certificate(json.cert);
    const clientCertificate = {
      subject: 'CN=client 7',
      issuer: expect.stringContaining('mock-wiraya'),
      validFrom: new Date(facts.validFrom).toISOString(),
      validTo: new Date(facts.validTo).toISOString(),
      fingerprint256: facts.fingerprint256,
      leadsToCa: true,
    };
    const shown = await arrived('ours');
    expect(shown.map(({ tls }) => tls!.clientCertificate)).toEqual([clientCertificate, clientCertificate]);
  });

  it('shows those of others as well, be they self-signed, expired, or of an authority of the same name', async () => {
    const ours = new X509Certificate(api.platform.caCertificate);
    const commonName = ours.subject.split('CN=')[1]!.split('\n')[0]!;
    const impostor = await makeCertificate({ authority: true, commonName });
    for (const [name, certificate] of [
      ['self-signed', await makeCertificate({ commonName: 'me' })],
      ['expired', await makeCertificate({ commonName: 'me', notAfter: new Date('2024-05-06T07:08:09Z') })],
      ['impostor', await makeCertificate({ commonName: 'me', ca: impostor })],
    ] as const) {
      const agent = new Agent(certificate);
      expect((await secure(`/inbox/${name}`, { agent })).status).toBe(200);
      agent.destroy();
      const [request] = await arrived(name);
      expect(request!.tls!.clientCertificate).toMatchObject({ subject: 'CN=me', leadsToCa: false });
    }
    const [expired] = await arrived('expired');
    expect(expired!.tls!.clientCertificate!.validTo).toBe('2024-05-06T07:08:09.000Z');
  });

  it('is refused without a client certificate, where one is demanded', async () => {
    await api.put('/inbox/demanding', { requireClientCertificate: true });
    const agent = new Agent(await makeCertificate());
    expect((await plain('/inbox/demanding')).status).toBe(403);
    expect((await secure('/inbox/demanding')).status).toBe(403);
    expect((await secure('/inbox/demanding', { agent })).status).toBe(200);
    agent.destroy();
  });

  it('disturbs nobody: sessions are taken up again, TLS 1.2 is spoken, and everything else is served', async () => {
    const ca = api.platform.caCertificate;
    const { port } = new URL(api.platform.httpsUrl);
    const converse = (options: object) =>
      new Promise<{ session: Buffer; reused: boolean; text: string }>((resolve, reject) => {
        let session: Buffer | undefined;
        let text = '';
        const socket = tlsConnect({
          port: Number(port),
          host: '127.0.0.1',
          ca,
          servername: 'localhost',
          ...options,
        });
        socket
          .on('session', (given) => {
            session = given;
          })
          .on('data', (chunk) => {
            text += chunk;
          })
          .on('end', () => resolve({ session: session!, reused: socket.isSessionReused(), text }))
          .on('error', reject)
          .write('GET /v1/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
      });
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
      const first = await converse({ maxVersion });
      expect(first.text).toMatch(/^HTTP\/1\.1 200 /);
      const second = await converse({ maxVersion, session: first.session });
      expect(second).toMatchObject({ reused: true, text: expect.stringMatching(/^HTTP\/1\.1 200 /) });
    }
  });
});

it('serves many at once over connections that are kept', async () => {
  const agent = new PlainAgent({ keepAlive: true, maxSockets: 8 });
  const url = `${api.platform.httpUrl}/inbox/busy`;
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      ask(url, { method: 'POST', body: String(index), agent: agent as Agent }),
    ),
  );
  agent.destroy();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const { items } = await api.read<{ items: Shown[] }>('/inbox/busy/requests?limit=1000');
  expect(items.map(({ body }) => Number(body)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 200 }, (_, index) => index),
  );
});
