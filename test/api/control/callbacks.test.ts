import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  type Api,
  type Entity,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';
import { makeCertificate, startTlsReceiver } from '../../support/tls-receiver.ts';

let api: Api;
let certificate: { key: string; cert: string };
beforeAll(async () => {
  [api, certificate] = await Promise.all([startApi(), makeCertificate({ commonName: 'callback client' })]);
});
afterAll(() => api.platform.close());

/** Nothing listens there. */
const url = 'https://127.0.0.1:1/callbacks';
const good = { customerId: 1, url, method: 'POST' };
const register = (change: object = {}) => api.create('/callbacks', { ...good, ...change });
const read = (id: number) => api.read(`/callbacks/${id}`);

describe('a callback', () => {
  it('is registered with a URL and a method alone', async () => {
    const created = await register();
    expect(created).toMatchObject({
      ...good,
      name: '',
      format: 'JSON',
      types: [],
      statuses: [],
      batch: null,
      auth: null,
      headers: {},
      clientCertificate: null,
      tls: { verify: false, minVersion: 'TLSv1.2' },
      concurrency: 1,
      enabled: true,
    });
    expect(await read(created.id)).toEqual(created);
  });

  it('is registered with everything', async () => {
    const wanted = {
      name: 'Status reports',
      format: 'XML',
      template: '<item id="{ID}">{STATUS}</item>',
      types: ['OUTGOING_SMS'],
      statuses: ['DELIVERED', 'NOT_DELIVERED'],
      batch: { maxItems: 50, element: 'items', envelope: '<all>{BATCH}</all>' },
      headers: { 'X-Source': 'wiraya', 'X-Customer': '{CID}' },
      tls: { verify: true, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', ca: certificate.cert },
      concurrency: 4,
      timeouts: { connectMs: 100, answerMs: 200 },
      enabled: false,
    };
    const { tls, ...rest } = wanted;
    const created = await register(wanted);
    expect(created).toMatchObject({ ...rest, tls: { verify: true, minVersion: 'TLSv1.3' } });
    expect(await read(created.id)).toEqual(created);
  });

  it('of method GET has no body', async () => {
    const created = await register({ method: 'GET', url: `${url}?id={ID}&status={STATUS}` });
    expect(created).toMatchObject({ method: 'GET', format: null, template: null });
  });

  it('is changed in what is given, and in nothing else', async () => {
    const created = await register({ name: 'Mine', headers: { a: 'b' }, timeouts: { connectMs: 100 } });
    const change = { name: 'Ours', timeouts: { answerMs: 300 } };
    const { json, status } = await api.patch(`/callbacks/${created.id}`, change);
    expect({ status, json }).toEqual({
      status: 200,
      json: { ...created, name: 'Ours', timeouts: { connectMs: 100, answerMs: 300 } },
    });
    expect(await read(created.id)).toEqual(json);
    expect((await api.patch(`/callbacks/${created.id}`, { headers: {} })).json).toMatchObject({
      headers: {},
      name: 'Ours',
    });
  });

  it('becomes a GET when it gives up what only a POST has, and a POST again', async () => {
    const { id } = await register({ template: '{"id":{ID}}' });
    expectProblem(await api.patch(`/callbacks/${id}`, { method: 'GET' }), 400, 'format', 'template');
    const asGet = await api.patch(`/callbacks/${id}`, { method: 'GET', format: null, template: null });
    expect(asGet).toMatchObject({ status: 200, json: { method: 'GET', format: null, template: null } });
    expect(await api.patch(`/callbacks/${id}`, { method: 'POST' })).toMatchObject({
      status: 200,
      json: { format: 'JSON' },
    });
  });

  it('is left as it was by a change that does not fit it', async () => {
    const created = await register({ name: 'Mine' });
    for (const change of [
      { template: '{"id":{ID}' },
      { url: 'nonsense' },
      { batch: { maxItems: 0 } },
      { customerId: 2 },
    ]) {
      const answer = await api.patch(`/callbacks/${created.id}`, { name: 'Ours', ...change });
      expect(answer).toMatchObject({ status: 400, contentType: 'application/problem+json' });
      expect(await read(created.id)).toEqual(created);
    }
  });

  it('is listed with the others of its customer', async () => {
    const { id: customerId } = await api.create('/customers', { name: 'Other' });
    const { id } = await register({ customerId });
    const { items } = await api.read<Page>(`/callbacks?customerId=${customerId}`);
    expect(items.map((item) => item.id)).toEqual([id]);
  });

  it('is not found when there is none', async () => {
    expectProblem(await api.get('/callbacks/9999'), 404, 'id');
    expectProblem(await api.patch('/callbacks/9999', { name: 'x' }), 404, 'id');
    expectProblem(await api.delete('/callbacks/9999'), 404, 'id');
  });
});

describe('a callback is not registered', () => {
  const refused = async (change: object): Promise<Answer> => {
    const count = async () => (await api.read<Page>('/callbacks?limit=1000')).items.length;
    const before = await count();
    const answer = await api.post('/callbacks', { ...good, ...change });
    expect(await count()).toBe(before);
    return answer;
  };

  it.each([
    ['customerId', { customerId: undefined }],
    ['customerId', { customerId: 9999 }],
    ['url', { url: undefined }],
    ['url', { url: '' }],
    ['url', { url: 'nonsense' }],
    ['url', { url: 'ftp://example.com/' }],
    ['url', { url: 'http://127.0.0.1/' }],
    ['url', { url: 'https://{ID}.example.com/' }],
    ['url', { url: `https://example.com/${'x'.repeat(8192)}` }],
    ['method', { method: undefined }],
    ['method', { method: 'PUT' }],
    ['method', { method: 'post' }],
    ['format', { format: 'YAML' }],
    ['template', { template: '' }],
    ['template', { template: '{"id":{ID}' }],
    ['template', { template: '{"id":{STATUS}}' }],
    ['template', { format: 'XML', template: '<a>{ID}</b>' }],
    ['template', { template: 'x'.repeat(1_000_001) }],
    ['types', { types: 'OUTGOING_SMS' }],
    ['types.1', { types: ['OUTGOING_SMS', 'FAX'] }],
    ['statuses.0', { statuses: ['GONE'] }],
    ['batch.maxItems', { batch: {} }],
    ['batch.maxItems', { batch: { maxItems: 0 } }],
    ['batch.maxItems', { batch: { maxItems: 10_001 } }],
    ['batch.maxItems', { batch: { maxItems: 2.5 } }],
    ['batch.size', { batch: { maxItems: 2, size: 3 } }],
    ['auth.password', { auth: { username: 'me' } }],
    ['auth.username', { auth: { username: 'me:too', password: 'x' } }],
    ['auth', { auth: 'me:secret' }],
    ['headers.x', { headers: { x: 1 } }],
    ['headers', { headers: ['x: y'] }],
    ['tls.verify', { tls: { verify: 'no' } }],
    ['tls.minVersion', { tls: { minVersion: 'TLSv1.1' } }],
    ['tls.minVersion', { tls: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' } }],
    ['tls.ca', { tls: { ca: 'not a certificate' } }],
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: 101 }],
    ['timeouts.answerMs', { timeouts: { answerMs: 0 } }],
    ['timeouts.connectMs', { timeouts: { connectMs: 1e9 } }],
    ['enabled', { enabled: 'yes' }],
    ['startAt', { startAt: 'NOW' }],
    ['cursor', { cursor: 0 }],
    ['retries', { retries: 3 }],
  ])('with a wrong %s: %j', async (field, change) => {
    const { status, contentType, json } = await refused(change);
    expect({ status, contentType }).toEqual({ status: 400, contentType: 'application/problem+json' });
    const { errors } = json as unknown as { errors: { field: string; problem: string }[] };
    expect(errors[0]!.field).toMatch(new RegExp(`^${field}`));
    expect(errors[0]!.problem).not.toBe('');
  });

  it('with a header that breaks the request apart', async () => {
    for (const headers of [
      { 'x-a': 'b\r\nx-c: d' },
      { 'x a': 'b' },
      { '': 'b' },
      { 'content-length': '3' },
    ]) {
      expect(await refused({ headers })).toMatchObject({ status: 400 });
    }
  });

  it('with a key that belongs to another certificate', async () => {
    const other = await makeCertificate();
    const answer = await refused({ clientCertificate: { cert: certificate.cert, key: other.key } });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.json)).toContain('clientCertificate');
    expect(JSON.stringify(answer.json)).not.toContain('PRIVATE KEY');
  });

  it('naming everything that is wrong at once', async () => {
    const answer = await refused({ url: 'http://127.0.0.1/', template: '{', tls: { ca: 'x' } });
    const { errors } = answer.json as unknown as { errors: { field: string }[] };
    expect(new Set(errors.map(({ field }) => field.split('.')[0]))).toEqual(
      new Set(['url', 'template', 'tls']),
    );
  });
});

describe('the secrets of a callback', () => {
  const secrets = {
    password: 'pass-w0rd',
    authorization: 'Bearer t0ken-1',
    apiKey: 'k3y-1',
    passphrase: 'phr4se',
  };
  let shown: Answer<unknown>[];
  let created: Entity;

  beforeAll(async () => {
    const encrypted = createPrivateKey(certificate.key).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: secrets.passphrase,
    });
    const wanted = {
      auth: { username: 'me', password: secrets.password },
      headers: { Authorization: secrets.authorization, 'X-Api-Key': secrets.apiKey, 'X-Plain': 'visible' },
      clientCertificate: { cert: certificate.cert, key: encrypted, passphrase: secrets.passphrase },
    };
    const answer = await api.post('/callbacks', { ...good, ...wanted });
    created = answer.json;
    shown = [
      answer,
      await api.get(`/callbacks/${created.id}`),
      await api.get('/callbacks?limit=1000'),
      await api.patch(`/callbacks/${created.id}`, { name: 'New name' }),
    ];
  });

  it('are never shown', () => {
    expect(shown.map(({ status }) => status)).toEqual([201, 200, 200, 200]);
    const text = JSON.stringify(shown);
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    expect(text).not.toContain('PRIVATE KEY');
  });

  it('stay what they were when they are sent back as they were shown', async () => {
    const received = await startTlsReceiver(await makeCertificate(), (_request, response) => response.end());
    const url = `https://127.0.0.1:${received.port}/`;
    const { headers } = (await api.get<{ headers: object }>(`/callbacks/${created.id}`)).json;
    const changed = { url, clientCertificate: null, headers: { ...headers, 'X-Plain': 'new' } };
    expect((await api.patch(`/callbacks/${created.id}`, changed)).status).toBe(200);
    await api.post(`/callbacks/${created.id}/test`, {});
    expect(received.requests[0]!.headers).toMatchObject({ 'x-api-key': secrets.apiKey, 'x-plain': 'new' });
    await received.close();
  });

  it('leave in sight what is no secret', () => {
    expect(shown[3]!.json).toMatchObject({
      name: 'New name',
      auth: { username: 'me' },
      headers: { Authorization: expect.stringContaining('***'), 'X-Plain': 'visible' },
      clientCertificate: {
        subject: expect.stringContaining('callback client'),
        fingerprint256: expect.any(String),
      },
    });
  });
});

describe('a callback that is removed', () => {
  it('goes with its deliveries and attempts; what happened stays', async () => {
    const failing = await startApi({ maxAttempts: 2, retryBaseSeconds: 1 });
    const doomed = await failing.create('/callbacks', good);
    const kept = await failing.create('/callbacks', good);
    const sms = {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: mobile(0),
      sender: 'Acme',
      content: 'Hello',
    };
    const { id } = await failing.create('/communications', sms);
    await failing.settle();
    const deliveries = async (callbackId: number) =>
      (await failing.read<Page>(`/deliveries?callbackId=${callbackId}`)).items;
    const [delivery] = await deliveries(doomed.id);
    expect(await failing.read(`/deliveries/${delivery!.id}`)).toMatchObject({
      attempts: [{ ok: false }, { ok: false }],
    });
    const events = async () =>
      (await failing.read<{ events: { deliveries: unknown[] }[] }>(`/communications/${id}`)).events;
    expect((await events())[0]!.deliveries).toHaveLength(2);

    expect(await failing.delete(`/callbacks/${doomed.id}`)).toMatchObject({ status: 204, json: undefined });
    expectProblem(await failing.get(`/callbacks/${doomed.id}`), 404, 'id');
    expectProblem(await failing.get(`/deliveries/${delivery!.id}`), 404, 'id');
    expect(await deliveries(doomed.id)).toEqual([]);
    expect(await deliveries(kept.id)).toHaveLength(1);
    expect((await events())[0]!.deliveries).toEqual([expect.objectContaining({ callbackId: kept.id })]);
    expectProblem(await failing.delete(`/callbacks/${doomed.id}`), 404, 'id');
    await failing.platform.close();
  });
});
