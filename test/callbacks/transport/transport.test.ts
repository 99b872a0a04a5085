import type { ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AttemptResult,
  type OutgoingRequest,
  openTransport,
  type Transport,
} from '../../../src/callbacks/transport/transport.ts';
import {
  makeCertificate,
  type Receiver,
  type ReceiverHandler,
  startPlainReceiver,
  startTlsReceiver,
} from '../../support/tls-receiver.ts';
import { get, NOW, oneRequest, POLICY, post, TARGET } from './one-request.ts';

let certificate: { key: string; cert: string };
beforeAll(async () => {
  certificate = await makeCertificate();
});

let receiver: Receiver;
afterEach(() => receiver.close());

async function receive(handler: ReceiverHandler): Promise<string> {
  receiver = await startTlsReceiver(certificate, handler);
  return `https://127.0.0.1:${receiver.port}`;
}

/** Starts each request as soon as the one before it has ended. */
function inARow(
  transport: Transport,
  count: number,
  request: (nth: number) => OutgoingRequest,
): Promise<AttemptResult[]> {
  const results: AttemptResult[] = [];
  return new Promise((resolve) => {
    const sendNext = () => {
      if (results.length === count) resolve(results);
      else transport.start(request(results.length), NOW, { settled });
    };
    const settled = (result: AttemptResult) => {
      results.push(result);
      sendNext();
    };
    sendNext();
  });
}

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describe('a request', () => {
  it('arrives as it was given', async () => {
    const url = await receive((_request, response) => response.end('thanks'));
    const result = await oneRequest(post(`${url}/cb?id=7`, '{"name":"Åsa 🐈"}', { 'X-Customer': '42' }));
    expect(receiver.requests).toMatchObject([
      {
        method: 'POST',
        url: '/cb?id=7',
        body: '{"name":"Åsa 🐈"}',
        headers: { 'content-type': 'application/json', 'x-customer': '42', 'user-agent': 'mock-wiraya' },
      },
    ]);
    expect(result).toMatchObject({ ok: true, status: 200, responseBody: 'thanks', error: null });
  });

  it('by GET carries neither body nor length', async () => {
    const url = await receive((_request, response) => response.end());
    await oneRequest(get(`${url}/cb?id=7`));
    expect(receiver.requests).toMatchObject([{ method: 'GET', url: '/cb?id=7', body: '' }]);
    expect(receiver.requests[0]!.headers).not.toHaveProperty('content-length');
  });

  it.each([post, get])('is reported with the very headers that arrived (%o)', async (make) => {
    const url = await receive((_request, response) => response.end());
    const { request } = await oneRequest(make(`${url}/`));
    const { 'content-length': _, ...headers } = receiver.requests[0]!.headers;
    expect(request.headers).toEqual(headers);
  });

  it('may replace the user agent and the host', async () => {
    const url = await receive((_request, response) => response.end());
    const headers = { 'User-Agent': 'wiraya/1', Host: 'receiver.example', Connection: 'close' };
    const { request } = await oneRequest(post(url, '{}', headers));
    expect(receiver.requests[0]!.headers).toMatchObject({
      'user-agent': 'wiraya/1',
      host: 'receiver.example',
      connection: 'close',
    });
    const names = Object.keys(request.headers).map((name) => name.toLowerCase());
    expect([...names, 'content-length'].sort()).toEqual(Object.keys(receiver.requests[0]!.headers).sort());
  });

  it('with a header that HTTP does not allow is not sent, and says why', async () => {
    const url = await receive((_request, response) => response.end());
    const result = await oneRequest(post(url, '{}', { 'x-name': 'a\r\nb' }));
    expect(result).toMatchObject({ ok: false, status: null });
    expect(result.error).toBe('the request could not be made: invalid x-name header');
    expect(receiver.requests).toEqual([]);
  });
});

describe('secrets', () => {
  const auth = { username: 'ada', password: 'pässword:1' };

  it('go out as Basic authentication in UTF-8, and are reported masked', async () => {
    const url = await receive((_request, response) => response.end());
    const headers = { 'X-Api-Key': 'k-123', Authorization: 'Bearer stale' };
    const result = await oneRequest(post(url, '{}', headers), { auth });
    expect(receiver.requests[0]!.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('ada:pässword:1', 'utf8').toString('base64')}`,
      'x-api-key': 'k-123',
    });
    expect(result.request.headers).toMatchObject({ authorization: 'Basic ***', 'X-Api-Key': '***' });
    expect(JSON.stringify(result)).not.toMatch(/YWRh|k-123|stale/);
  });

  it('that a receiver sends back are not found in what is told of its answer', async () => {
    const url = await receive((request, response) => {
      const { authorization, 'x-api-key': key } = request.headers;
      response.writeHead(400, { 'x-echo': `got ${key}` }).end(`no ${authorization}, nor ${auth.password}`);
    });
    const result = await oneRequest(post(url, '{}', { 'X-Api-Key': 'k-123' }), { auth });
    expect(result).toMatchObject({
      status: 400,
      responseBody: 'no Basic ***, nor ***',
      responseHeaders: { 'x-echo': 'got ***' },
    });
  });
});

describe('the result', () => {
  it('tells about the TLS connection, its two ends and the time taken', async () => {
    const url = await receive((_request, response) => response.end());
    const { peer, timing } = await oneRequest(get(url));
    const { tls, localAddress, remoteAddress } = peer;
    expect(tls).toEqual({
      version: 'TLSv1.3',
      cipher: expect.stringMatching(/^TLS_/),
      peer: 'mock',
      issuer: 'mock',
      validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    });
    expect([localAddress, remoteAddress]).toEqual(['127.0.0.1', '127.0.0.1']);
    expect(timing.connectMs).toBeGreaterThan(0);
    expect(timing.firstByteMs).toBeGreaterThan(0);
    expect(timing.totalMs).toBeGreaterThanOrEqual(timing.connectMs! + timing.firstByteMs!);
  });

  it('has the headers of the answer, those that come twice as a list', async () => {
    const url = await receive((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('X-Trace', 't-1').end();
    });
    const { responseHeaders } = await oneRequest(get(url));
    expect(responseHeaders).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-trace': 't-1' });
  });

  it('is a success for every 2xx, with or without a body', async () => {
    const url = await receive((_request, response) => response.writeHead(204).end());
    expect(await oneRequest(get(url))).toMatchObject({ ok: true, status: 204, responseBody: '' });
  });

  it('is what the receiver answers in the end, after interim answers', async () => {
    const url = await receive((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeHead(202).end('ok');
    });
    expect(await oneRequest(get(url))).toMatchObject({ ok: true, status: 202, responseBody: 'ok' });
  });

  it('holds a body up to the limit in full', async () => {
    const url = await receive((_request, response) => response.end('x'.repeat(1000)));
    const result = await oneRequest(get(url), {}, { maxResponseBytes: 1000 });
    expect(result).toMatchObject({ ok: true, responseBody: 'x'.repeat(1000), responseCut: false });
  });

  it('holds the beginning of a body without end, without half a character, and stops reading', async () => {
    const closed = signal();
    const url = await receive((_request, response) => {
      response.on('close', closed.give);
      const pour = () => {
        while (response.write('é'.repeat(10_000)));
        response.once('drain', pour);
      };
      pour();
    });
    const result = await oneRequest(get(url), {}, { maxResponseBytes: 101 });
    expect(result).toMatchObject({ ok: true, status: 200, responseCut: true, error: null });
    expect(result.responseBody).toBe('é'.repeat(50));
    await closed.given;
  });

  it('names a compressed body rather than unpack it', async () => {
    const packed = gzipSync('thanks');
    const url = await receive((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(packed);
    });
    const { responseBody } = await oneRequest(get(url));
    expect(responseBody).toBe(`(${packed.length} bytes, gzip, not decompressed)`);
  });

  it('asks for a wait after 429 and 503 only', async () => {
    const url = await receive((request, response) => {
      response.writeHead(Number(request.url!.slice(1)), { 'retry-after': '7' }).end();
    });
    expect((await oneRequest(get(`${url}/429`))).retryAfterMs).toBe(7000);
    expect((await oneRequest(get(`${url}/503`))).retryAfterMs).toBe(7000);
    expect((await oneRequest(get(`${url}/500`))).retryAfterMs).toBeNull();
    expect((await oneRequest(get(`${url}/200`))).retryAfterMs).toBeNull();
  });
});

describe('server names', () => {
  it.each([
    ['localhost', 'localhost'],
    ['127.0.0.1', false],
  ])('for %s, SNI is %s', async (host, expected) => {
    const names: unknown[] = [];
    await receive((request, response) => {
      names.push((request.socket as TLSSocket & { servername: unknown }).servername);
      response.end();
    });
    await oneRequest(get(`https://${host}:${receiver.port}/`));
    expect(names).toEqual([expected]);
  });
});

describe('plain http, where it is allowed', () => {
  it('works, without TLS facts', async () => {
    receiver = await startPlainReceiver((_request, response) => response.end('ok'));
    const result = await oneRequest(get(`http://127.0.0.1:${receiver.port}/`), {}, { allowHttp: true });
    expect(result).toMatchObject({ ok: true, peer: { tls: null, remoteAddress: '127.0.0.1' } });
  });
});

describe('connections', () => {
  it('are kept and used again, whatever the path', async () => {
    const url = await receive((_request, response) => response.end());
    const transport = await openTransport(TARGET, POLICY);
    const first = await transport.send(get(`${url}/a`), NOW);
    const second = await transport.send(get(`${url}/b?c`), NOW);
    await transport.close();
    expect(receiver.connections).toBe(1);
    expect(first.timing.connectMs).toBeGreaterThan(0);
    expect(second.timing.connectMs).toBeNull();
    expect(second.peer).toBe(first.peer);
  });

  it('are at most as many as there may be requests at once; the others wait and all get through', async () => {
    const waiting: ServerResponse[] = [];
    let most = 0;
    const url = await receive((_request, response) => {
      waiting.push(response);
      most = Math.max(most, waiting.length);
      if (waiting.length === 3) for (const one of waiting.splice(0)) one.end();
    });
    const transport = await openTransport({ ...TARGET, concurrency: 3 }, POLICY);
    const results = await Promise.all(Array.from({ length: 9 }, () => transport.send(post(url), NOW)));
    await transport.close();
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect([most, receiver.connections]).toEqual([3, 3]);
  });

  it('keep to the order of requests when there is one', async () => {
    const url = await receive((_request, response) => response.end());
    const transport = await openTransport(TARGET, POLICY);
    await Promise.all([1, 2, 3, 4, 5].map((id) => transport.send(get(`${url}/${id}`), NOW)));
    await transport.close();
    expect(receiver.requests.map((request) => request.url)).toEqual(['/1', '/2', '/3', '/4', '/5']);
  });

  it('lead to another receiver when the URL does', async () => {
    const url = await receive((_request, response) => response.end('first'));
    const other = await startTlsReceiver(certificate, (_request, response) => response.end('second'));
    const transport = await openTransport(TARGET, POLICY);
    expect((await transport.send(get(url), NOW)).responseBody).toBe('first');
    const result = await transport.send(get(`https://127.0.0.1:${other.port}/`), NOW);
    expect(result.responseBody).toBe('second');
    await transport.close();
    await other.close();
  });
});

describe('a request that is started as soon as the one before it has ended', () => {
  const endings: [string, (response: ServerResponse) => void, number][] = [
    ['as usual', (response) => response.end('taken'), 1],
    ['and the connection with it', (response) => response.setHeader('connection', 'close').end('taken'), 20],
    ['before its long answer was read', (response) => response.end('x'.repeat(2_000_000)), 20],
    ['without an answer', (response) => response.destroy(), 20],
  ];
  describe.each([
    ['GET', get],
    ['POST', post],
  ])('%s', (_method, make) => {
    it.each(endings)('%s reaches the receiver once', async (_how, answer, connections) => {
      const url = await receive((_request, response) => answer(response));
      const transport = await openTransport(TARGET, POLICY);
      const results = await inARow(transport, 20, (nth) => make(`${url}/${nth}`));
      await transport.close();
      expect(receiver.requests.map((request) => request.url)).toEqual(results.map((_, nth) => `/${nth}`));
      expect(new Set(results.map(({ ok, error }) => `${ok} ${error}`)).size).toBe(1);
      expect(receiver.connections).toBe(connections);
    });
  });
});

describe('what a receiver sends beyond its answer', () => {
  const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  it.each([
    ['a second answer', `${OK}HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain`, 'ok'],
    ['one that says that it waits no longer', `${OK}HTTP/1.1 408 Timeout\r\nContent-Length: 0\r\n\r\n`, 'ok'],
    ['more of a body than it said', `${OK}!`, 'ok'],
    ['a body after 204', 'HTTP/1.1 204 No Content\r\n\r\n{"ok":true}', ''],
  ])('(%s) is not taken for the answer to the next request', async (_what, answer, body) => {
    const url = await receive((request) => request.socket.write(answer));
    const transport = await openTransport(TARGET, POLICY);
    const results = await inARow(transport, 6, (nth) => post(`${url}/${nth}`));
    await transport.close();
    expect(results).toMatchObject(Array(6).fill({ ok: true, error: null, responseBody: body }));
    expect(receiver.requests.map((request) => request.url)).toEqual(results.map((_, nth) => `/${nth}`));
  });
});

describe('a kept-alive connection that the receiver closes', () => {
  it('between two requests does not show', async () => {
    const url = await receive((_request, response) => response.end());
    const transport = await openTransport(TARGET, POLICY);
    for (let round = 1; round <= 20; round++) {
      expect(await transport.send(post(url), NOW)).toMatchObject({ ok: true, error: null });
      receiver.hangUp();
    }
    await transport.close();
    expect(receiver.connections).toBe(20);
  });

  it('at the very moment of the next request makes that one go out again on a new connection', async () => {
    let arrived = 0;
    const url = await receive((request, response) => {
      if (++arrived === 2) request.socket.destroy();
      else response.end();
    });
    const transport = await openTransport(TARGET, POLICY);
    await transport.send(post(url), NOW);
    const second = await transport.send(post(url, '{"id":2}'), NOW);
    await transport.close();
    expect(second).toMatchObject({ ok: true, error: null });
    expect(second.timing.connectMs).toBeGreaterThan(0);
    expect(receiver.requests.map(({ body }) => body)).toEqual(['{"id":1}', '{"id":2}', '{"id":2}']);
  });

  it('every time is a failure after one repetition', async () => {
    let arrived = 0;
    const url = await receive((request, response) => {
      if (++arrived > 1) request.socket.destroy();
      else response.end();
    });
    const transport = await openTransport(TARGET, POLICY);
    await transport.send(post(url), NOW);
    const second = await transport.send(post(url), NOW);
    await transport.close();
    expect(second.error).toBe(`127.0.0.1:${receiver.port} closed the connection without an answer`);
    expect(receiver.requests).toHaveLength(3);
  });

  it('after part of an answer is a failure at once', async () => {
    let arrived = 0;
    const url = await receive((request, response) => {
      if (++arrived === 1) response.end();
      else request.socket.end('HTTP/1.1 200 OK\r\n');
    });
    const transport = await openTransport(TARGET, POLICY);
    await transport.send(post(url), NOW);
    const second = await transport.send(post(url), NOW);
    await transport.close();
    expect(second.error).toBe("the receiver closed the connection in the middle of its answer's headers");
    expect(receiver.requests).toHaveLength(2);
  });
});

// Other systems have but 127.0.0.1 unless told otherwise.
describe.runIf(process.platform === 'linux')('source addresses', () => {
  it('are used in turn, one for each connection', async () => {
    const url = await receive((_request, response) => response.setHeader('connection', 'close').end());
    const transport = await openTransport(TARGET, {
      ...POLICY,
      sourceAddresses: ['127.0.0.2', '127.0.0.3'],
    });
    const results = [];
    for (let i = 0; i < 4; i++) results.push(await transport.send(get(url), NOW));
    await transport.close();
    const inTurn = ['127.0.0.2', '127.0.0.3', '127.0.0.2', '127.0.0.3'];
    expect(receiver.requests.map(({ remoteAddress }) => remoteAddress)).toEqual(inTurn);
    expect(results.map(({ peer }) => peer.localAddress)).toEqual(inTurn);
  });

  it('work with host names too', async () => {
    await receive((_request, response) => response.end());
    const url = `https://localhost:${receiver.port}/`;
    const result = await oneRequest(get(url), {}, { sourceAddresses: ['127.0.0.2'] });
    expect(result).toMatchObject({ ok: true, peer: { localAddress: '127.0.0.2' } });
  });
});

describe('closing', () => {
  it('ends requests under way and those that wait, and refuses later ones', async () => {
    const underWay = signal();
    const url = await receive(() => underWay.give());
    const transport = await openTransport(TARGET, POLICY);
    const results = Promise.all([transport.send(post(url), NOW), transport.send(post(url), NOW)]);
    await underWay.given;
    await transport.close();
    for (const result of await results) {
      expect(result).toMatchObject({ ok: false, error: 'the platform stopped' });
    }
    expect((await transport.send(post(url), NOW)).error).toBe('the platform stopped');
    expect(receiver.requests).toHaveLength(1);
  });

  it('may be asked for twice, and before anything was sent', async () => {
    await receive(() => {});
    const transport = await openTransport(TARGET, POLICY);
    await transport.close();
    await transport.close();
  });
});
