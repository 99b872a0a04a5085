import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, type Entity, expectProblem, mobile, startApi } from '../../support/api.ts';
import { scratch } from '../../support/files.ts';
import { Client } from '../emulated/client.ts';

let api: Api;
let client: Client;
let customerId: number;
beforeAll(async () => {
  api = await startApi({ keepRequests: 300 });
});
beforeEach(async () => {
  await api.delete('/requests');
  const { id, apiKey } = await api.create('/customers', { name: 'Acme' });
  customerId = id;
  client = new Client(api.platform.httpUrl, apiKey as string);
});
afterAll(() => api.platform.close());

interface Shown extends Entity {
  at: string;
  request: { method: string; url: string; headers: Record<string, string>; body: string; bytes: number };
  response: { status: number; headers: Record<string, string>; body: string; bytes: number } | null;
  communicationIds: number[];
}

const list = async (query = '') => (await api.read<{ items: Shown[] }>(`/requests?${query}`)).items;
const count = async (query = '') => (await api.read<{ count: number }>(`/requests/count?${query}`)).count;
const matching = (json: unknown) => `match=${encodeURIComponent(JSON.stringify(json))}`;

describe('a call of the real API', () => {
  it('is recorded with what was sent, what came back, and what it led to', async () => {
    const { now } = await api.read<{ now: string }>('/clock');
    const answer = await client.text('Hello, Åsa', { headers: { 'X-Trace': 'abc' } });
    const [call, ...others] = await list();
    expect(others).toEqual([]);
    const body = JSON.stringify({ recipient: mobile(0), sender: 'Acme', message: 'Hello, Åsa' });
    expect(call).toEqual({
      id: expect.any(Number),
      at: now,
      endpoint: 'SendMessageFromAlpha',
      customerId,
      remoteAddress: '127.0.0.1',
      request: {
        method: 'POST',
        url: `${api.platform.httpUrl}/api/SendMessageFromAlpha/json`,
        headers: expect.objectContaining({
          'X-ApiKey': '***',
          'X-Trace': 'abc',
          'content-type': 'application/json',
        }),
        body,
        bytes: Buffer.byteLength(body),
      },
      status: 200,
      response: {
        status: 200,
        headers: { 'content-type': expect.stringMatching('^application/json') },
        body: answer.text,
        bytes: answer.text.length,
      },
      durationMs: expect.any(Number),
      communicationIds: [expect.any(Number)],
      faults: [],
    });
    const [communicationId] = call!.communicationIds;
    expect(await api.read(`/communications/${communicationId}`)).toMatchObject({ content: 'Hello, Åsa' });
    expect(await api.read(`/requests/${call!.id}`)).toEqual(call);
  });

  it('is recorded over HTTPS, by the name by which it was called', async () => {
    const { hostname, port } = new URL(api.platform.httpsUrl);
    const { request } = await import('node:https');
    await new Promise((resolve, reject) => {
      request(
        {
          host: hostname,
          port,
          ca: api.platform.caCertificate,
          servername: 'api.wiraya.com',
          method: 'POST',
          path: '/API/getmessagestatus/JSON?a=b',
          headers: { host: 'api.wiraya.com', 'x-apikey': client.apiKey },
        },
        (response) => response.resume().on('end', resolve),
      )
        .on('error', reject)
        .end('{"MessageId":"1"}');
    });
    expect(await list()).toMatchObject([
      {
        endpoint: 'GetMessageStatus',
        customerId,
        request: { url: 'https://api.wiraya.com/API/getmessagestatus/JSON?a=b' },
      },
    ]);
  });

  it('whose key is wrong is nobody’s', async () => {
    await client.text('Hello', { key: 'of nobody at all' });
    expect(await list()).toMatchObject([{ customerId: null, communicationIds: [] }]);
  });

  it('of great length is kept as far as 64 KiB', async () => {
    const body = `"${'å'.repeat(50_000)}`;
    await client.call('/api/GetMessageStatus/json', body);
    const [call] = await list();
    expect(call!.request.bytes).toBe(100_001);
    expect(body.startsWith(call!.request.body)).toBe(true);
    expect(Buffer.byteLength(call!.request.body)).toBeGreaterThan(65_530);
    expect(Buffer.byteLength(call!.request.body)).toBeLessThanOrEqual(65_536);
  });
});

describe('secrets', () => {
  const shown = async () => JSON.stringify(await list());

  it('in headers are masked, and what they hold wherever else it stands', async () => {
    await client.text(`my key is ${client.apiKey}`, { headers: { cookie: 'session=s3cret' } });
    expect(await shown()).not.toContain(client.apiKey);
    expect(await shown()).not.toContain('s3cret');
    expect((await list())[0]!.request.body).toContain('my key is ***');
  });

  it('of the token call are masked, both ways', async () => {
    const { json } = await client.call('/auth/token/apikey', { key: client.apiKey }, { key: null });
    expect(json.token).toEqual(expect.any(String));
    expect(await shown()).not.toContain(client.apiKey);
    expect(await shown()).not.toContain(json.token);
    expect(await list()).toMatchObject([
      { request: { body: '{"key":"***"}' }, response: { body: expect.stringContaining('"token":"***"') } },
    ]);
    await client.call(
      '/api/Contact/4711',
      { personal: {} },
      { method: 'PUT', key: null, headers: { authorization: `Bearer ${json.token}` } },
    );
    expect((await list())[1]!.request.headers.authorization).toBe('Bearer ***');
    expect(await shown()).not.toContain(json.token);
  });

  it.each([
    ['POST', '/auth/token/apikey', '{"KEY":"hidden-key"}'],
    ['POST', '/auth/token/apikey', '{"key":"hidden-key"'],
    ['POST', '/auth/token/apikey', 'key=hidden-key'],
    ['POST', '/auth/token/apikey', '{"\\u006bey":"hidden-key"}'],
    ['PUT', '/auth/token/apikey', '{"key":"hidden-key"}'],
    ['POST', '/auth/token/apikeys', '{"key":"hidden-key"}'],
    ['POST', '/api/nowhere', '{"a":{"ApiKey":"hidden-key"}}'],
    ['POST', '/api/nowhere?apikey=hidden-key&a=b', ''],
    ['POST', '/api/nowhere?%61pikey=hidden-key', ''],
    ['POST', '/api/VerifyCode/json', '{"recipient":"1","PinCode":"hidden-key"}'],
    ['POST', '/api/VerifyCode/json', '{"recipient":"1","pincode":["hidden-key"]}'],
  ])('sent by %s to %s as %s are masked', async (method, path, body) => {
    await client.call(path, body, { method });
    expect(await count()).toBe(1);
    expect(await shown()).not.toContain('hidden-key');
    expect(await shown()).toContain('***');
  });
});

describe('a list of calls', () => {
  it('answers whether SendMessageFromAlpha was called twice with the sender Acme', async () => {
    await client.text('one');
    await client.text('two', {}, 'Other');
    await client.text('three');
    await client.status('4711');
    const query = `endpoint=SendMessageFromAlpha&${matching({ sender: 'Acme' })}`;
    expect(await api.read(`/requests/count?${query}`)).toEqual({ count: 2 });
    expect((await list(query)).map(({ request }) => JSON.parse(request.body).message)).toEqual([
      'one',
      'three',
    ]);
  });

  it('is narrowed by everything that a call is', async () => {
    const other = await api.create('/customers', { name: 'Other' });
    const theirs = new Client(api.platform.httpUrl, other.apiKey as string);
    await client.text('Dear Ada');
    await api.post('/clock/advance', { by: 'PT1H' });
    const { now } = await api.read<{ now: string }>('/clock');
    await theirs.text('Dear Bo');
    await client.call('/api/Nowhere?page=2', {}, { method: 'PUT' });
    const [first, second, third] = await list();
    const ids = async (query: string) => (await list(query)).map(({ id }) => id);
    expect(await ids(`customerId=${customerId}`)).toEqual([first!.id]);
    expect(await ids('endpoint=SendMessageFromAlpha')).toEqual([first!.id, second!.id]);
    expect(await ids('method=put')).toEqual([third!.id]);
    expect(await ids('status=404')).toEqual([third!.id]);
    expect(await ids('url=NOWHERE%3Fpage')).toEqual([third!.id]);
    expect(await ids('contains=Dear%20B')).toEqual([second!.id]);
    expect(await ids('contains=dear')).toEqual([]);
    expect(await ids(`since=${now}`)).toEqual([second!.id, third!.id]);
    expect(await ids(`communicationId=${second!.communicationIds[0]}`)).toEqual([second!.id]);
    expect(await ids(`customerId=${customerId}&contains=Bo`)).toEqual([]);
    expect(await ids(`limit=1&after=${first!.id}`)).toEqual([second!.id]);
    expect(await count(`since=${now}`)).toBe(2);
    expect(await count()).toBe(3);
  });

  it('is read from either end, page by page', async () => {
    for (const message of ['1', '2', '3']) await client.text(message);
    const ids = (await list()).map(({ id }) => id);
    const page = (query: string) => api.read<{ items: Shown[]; next: number }>(`/requests?limit=2&${query}`);
    const newest = await page('order=newest');
    expect(newest.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const older = await page(`order=newest&after=${newest.next}`);
    expect(older).toMatchObject({ items: [{ id: ids[0] }], next: null });
  });

  it('finds an item in a batch, in whatever place', async () => {
    const item = (nth: number) => ({
      clientMessageId: `m${nth}`,
      recipient: mobile(nth),
      content: { $type: 'SMSFromAlpha', sender: 'Acme', text: `Hello ${nth}` },
    });
    await client.call('/api/EnqueueCommunications', { communications: [item(1), item(2), item(3)] });
    const holds = (...communications: object[]) => count(matching({ communications }));
    expect(await holds({ recipient: mobile(2), content: { text: 'Hello 2' } })).toBe(1);
    expect(await holds({ clientMessageId: 'm3' }, { clientMessageId: 'm1' })).toBe(1);
    expect(await holds({ recipient: mobile(2), content: { text: 'Hello 3' } })).toBe(0);
    const [call] = await list();
    expect(call!.communicationIds).toHaveLength(3);
    expect(await count(`communicationId=${call!.communicationIds[2]}`)).toBe(1);
  });

  it('finds what was sent with a byte order mark', async () => {
    await client.call('/api/GetMessageStatus/json', '\ufeff{"MessageId":"7"}');
    await client.call('/api/EnqueueCommunications', '\ufeff{"communications":[]}');
    await client.call('/auth/token/apikey', `\ufeff{"key":"${client.apiKey}"}`, { key: null });
    for (const body of [{ MessageId: '7' }, { communications: [] }, { key: '***' }])
      expect(await count(matching(body)), JSON.stringify(body)).toBe(1);
    for (const { request } of await list()) expect(request.body).toMatch(/^\{/);
  });

  it.each<[charset: string, encoding: BufferEncoding]>([
    ['iso-8859-1', 'latin1'],
    ['utf-16', 'utf16le'],
  ])('finds what was sent in %s', async (charset, encoding) => {
    const body = JSON.stringify({ communications: [{ clientMessageId: 'Åsa' }] });
    const bytes = new Uint8Array(Buffer.from(body, encoding));
    const answer = await fetch(`${client.url}/api/EnqueueCommunications`, {
      method: 'POST',
      headers: { 'X-ApiKey': client.apiKey, 'content-type': `application/json; charset=${charset}` },
      body: bytes,
    });
    expect(answer.status).toBe(200);
    expect(await count(matching({ communications: [{ clientMessageId: 'Åsa' }] }))).toBe(1);
    expect(await count(`contains=${encodeURIComponent('Åsa')}`)).toBe(1);
    expect(await list()).toMatchObject([{ request: { body, bytes: bytes.byteLength } }]);
  });

  it('does not match what is no JSON', async () => {
    await client.call('/api/GetMessageStatus/json', '{"sender":');
    await client.call('/api/GetMessageStatus/json', '["sender"]');
    expect(await count(matching({}))).toBe(0);
    expect(await count('contains=sender')).toBe(2);
  });

  it.each([
    'endpoint=SendFax',
    'customerId=0',
    'status=99',
    'status=x',
    'since=yesterday',
    'communicationId=x',
    'match=',
    'match=%7B',
    'match=%5B%5D',
    'match=null',
    'url=',
    'contains=',
    'sender=Acme',
  ])('cannot be had by %s', async (query) => {
    for (const path of ['', '/count', '/wait']) {
      expectProblem(await api.get(`/requests${path}?${query}`), 400, query.split('=')[0]!);
    }
  });

  it('is emptied, for one customer or for all', async () => {
    await client.text();
    await client.text('Hello', { key: 'of nobody' });
    const [, unknown] = await list();
    expect((await api.delete(`/requests?customerId=${customerId}`)).status).toBe(204);
    expect(await list()).toEqual([unknown]);
    expect((await api.delete('/requests')).status).toBe(204);
    expect(await list()).toEqual([]);
    await client.text();
    expect((await list())[0]!.id).toBeGreaterThan(unknown!.id);
    expectProblem(await api.delete('/requests?customer=1'), 400, 'customer');
  });

  it('is not there for a call that was not made', async () => {
    expectProblem(await api.get('/requests/4711000'), 404, 'id');
  });
});

describe('waiting for a call', () => {
  const wait = async (query: string) =>
    (await api.read<{ request: Shown | null }>(`/requests/wait?${query}`)).request;

  it('answers at once when there is one', async () => {
    await client.text('one');
    await client.text('two');
    const [first, second] = await list();
    expect(await wait('')).toEqual(first);
    expect(await wait(`after=${first!.id}&timeoutMs=0`)).toEqual(second);
    expect(await wait(`${matching({ message: 'two' })}`)).toEqual(second);
  });

  it('answers when one that fits has come', async () => {
    const waiting = wait(matching({ message: 'two' }));
    let answered = false;
    void waiting.then(() => {
      answered = true;
    });
    await client.text('one');
    await client.text('one');
    expect(answered).toBe(false);
    await client.text('two');
    expect(await waiting).toMatchObject({ request: { body: expect.stringContaining('two') } });
  });

  it('answers with nothing when the time is up', async () => {
    expect(await wait('timeoutMs=20')).toBeNull();
  });
});

describe('what is remembered', () => {
  it('are the newest calls, and no more than a tenth beyond that', async () => {
    await using small = await startApi({ keepRequests: 20, apiKey: 'the key of one' });
    const caller = new Client(small.platform.httpUrl, 'the key of one');
    for (let nth = 1; nth <= 50; nth++) await caller.status(String(nth));
    const { items } = await small.read<{ items: Shown[] }>('/requests');
    expect(items.length).toBeGreaterThanOrEqual(20);
    expect(items.length).toBeLessThanOrEqual(22);
    expect(JSON.parse(items.at(-1)!.request.body)).toEqual({ MessageId: '50' });
  });

  it('is nothing when that is wanted', async () => {
    await using small = await startApi({ keepRequests: 0, apiKey: 'the key of one' });
    await new Client(small.platform.httpUrl, 'the key of one').text();
    expect(await small.read('/requests/count')).toEqual({ count: 0 });
  });

  it('outlives the platform, and goes on from there', async () => {
    const directory = scratch();
    try {
      const settings = { dataDir: directory.path, apiKey: 'the key of one' };
      const calls = async (status: string) => {
        await using platform = await startApi(settings);
        const mine = new Client(platform.platform.httpUrl, 'the key of one');
        await mine.status(status);
        await mine.status(status);
        return (await platform.read<{ items: Shown[] }>('/requests')).items;
      };
      const before = await calls('1');
      expect(before.map(({ id }) => id)).toEqual([1, 2]);
      // Nobody has asked for the last of them.
      const after = await calls('2');
      expect(after.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
      expect(after.slice(0, 2)).toEqual(before);
    } finally {
      directory.remove();
    }
  });

  it('goes with a reset, of its customer or of everything', async () => {
    await using one = await startApi({ apiKey: 'the key of one' });
    const mine = new Client(one.platform.httpUrl, 'the key of one');
    const counted = async () => (await one.read<{ count: number }>('/requests/count')).count;
    await mine.text();
    await mine.text('Hello', { key: 'of nobody' });
    await one.post('/reset', { customerId: 1 });
    expect(await counted()).toBe(1);
    await one.post('/reset');
    expect(await counted()).toBe(0);
    await mine.text();
    expect((await one.read<{ items: Shown[] }>('/requests')).items).toMatchObject([{ id: 1 }]);
  });

  it('is in a snapshot, up to the last call', async () => {
    await client.text('of the past');
    const file = await (await fetch(`${api.platform.httpUrl}/v1/snapshot`)).arrayBuffer();
    const before = await list();
    await client.text('of the future');
    const type = { 'content-type': 'application/vnd.sqlite3' };
    expect((await api.send('PUT', '/snapshot', new Uint8Array(file), type)).status).toBe(200);
    expect(await list()).toEqual(before);
  });
});
