import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ certificateNames: ['mock.example.com', '*.test.example.com'] });
});
afterAll(() => api.platform.close());

/** Sends what no browser would let a page of our own choose: any Host, any Origin. */
const send = (method: string, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(api.platform.httpUrl);
    const sent = request({ hostname, port, method, path, headers }, async (response) =>
      resolve({ status: response.statusCode!, body: await text(response) }),
    );
    sent.on('error', reject).end();
  });

describe('a name that is none of the platform', () => {
  it.each(['/', '/v1/health', '/docs', '/assets/app.js', '/live'])('gets nothing of %s', async (path) => {
    const { status, body } = await send('GET', path, { host: 'attacker.example:4010' });
    expect(status).toBe(421);
    expect(JSON.parse(body).detail).toMatch(
      /^attacker\.example is no name of this platform; .*certificateNames/,
    );
  });

  it.each([
    'localhost:4010',
    'mock-wiraya:4010',
    '127.0.0.1',
    '10.1.2.3:80',
    '[::1]:4010',
    'app.localhost',
    'host.docker.internal:4010',
    'api.wiraya.com',
    'MOCK.example.com.',
    'ci.test.example.com',
  ])('is not %s', async (host) => {
    expect((await send('GET', '/v1/health', { host })).status).toBe(200);
  });

  it.each(['/api/EnqueueCommunications', '/auth/token/apikey'])(
    'does not matter to %s, which asks for a key',
    async (path) => {
      expect((await send('POST', path, { host: 'sms.example.org' })).status).not.toBe(421);
    },
  );
});

describe('what a browser sends for a page of another site', () => {
  it.each([
    ['says so', { 'sec-fetch-site': 'cross-site' }],
    ['comes from another port of the same machine', { 'sec-fetch-site': 'same-site' }],
    ['has the origin of another', { origin: 'https://elsewhere.example' }],
    ['has an origin that is none', { origin: 'null' }],
  ])('is not obeyed when it %s', async (_what, headers) => {
    for (const path of ['/v1/reset', '/clock', '/flush']) {
      const { status, body } = await send('POST', path, {
        host: 'localhost',
        ...(headers as Record<string, string>),
      });
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(JSON.parse(body).detail).toBe('a browser sent this for a page of another site');
    }
  });

  it('is answered when it only reads', async () => {
    const headers = { host: 'localhost', 'sec-fetch-site': 'cross-site' };
    expect((await send('GET', '/v1/health', headers)).status).toBe(200);
  });

  it.each([
    ['a program says nothing of where it comes from', {}],
    [
      'a page of ours',
      { host: 'localhost:4010', origin: 'http://localhost:4010', 'sec-fetch-site': 'same-origin' },
    ],
    ['a person, by hand', { 'sec-fetch-site': 'none' }],
  ])('is not what %s sends', async (_what, headers) => {
    expect(
      (
        await send('POST', '/v1/callbacks/flush', {
          host: 'localhost',
          ...(headers as Record<string, string>),
        })
      ).status,
    ).toBe(200);
  });
});
