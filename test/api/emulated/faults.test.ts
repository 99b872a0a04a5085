import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, type Entity, mobile, startApi } from '../../support/api.ts';
import { Client } from './client.ts';

let api: Api;
let client: Client;
let customerId: number;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  await api.delete('/faults');
  await api.delete('/requests');
  const { id, apiKey } = await api.create('/customers', { name: 'Acme' });
  customerId = id;
  client = new Client(api.platform.httpUrl, apiKey as string);
});
afterAll(() => api.platform.close());

const breakApi = (kind: string, more: object = { times: 1 }) =>
  api.create('/faults', { target: 'api', kind, ...more });
const sent = async () =>
  (await api.read<{ items: Entity[] }>(`/communications?customerId=${customerId}`)).items.length;
const recorded = async () =>
  (await api.read<{ items: Entity[] }>('/requests')).items.map(({ status, faults, communicationIds }) => ({
    status,
    faults,
    led: (communicationIds as number[]).length,
  }));

describe('in the place of the work', () => {
  it.each([500, 502, 503])('STATUS_%i answers that, once', async (status) => {
    await breakApi(`STATUS_${status}`);
    expect((await client.text()).status).toBe(status);
    expect(await sent()).toBe(0);
    expect((await client.text()).status).toBe(200);
    expect(await recorded()).toEqual([
      { status, faults: [`STATUS_${status}`], led: 0 },
      { status: 200, faults: [], led: 1 },
    ]);
  });

  it('a gateway answers in HTML, the platform itself in its own style', async () => {
    await breakApi('STATUS_502');
    const gateway = await client.text();
    expect(gateway.headers.get('content-type')).toBe('text/html');
    expect(gateway.text).toMatch(/^<html>/);
    await breakApi('STATUS_500');
    expect((await client.text()).json).toHaveProperty('Message');
  });

  it('STATUS_429 comes with its Retry-After, however long that is', async () => {
    await breakApi('STATUS_429', { times: 2, retryAfterSeconds: 7 });
    for (let nth = 0; nth < 2; nth++) {
      const refused = await client.text();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    }
    expect((await client.text()).status).toBe(200);
    expect(await sent()).toBe(1);
  });

  it('CUT_BEFORE_WORK cuts the connection', async () => {
    await breakApi('CUT_BEFORE_WORK');
    await expect(client.text()).rejects.toThrow('fetch failed');
    expect(await sent()).toBe(0);
    expect(await recorded()).toEqual([{ status: null, faults: ['CUT_BEFORE_WORK'], led: 0 }]);
  });

  it('strikes those too whom nobody knows: an outage asks for no key', async () => {
    await breakApi('STATUS_503');
    expect((await client.text('Hello', { key: 'of nobody' })).status).toBe(503);
  });
});

describe('after the work', () => {
  it('CUT_AFTER_WORK cuts the connection, and what was asked for has been done', async () => {
    await breakApi('CUT_AFTER_WORK');
    await expect(client.text()).rejects.toThrow('fetch failed');
    expect(await sent()).toBe(1);
    const { items } = await api.read<{ items: Entity[] }>('/requests');
    expect(items).toMatchObject([{ status: null, response: null, faults: ['CUT_AFTER_WORK'] }]);
    const [communicationId] = items[0]!.communicationIds as number[];
    expect(await api.read(`/communications/${communicationId}`)).toMatchObject({ customerId });
  });

  it('MALFORMED_ANSWER sends half of the answer as if it were all', async () => {
    const whole = await client.text();
    await breakApi('MALFORMED_ANSWER');
    const half = await client.text();
    expect(half).toMatchObject({ status: 200, json: {} });
    expect(whole.text.length - half.text.length).toBeGreaterThan(2);
    expect(half.text).toMatch(/^\{"Result":"/);
    expect(half.headers.get('content-length')).toBe(String(half.text.length));
    expect(await sent()).toBe(2);
    const { items } = await api.read<{ items: { response: Entity }[] }>('/requests');
    expect(items[1]!.response).toMatchObject({ body: half.text, bytes: half.text.length });
  });

  it('is not used up by calls that are turned down', async () => {
    const { id } = await breakApi('MALFORMED_ANSWER');
    await client.text('Hello', { key: 'of nobody' });
    expect((await api.read<{ items: Entity[] }>('/faults')).items).toMatchObject([{ id, remaining: 1 }]);
  });
});

describe('LATENCY', () => {
  it('holds the answer back in real time, whatever it is', async () => {
    await breakApi('LATENCY', { times: 2, delayMs: 60 });
    await breakApi('STATUS_503');
    for (const status of [503, 200]) {
      const begun = performance.now();
      expect((await client.text()).status).toBe(status);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(59);
    }
    expect(await recorded()).toEqual([
      { status: 503, faults: ['LATENCY', 'STATUS_503'], led: 0 },
      { status: 200, faults: ['LATENCY'], led: 1 },
    ]);
    const { items } = await api.read<{ items: { durationMs: number }[] }>('/requests');
    for (const { durationMs } of items) expect(durationMs).toBeGreaterThanOrEqual(59);
  });

  it('does the work of a client that loses its patience', async () => {
    await breakApi('LATENCY', { times: 1, delayMs: 600_000 });
    const giveUp = new AbortController();
    const waiting = client.text('Hello', { signal: giveUp.signal });
    waiting.catch(() => {});
    await expect.poll(sent, { timeout: 5000, interval: 5 }).toBe(1);
    giveUp.abort();
    await expect(waiting).rejects.toThrow();
    const { request } = await api.read<{ request: Entity }>('/requests/wait');
    expect(request).toMatchObject({ status: null, faults: ['LATENCY'], customerId });
  });

  it('does not hold up a platform that is stopped', async () => {
    await using other = await startApi({ apiKey: 'the key of one' });
    await other.create('/faults', { target: 'api', kind: 'LATENCY', delayMs: 600_000 });
    const patient = new Client(other.platform.httpUrl, 'the key of one');
    const cut = expect(patient.text()).rejects.toThrow('fetch failed');
    await expect
      .poll(async () => (await other.read<{ items: Entity[] }>('/faults')).items[0]!.struck, { interval: 5 })
      .toBe(1);
    await other.platform.close();
    await cut;
  });
});

describe('a fault of the real API', () => {
  it('strikes the endpoint and the customer that it is for, and no other', async () => {
    const other = await api.create('/customers', { name: 'Other' });
    await breakApi('STATUS_503', { endpoint: 'GetMessageStatus', customerId });
    expect((await client.text()).status).toBe(200);
    expect((await client.status('4711')).status).toBe(503);
    const theirs = new Client(api.platform.httpUrl, other.apiKey as string);
    expect((await theirs.status('4711')).status).toBe(200);
  });

  it('leaves callbacks alone, as theirs leave it', async () => {
    await breakApi('STATUS_503', { times: 1 });
    await api.create('/faults', { kind: 'DROP' });
    expect((await client.text()).status).toBe(503);
    expect((await client.text()).status).toBe(200);
    const { items } = await api.read<{ items: Entity[] }>('/faults');
    expect(items).toMatchObject([
      { target: 'api', kind: 'STATUS_503', remaining: 0, struck: 1 },
      { target: 'callback', kind: 'DROP', struck: 0 },
    ]);
  });

  it('strikes with its probability, the same calls of every platform with the same seed', async () => {
    const story = async (seed: string) => {
      await using platform = await startApi({ apiKey: 'the key of one', seed });
      await platform.create('/faults', { target: 'api', kind: 'STATUS_503', probability: 0.5 });
      const mine = new Client(platform.platform.httpUrl, 'the key of one');
      const statuses: number[] = [];
      for (let nth = 0; nth < 24; nth++) statuses.push((await mine.status('4711')).status);
      return statuses.join();
    };
    const [first, again, other] = [await story('1'), await story('1'), await story('2')];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const struck = first.split(',').filter((status) => status === '503').length;
    expect(struck).toBeGreaterThan(4);
    expect(struck).toBeLessThan(20);
  });

  it('goes with a reset of its customer', async () => {
    await breakApi('STATUS_503', { customerId });
    await breakApi('STATUS_500', { times: 1 });
    await api.post('/reset', { customerId });
    expect((await api.read<{ items: Entity[] }>('/faults')).items).toMatchObject([{ kind: 'STATUS_500' }]);
  });

  it('strikes batches as a whole', async () => {
    await breakApi('CUT_AFTER_WORK', { times: 1, endpoint: 'EnqueueCommunications' });
    const communications = [0, 1, 2].map((nth) => ({
      clientMessageId: `m${nth}`,
      recipient: mobile(nth),
      content: { $type: 'SMSFromAlpha', sender: 'Acme', text: 'Hello' },
    }));
    await expect(client.call('/api/EnqueueCommunications', { communications })).rejects.toThrow();
    expect(await recorded()).toEqual([{ status: null, faults: ['CUT_AFTER_WORK'], led: 3 }]);
    expect((await client.call('/api/EnqueueCommunications', { communications })).status).toBe(200);
    expect(await sent()).toBe(3);
  });
});
