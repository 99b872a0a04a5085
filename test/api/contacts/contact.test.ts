import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, mobile, startApi } from '../../support/api.ts';
import { type ContactClient, call, contactClient } from './client.ts';

let api: Api;
let client: ContactClient;
beforeAll(async () => {
  api = await startApi();
  client = await contactClient(api);
});
beforeEach(() => client.renew());
afterAll(() => api.platform.close());

const ADA = {
  personal: { phoneNumber: mobile(1), givenName: 'Ada' },
  general: { plan: 'Solar', '3': 'noon' },
  schema: 1,
};

/** JSON of objects in objects, so many of them. */
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('a contact', () => {
  it('is created, and its ID is the only one of a list', async () => {
    const { status, text, json } = await client.put('/Contact/ada', ADA);
    expect(status).toBe(200);
    expect(json.id[0]).toMatch(/^\d{56}$/);
    expect(text).toBe(`{"id":["${json.id[0]}"],"error":false,"failures":{}}`);
    const now = (await api.read<{ now: string }>('/clock')).now;
    expect(await client.contact('ada')).toEqual({
      id: expect.any(Number),
      customerId: client.customerId,
      contactId: 'ada',
      ...ADA,
      stoppedBy: null,
      stoppedAt: null,
      createdAt: now,
      updatedAt: now,
      campaigns: [],
      events: [],
      metrics: [],
    });
  });

  it('is replaced as a whole under the same ID', async () => {
    const first = await client.put('/Contact/eva', ADA);
    await api.post('/clock/advance', { by: 'PT1M' });
    const second = await client.put('/Contact/eva', { general: { plan: 'Wind' }, schema: 2 });
    expect(second.json).toEqual(first.json);
    const { createdAt, updatedAt, ...contact } = await client.contact('eva');
    expect(contact).toMatchObject({ personal: null, general: { plan: 'Wind' }, schema: 2 });
    expect(Date.parse(updatedAt as string) - Date.parse(createdAt as string)).toBe(60_000);
  });

  it.each([
    ['/api/contact/Case', 'Case'],
    ['/API/CONTACT/Case', 'Case'],
    ['/api/Contact/case/', 'case'],
    ['/api/Contact/a%2Fb%20c%3Fd', 'a/b c?d'],
    ['/api/Contact/100%25', '100%'],
    ['/api/Contact/%C3%85sa%F0%9F%8E%88', 'Åsa🎈'],
    ['/api/Contact/campaigns', 'campaigns'],
    ['/api/Contact/__proto__', '__proto__'],
    [`/api/Contact/${'9'.repeat(256)}`, '9'.repeat(256)],
  ])('is put at %s', async (path, contactId) => {
    const { authorization } = { authorization: `Bearer ${await tokenOf()}` };
    expect((await call(api, 'PUT', path, ADA, { authorization })).status).toBe(200);
    expect(await client.contact(contactId)).toMatchObject({ contactId });
  });

  it('is of one customer: another has its own by the same ID', async () => {
    const other = await contactClient(api);
    const mine = await client.put('/Contact/same', ADA);
    const theirs = await other.put('/Contact/same', { personal: {} });
    expect(theirs.json.id[0]).not.toBe(mine.json.id[0]);
    expect(await client.contact('same')).toMatchObject({ personal: ADA.personal });
    expect(await other.contact('same')).toMatchObject({ personal: {} });
  });

  it.each([
    ['[]', 'expected: an object'],
    ['null', 'expected: an object'],
    ['{"personal":"Ada"}', 'personal: '],
    ['{"general":[]}', 'general: '],
    ['{"schema":"one"}', 'schema: '],
    ['{"personal":{}', 'the body is not JSON'],
    ['', 'the body is not JSON'],
  ])('is not made of %s', async (body, message) => {
    const { status, json } = await client.put('/Contact/bad', body);
    expect(status).toBe(400);
    expect(json).toEqual({ error: true, message: expect.stringContaining(message) });
  });

  it.each([
    ['personal', 65],
    ['general', 5000],
  ])('is not made of %s that is nested %d levels deep', async (field, levels) => {
    const { status, json } = await client.put('/Contact/bad', `{"${field}":${nested(levels)}}`);
    expect(status).toBe(400);
    expect(json).toEqual({ error: true, message: expect.stringContaining(`${field}: `) });
  });

  it('holds what is nested 64 levels deep', async () => {
    expect((await client.put('/Contact/deep', `{"general":${nested(64)}}`)).status).toBe(200);
    expect(await client.contact('deep')).toMatchObject({ general: JSON.parse(nested(64)) });
  });

  it('is not made under an ID that is too long', async () => {
    const { status, json } = await client.put(`/Contact/${'9'.repeat(257)}`, ADA);
    expect({ status, message: json.message }).toEqual({
      status: 400,
      message: expect.stringContaining('contactId'),
    });
  });

  it.each([
    ['application/x-www-form-urlencoded', 415],
    ['text/plain', 415],
    ['application/xml', 415],
    ['application/json', 200],
    ['text/json; charset=utf-8', 200],
    ['application/vnd.acme+json', 200],
  ])('is read from a body of type %s or not', async (type, status) => {
    const headers = { authorization: `Bearer ${await tokenOf()}`, 'content-type': type };
    expect((await call(api, 'PUT', '/api/Contact/typed', ADA, headers)).status).toBe(status);
  });

  it('is not read from a body that is compressed', async () => {
    const headers = { authorization: `Bearer ${await tokenOf()}`, 'content-encoding': 'gzip' };
    const { status, json } = await call(api, 'PUT', '/api/Contact/small', ADA, headers);
    expect(status).toBe(415);
    expect(json).toEqual({ error: true, message: expect.stringMatching(/^Content-Encoding: .*gzip/) });
  });

  it('is read from UTF-8 alone', async () => {
    const response = await fetch(`${api.platform.httpUrl}/api/Contact/latin`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await tokenOf()}`, 'content-type': 'application/json' },
      body: Buffer.from('{"personal":{"givenName":"Åsa"}}', 'latin1'),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: true, message: expect.stringContaining('UTF-8') });
  });
});

async function tokenOf(): Promise<string> {
  return (await call(api, 'POST', '/auth/token/apikey', { key: client.apiKey })).json.token;
}

describe('an event or a metric of a contact', () => {
  const told = async () => {
    const { events, metrics } = await client.contact('told');
    return { events, metrics } as { events: { at: string }[]; metrics: { at: string }[] };
  };
  beforeEach(async () => {
    await client.request('PUT', '/Contact/told', { personal: {} });
  });

  it.each(['POST', 'PUT'])('is told with %s, and answered with one ID', async (method) => {
    const event = { name: `Visit by ${method}`, at: '2017-01-02T03:04:05Z', schema: 1 };
    const { status, text, json } = await client.request(method, '/Contact/told/events', event);
    expect(status).toBe(200);
    expect(json.id).toMatch(/^\d{56}$/);
    expect(text).toBe(`{"id":"${json.id}"}`);
    const receivedAt = (await api.read<{ now: string }>('/clock')).now;
    expect((await told()).events).toContainEqual({
      name: event.name,
      at: '2017-01-02T03:04:05.000Z',
      receivedAt,
    });
  });

  it.each([
    ['2017-01-02T03:04:05Z', '2017-01-02T03:04:05.000Z'],
    ['2017-01-02T03:04:05.6Z', '2017-01-02T03:04:05.600Z'],
    ['2017-01-02T03:04:05.1234567Z', '2017-01-02T03:04:05.123Z'],
    ['2016-02-29T23:59:59Z', '2016-02-29T23:59:59.000Z'],
  ])('may have been at %s', async (at, shown) => {
    expect((await client.post('/Contact/told/events', { name: `At ${at}`, at })).status).toBe(200);
    expect((await told()).events.at(-1)).toMatchObject({ at: shown });
  });

  it.each([
    '2017-01-02',
    '2017-01-02T03:04:05',
    '2017-01-02T03:04:05+01:00',
    '2017-02-30T03:04:05Z',
    '2017-01-02T25:04:05Z',
    'yesterday',
    1483326245,
  ])('cannot have been at %j', async (at) => {
    for (const path of ['events', 'metrics']) {
      const { status, json } = await client.post(`/Contact/told/${path}`, { name: 'Visit', value: 1, at });
      expect(status).toBe(400);
      expect(json).toEqual({ error: true, message: expect.stringMatching(/^at: /) });
    }
  });

  it.each([{}, { at: null }])('was now when nothing is said, as in %j', async (nothing) => {
    await api.post('/clock/advance', { by: 'PT1S' });
    const { json } = await client.post('/Contact/told/metrics', { name: 'score', value: 7.5, ...nothing });
    expect(json.id).toMatch(/^\d{56}$/);
    const { now } = await api.read<{ now: string }>('/clock');
    expect((await told()).metrics.at(-1)).toEqual({ name: 'score', value: 7.5, at: now, receivedAt: now });
  });

  it('is the same when it is told again, and another by any other word', async () => {
    const before = (await told()).events.length;
    const event = { name: 'Purchase', at: '2020-01-01T00:00:00Z' };
    const first = await client.post('/Contact/told/events', event);
    await api.post('/clock/advance', { by: 'PT1S' });
    expect((await client.request('PUT', '/Contact/told/events', event)).json).toEqual(first.json);
    expect((await told()).events).toHaveLength(before + 1);
    for (const other of [
      { ...event, name: 'purchase' },
      { ...event, at: '2020-01-01T00:00:01Z' },
    ])
      expect((await client.post('/Contact/told/events', other)).json).not.toEqual(first.json);
    expect((await told()).events).toHaveLength(before + 3);
  });

  it.each([
    ['events', {}, 'name: is missing'],
    ['events', { name: '' }, 'name: '],
    ['metrics', { name: 'score' }, 'value: '],
    ['metrics', { name: 'score', value: {} }, 'value: '],
  ])('is refused when something is missing: %s %j', async (path, body, message) => {
    const { status, json } = await client.post(`/Contact/told/${path}`, body);
    expect(status).toBe(400);
    expect(json).toEqual({ error: true, message: expect.stringContaining(message) });
  });

  it.each(['campaigns', 'events', 'metrics'])('needs a contact that there is (%s)', async (path) => {
    const body = { campaign: 'foo', name: 'x', value: 1 };
    const { status, json } = await client.post(`/Contact/nobody/${path}`, body);
    // What is wrong with the campaign is said of a contact that there is.
    expect(status).toBe(404);
    expect(json).toEqual({ error: true, message: expect.stringContaining('nobody') });
  });
});

describe('what goes in only', () => {
  it.each([
    ['DELETE', '/api/contact/told'],
    ['GET', '/api/contact/told'],
    ['PATCH', '/api/contact/told'],
    ['PUT', '/api/contact/told/metrics'],
    ['POST', '/api/contact/told'],
  ])('is not there for %s %s', async (method, path) => {
    const headers = { authorization: `Bearer ${await tokenOf()}` };
    const { status } = await call(api, method, path, method === 'GET' ? undefined : '{}', headers);
    expect([404, 405]).toContain(status);
  });
});
