import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectProblem } from '../../support/api.ts';
import {
  BATCH,
  Gate,
  refuseFirst,
  type Scene,
  Stage,
  type StruckDelivery,
} from '../../support/callback-scene.ts';
import { until } from '../../support/programs.ts';

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await Stage.open({ maxAttempts: 2 });
});
beforeEach(async () => {
  scene = await stage.scene();
});
afterAll(() => stage[Symbol.asyncDispose]());

interface Waited {
  delivery: StruckDelivery | null;
}

const wait = async (query: string) => (await stage.api.read<Waited>(`/deliveries/wait?${query}`)).delivery;
const listed = async (query: string) =>
  (await stage.api.read<{ items: { id: number }[] }>(`/deliveries?${query}`)).items.map(({ id }) => id);

describe('a list of deliveries', () => {
  it('holds those of a callback, in a state, or of a communication', async () => {
    scene.answer = ({ url, body }, response) =>
      void response.writeHead(url.endsWith('/b') && body.includes('poison') ? 500 : 204).end();
    const [a, b] = [
      await scene.register({ url: scene.url('/a'), ...BATCH }),
      await scene.register({ url: scene.url('/b') }),
    ];
    const [, poison] = await scene.text('fine', 'poison', 'also fine', 'fine too');
    await scene.settle();
    const [batch, rest] = await listed(`callbackId=${a}`);
    const [first, parked, third, fourth] = await listed(`callbackId=${b}`);
    expect(await listed(`callbackId=${b}&state=PARKED`)).toEqual([parked]);
    expect(await listed(`callbackId=${b}&state=DELIVERED`)).toEqual([first, third, fourth]);
    expect(await listed(`communicationId=${poison}`)).toEqual([batch, parked]);
    expect(await listed(`communicationId=${poison}&callbackId=${a}`)).toEqual([batch]);
    expect(await listed(`communicationId=${poison}&state=DELIVERED`)).toEqual([batch]);
    expect(await listed(`callbackId=${a}&state=DROPPED`)).toEqual([]);
    expect(await listed('communicationId=4711')).toEqual([]);
    expect(rest).toBeDefined();
  });

  it.each(['callbackId=x', 'state=LOST', 'communicationId=0', 'customerId=1'])(
    'cannot be had by %s',
    async (query) => {
      expectProblem(await stage.api.get(`/deliveries?${query}`), 400, query.split('=')[0]!);
    },
  );
});

describe('a delivery', () => {
  it('shows each attempt: what was sent, what came back, over what, and how long it took', async () => {
    scene.answer = (_request, response) => {
      const status = scene.seen().length === 1 ? 503 : 200;
      response
        .writeHead(status, { 'x-receiver': 'theirs', 'set-cookie': ['a=1', 'b=2'] })
        .end(`status ${status}`);
    };
    const callback = await scene.register({ headers: { 'X-Tenant': 'ours', 'X-Api-Key': 'hidden' } });
    const [id] = await scene.text('hello');
    await scene.settle();
    const { attempts, ...delivery } = (await scene.deliveries(callback))[0]!;
    expect(delivery).toMatchObject({
      callbackId: callback,
      items: 1,
      communicationIds: [id],
      state: 'DELIVERED',
      faults: [],
    });
    const [failed, delivered] = attempts;
    expect(failed).toMatchObject({
      number: 1,
      ok: false,
      status: 503,
      response: { body: 'status 503', cut: false },
    });
    const { body } = scene.seen()[1]!;
    expect(delivered).toEqual({
      id: expect.any(Number),
      number: 2,
      queuedMs: Date.parse(delivered!.startedAt) - Date.parse(delivery.createdAt),
      startedAt: expect.any(String),
      ok: true,
      status: 200,
      error: null,
      faults: [],
      request: {
        method: 'POST',
        url: scene.url(),
        headers: {
          host: `127.0.0.1:${stage.receiver.port}`,
          connection: 'keep-alive',
          'content-type': 'application/json',
          'content-length': String(body.length),
          'user-agent': 'mock-wiraya',
          'X-Tenant': 'ours',
          'X-Api-Key': '***',
        },
        body,
      },
      response: {
        status: 200,
        headers: expect.objectContaining({ 'x-receiver': 'theirs', 'set-cookie': ['a=1', 'b=2'] }),
        body: 'status 200',
        cut: false,
      },
      tls: {
        version: 'TLSv1.3',
        cipher: expect.stringMatching(/^TLS_/),
        peer: 'mock',
        issuer: 'mock',
        validTo: expect.stringMatching(/Z$/),
        fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}/),
      },
      localAddress: '127.0.0.1',
      remoteAddress: '127.0.0.1',
      timing: { connectMs: null, firstByteMs: expect.any(Number), totalMs: expect.any(Number) },
    });
    expect(scene.seen()[1]!.headers['x-api-key']).toBe('hidden');
  });

  it('shows no secret of its request, though the receiver got them', async () => {
    const auth = { username: 'us', password: 'pass-w0rd' };
    const callback = await scene.register({ auth, headers: { 'X-Api-Key': 'k3y' } });
    await scene.text('hello');
    await scene.tick();
    const authorization = `Basic ${Buffer.from('us:pass-w0rd').toString('base64')}`;
    expect(scene.seen()[0]!.headers).toMatchObject({ authorization, 'x-api-key': 'k3y' });
    const shown = JSON.stringify(await scene.deliveries(callback));
    for (const secret of ['pass-w0rd', authorization, 'k3y']) expect(shown).not.toContain(secret);
    expect(shown).toContain('"authorization":"Basic ***"');
  });

  it('that got no answer says why, attempt by attempt, and stands in the timeline', async () => {
    const callback = await scene.register({ url: 'https://127.0.0.1:9/' });
    const [id] = await scene.text('hello');
    await scene.settle();
    const [delivery] = await scene.deliveries(callback);
    const error = 'nothing listens on 127.0.0.1:9';
    expect(delivery).toMatchObject({ state: 'PARKED', error, nextAttemptAt: null });
    expect(delivery!.attempts).toMatchObject([
      { number: 1, ok: false, status: null, response: null, tls: null, error },
      { number: 2, ok: false, status: null, response: null, tls: null, error },
    ]);
    expect(await stage.api.read(`/communications/${id}`)).toMatchObject({
      events: [{ deliveries: [{ callbackId: callback, deliveryId: delivery!.id, state: 'PARKED' }] }],
    });
  });

  it('is not there', async () => {
    expectProblem(await stage.api.get('/deliveries/4711000'), 404, 'id');
    expectProblem(await stage.api.get('/deliveries/none'), 400, 'id');
  });
});

describe('waiting for a delivery', () => {
  it('answers at once when it is there', async () => {
    const callback = await scene.register();
    await scene.text('1', '2');
    await scene.tick();
    const [first, second] = await scene.deliveries(callback);
    expect(await wait(`callbackId=${callback}`)).toEqual(first);
    expect(await wait(`callbackId=${callback}&after=${first!.id}`)).toEqual(second);
    expect(await wait(`callbackId=${callback}&state=DELIVERED&timeoutMs=0`)).toEqual(first);
  });

  it('answers when it has come', async () => {
    const gate = new Gate();
    scene.answer = gate.answer;
    const callback = await scene.register();
    await scene.text('hello');
    let answered = false;
    const waiting = wait(`callbackId=${callback}&state=DELIVERED`).finally(() => {
      answered = true;
    });
    const ticking = scene.tick();
    await gate.holds(1);
    await scene.now();
    expect(answered).toBe(false);
    gate.open();
    const delivery = await waiting;
    await ticking;
    expect(delivery).toMatchObject({ callbackId: callback, state: 'DELIVERED', attempts: [{ ok: true }] });
  });

  it('waits for the one that carries a communication', async () => {
    const callback = await scene.register();
    const [, id] = await scene.text('1', '2');
    const waiting = wait(`communicationId=${id}&state=DELIVERED`);
    await scene.tick();
    const [, second] = await scene.deliveries(callback);
    expect(await waiting).toEqual(second);
  });

  it('waits for a later one', async () => {
    const callback = await scene.register();
    await scene.text('1');
    await scene.tick();
    const [first] = await scene.deliveries(callback);
    const waiting = wait(`callbackId=${callback}&after=${first!.id}&state=DELIVERED`);
    await scene.text('2');
    await scene.tick();
    expect(await waiting).toMatchObject({
      attempts: [{ request: { body: expect.stringContaining('"2"') } }],
    });
  });

  it('hears of one that is given up after its tries, dropped by a fault, passed over, or replayed', async () => {
    scene.answer = refuseFirst(2);
    const callback = await scene.register();
    await scene.break('DROP', { callbackId: callback, times: 1 });
    await scene.text('dropped');
    const dropped = wait(`callbackId=${callback}&state=DROPPED`);
    await scene.tick();
    expect(await dropped).toMatchObject({ state: 'DROPPED', attempts: [] });

    await scene.text('parked');
    const parked = wait(`callbackId=${callback}&state=PARKED`);
    await scene.settle();
    expect(await parked).toMatchObject({ state: 'PARKED', attempts: [{}, {}] });

    const pending = wait(`callbackId=${callback}&state=PENDING`);
    const { id } = (await dropped)!;
    await stage.api.post(`/deliveries/${id}/replay`);
    expect(await pending).toMatchObject({ id, state: 'PENDING' });

    const passedOver = wait(
      `callbackId=${callback}&state=PARKED&after=0&communicationId=${await communicationOf(id)}`,
    );
    await stage.api.post(`/callbacks/${callback}/cursor`, { to: 'END' });
    expect(await passedOver).toMatchObject({
      id,
      state: 'PARKED',
      error: expect.stringContaining('passed over'),
    });
  });

  it('ends with nothing when the time is up', async () => {
    const callback = await scene.register();
    expect(await wait(`callbackId=${callback}&timeoutMs=1`)).toBeNull();
    expect(await wait(`callbackId=${callback}&timeoutMs=0`)).toBeNull();
    expect(await wait('callbackId=4711&timeoutMs=0')).toBeNull();
    expect(await wait('communicationId=4711&timeoutMs=0')).toBeNull();
  });

  it.each(['timeoutMs=60001', 'timeoutMs=-1', 'after=-1', 'state=GONE', 'limit=5'])(
    'is refused with %s',
    async (query) => {
      expectProblem(await stage.api.get(`/deliveries/wait?${query}`), 400, query.split('=')[0]!);
    },
  );

  it('ends when whoever waits goes away, and when the platform stops', async () => {
    await using own = await Stage.open();
    const { hostname, port } = new URL(own.api.platform.httpUrl);
    const path = '/v1/deliveries/wait?timeoutMs=60000';
    // Each that waits has a timer, beside a few that come and go.
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const manyWait = async () => {
      const clients = Array.from({ length: 60 }, () =>
        request({ hostname, port, path })
          .on('error', () => {})
          .end(),
      );
      await until('all of them wait', () => timers() > before + 40);
      return clients;
    };
    for (const client of await manyWait()) client.destroy();
    await until('they have been forgotten', () => timers() < before + 20);
    await manyWait();
    await own.api.platform.close();
    await until('they have been forgotten, too', () => timers() < before + 20);
  });
});

/** The communication that a delivery carries. */
async function communicationOf(deliveryId: number): Promise<number> {
  const { items } = await stage.api.read<{ items: { id: number }[] }>(
    `/communications?customerId=${scene.customerId}`,
  );
  for (const { id } of items) {
    if ((await listed(`communicationId=${id}`)).includes(deliveryId)) return id;
  }
  return expect.unreachable('no communication of the delivery');
}

describe('waiting for attempts', () => {
  const attempts = async (query: string) =>
    (await stage.api.read<{ items: { id: number; [field: string]: unknown }[] }>(`/attempts/wait?${query}`))
      .items;

  it('tells of each as its result is stored, whatever became of the delivery, and then of what follows', async () => {
    scene.answer = refuseFirst(1);
    const callback = await scene.register();
    await scene.text('hello');
    await scene.settle();
    const [refused, taken, ...others] = await attempts(`callbackId=${callback}`);
    expect(others).toEqual([]);
    const [delivery] = await scene.deliveries(callback);
    const { queuedMs, ...shown } = delivery!.attempts[0] as unknown as Record<string, unknown>;
    expect(refused).toEqual({ ...shown, callbackId: callback, deliveryId: delivery!.id });
    expect([refused!.ok, taken!.ok]).toEqual([false, true]);

    const following = attempts(`callbackId=${callback}&after=${taken!.id}`);
    await scene.text('again');
    await scene.settle();
    expect(await following).toMatchObject([
      { number: 1, ok: true, request: { body: expect.stringContaining('again') } },
    ]);
  });

  it('ends without any when the time is up', async () => {
    expect(await attempts(`callbackId=${await scene.register()}&timeoutMs=1`)).toEqual([]);
  });

  it.each(['timeoutMs=60001', 'after=-1', 'callbackId=x', 'state=DELIVERED'])(
    'cannot be had by %s',
    async (query) => {
      expectProblem(await stage.api.get(`/attempts/wait?${query}`), 400, query.split('=')[0]!);
    },
  );
});
