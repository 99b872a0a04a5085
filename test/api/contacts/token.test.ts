import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../support/api.ts';
import { type Scratch, scratch } from '../../support/files.ts';
import { call } from './client.ts';

const NOW = '2031-05-06T09:00:00.042Z';

let api: Api;
let key: string;
let directory: Scratch;
beforeAll(async () => {
  directory = scratch();
  api = await startApi({ dataDir: directory.path });
  await api.post('/reset', { now: NOW });
  key = api.platform.apiKey!;
});
afterAll(async () => {
  await api.platform.close();
  directory.remove();
});

const authenticate = (path = '/auth/token/apikey', of = key) => call(api, 'POST', path, { key: of });
const putContact = (headers: Record<string, string>) =>
  call(api, 'PUT', '/api/Contact/1', { personal: {}, general: {}, schema: 1 }, headers);
const withToken = (token: string) => putContact({ authorization: `Bearer ${token}` });

describe('a token', () => {
  it('is given for the API key, for five minutes to the seventh digit of a second', async () => {
    const { status, json, text } = await authenticate();
    expect(status).toBe(200);
    expect(text).toBe(
      `{"authenticated":true,"token":${JSON.stringify(json.token)},"tokenExpires":"2031-05-06T09:05:00.0420000Z"}`,
    );
    expect(json.token).toMatch(/^[\w-]{40,}$/);
    expect((await withToken(json.token)).status).toBe(200);
  });

  it.each(['/auth/Token/apikey', '/AUTH/TOKEN/APIKEY', '/auth/token/apikey/'])(
    'is given at %s',
    async (path) => {
      expect(await authenticate(path)).toMatchObject({ status: 200, json: { authenticated: true } });
    },
  );

  it('is of the customer whose key it was', async () => {
    const other = await api.create('/customers', { name: 'Other' });
    const { json } = await authenticate('/auth/token/apikey', other.apiKey as string);
    expect((await withToken(json.token)).status).toBe(200);
    expect((await api.read<{ items: object[] }>(`/contacts?customerId=${other.id}`)).items).toHaveLength(1);
  });

  it('holds until its last millisecond, and not after', async () => {
    const { json } = await authenticate();
    await api.post('/clock/advance', { by: 'PT4M59.999S' });
    expect((await withToken(json.token)).status).toBe(200);
    await api.post('/clock/advance', { by: 'PT0.001S' });
    const { status, headers } = await withToken(json.token);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect((await withToken((await authenticate()).json.token)).status).toBe(200);
  });

  it('holds through a restart, and neither it nor the key is in the store', async () => {
    const { json } = await authenticate();
    await api.platform.close();
    const bytes = readFileSync(join(directory.path, 'store.sqlite'));
    expect(bytes.includes(json.token)).toBe(false);
    expect(bytes.includes(key)).toBe(false);
    api = await startApi({ dataDir: directory.path });
    expect((await withToken(json.token)).status).toBe(200);
  });
});

describe('who gets no token', () => {
  it('is told that the key is not right', async () => {
    const { status, headers, text } = await authenticate(undefined, 'another key');
    expect({ status, text }).toEqual({ status: 401, text: '{"authenticated":false}' });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['{}', 'key: is missing'],
    ['{"key":5}', 'key: is a number'],
    ['"key"', 'is a string'],
    ['', 'the body is not JSON'],
    ['{"key":', 'the body is not JSON'],
  ])('is told what is wrong with %s', async (body, message) => {
    const { status, json } = await call(api, 'POST', '/auth/token/apikey', body);
    expect(status).toBe(400);
    expect(json).toEqual({ error: true, message: expect.stringContaining(message) });
  });

  it.each([
    [{}, 'Bearer'],
    [{ authorization: '' }, 'Bearer'],
    [{ authorization: 'Basic QWxhZGRpbg==' }, 'Bearer'],
    [{ authorization: 'Bearer' }, 'Bearer'],
    [{ authorization: 'Bearer nonsense' }, 'Bearer error="invalid_token"'],
    [{ 'x-apikey': 'key' }, 'Bearer'],
  ])('may do nothing with %j', async (headers: Record<string, string>, challenge) => {
    const reply = await putContact(headers);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe(challenge);
    expect(reply.json).toEqual({ error: true, message: expect.stringContaining('/auth/token/apikey') });
  });
});
