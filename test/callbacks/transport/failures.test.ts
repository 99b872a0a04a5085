import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AttemptResult, TransportTarget } from '../../../src/callbacks/transport/transport.ts';
import {
  makeCertificate,
  type Receiver,
  type ReceiverHandler,
  startPlainReceiver,
  startTcpReceiver,
  startTlsReceiver,
} from '../../support/tls-receiver.ts';
import { get, oneRequest, post, TARGET } from './one-request.ts';

let certificate: { key: string; cert: string };
beforeAll(async () => {
  certificate = await makeCertificate();
});

let receiver: Receiver;
afterEach(() => receiver?.close());

async function outcome(handler: ReceiverHandler, target: Partial<TransportTarget> = {}) {
  receiver = await startTlsReceiver(certificate, handler);
  return oneRequest(post(`https://127.0.0.1:${receiver.port}/cb`), target);
}

/** What comes of bytes written to the connection as they are, as the answer to one request. */
function answeredWith(bytes: string, then: (socket: Socket) => void = (socket) => socket.end()) {
  return outcome(({ socket }) => {
    socket.write(bytes, () => then(socket));
  });
}

describe('no connection', () => {
  it('where nothing listens', async () => {
    receiver = await startTcpReceiver(() => {});
    const { port } = receiver;
    await receiver.close();
    const result = await oneRequest(post(`https://127.0.0.1:${port}/`, '{}', { 'x-api-key': 'k' }));
    expect(result).toEqual({
      ok: false,
      status: null,
      responseHeaders: null,
      responseBody: null,
      responseCut: false,
      request: {
        method: 'POST',
        url: `https://127.0.0.1:${port}/`,
        headers: expect.objectContaining({ host: `127.0.0.1:${port}`, 'x-api-key': '***' }),
      },
      peer: { tls: null, localAddress: null, remoteAddress: null },
      timing: { connectMs: null, firstByteMs: null, totalMs: expect.any(Number) },
      error: `nothing listens on 127.0.0.1:${port}`,
      retryAfterMs: null,
    } satisfies AttemptResult);
  });

  it('to a name that nobody knows', async () => {
    // Longer than a part of a name may be: no name server is asked.
    const host = `${'a'.repeat(64)}.example`;
    const { error } = await oneRequest(get(`https://${host}/`));
    expect(error).toBe(`the host name ${host} is not known`);
  });

  it('from an address that is not ours', async () => {
    receiver = await startTlsReceiver(certificate, (_request, response) => response.end());
    const url = `https://127.0.0.1:${receiver.port}/`;
    const result = await oneRequest(get(url), {}, { sourceAddresses: ['203.0.113.9'] });
    expect(result.error).toBe(
      'the source address 203.0.113.9 is not an address of this machine, or it has no free port',
    );
  });

  it('from an IPv4 address to an IPv6 one', async () => {
    const result = await oneRequest(get('https://[::1]:9/'), {}, { sourceAddresses: ['127.0.0.1'] });
    expect(result.error).toBe('the source address 127.0.0.1 cannot reach ::1: one is IPv4, the other IPv6');
  });

  it('to a URL that is none', async () => {
    expect((await oneRequest(get('https://'))).error).toBe('the URL cannot be read');
  });
});

describe('no answer', () => {
  const timeouts = { connectMs: 5000, answerMs: 200 };

  it('at all', async () => {
    const result = await outcome(() => {}, { timeouts });
    expect(result).toMatchObject({ status: null, responseBody: null });
    expect(result.error).toBe('no complete answer within 200 ms');
    expect(result.timing.connectMs).toBeGreaterThan(0);
    expect(result.timing.firstByteMs).toBeNull();
    expect(result.timing.totalMs).toBeGreaterThanOrEqual(199);
  });

  it('in time from a receiver that keeps trickling, whose beginning is kept', async () => {
    const result = await outcome(
      (_request, response) => {
        response.write('drip');
        const drip = setInterval(() => response.write('.'), 5);
        response.on('close', () => clearInterval(drip));
      },
      { timeouts },
    );
    expect(result).toMatchObject({ ok: false, status: 200 });
    expect(result.error).toBe('no complete answer within 200 ms');
    expect(result.responseBody).toMatch(/^drip/);
  });

  it('but a closed connection', async () => {
    const { error } = await outcome(({ socket }) => socket.destroy());
    expect(error).toBe(`127.0.0.1:${receiver.port} closed the connection without an answer`);
    expect(receiver.requests).toHaveLength(1);
  });

  it('but a reset connection', async () => {
    receiver = await startPlainReceiver(({ socket }) => socket.resetAndDestroy());
    const url = `http://127.0.0.1:${receiver.port}/`;
    const { error } = await oneRequest(post(url), {}, { allowHttp: true });
    expect(error).toBe(`127.0.0.1:${receiver.port} reset the connection without an answer`);
    expect(receiver.requests).toHaveLength(1);
  });
});

describe('half an answer', () => {
  const CLOSED = 'the receiver closed the connection in the middle of its answer';

  it.each([
    ['with a length', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'],
    [
      'with a length, and to be the last',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\nhalf',
    ],
    ['in chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
    [
      'in chunks, and to be the last',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n',
    ],
  ])('%s is a failure, and is kept', async (_kind, bytes) => {
    const result = await answeredWith(bytes);
    expect(result).toMatchObject({ ok: false, status: 200, responseBody: 'half', error: CLOSED });
  });

  it('before a reset is a failure too', async () => {
    let reset = () => {};
    // Only once the other side has read it: a reset overtakes what is still on its way.
    const arrived = () => reset();
    subscribe('undici:request:headers', arrived);
    receiver = await startPlainReceiver(({ socket }) => {
      reset = () => socket.resetAndDestroy();
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf');
    });
    const result = await oneRequest(post(`http://127.0.0.1:${receiver.port}/`), {}, { allowHttp: true });
    expect(result).toMatchObject({ ok: false, status: 200, responseBody: 'half' });
    expect(result.error).toBe('the receiver reset the connection in the middle of its answer');
    unsubscribe('undici:request:headers', arrived);
  });

  it('that breaks off in the headers is a failure', async () => {
    const { error, status } = await answeredWith('HTTP/1.1 200 OK\r\ncontent-');
    expect(status).toBeNull();
    expect(error).toBe("the receiver closed the connection in the middle of its answer's headers");
  });
});

describe('a strange answer', () => {
  it.each([
    ['220 mail.example ESMTP\r\n', 'Expected HTTP/, RTSP/ or ICE/'],
    ['HTTP/1.1 abc\r\n\r\n', 'Invalid status code'],
    ['HTTP/1.1 200 OK\r\nno colon\r\n\r\n', 'Invalid header token'],
  ])('%j is not HTTP', async (bytes, detail) => {
    expect((await answeredWith(bytes)).error).toBe(`the receiver's answer is not valid HTTP: ${detail}`);
  });

  it('with endless headers is cut short', async () => {
    const { error } = await answeredWith(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(error).toBe("the headers of the receiver's answer are too large");
  });

  it.each([
    ['HTTP/1.1 100 Continue\r\n\r\n', '100 Continue'],
    [
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
      '101 Switching Protocols',
    ],
  ])('%j was not asked for', async (bytes, status) => {
    expect((await answeredWith(bytes)).error).toBe(`the receiver answered ${status}, which nobody asked for`);
  });

  it('that is only an interim one is none', async () => {
    const result = await answeredWith('HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n');
    expect(result.status).toBeNull();
    expect(result.error).toBe(
      'the receiver closed the connection after an interim 103, without a final answer',
    );
  });

  it('of TLS on a plain http URL is called so', async () => {
    receiver = await startTcpReceiver((socket) => {
      socket.once('data', () => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, 10])));
    });
    const { error } = await oneRequest(get(`http://127.0.0.1:${receiver.port}/`), {}, { allowHttp: true });
    expect(error).toBe('the receiver speaks TLS on this port; the URL should begin with https://');
  });
});

describe('an answer other than 2xx', () => {
  /** The error for an answer with this status, these headers and this body. */
  async function errorFor(
    status: number,
    headers: Record<string, string> = {},
    body = '',
    target: Partial<TransportTarget> = {},
  ) {
    const result = await outcome(
      (_request, response) => response.writeHead(status, headers).end(body),
      target,
    );
    expect(result).toMatchObject({ ok: false, status, responseBody: body });
    return result.error;
  }

  it.each([
    [
      403,
      '403 Forbidden: it refuses this caller; its list of allowed addresses or its rights may be the reason',
    ],
    [404, '404 Not Found: it serves other paths, but not this one'],
    [405, '405 Method Not Allowed: it does not take POST here'],
    [
      413,
      '413 Payload Too Large: the request is too large for it; fewer items per batch would make it smaller',
    ],
    [429, '429 Too Many Requests: it gets too many requests'],
    [500, '500 Internal Server Error'],
    [304, '304 Not Modified'],
  ])('is told in words: %i', async (status, words) => {
    expect(await errorFor(status)).toBe(`the receiver answered ${words}`);
  });

  it("repeats the receiver's own phrase where there is no standard one", async () => {
    const { error } = await answeredWith('HTTP/1.1 599 Gone Fishing\r\ncontent-length: 0\r\n\r\n');
    expect(error).toBe('the receiver answered 599 Gone Fishing');
  });

  it('of 401 depends on whether there were credentials', async () => {
    const auth = { username: 'ada', password: 'hunter2' };
    expect(await errorFor(401)).toBe(
      'the receiver answered 401 Unauthorized: it asks for credentials, and this callback has none',
    );
    expect(await errorFor(401, {}, '', { auth })).toBe(
      'the receiver answered 401 Unauthorized: it did not accept the credentials of this callback',
    );
  });

  it('of 429 repeats how long to wait', async () => {
    expect(await errorFor(429, { 'retry-after': '30' })).toBe(
      'the receiver answered 429 Too Many Requests: it gets too many requests (Retry-After: 30)',
    );
  });

  it.each([301, 302, 303, 307, 308])('of %i is not followed', async (status) => {
    expect(await errorFor(status, { location: 'https://127.0.0.1:9/elsewhere' })).toBe(
      `the receiver answered ${status} (redirect to https://127.0.0.1:9/elsewhere); redirects are not followed`,
    );
    expect(receiver.requests).toHaveLength(1);
  });

  it('from nginx is read for what it says of certificates', async () => {
    const page = '<center>No required SSL certificate was sent</center>';
    expect(await errorFor(400, {}, page)).toBe(
      'the receiver answered 400 Bad Request: it got no client certificate, and requires one',
    );
    const clientCertificate = certificate;
    expect(await errorFor(400, {}, '<center>The SSL certificate error</center>', { clientCertificate })).toBe(
      'the receiver answered 400 Bad Request: it did not accept the client certificate',
    );
    expect(await errorFor(400, {}, 'The status is missing')).toBe('the receiver answered 400 Bad Request');
  });

  it('from nginx is read for what it says of plain http', async () => {
    receiver = await startPlainReceiver((_request, response) => {
      response.writeHead(400).end('<center>The plain HTTP request was sent to HTTPS port</center>');
    });
    const { error } = await oneRequest(get(`http://127.0.0.1:${receiver.port}/`), {}, { allowHttp: true });
    expect(error).toBe(
      'the receiver answered 400 Bad Request: it expects HTTPS on this port; the URL should begin with https://',
    );
  });

  it('counts even when its body is too long to read', async () => {
    receiver = await startTlsReceiver(certificate, (_request, response) => {
      response.writeHead(500).end('x'.repeat(100_000));
    });
    const result = await oneRequest(get(`https://127.0.0.1:${receiver.port}/`), TARGET, {
      maxResponseBytes: 10,
    });
    expect(result).toMatchObject({ ok: false, status: 500, responseCut: true, responseBody: 'x'.repeat(10) });
    expect(result.error).toBe('the receiver answered 500 Internal Server Error');
  });
});
