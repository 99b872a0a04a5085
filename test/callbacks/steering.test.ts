import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/api.ts';
import { BATCH, Gate, refuseFirst, Stage } from '../support/callback-scene.ts';
import { scratch } from '../support/files.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ maxAttempts: 3 });
});
afterAll(() => stage[Symbol.asyncDispose]());

const post = async (path: string, body?: object) => {
  const { status, json } = await stage.api.post(path, body);
  expect({ path, status, json }).toMatchObject({ path, status: 200 });
  return json;
};
const moveCursor = (callback: number, to: string | number) => post(`/callbacks/${callback}/cursor`, { to });

describe('a paused callback', () => {
  it('sends nothing, keeps its place in the log, and goes on from there', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.text('before');
    await scene.tick();
    expect(await post(`/callbacks/${callback}/pause`)).toMatchObject({ id: callback, enabled: false });
    await scene.text('during');
    await scene.advance('P1D');
    expect(await post('/callbacks/flush')).toEqual({ requests: 0, callbacks: 0, failed: 0 });
    expect(scene.arrived()).toEqual(['before']);
    expect(await scene.callback(callback)).toMatchObject({ lag: { backlog: 1, pending: 0 } });
    expect(await post(`/callbacks/${callback}/resume`)).toMatchObject({ enabled: true });
    await scene.text('after');
    await scene.tick();
    expect(scene.arrived()).toEqual(['before', 'during', 'after']);
  });

  it('finishes the request that is under way, and makes no other', async () => {
    const gate = new Gate();
    const scene = await stage.scene(gate.answer);
    const callback = await scene.register();
    const sent = await scene.texts(5);
    const ticking = scene.tick();
    await gate.holds(1);
    await post(`/callbacks/${callback}/pause`);
    gate.open();
    await ticking;
    expect(scene.arrived()).toEqual(['1']);
    await scene.settle();
    expect(scene.arrived()).toEqual(['1']);
    await post(`/callbacks/${callback}/resume`);
    await scene.settle();
    expect(scene.arrived()).toEqual(sent);
    const states = (await scene.deliveries(callback)).map(({ state }) => state);
    expect(states).toEqual(Array(5).fill('DELIVERED'));
  });

  it('may be one that could not be registered today', async () => {
    const directory = scratch();
    const dataDir = directory.path;
    let id: number;
    {
      await using before = await Stage.open({ dataDir, allowHttpCallbacks: true });
      id = await (await before.scene()).register({ url: 'http://127.0.0.1:9/' });
    }
    {
      await using after = await Stage.open({ dataDir });
      expect(await after.api.post(`/callbacks/${id}/pause`)).toMatchObject({
        status: 200,
        json: { enabled: false },
      });
      expect(await after.api.patch(`/callbacks/${id}`, { enabled: true })).toMatchObject({
        status: 200,
        json: { enabled: true },
      });
      expectProblem(await after.api.patch(`/callbacks/${id}`, { name: 'changed' }), 400, 'url');
    }
    directory.remove();
  });
});

describe('a cursor', () => {
  it('put to the BEGINNING has everything sent again, once', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(BATCH);
    const sent = await scene.texts(5);
    await scene.tick();
    const before = await scene.deliveries(callback);
    expect(await moveCursor(callback, 'BEGINNING')).toMatchObject({ cursor: 0 });
    await scene.tick();
    await scene.tick();
    expect(scene.arrived()).toEqual([...sent, ...sent]);
    const after = await scene.deliveries(callback);
    expect(after.slice(0, 2)).toEqual(before);
    expect(after.slice(2).map(({ eventIds }) => eventIds)).toEqual(before.map(({ eventIds }) => eventIds));
  });

  it('put to an event has what follows it sent again', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.texts(4);
    await scene.tick();
    const [, second] = await scene.deliveries(callback);
    expect(await moveCursor(callback, second!.eventIds[0]!)).toMatchObject({ cursor: second!.eventIds[0] });
    await scene.tick();
    expect(scene.arrived()).toEqual(['1', '2', '3', '4', '3', '4']);
  });

  it('put to the END passes over what waits, and parks what was about to be sent, with the reason', async () => {
    const scene = await stage.scene(refuseFirst(1));
    const callback = await scene.register();
    await scene.text('failed', 'behind it');
    await scene.tick();
    await scene.text('not looked at yet');
    await scene.advance('PT0.001S');
    const moved = await moveCursor(callback, 'END');
    expect(moved).toMatchObject({ lag: { backlog: 0, pending: 0, lagMs: 0, error: null } });
    const parked = await scene.deliveries(callback);
    expect(parked.length).toBe(2);
    for (const delivery of parked) {
      expect(delivery).toMatchObject({
        state: 'PARKED',
        error: 'passed over when the cursor was moved to the end',
        nextAttemptAt: null,
        settledAt: new Date(await scene.now()).toISOString(),
      });
    }
    await scene.text('new');
    await scene.settle();
    expect(scene.arrived()).toEqual(['failed', 'new']);
    await post(`/deliveries/${parked[1]!.id}/replay`);
    await scene.settle();
    expect(scene.arrived()).toEqual(['failed', 'new', 'behind it']);
  });

  it('put to the END in the middle of a tick spares the receiver the rest of it', async () => {
    const gate = new Gate();
    const scene = await stage.scene(gate.answer);
    const callback = await scene.register();
    await scene.texts(5);
    const ticking = scene.tick();
    await gate.holds(1);
    await moveCursor(callback, 'END');
    gate.open();
    await ticking;
    expect(scene.arrived()).toEqual(['1']);
    const states = (await scene.deliveries(callback)).map(({ state }) => state);
    expect(states).toEqual(['DELIVERED', ...Array(4).fill('PARKED')]);
  });

  it('put to the END has the request under way not tried again when it fails', async () => {
    const gate = new Gate(503);
    const scene = await stage.scene(gate.answer);
    const callback = await scene.register({ concurrency: 2 });
    await scene.texts(2);
    const ticking = scene.tick();
    await gate.holds(2);
    await moveCursor(callback, 'END');
    gate.open();
    await ticking;
    await scene.settle();
    expect(scene.arrived().sort()).toEqual(['1', '2']);
    const error = 'passed over when the cursor was moved to the end';
    const parked = { state: 'PARKED', nextAttemptAt: null, error, attempts: [{ ok: false, status: 503 }] };
    expect(await scene.deliveries(callback)).toMatchObject([parked, parked]);
  });

  it('is not put beyond the log, nor to what is no place in it', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.texts(1);
    await scene.tick();
    const { cursor } = await scene.callback(callback);
    for (const to of [Number(cursor) + 1, -1, 1.5, 'MIDDLE', null]) {
      expectProblem(await stage.api.post(`/callbacks/${callback}/cursor`, { to }), 400, 'to');
    }
    expectProblem(await stage.api.post('/callbacks/4711/cursor', { to: 'END' }), 404, 'id');
    expect((await scene.callback(callback)).cursor).toBe(cursor);
  });
});

describe('a replay', () => {
  it('sends a delivery once more with the next tick, with all its tries before it and its attempts kept', async () => {
    const scene = await stage.scene(refuseFirst(5));
    const callback = await scene.register();
    await scene.text('hello');
    await scene.settle();
    const [parked] = await scene.deliveries(callback);
    expect(parked).toMatchObject({ state: 'PARKED', attempts: [{}, {}, {}] });
    expect(await post(`/deliveries/${parked!.id}/replay`)).toMatchObject({
      state: 'PENDING',
      attempts: 3,
      error: null,
      settledAt: null,
      nextAttemptAt: null,
    });
    expect(scene.seen().length).toBe(3);
    await scene.settle();
    const [delivered] = await scene.deliveries(callback);
    expect(delivered).toMatchObject({ id: parked!.id, state: 'DELIVERED', eventIds: parked!.eventIds });
    expect(delivered!.attempts.map(({ number, status }) => [number, status])).toEqual([
      [1, 503],
      [2, 503],
      [3, 503],
      [4, 503],
      [5, 503],
      [6, 204],
    ]);
  });

  it('of what waits anyway is refused', async () => {
    const scene = await stage.scene(refuseFirst(1));
    const callback = await scene.register();
    await scene.text('hello');
    await scene.tick();
    const id = (await scene.deliveries(callback))[0]!.id;
    expectProblem(await stage.api.post(`/deliveries/${id}/replay`), 400, 'id');
    expectProblem(await stage.api.post('/deliveries/replay', { state: 'PENDING' }), 400, 'state');
    expectProblem(await stage.api.post('/deliveries/replay', {}), 400, 'state');
    expectProblem(await stage.api.post('/deliveries/4711000/replay'), 404, 'id');
    await scene.settle();
    expect(scene.arrived()).toEqual(['hello', 'hello']);
  });

  it('takes all in a state, of one callback or of every one', async () => {
    await using own = await Stage.open();
    const [one, other] = [await own.scene(), await own.scene()];
    const replay = async (filter: object) => (await own.api.post('/deliveries/replay', filter)).json;
    const callback = await one.register();
    await other.register();
    const drop = await one.break('DROP', { callbackId: callback, times: 2 });
    await one.texts(3);
    await other.texts(2);
    await one.tick();
    expect((await one.fault(drop)).struck).toBe(2);
    expect(await replay({ state: 'DROPPED', callbackId: callback })).toEqual({ replayed: 2 });
    expect(await replay({ state: 'PARKED' })).toEqual({ replayed: 0 });
    await one.tick();
    expect(one.arrived()).toEqual(['3', '1', '2']);
    expect(await replay({ state: 'DELIVERED' })).toEqual({ replayed: 5 });
    await one.tick();
    expect(one.arrived()).toEqual(['3', '1', '2', '1', '2', '3']);
    expect(other.arrived()).toEqual(['1', '2', '1', '2']);
  });
});

describe('the lag of a callback', () => {
  it('tells how much waits, for how long, and why', async () => {
    const scene = await stage.scene(refuseFirst(1));
    const callback = await scene.register();
    const lag = async () => (await scene.callback(callback)).lag;
    expect(await lag()).toEqual({ backlog: 0, pending: 0, lagMs: 0, error: null });
    // Between two ticks: nothing has looked at the log yet.
    await scene.advance('PT1S');
    await scene.text('1', '2');
    await scene.advance('PT4S');
    expect(await lag()).toEqual({ backlog: 2, pending: 0, lagMs: 4000, error: null });
    await scene.advance('PT10S');
    expect(await lag()).toEqual({
      backlog: 0,
      pending: 2,
      lagMs: 14_000,
      error: 'the receiver answered 503 Service Unavailable',
    });
    await scene.settle();
    expect(await lag()).toEqual({ backlog: 0, pending: 0, lagMs: 0, error: null });
  });
});
