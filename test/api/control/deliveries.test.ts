import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, expectProblem, mobile, type Page, startApi } from '../../support/api.ts';
import { type Receiver, startPlainReceiver } from '../../support/tls-receiver.ts';

let api: Api;
let receiver: Receiver;
let delivering: Entity;
let failing: Entity;
let communication: Entity;

beforeAll(async () => {
  receiver = await startPlainReceiver((_, response) =>
    response.writeHead(200, { 'x-receiver': 'yes' }).end('thanks'),
  );
  api = await startApi({ allowHttpCallbacks: true, maxAttempts: 2, retryBaseSeconds: 1 });
  const callback = { customerId: 1, method: 'POST', template: '{"id":{ID}}' };
  delivering = await api.create('/callbacks', {
    ...callback,
    url: `http://127.0.0.1:${receiver.port}/callbacks`,
    auth: { username: 'me', password: 'pass-w0rd' },
    headers: { 'X-Api-Key': 'k3y' },
  });
  failing = await api.create('/callbacks', { ...callback, url: 'https://127.0.0.1:1/' });
  const sms = { customerId: 1, type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme', content: 'Hello' };
  communication = await api.create('/communications', sms);
  await api.create('/communications', sms);
  await api.settle();
});
afterAll(async () => {
  await api.platform.close();
  await receiver.close();
});

const list = async (query: string) => (await api.read<Page>(`/deliveries?${query}`)).items;

describe('a delivery', () => {
  it('tells what was sent and what came back', async () => {
    const [{ id }] = (await list(`callbackId=${delivering.id}`)) as [Entity];
    const { attempts, ...delivery } = await api.read<Entity & { attempts: Entity[] }>(`/deliveries/${id}`);
    expect(delivery).toMatchObject({ callbackId: delivering.id, items: 1, state: 'DELIVERED', error: null });
    expect(attempts).toEqual([
      expect.objectContaining({
        number: 1,
        ok: true,
        status: 200,
        error: null,
        request: expect.objectContaining({
          method: 'POST',
          url: delivering.url,
          body: `{"id":${communication.id}}`,
        }),
        response: expect.objectContaining({ status: 200, body: 'thanks', cut: false }),
        tls: null,
      }),
    ]);
    expect(receiver.requests[0]).toMatchObject({ body: `{"id":${communication.id}}` });
  });

  it('shows no secret of its request, though the receiver got them', async () => {
    const shown = JSON.stringify(
      await Promise.all((await list('')).map(({ id }) => api.read(`/deliveries/${id}`))),
    );
    const basic = Buffer.from('me:pass-w0rd').toString('base64');
    expect(receiver.requests[0]!.headers).toMatchObject({
      authorization: `Basic ${basic}`,
      'x-api-key': 'k3y',
    });
    for (const secret of ['pass-w0rd', basic, 'k3y']) expect(shown).not.toContain(secret);
  });

  it('that failed says why, attempt by attempt', async () => {
    const [{ id }] = (await list(`callbackId=${failing.id}`)) as [Entity];
    const delivery = await api.read<Entity & { attempts: Entity[] }>(`/deliveries/${id}`);
    expect(delivery).toMatchObject({
      state: 'PARKED',
      error: expect.stringContaining('127.0.0.1:1'),
      nextAttemptAt: null,
    });
    expect(delivery.attempts.map(({ number, ok, response }) => ({ number, ok, response }))).toEqual([
      { number: 1, ok: false, response: null },
      { number: 2, ok: false, response: null },
    ]);
  });

  it('stands in the timeline of the communication that it tells of', async () => {
    const { events } = await api.read<{ events: { deliveries: object[] }[] }>(
      `/communications/${communication.id}`,
    );
    expect(events).toHaveLength(1);
    expect(events[0]!.deliveries).toEqual([
      { callbackId: delivering.id, deliveryId: expect.any(Number), state: 'DELIVERED' },
      { callbackId: failing.id, deliveryId: expect.any(Number), state: 'PARKED' },
    ]);
  });

  it('is not found when there is none', async () => {
    expectProblem(await api.get('/deliveries/9999'), 404, 'id');
  });
});

describe('the list of deliveries', () => {
  it('passes through the filters given, all of them', async () => {
    const all = await list('');
    expect(all).toHaveLength(4);
    for (const callbackId of [undefined, delivering.id, failing.id, 9999]) {
      for (const state of [undefined, 'DELIVERED', 'PARKED', 'PENDING']) {
        const query = new URLSearchParams(JSON.parse(JSON.stringify({ callbackId, state })));
        const passing = all.filter(
          (one) => (callbackId ?? one.callbackId) === one.callbackId && (state ?? one.state) === one.state,
        );
        expect(await list(String(query))).toEqual(passing);
      }
    }
    const carrying = await list(`communicationId=${communication.id}`);
    expect(carrying.map(({ callbackId }) => callbackId)).toEqual([delivering.id, failing.id]);
  });

  it.each(['state=GONE', 'state=delivered', 'callbackId=0', 'callbackId=x', 'communicationId=1.5'])(
    'is not given for %s',
    async (query) => {
      expectProblem(await api.get(`/deliveries?${query}`), 400, query.split('=')[0]!);
    },
  );
});
