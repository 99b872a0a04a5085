import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, mobile, type Page, startApi } from '../support/api.ts';
import { readDeliveries } from '../support/journal.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

const SMS = { customerId: 1, type: 'OUTGOING_SMS', sender: 'Acme', content: 'Hello' };

/** Registers a callback to an inbox, as a newcomer would. */
const register = async (name: string, more: object = {}) =>
  (
    await api.create('/callbacks', {
      customerId: 1,
      url: `${api.platform.httpsUrl}/inbox/${name}`,
      method: 'POST',
      template: '{"id":{ID},"status":"{STATUS}"}',
      ...more,
    })
  ).id;
const send = async (index: number) =>
  (
    await api.create('/communications', {
      ...SMS,
      recipient: mobile(index),
      outcome: { status: 'DELIVERED' },
    })
  ).id;
const arrived = async (name: string) => (await api.read<Page>(`/inbox/${name}/requests`)).items;
const remove = (callback: number) => api.delete(`/callbacks/${callback}`);

describe('a callback to the inbox of the platform itself', () => {
  it('arrives without any certificate or setting', async () => {
    const callback = await register('first');
    const id = await send(0);
    await api.settle();
    expect(await arrived('first')).toMatchObject([
      {
        method: 'POST',
        body: JSON.stringify({ id, status: 'DELIVERED' }),
        status: 200,
        tls: { version: 'TLSv1.3', clientCertificate: null },
      },
    ]);
    expect(await readDeliveries(api, callback)).toMatchObject([{ state: 'DELIVERED' }]);
    await remove(callback);
  });

  it('is tried again until the inbox is content', async () => {
    await api.put('/inbox/grumpy', { next: [{ status: 503, times: 2, body: 'not now' }] });
    const callback = await register('grumpy');
    await send(1);
    await api.settle();
    expect((await arrived('grumpy')).map(({ status }) => status)).toEqual([503, 503, 200]);
    const [delivery] = await readDeliveries(api, callback);
    expect(delivery).toMatchObject({
      state: 'DELIVERED',
      attempts: [{ status: 503 }, { status: 503 }, { status: 200 }],
    });
    await remove(callback);
  });

  it('shows who sends it, where the inbox demands that', async () => {
    const auth = { username: 'me', password: 'let me in' };
    await api.put('/inbox/strict', { auth, requireClientCertificate: true });
    const callback = await register('strict', { auth });
    await send(2);
    await api.post('/clock/advance', { by: 'PT15S' });
    await api.post('/certificates/client', { commonName: 'mock-wiraya callbacks', callbackId: callback });
    await api.settle();
    const requests = await arrived('strict');
    expect(requests.map(({ status }) => status)).toEqual([403, 200]);
    expect(requests[1]).toMatchObject({
      headers: { authorization: 'Basic ***' },
      tls: { clientCertificate: { subject: 'CN=mock-wiraya callbacks', leadsToCa: true } },
    });
    expect(JSON.stringify([requests, await api.read<Entity>('/inbox/strict')])).not.toMatch(
      /let me in|bWU6bGV0IG1lIGlu/,
    );
    await remove(callback);
  });
});
