import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, type Entity, mobile, startApi } from '../../support/api.ts';
import { Client } from './client.ts';

let api: Api;
let client: Client;
let customerId: number;
beforeAll(async () => {
  api = await startApi({ maxBodyBytes: 100_000 });
});
beforeEach(async () => {
  const { id, apiKey } = await api.create('/customers', { name: 'Acme' });
  customerId = id;
  client = new Client(api.platform.httpUrl, apiKey as string);
});
afterAll(() => api.platform.close());

const set = async (settings: object) =>
  expect((await api.patch(`/customers/${customerId}`, settings)).status).toBe(200);
const advance = async (seconds: number) =>
  expect((await api.post('/clock/advance', { by: `PT${seconds}S` })).status).toBe(200);
const sent = async () =>
  (await api.read<{ items: Entity[] }>(`/communications?customerId=${customerId}`)).items.length;
const newest = async (query = '') =>
  (await api.read<{ items: Entity[] }>(`/requests?limit=1000${query}`)).items.at(-1)!;

/** Posts to a path under another name than that of the platform. */
const callAs = (host: string, path: string, body: string) =>
  new Promise<{ status: number; json: unknown }>((resolve, reject) => {
    const { hostname, port } = new URL(api.platform.httpUrl);
    request({ hostname, port, method: 'POST', path, headers: { host } }, async (response) => {
      const json: unknown = JSON.parse(await text(response));
      resolve({ status: response.statusCode!, json });
    })
      .on('error', reject)
      .end(body);
  });

describe('rate limits', () => {
  it('turn down what is too many with 429, and take it after exactly as long as Retry-After says', async () => {
    await set({ rateLimits: [{ endpoint: 'SendMessageFromAlpha', calls: 2, perSeconds: 60 }] });
    expect((await client.text()).status).toBe(200);
    await advance(20);
    expect((await client.text()).status).toBe(200);
    const refused = await client.text();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(refused.json).toHaveProperty('Message');
    expect(await sent()).toBe(2);
    await advance(39);
    expect((await client.text()).headers.get('retry-after')).toBe('1');
    await advance(1);
    expect((await client.text()).status).toBe(200);
    expect((await client.text()).headers.get('retry-after')).toBe('20');
    expect(await sent()).toBe(3);
  });

  it('hold for each endpoint by itself when they name none', async () => {
    await set({ rateLimits: [{ calls: 1, perSeconds: 60 }] });
    const { json } = await client.text();
    expect((await client.text()).status).toBe(429);
    expect((await client.status(json.Result as string)).status).toBe(200);
    expect((await client.status(json.Result as string)).status).toBe(429);
  });

  it('hold for the endpoint that they name, and for one customer', async () => {
    await set({ rateLimits: [{ endpoint: 'GetMessageStatus', calls: 0, perSeconds: 5 }] });
    const { json } = await client.text();
    expect((await client.text()).status).toBe(200);
    const refused = await client.status(json.Result as string);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  });

  it('are not used up by a wrong key', async () => {
    await set({ rateLimits: [{ calls: 1, perSeconds: 60 }] });
    await client.text('Hello', { key: 'somebody else' });
    expect((await client.text()).status).toBe(200);
  });

  it('begin anew with a reset', async () => {
    await set({ rateLimits: [{ calls: 1, perSeconds: 60 }] });
    await client.text();
    expect((await client.text()).status).toBe(429);
    expect((await api.post('/reset', { customerId })).status).toBe(200);
    expect((await client.text()).status).toBe(200);
  });

  it('hold for the token call, whose caller is known by its body', async () => {
    await set({ rateLimits: [{ endpoint: 'Token', calls: 1, perSeconds: 60 }] });
    const token = () => client.call('/auth/token/apikey', { key: client.apiKey }, { key: null });
    expect((await token()).status).toBe(200);
    const refused = await token();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(refused.text).not.toContain('token');
  });
});

describe('an allow-list', () => {
  it('keeps out whoever calls from elsewhere, whatever it says of itself', async () => {
    await set({ allowedAddresses: ['192.0.2.0/24'] });
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    const refused = await client.text('Hello', { headers });
    expect(refused.status).toBe(403);
    expect(await sent()).toBe(0);
    expect(await newest()).toMatchObject({ status: 403, customerId, remoteAddress: '127.0.0.1' });
    await set({ allowedAddresses: ['192.0.2.0/24', '127.0.0.0/8'] });
    expect((await client.text()).status).toBe(200);
    await set({ allowedAddresses: null });
    expect((await client.text()).status).toBe(200);
  });

  it('holds for the token call too', async () => {
    await set({ allowedAddresses: ['192.0.2.1'] });
    expect((await client.call('/auth/token/apikey', { key: client.apiKey })).status).toBe(403);
  });
});

describe('a call that no endpoint takes', () => {
  const json = expect.stringMatching('^application/json');

  it.each(['/api/Nothing', '/api/SendMessageFromAlpha/xml', '/api/nothing/'])(
    'is answered as api.wiraya.com does at %s',
    async (path) => {
      const answer = await client.call(path, {});
      expect(answer).toMatchObject({ status: 404, json: { Message: expect.any(String) } });
      expect(answer.headers.get('content-type')).toEqual(json);
      expect(await newest()).toMatchObject({ endpoint: null, status: 404, request: { body: '{}' } });
    },
  );

  it.each(['/auth/nothing', '/api/Contact/4711/phones', '/api/Contact/'])(
    'is answered as api.wiraya.ai does at %s',
    async (path) => {
      const answer = await client.call(path, {});
      expect(answer).toMatchObject({ status: 404, json: { error: true, message: expect.any(String) } });
      expect(await newest()).toMatchObject({ endpoint: null, status: 404 });
    },
  );

  it.each([
    ['GET', '/api/SendMessageFromAlpha/json', 'POST'],
    ['PUT', '/API/EnqueueCommunications/', 'POST'],
    ['DELETE', '/api/Contact/4711', 'PUT'],
    ['GET', '/api/contact/_bulk', 'PUT'],
    ['PATCH', '/api/Contact/4711/Events', 'POST, PUT'],
    ['OPTIONS', '/auth/token/apikey', 'POST'],
  ])('by the method %s at %s is told %s', async (method, path, allow) => {
    const answer = await client.call(path, {}, { method });
    expect(answer.status).toBe(405);
    expect(answer.text).toContain(allow);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.headers.get('content-type')).toEqual(json);
    expect(await newest()).toMatchObject({ endpoint: expect.any(String), status: 405, request: { method } });
  });

  it('by HEAD gets the same without a body', async () => {
    const answer = await client.call('/api/GetMessageStatus/json', null, { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 405, text: '' });
    expect(await newest('&method=head')).toMatchObject({ status: 405, request: { method: 'HEAD' } });
  });

  it.each([
    ['api.wiraya.com', '/EnqueueCommunications', { Message: expect.any(String) }],
    ['api.wiraya.com', '/v2/api/EnqueueCommunications', { Message: expect.any(String) }],
    ['API.wiraya.com', '//api/EnqueueCommunications', { Message: expect.any(String) }],
    ['api.wiraya.ai', '/Contact/4711', { error: true, message: expect.any(String) }],
  ])('under the real name %s is answered as that host does at %s', async (host, path, said) => {
    expect(await callAs(host, path, '{"a":1}')).toEqual({ status: 404, json: said });
    expect(await newest()).toMatchObject({
      endpoint: null,
      customerId: null,
      status: 404,
      request: { url: expect.stringContaining(path), body: '{"a":1}' },
    });
  });

  it('under a real name gets a problem of our own API below /v1, unrecorded', async () => {
    const before = await api.read('/requests/count');
    for (const path of ['/v1', '/v1/nothing', '/v1/customers/1/nothing', '/%761/customers/1/nothing'])
      expect(await callAs('api.wiraya.com', path, '{}')).toMatchObject({
        status: 404,
        json: { type: expect.any(String) },
      });
    expect(await api.read('/requests/count')).toEqual(before);
  });

  it('elsewhere gets a problem of our own API, unrecorded', async () => {
    const before = await api.read('/requests/count');
    const answer = await client.call('/apis/nothing', {});
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await api.read('/requests/count')).toEqual(before);
  });
});

describe('a body', () => {
  it('that is too long is turned down, and the connection goes on', async () => {
    const answer = await client.text('x'.repeat(100_000));
    expect(answer).toMatchObject({ status: 413, json: { Message: expect.any(String) } });
    expect(await newest()).toMatchObject({ endpoint: 'SendMessageFromAlpha', status: 413 });
    expect((await client.text()).status).toBe(200);
  });

  it('that is too long and does not say how long it is, too', async () => {
    const { hostname, port } = new URL(api.platform.httpUrl);
    const status = await new Promise((resolve, reject) => {
      const sending = request(
        {
          hostname,
          port,
          method: 'POST',
          path: '/api/EnqueueCommunications',
          headers: { 'x-apikey': 'none' },
        },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode));
        },
      ).on('error', reject);
      for (let chunk = 0; chunk < 5; chunk++) sending.write('x'.repeat(30_000));
      sending.end();
    });
    expect(status).toBe(413);
    const { request: sent } = await newest();
    expect(sent).toMatchObject({ body: expect.stringMatching(/^x{65536}$/) });
  });

  it('that breaks off is recorded as far as it came, and does nothing', async () => {
    const { hostname, port } = new URL(api.platform.httpUrl);
    const path = '/api/SendMessageFromAlpha/json?breaks=off';
    const headers = { 'x-apikey': client.apiKey, 'content-length': 1000, 'content-type': 'application/json' };
    const sending = request({ hostname, port, method: 'POST', path, headers }).on('error', () => {});
    await new Promise((resolve) => sending.write(`{"recipient":"${mobile(0)}"`, resolve));
    sending.destroy();
    const { request: found } = await api.read<{ request: Entity }>('/requests/wait?url=breaks');
    expect(found).toMatchObject({ status: null, response: null, endpoint: 'SendMessageFromAlpha' });
    expect(await sent()).toBe(0);
  });
});
