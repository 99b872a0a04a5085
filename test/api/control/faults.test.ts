import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CALLBACK_FAULT_KINDS, type CallbackFaultKind } from '../../../src/core/faults.ts';
import { expectProblem } from '../../support/api.ts';
import { BATCH, type Scene, type ShownFault, Stage } from '../../support/callback-scene.ts';

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await Stage.open({ allowHttpCallbacks: true });
});
beforeEach(async () => {
  expect((await stage.api.delete('/faults')).status).toBe(204);
  scene = await stage.scene();
});
afterAll(() => stage[Symbol.asyncDispose]());

const list = async () => (await stage.api.read<{ items: ShownFault[] }>('/faults')).items;

describe('a fault', () => {
  it('is switched on, listed, and switched off', async () => {
    const callbackId = await scene.register();
    const before = await list();
    const created = await stage.api.create('/faults', {
      kind: 'DELAY',
      callbackId,
      probability: 0.3,
      times: 7,
      delayMs: 5,
    });
    expect(created).toEqual({
      id: expect.any(Number),
      target: 'callback',
      kind: 'DELAY',
      callbackId,
      endpoint: null,
      customerId: null,
      probability: 0.3,
      remaining: 7,
      struck: 0,
      delayMs: 5,
      trickleMs: 2000,
      retryAfterSeconds: 30,
      createdAt: new Date(await scene.now()).toISOString(),
    });
    expect(before).toEqual([]);
    expect(await list()).toEqual([created]);
    expect((await stage.api.delete(`/faults/${created.id}`)).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it('strikes every callback, every time and without end, unless it is told otherwise', async () => {
    expect(await stage.api.create('/faults', { kind: 'DUPLICATE' })).toMatchObject({
      callbackId: null,
      probability: 1,
      remaining: null,
      delayMs: 60_000,
    });
    const other = await stage.scene();
    await scene.register();
    await other.register(BATCH);
    await scene.texts(2);
    await other.texts(2);
    await scene.tick();
    expect(scene.arrived()).toEqual(['1', '1', '2', '2']);
    expect(other.arrived()).toEqual(['1', '2', '1', '2']);
    expect((await list())[0]).toMatchObject({ struck: 3, remaining: null });
  });

  it('strikes the one callback that it is for, and no other', async () => {
    const callbackId = await scene.register({ url: scene.url('/struck') });
    await scene.register({ url: scene.url('/spared') });
    await stage.api.create('/faults', { kind: 'DUPLICATE', callbackId });
    await scene.texts(1);
    await scene.tick();
    expect(scene.arrived('/struck')).toEqual(['1', '1']);
    expect(scene.arrived('/spared')).toEqual(['1']);
  });

  it('is used up after so many times, over all callbacks, and stays on the list', async () => {
    await scene.register();
    await scene.register();
    await stage.api.create('/faults', { kind: 'DUPLICATE', times: 3 });
    await scene.texts(4);
    await scene.tick();
    expect(scene.arrived().length).toBe(8 + 3);
    expect(await list()).toMatchObject([{ struck: 3, remaining: 0 }]);
  });

  it('spares callbacks that lack what it needs, and is not used up by them', async () => {
    await scene.register({ url: scene.url('/single') });
    await scene.register({ url: scene.url('/batched'), ...BATCH });
    const fault = await scene.break('SPLIT_BATCH', { times: 1 });
    await scene.texts(3);
    await scene.tick();
    expect(scene.seen('/single').length).toBe(3);
    expect(scene.seen('/batched').length).toBe(2);
    expect(await scene.fault(fault)).toMatchObject({ struck: 1, remaining: 0 });
  });

  it('goes with its callback', async () => {
    const callbackId = await scene.register();
    await stage.api.create('/faults', { kind: 'DUPLICATE', callbackId });
    await stage.api.create('/faults', { kind: 'DUPLICATE', times: 1 });
    await stage.api.delete(`/callbacks/${callbackId}`);
    expect(await list()).toMatchObject([{ callbackId: null }]);
  });

  it('strikes together with others', async () => {
    const callbackId = await scene.register({ batch: { maxItems: 2 } });
    for (const kind of ['DUPLICATE', 'SPLIT_BATCH', 'MERGE_BATCHES', 'LOST_ACKNOWLEDGEMENT'] as const) {
      await scene.break(kind, { callbackId, times: 1 });
    }
    await scene.texts(4);
    await scene.settle();
    const [half] = await scene.deliveries(callbackId);
    expect(half!.faults).toEqual(['DUPLICATE', 'SPLIT_BATCH', 'MERGE_BATCHES', 'LOST_ACKNOWLEDGEMENT']);
    const halves = [
      ['1', '2'],
      ['3', '4'],
    ];
    expect(scene.arrived()).toEqual([halves[0], ...halves, ['1', '2', '3', '4']].flat(2));
  });
});

describe('a fault that cannot be', () => {
  it.each([
    ['kind', { kind: 'EARTHQUAKE' }],
    ['kind', {}],
    ['probability', { kind: 'DROP', probability: 0 }],
    ['probability', { kind: 'DROP', probability: 1.01 }],
    ['times', { kind: 'DROP', times: 0 }],
    ['times', { kind: 'DROP', times: 1.5 }],
    ['delayMs', { kind: 'DELAY', delayMs: 0 }],
    ['trickleMs', { kind: 'TRICKLE_BODY', trickleMs: 120_001 }],
    ['callbackID', { kind: 'DROP', callbackID: 1 }],
  ])('is refused for its %s: %j', async (field, fault) => {
    expectProblem(await stage.api.post('/faults', fault), 400, field);
    expect(await list()).toEqual([]);
  });

  it('is refused for a callback that nobody has registered', async () => {
    expectProblem(await stage.api.post('/faults', { kind: 'DROP', callbackId: 4711 }), 404, 'callbackId');
  });

  it('would hold every tick for ever', async () => {
    const problem = expectProblem(await stage.api.post('/faults', { kind: 'HOLD_TICK' }), 400, 'times');
    expect(problem.errors![0]!.expected).toContain('pause');
    for (const bound of [{ times: 1000 }, { probability: 0.99 }]) {
      expect((await stage.api.post('/faults', { kind: 'HOLD_TICK', ...bound })).status).toBe(201);
    }
  });

  const getOverHttp = { method: 'GET', template: null, url: 'http://127.0.0.1:9/' };
  const lacks: Partial<Record<CallbackFaultKind, string>> = {
    SPLIT_BATCH: 'batches',
    MERGE_BATCHES: 'batches',
    BAD_ITEM: 'batches',
    MALFORMED_BODY: 'method POST',
    TRUNCATE_BODY: 'method POST',
    TRICKLE_BODY: 'method POST',
    RESET_MIDWAY: 'method POST',
    WRONG_PASSWORD: 'basic authentication',
    EXPIRED_CLIENT_CERTIFICATE: 'an https URL',
    OUTDATED_TLS: 'an https URL',
  };

  it.each(CALLBACK_FAULT_KINDS)('%s is refused for a callback that lacks what it needs', async (kind) => {
    const callbackId = await scene.register(getOverHttp);
    const answer = await stage.api.post('/faults', { kind, callbackId, times: 1 });
    const lacking = lacks[kind];
    if (lacking === undefined) {
      expect(answer.status).toBe(201);
      return;
    }
    const [error] = expectProblem(answer, 400, 'callbackId').errors!;
    expect(error).toMatchObject({
      problem: `${kind} cannot strike callback ${callbackId}, which lacks ${lacking}`,
      expected: `a callback with ${lacking}`,
    });
    expect(await list()).toEqual([]);
  });

  it('knows an https URL in capitals', async () => {
    const callbackId = await scene.register({ url: scene.url().replace('https', 'HTTPS') });
    expect((await stage.api.post('/faults', { kind: 'OUTDATED_TLS', callbackId })).status).toBe(201);
  });

  it('is not there to be switched off', async () => {
    expectProblem(await stage.api.delete('/faults/4711'), 404, 'id');
  });
});

describe('a fault of the real API', () => {
  it('is switched on with what it needs, and the rest by default', async () => {
    const { id: customerId } = await stage.api.create('/customers', { name: 'Acme' });
    const wanted = { target: 'api', kind: 'STATUS_429', endpoint: 'Token', customerId, times: 3 };
    expect(await stage.api.create('/faults', { ...wanted, retryAfterSeconds: 5 })).toMatchObject({
      target: 'api',
      kind: 'STATUS_429',
      callbackId: null,
      endpoint: 'Token',
      customerId,
      remaining: 3,
      retryAfterSeconds: 5,
    });
    expect(await stage.api.create('/faults', { target: 'api', kind: 'LATENCY' })).toMatchObject({
      delayMs: 1000,
      endpoint: null,
      customerId: null,
      remaining: null,
    });
    expect(await list()).toHaveLength(2);
  });

  it.each([
    ['target', { target: 'receiver', kind: 'LATENCY' }],
    ['kind', { target: 'api', kind: 'DROP' }],
    ['kind', { kind: 'LATENCY' }],
    ['callbackId', { target: 'api', kind: 'LATENCY', callbackId: 1 }],
    ['trickleMs', { target: 'api', kind: 'LATENCY', trickleMs: 5 }],
    ['delayMs', { target: 'api', kind: 'LATENCY', delayMs: 600_001 }],
    ['retryAfterSeconds', { target: 'api', kind: 'STATUS_429', retryAfterSeconds: -1 }],
    ['endpoint', { target: 'api', kind: 'LATENCY', endpoint: 'SendFax' }],
    ['customerId', { target: 'api', kind: 'LATENCY', customerId: 4711 }],
    ['endpoint', { kind: 'DROP', endpoint: 'Token' }],
    ['customerId', { kind: 'DROP', customerId: 1 }],
    ['retryAfterSeconds', { kind: 'DROP', retryAfterSeconds: 1 }],
  ])('is refused for its %s: %j', async (field, fault) => {
    expectProblem(await stage.api.post('/faults', fault), 400, field);
    expect(await list()).toEqual([]);
  });
});
