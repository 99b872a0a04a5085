import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, expectProblem, startApi } from '../../support/api.ts';
import { makeCertificate, type Receiver, startTlsReceiver } from '../../support/tls-receiver.ts';

let api: Api;
let receiver: Receiver;
beforeAll(async () => {
  api = await startApi();
  receiver = await startTlsReceiver(await makeCertificate(), (_request, response) => response.end());
});
afterAll(async () => {
  await api.platform.close();
  await receiver.close();
});

async function probe(url: string): Promise<unknown> {
  const { id } = await api.create('/callbacks', { customerId: 1, method: 'POST', url });
  const { status, json } = await api.post(`/callbacks/${id}/probe`);
  expect(status).toBe(200);
  return json;
}

describe('a probe of a callback', () => {
  it('connects as a request would, and sends nothing', async () => {
    const before = receiver.connections;
    expect(await probe(`https://127.0.0.1:${receiver.port}/callbacks`)).toMatchObject({
      reachable: true,
      problem: null,
      asksForClientCertificate: false,
      tls: { version: 'TLSv1.3', peer: expect.any(String) },
      remoteAddress: '127.0.0.1',
      connectMs: expect.any(Number),
    });
    expect(receiver.connections).toBe(before + 1);
    expect(receiver.requests).toEqual([]);
  });

  it('says in plain words why a receiver cannot be reached', async () => {
    expect(await probe('https://127.0.0.1:1/')).toMatchObject({
      reachable: false,
      problem: 'nothing listens on 127.0.0.1:1',
      connectMs: null,
    });
  });

  it('tells that a receiver asks for a client certificate', async () => {
    expect(await probe(`${api.platform.httpsUrl}/inbox/a`)).toMatchObject({
      reachable: true,
      asksForClientCertificate: true,
    });
  });

  it('needs a callback', async () => {
    expectProblem(await api.post('/callbacks/4711/probe'), 404, 'id');
  });
});
