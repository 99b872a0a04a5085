import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, createWorld, mobile, type Page, startApi } from '../../support/api.ts';
import { type ContactClient, contactClient } from './client.ts';

let api: Api;
let client: ContactClient;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  client = await contactClient(api);
});
afterAll(() => api.platform.close());

const numbered = (index: number) => ({ personal: { phoneNumber: mobile(index) }, schema: 1 });
const contactIds = async () =>
  (await api.read<Page>(`/contacts?customerId=${client.customerId}`)).items.map(({ contactId }) => contactId);

describe('a bulk', () => {
  it('answers an ID for each contact, in the order in which they stand', async () => {
    // A JavaScript object would put the numbers first.
    const body = `{"b":${JSON.stringify(numbered(1))}, "20" : {"personal":{"a":"\\"}:{","7":[{"x":1}]}},"10":{}}`;
    const { status, json } = await client.put('/contact/_bulk', body);
    expect(status).toBe(200);
    expect(json).toEqual({
      id: [0, 1, 2].map(() => expect.stringMatching(/^\d{56}$/)),
      error: false,
      failures: {},
    });
    expect(await contactIds()).toEqual(['b', '20', '10']);
    for (const [place, contactId] of ['b', '20', '10'].entries()) {
      const alone = await client.put(`/Contact/${contactId}`, {});
      expect(alone.json.id).toEqual([json.id[place]]);
    }
  });

  it('answers null where one failed, names it, and takes the others', async () => {
    const { status, text, json } = await client.put(
      '/contact/_bulk',
      '{"x":{},"12345":{"personal":5},"y":{}}',
    );
    expect(status).toBe(200);
    expect(text).toBe(
      `{"id":["${json.id[0]}",null,"${json.id[2]}"],"error":true,"failures":{"12345":{"retry":false}}}`,
    );
    expect(await contactIds()).toEqual(['x', 'y']);
  });

  it('has one that is nested too deep fail by itself', async () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const { status, json } = await client.put('/contact/_bulk', `{"x":{},"y":{"general":${deep}}}`);
    expect({ status, failures: json.failures }).toEqual({ status: 200, failures: { y: { retry: false } } });
    expect(await contactIds()).toEqual(['x']);
  });

  it('may be empty', async () => {
    expect((await client.put('/contact/_bulk', {})).text).toBe('{"id":[],"error":false,"failures":{}}');
  });

  it('takes each contact once, as it last stands', async () => {
    const { json } = await client.put('/contact/_bulk', '{"a":{"schema":1},"b":{},"\\u0061":{"schema":2}}');
    expect(json.id).toHaveLength(2);
    expect(await client.contact('a')).toMatchObject({ schema: 2 });
  });

  it('names any key among the failures', async () => {
    const { text } = await client.put('/contact/_bulk', '{"__proto__":5}');
    expect(text).toBe('{"id":[null],"error":true,"failures":{"__proto__":{"retry":false}}}');
  });

  it('of too many is refused as a whole', async () => {
    await api.patch(`/customers/${client.customerId}`, { maxBulkItems: 2 });
    const { status, text } = await client.put('/contact/_bulk', { a: {}, b: {}, c: {} });
    expect({ status, text }).toEqual({ status: 400, text: '{"bulkItemLimitExceeded":true}' });
    expect(await contactIds()).toEqual([]);
    expect((await client.put('/contact/_bulk', { a: {}, b: {} })).status).toBe(200);
    for (const path of ['campaigns', 'events', 'metrics']) {
      const refused = await client.post(`/contact/${path}/_bulk`, { a: {}, b: {}, c: {} });
      expect(refused.text).toBe('{"bulkItemLimitExceeded":true}');
    }
  });

  it.each(['[]', '[{"id":"a"}]', 'null', '5', '"a"', '{"a":', ''])(
    'is no list or anything else: %s',
    async (body) => {
      const { status, json } = await client.put('/contact/_bulk', body);
      expect(status).toBe(400);
      expect(json).toEqual({ error: true, message: expect.any(String) });
    },
  );

  it.each(['/contact/_bulk', '/Contact/_BULK', '/CONTACT/_bulk/'])('is taken at %s', async (path) => {
    expect((await client.put(path, { a: {} })).json.id).toHaveLength(1);
    expect(await contactIds()).toEqual(['a']);
  });
});

describe('a bulk of what contacts do', () => {
  it.each([
    ['events', 'POST', { name: 'Visit', at: '2020-01-01T00:00:00Z' }],
    ['events', 'PUT', { name: 'Visit', at: '2020-01-01T00:00:00Z' }],
    ['metrics', 'POST', { name: 'score', value: 3, at: '2020-01-01T00:00:00Z' }],
  ])('%s with %s is taken in; who is not there can be tried again', async (path, method, said) => {
    await client.put('/contact/_bulk', { a: {}, b: {} });
    const body = { a: said, nobody: said, b: { ...said, at: '2020-02-30T00:00:00Z' } };
    const { json } = await client.request(method, `/Contact/${path}/_bulk`, body);
    expect(json).toEqual({
      id: [expect.stringMatching(/^\d{56}$/), null, null],
      error: true,
      failures: { nobody: { retry: true }, b: { retry: false } },
    });
    const { events, metrics } = await client.contact('a');
    const [one] = (path === 'events' ? events : metrics) as object[];
    expect(one).toMatchObject({ name: said.name, at: '2020-01-01T00:00:00.000Z' });
    expect(await client.contact('b')).toMatchObject({ events: [], metrics: [] });
    const alone = await client.post(`/Contact/a/${path}`, said);
    expect(alone.json.id).toBe(json.id[0]);
  });

  it('campaigns sends to each, and tells which could not be sent to', async () => {
    const { sms } = await createWorld(api, client.customerId);
    await client.bind({ foo: sms });
    const contacts = { a: numbered(1), b: { personal: {} }, c: numbered(3) };
    await client.put('/contact/_bulk', contacts);
    const foo = { campaign: 'foo', iteration: '2017-09' };
    const { json } = await client.post('/contact/campaigns/_bulk', {
      a: foo,
      b: foo,
      c: { ...foo, campaign: 'Foo' },
      d: foo,
    });
    expect(json).toEqual({
      id: [expect.stringMatching(/^\d{56}$/), null, null, null],
      error: true,
      failures: { b: { retry: false }, c: { retry: false }, d: { retry: true } },
    });
    expect(await client.communications()).toMatchObject([{ recipient: mobile(1), projectId: sms }]);
    const again = await client.post('/contact/campaigns/_bulk', { a: foo, c: foo });
    expect(again.json).toEqual({ id: [json.id[0], expect.any(String)], error: false, failures: {} });
    expect((await client.communications()).map(({ recipient }) => recipient)).toEqual([mobile(1), mobile(3)]);
  });

  it('is a thousand at once', async () => {
    const { sms } = await createWorld(api, client.customerId);
    await client.bind({ foo: sms });
    const ids = Array.from({ length: 1000 }, (_, index) => `contact ${index}`);
    const of = (value: (index: number) => object) =>
      Object.fromEntries(ids.map((id, index) => [id, value(index)]));
    const put = await client.put(
      '/contact/_bulk',
      of((index) => ({ personal: { phoneNumber: String(447_700_900_000 + index) } })),
    );
    expect(put.json).toMatchObject({ error: false });
    expect(new Set(put.json.id).size).toBe(1000);
    const sent = await client.post(
      '/contact/campaigns/_bulk',
      of(() => ({ campaign: 'foo', iteration: '1' })),
    );
    expect(sent.json).toMatchObject({ error: false });
    expect(await client.communications()).toHaveLength(1000);
  });
});
