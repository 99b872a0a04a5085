import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/api.ts';
import { BATCH, Gate, refuseFirst, Stage } from '../support/callback-scene.ts';
import { until } from '../support/programs.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ maxAttempts: 3 });
  // Long before the next tick, wherever the real time is.
  await stage.api.put('/clock', { now: '2040-01-01T00:00:01.000Z' });
});
afterAll(() => stage[Symbol.asyncDispose]());

const flush = async () => {
  const { status, json } = await stage.api.post<object>('/callbacks/flush');
  expect(status).toBe(200);
  return json;
};

describe('a delivery that the receiver takes long to answer', () => {
  it('is shown as one that waits, with all that has been taken up with it, and is then delivered once', async () => {
    const gate = new Gate(204);
    const scene = await stage.scene(gate.answer);
    const callback = await scene.register();
    await scene.texts(3);
    const ticking = scene.tick();
    await gate.holds(1);
    const waiting = await until('deliveries are shown', async () => {
      const deliveries = await scene.deliveries(callback);
      return deliveries.length > 0 && deliveries;
    });
    expect(waiting).toMatchObject(Array(3).fill({ state: 'PENDING', attempts: [] }));
    expect((await scene.callback(callback)).lag).toMatchObject({ backlog: 0, pending: 3 });
    gate.open();
    await ticking;
    expect(scene.arrived()).toEqual(['1', '2', '3']);
    const delivered = await scene.deliveries(callback);
    expect(delivered.map(({ id }) => id)).toEqual(waiting.map(({ id }) => id));
    expect(delivered).toMatchObject(Array(3).fill({ state: 'DELIVERED', attempts: [{ ok: true }] }));
  });
});

describe('concurrency', () => {
  it.each([1, 2, 7])(
    'of %d has so many requests under way at once and never more; all arrive',
    async (concurrency) => {
      let underWay = 0;
      let most = 0;
      const scene = await stage.scene((request, response) => {
        most = Math.max(most, ++underWay);
        // Answers come in another order than the requests.
        setTimeout(() => response.end(), (request.body.length * 7 + scene.seen().length * 5) % 4);
        response.on('finish', () => (underWay -= 1));
      });
      const callback = await scene.register({ concurrency });
      const sent = await scene.texts(40);
      await scene.tick();
      expect(most).toBe(concurrency);
      const arrived = concurrency === 1 ? scene.arrived() : scene.arrived().sort();
      expect(arrived).toEqual(concurrency === 1 ? sent : sent.sort());
      expect((await scene.callback(callback)).lag).toMatchObject({ backlog: 0, pending: 0 });
    },
  );

  it('above 1 lets a delivery that fails hold up only itself', async () => {
    const scene = await stage.scene(
      ({ body }, response) => void response.writeHead(body.includes('poison') ? 500 : 204).end(),
    );
    const callback = await scene.register({ concurrency: 2 });
    await scene.text('poison', '1', '2', '3');
    await scene.tick();
    expect(scene.arrived().sort()).toEqual(['1', '2', '3', 'poison']);
    await scene.text('4');
    await scene.settle();
    expect(scene.arrived().slice(4).sort()).toEqual(['4', 'poison', 'poison']);
    const states = (await scene.deliveries(callback)).map(({ state }) => state);
    expect(states).toEqual(['PARKED', ...Array(4).fill('DELIVERED')]);
  });

  it('above 1 does not let any number of failing deliveries hide those behind them', async () => {
    const scene = await stage.scene(refuseFirst(260));
    const callback = await scene.register({ concurrency: 20 });
    // Deliveries that wait, without a request having been made yet.
    const drop = await scene.break('DROP', { callbackId: callback });
    await scene.campaign(261);
    await scene.settle();
    await stage.api.delete(`/faults/${drop}`);
    await stage.api.post('/deliveries/replay', { state: 'DROPPED', callbackId: callback });
    expect(await flush()).toEqual({ requests: 1, callbacks: 1, failed: 260 });
    await stage.api.post(`/callbacks/${callback}/cursor`, { to: 'END' });
  });
});

describe('a callback that is changed', () => {
  it('sends what has failed to where it points by then', async () => {
    const scene = await stage.scene(refuseFirst(1));
    const callback = await scene.register({ url: scene.url('/old') });
    await scene.texts(2);
    await scene.tick();
    await stage.api.patch(`/callbacks/${callback}`, {
      url: scene.url('/new/{CID}'),
      headers: { 'X-New': 'yes' },
    });
    await scene.settle();
    expect(scene.arrived('/old')).toEqual(['1']);
    expect(scene.arrived(`/new/${scene.customerId}`)).toEqual(['1', '2']);
    expect(scene.seen('/new').map(({ headers }) => headers['x-new'])).toEqual(['yes', 'yes']);
    const [first] = await scene.deliveries(callback);
    expect(first!.attempts.map(({ request }) => request.url)).toEqual([
      scene.url('/old'),
      scene.url(`/new/${scene.customerId}`),
    ]);
  });

  it('in the middle of a tick lets the request under way finish; the rest goes the new way', async () => {
    const gate = new Gate();
    const scene = await stage.scene(gate.answer);
    const callback = await scene.register({ url: scene.url('/old'), concurrency: 2 });
    const sent = await scene.texts(6);
    const ticking = scene.tick();
    await gate.holds(2);
    await stage.api.patch(`/callbacks/${callback}`, { url: scene.url('/new'), types: ['OUTGOING_SMS'] });
    // A rehearsal of the new way in between does not disturb the old one.
    const rehearsal = stage.api.post(`/callbacks/${callback}/test`);
    await gate.holds(3);
    gate.open();
    expect((await rehearsal).json).toMatchObject({ ok: true });
    await ticking;
    await scene.settle();
    expect(scene.arrived('/old').sort()).toEqual(['1', '2']);
    expect(scene.seen('/new').length).toBe(5);
    const deliveries = await scene.deliveries(callback);
    expect(deliveries.flatMap(({ attempts }) => attempts.map(({ ok }) => ok))).toEqual(Array(6).fill(true));
    expect(deliveries.length).toBe(sent.length);
  });

  it('keeps its secrets when other things are changed', async () => {
    const scene = await stage.scene();
    const auth = { username: 'us', password: 'kept' };
    const callback = await scene.register({ auth, headers: { 'X-Token': 'kept too' } });
    await stage.api.patch(`/callbacks/${callback}`, { name: 'changed', concurrency: 2 });
    await scene.texts(1);
    await scene.tick();
    const basic = `Basic ${Buffer.from('us:kept').toString('base64')}`;
    expect(scene.seen()[0]!.headers).toMatchObject({ authorization: basic, 'x-token': 'kept too' });
    await stage.api.patch(`/callbacks/${callback}`, { auth: null, headers: {} });
    await scene.texts(1);
    await scene.tick();
    expect(scene.seen()[1]!.headers).not.toHaveProperty('authorization');
    expect(scene.seen()[1]!.headers).not.toHaveProperty('x-token');
  });
});

describe('a callback that is removed', () => {
  it('while it sends is gone once the requests under way have settled; the rest is never sent', async () => {
    const gate = new Gate();
    const scene = await stage.scene(gate.answer);
    const callback = await scene.register({ concurrency: 2 });
    const [id] = await scene.text('1', '2', '3', '4');
    const ticking = scene.tick();
    await gate.holds(2);
    let removed = false;
    const removing = stage.api.delete(`/callbacks/${callback}`).then((answer) => {
      removed = true;
      return answer;
    });
    expect((await stage.api.get(`/communications/${id}`)).status).toBe(200);
    expect(removed).toBe(false);
    gate.open();
    expect((await removing).status).toBe(204);
    await ticking;
    await scene.settle();
    expect(scene.arrived().sort()).toEqual(['1', '2']);
    expectProblem(await stage.api.get(`/callbacks/${callback}`), 404, 'id');
    expect(await scene.deliveries(callback)).toEqual([]);
    expect(await stage.api.read(`/communications/${id}`)).toMatchObject({ events: [{ deliveries: [] }] });
  });

  it('is removed though somebody resumes it meanwhile', async () => {
    const gate = new Gate();
    const scene = await stage.scene(gate.answer);
    const callback = await scene.register();
    await scene.texts(3);
    const ticking = scene.tick();
    await gate.holds(1);
    const removing = stage.api.delete(`/callbacks/${callback}`);
    await stage.api.post(`/callbacks/${callback}/pause`);
    expect((await stage.api.post(`/callbacks/${callback}/resume`)).status).toBe(200);
    gate.open();
    await ticking;
    expect((await removing).status).toBe(204);
    expect((await stage.api.get(`/callbacks/${callback}`)).status).toBe(404);
    expect((await stage.api.get('/health')).status).toBe(200);
  });
});

describe('a flush', () => {
  it('sends what waits without regard to ticks, pauses and delays, and says how much that was', async () => {
    const scene = await stage.scene(refuseFirst(1));
    const single = await scene.register({ url: scene.url('/single') });
    await scene.register({ url: scene.url('/batch'), ...BATCH });
    await scene.break('DELAY', { callbackId: single, times: 1 });
    await scene.texts(4);
    await scene.advance('PT1S');
    // One of the two is refused its first request, and with it the rest of what it has.
    const first = (await flush()) as { requests: number; callbacks: number; failed: number };
    expect(first.failed).toBe(1);
    const second = (await flush()) as typeof first;
    expect(second.failed).toBe(0);
    expect(first.requests + second.requests).toBe(4 + 2);
    expect(first.callbacks + second.callbacks).toBe(4 + 4);
    expect([...new Set(scene.arrived('/single'))]).toEqual(['1', '2', '3', '4']);
    expect([...new Set(scene.arrived('/batch'))]).toEqual(['1', '2', '3', '4']);
    expect(await flush()).toEqual({ requests: 0, callbacks: 0, failed: 0 });
  });

  it('answers when all that was under way has settled, also when others had begun it', async () => {
    const gate = new Gate();
    const scene = await stage.scene(gate.answer);
    await scene.register();
    await scene.texts(2);
    await scene.advance('PT1S');
    const answered: string[] = [];
    const note = (what: string) => () => void answered.push(what);
    const flushing = flush().then(note('flush'));
    await gate.holds(1);
    const others = [flush().then(note('another flush')), scene.tick().then(note('tick'))];
    for (let round = 0; round < 3; round++) await scene.now();
    expect(answered).toEqual([]);
    gate.open();
    await Promise.all([flushing, ...others]);
    expect(scene.arrived()).toEqual(['1', '2']);
  });
});

describe('a delivery that fails', () => {
  it('waits longer each time, is parked after its last try, and lets the next one through', async () => {
    const scene = await stage.scene(refuseFirst(3, 500));
    const callback = await scene.register();
    await scene.texts(2);
    const waits: number[] = [];
    for (let tries = 1; tries < 3; tries++) {
      await scene.tick();
      const [first] = await scene.deliveries(callback);
      expect(first).toMatchObject({ state: 'PENDING', attempts: { length: tries } });
      waits.push(Date.parse(first!.nextAttemptAt!) - Date.parse(first!.attempts.at(-1)!.startedAt));
      await scene.advance(`PT${Math.floor(waits.at(-1)! / 15_000) * 15}S`);
    }
    expect(waits[0]).toBeGreaterThanOrEqual(12_000);
    expect(waits[0]).toBeLessThanOrEqual(15_000);
    expect(waits[1]).toBeGreaterThanOrEqual(24_000);
    expect(waits[1]).toBeLessThanOrEqual(30_000);
    await scene.settle();
    expect(await scene.deliveries(callback)).toMatchObject([
      { state: 'PARKED', nextAttemptAt: null, error: 'the receiver answered 500 Internal Server Error' },
      { state: 'DELIVERED', error: null },
    ]);
    expect(scene.arrived()).toEqual(['1', '1', '1', '2']);
  });
});

describe('a platform that is closed', () => {
  it('leaves no request behind, not even a rehearsal that is not answered', async () => {
    await using own = await Stage.open();
    const gate = new Gate();
    const held = await own.scene(gate.answer);
    const callback = await held.register({ timeouts: { answerMs: 60_000 } });
    const gone = new Promise<void>((resolve) => {
      held.answer = (request, response) => {
        response.on('close', resolve);
        gate.answer(request, response);
      };
    });
    const rehearsal = own.api.post(`/callbacks/${callback}/test`).catch(() => null);
    await gate.holds(1);
    await own.api.platform.close();
    await gone;
    await rehearsal;
    expect(own.receiver.seen.length).toBe(1);
  });
});
