import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, expectProblem, mobile, startApi } from '../../support/api.ts';

interface Clock {
  mode: string;
  speed: number;
  now: string;
}

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => api.put('/clock', { mode: 'manual', speed: 1 }));
afterAll(() => api.platform.close());

const clock = () => api.read<Clock>('/clock');
const now = async () => Date.parse((await clock()).now);
const advance = (body: unknown) => api.post<Clock>('/clock/advance', body);

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
    const sms = {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: mobile(0),
      sender: 'Acme',
      content: 'Hello',
    };
    const { nextAt } = await api.create('/communications', sms);
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
