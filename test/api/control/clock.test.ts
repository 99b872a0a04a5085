import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, expectProblem, mobile, startApi } from '../../support/api.ts';
import { BATCH, Gate, refuseFirst, type Scene, Stage } from '../../support/callback-scene.ts';

interface Clock {
  mode: string;
  speed: number;
  now: string;
}

/** The clock after an advance, and what happened on the way. */
interface Advanced extends Clock {
  communications: number;
  requests: number;
  callbacks: number;
  failed: number;
}

const sms = { type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme', content: 'Hello' };
const call = { type: 'OUTGOING_CALL', recipient: mobile(0), sender: '46846500400' };

const NOTHING = { communications: 0, requests: 0, callbacks: 0, failed: 0 };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.put('/clock', { mode: 'manual', speed: 1 }));
afterAll(() => api.platform.close());

const clock = () => api.read<Clock>('/clock');
const now = async () => Date.parse((await clock()).now);
const advance = (body: unknown) => api.post<Advanced>('/clock/advance', body);

describe('a manual clock', () => {
  it('stands still', async () => {
    const before = await clock();
    expect(before).toMatchObject({ mode: 'manual', speed: 1 });
    for (let turn = 0; turn < 20; turn++) await api.create('/customers', { name: 'x' });
    expect(await clock()).toEqual(before);
  });

  it.each([
    ['PT0S', 0],
    ['PT0.25S', 250],
    ['PT90M', 5_400_000],
    ['P1DT2H3M4S', 93_784_000],
    ['P2W', 1_209_600_000],
  ])('is advanced by %s', async (by, ms) => {
    const before = await now();
    const answer = await advance({ by });
    expect(answer).toMatchObject({ status: 200, json: { now: new Date(before + ms).toISOString() } });
    expect(answer.json).toMatchObject(await clock());
  });

  it('is advanced to an instant, and until nothing is left to do', async () => {
    const to = new Date((await now()) + 5000).toISOString();
    expect((await advance({ to })).json.now).toBe(to);
    expect((await advance({ to: to.replace('Z', '+00:00') })).json.now).toBe(to);
    expect((await advance({ until: 'idle' })).json.now).toBe(to);
    const { nextAt } = await api.create('/communications', { customerId: 1, ...sms });
    expect((await advance({ until: 'idle' })).json.now).toBe(nextAt);
  });

  it('is set, and never back', async () => {
    const before = await now();
    const later = new Date(before + 1000).toISOString();
    expect((await api.put<Clock>('/clock', { now: later })).json.now).toBe(later);
    expectProblem(await api.put('/clock', { now: new Date(before).toISOString() }), 400, 'now');
    expectProblem(await advance({ to: new Date(before).toISOString() }), 400, 'to');
    expect((await clock()).now).toBe(later);
  });

  it.each([
    ['', {}],
    ['', { by: 'PT1S', until: 'idle' }],
    ['by', { by: '1 hour' }],
    ['by', { by: '' }],
    ['by', { by: 'PT' }],
    ['by', { by: '-PT1H' }],
    ['by', { by: 'P1Y' }],
    ['by', { by: 3600 }],
    ['by', { by: 'P9999999999W' }],
    ['by', { by: `PT${'9'.repeat(400)}S` }],
    ['to', { to: 'tomorrow' }],
    ['to', { to: '2001-01-01T00:00:00Z' }],
    ['until', { until: 'busy' }],
    ['for', { for: 'PT1H' }],
  ])('is not advanced by what is wrong with "%s": %j', async (field, body) => {
    const before = await clock();
    expectProblem(await advance(body), 400, field);
    expect(await clock()).toEqual(before);
    expect(await api.read('/health')).toMatchObject({ status: 'ok' });
  });

  it.each([
    ['mode', { mode: 'slow' }],
    ['speed', { speed: 0 }],
    ['speed', { speed: 1.5 }],
    ['speed', { speed: 1_000_001 }],
    ['speed', { speed: '2' }],
    ['now', { now: 0 }],
    ['now', { now: '2099-13-01T00:00:00Z' }],
    ['tick', { tick: '* * * * * *' }],
  ])('is not changed by a wrong %s: %j', async (field, change) => {
    const before = await clock();
    expectProblem(await api.put('/clock', change), 400, field);
    expect(await clock()).toEqual(before);
  });
});

describe('an advance says how many communications changed', () => {
  const send = (customerId: number, kind: object, outcome: object, more: object = {}) =>
    api.create('/communications', { customerId, ...kind, outcome, ...more });
  const customer = async () => (await api.create('/customers', { name: 'Acme' })).id;
  const changedBy = async (body: object) => {
    const { status, json } = await advance(body);
    expect(status).toBe(200);
    return json.communications;
  };
  const idle = () => changedBy({ until: 'idle' });
  const inAnHour = async () => new Date((await now()) + 3_600_000).toISOString();

  it.each([
    ['one for an SMS that is reported once', sms, 'DELIVERED', 1],
    ['one for an SMS that is reported twice', sms, 'CONTRADICTED', 1],
    ['one for a call that is answered at its fourth attempt', call, 'ANSWERED_AT_LAST', 1],
    ['none for an SMS that is never reported', sms, 'NEVER_REPORTED', 0],
    ['two for an SMS and the reply to it', sms, 'REPLIES', 2],
    ['three for a call and two replies to it', call, 'REPLIES_STOP_THEN_START', 3],
  ])('%s', async (_what, kind, named, changed) => {
    await send(await customer(), kind, { named });
    expect(await idle()).toBe(changed);
    expect(await idle()).toBe(0);
  });

  it('each once that is sent and reported on the way, by itself or by a campaign', async () => {
    const customerId = await customer();
    await send(customerId, call, { named: 'NOTREACHED' }, { sendAt: await inAnHour() });
    const create = async (path: string, body: object) =>
      (await api.create(path, { customerId, name: 'x', ...body })).id;
    const projectId = await create('/projects', { type: 'SMS', sender: 'Acme', template: 'Hi' });
    const contactListId = await create('/contact-lists', {});
    const recipients = [1, 2, 3].map((index) => ({ number: mobile(index) }));
    await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
    const outcomes = Object.fromEntries(
      recipients.map(({ number }) => [number, { named: 'REPORTED_TWICE' }]),
    );
    await create('/campaigns', { projectId, contactListId, outcomes, rate: 1, startAt: await inAnHour() });
    expect(await idle()).toBe(4);
  });

  it('again when they change in another advance', async () => {
    await send(await customer(), call, { named: 'NOTREACHED' });
    const inTurn = [];
    for (const by of ['PT29S', 'PT1S', 'PT1S', 'PT16M', 'PT15M']) inTurn.push(await changedBy({ by }));
    expect(inTurn).toEqual([0, 1, 0, 1, 1]);
  });

  it('and what came in, when it is reported', async () => {
    const customerId = await customer();
    const arrival = { customerId, from: mobile(0), to: '71120' };
    await api.create('/incoming-sms', { ...arrival, text: 'Hi' });
    await api.create('/incoming-calls', { ...arrival, callLength: 60 });
    expect(await changedBy({ by: 'PT59S' })).toBe(1);
    expect(await changedBy({ by: 'PT1S' })).toBe(1);
  });

  it('each once whose reply comes before its report', async () => {
    await send(await customer(), sms, { named: 'REPLIES_BEFORE_REPORT' });
    expect(await idle()).toBe(2);
  });

  it('each once that was due when somebody put the clock on', async () => {
    await send(await customer(), sms, { named: 'DELIVERED' }, { sendAt: await inAnHour() });
    await api.put('/clock', { now: new Date((await now()) + 7_200_000).toISOString() });
    expect(await idle()).toBe(1);
  });
});

describe('an advance says what was sent to receivers', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const advanced = async (by: string) => {
    const { status, json } = await stage.api.post<Advanced>('/clock/advance', { by });
    expect(status).toBe(200);
    return json;
  };
  /** A callback with so many texts waiting for the next tick. */
  const waiting = async (scene: Scene, count: number, config: object = {}) => {
    await scene.register(config);
    await scene.texts(count);
  };

  it('in requests, and in callbacks that these carried', async () => {
    await waiting(await stage.scene(), 7, BATCH);
    expect(await advanced('PT15S')).toMatchObject({
      communications: 7,
      requests: 3,
      callbacks: 7,
      failed: 0,
    });
    expect(await advanced('PT15S')).toMatchObject(NOTHING);
  });

  it('and how often that failed', async () => {
    await waiting(await stage.scene(refuseFirst(2)), 2);
    const { failed, requests, callbacks } = await advanced('PT10M');
    expect({ failed, requests, callbacks }).toEqual({ failed: 2, requests: 2, callbacks: 2 });
  });

  it('each of two at once its own', async () => {
    const gate = new Gate();
    const scene = await stage.scene(gate.answer);
    await waiting(scene, 2, BATCH);
    const before = await scene.now();
    const first = advanced('PT15S');
    await gate.holds(1);
    const second = advanced('PT15S');
    await stage.api.create('/communications', {
      ...sms,
      customerId: scene.customerId,
      content: '3',
      // Before the tick of the second advance, whenever that comes.
      outcome: { status: 'DELIVERED', afterMs: 0 },
      sendAt: new Date(before + 15_001).toISOString(),
    });
    gate.open();
    const [earlier, later] = await Promise.all([first, second]);
    expect(earlier).toMatchObject({ communications: 2, requests: 1, callbacks: 2, failed: 0 });
    expect(later).toMatchObject({ communications: 1, requests: 1, callbacks: 1, failed: 0 });
    expect([earlier, later].map((answer) => Date.parse(answer.now) - before)).toEqual([15_000, 30_000]);
    expect(scene.arrived()).toEqual(['1', '2', '3']);
  });
});

describe('an advance with nothing due', () => {
  it('says that nothing happened', async () => {
    const { mode, speed, now: before } = await clock();
    const { status, json } = await advance({ until: 'idle' });
    expect({ status, json }).toEqual({ status: 200, json: { mode, speed, now: before, ...NOTHING } });
  });

  // Tick by tick it would take minutes.
  it('of a year does not go through the ticks of that year', { timeout: 3000 }, async () => {
    await api.create('/callbacks', { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' });
    const before = await now();
    expect((await advance({ by: 'P365D' })).json).toEqual({
      mode: 'manual',
      speed: 1,
      now: new Date(before + 365 * 86_400_000).toISOString(),
      ...NOTHING,
    });
  });
});

describe('a real clock', () => {
  it('runs from where the manual one stood, as fast as it is told', async () => {
    const before = await now();
    const { json } = await api.put<Clock>('/clock', { mode: 'real', speed: 1000 });
    expect(json).toMatchObject({ mode: 'real', speed: 1000 });
    expect(Date.parse(json.now) - before).toBeLessThan(60_000);
    await expect.poll(async () => (await now()) - before, { timeout: 15_000 }).toBeGreaterThan(60_000);
  });

  it('can be neither set nor advanced', async () => {
    await api.put('/clock', { mode: 'real' });
    expectProblem(await advance({ by: 'PT1H' }), 409, '');
    expectProblem(await advance({ until: 'idle' }), 409, '');
    expectProblem(await api.put('/clock', { now: '2099-01-01T00:00:00Z' }), 409, 'now');
  });
});
