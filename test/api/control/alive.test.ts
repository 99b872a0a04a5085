import { describe, expect, it } from 'vitest';
import { type Api, createWorld, type Entity, expectProblem, type Page, startApi } from '../../support/api.ts';
import { itemsOf, Stage } from '../../support/callback-scene.ts';
import { scratch } from '../../support/files.ts';
import { readAll } from '../../support/journal.ts';

interface Alive {
  enabled: boolean;
  everySeconds: number;
  rounds: number;
}

const OFF: Alive = { enabled: false, everySeconds: 60, rounds: 0 };
/** Mobile numbers that are reserved for fiction and stand for no outcome. */
const FICTION = /^(46701740(60[5-9]|6[1-9]\d)|447700900[4-9]\d\d)$/;

const read = (api: Api) => api.read<Alive>('/alive');
async function set(api: Api, change: object): Promise<Alive> {
  const { status, json } = await api.put<Alive>('/alive', change);
  expect({ status, json }).toMatchObject({ status: 200 });
  return json;
}
async function advance(api: Api, by: string): Promise<void> {
  expect((await api.post('/clock/advance', { by })).status).toBe(200);
}
const campaigns = async (api: Api) => (await api.read<Page>('/campaigns?limit=1000')).items;
const communications = (api: Api) => readAll<Entity>(api, '/communications');

describe('a platform', () => {
  it('is not busy by itself', async () => {
    await using api = await startApi();
    expect(await read(api)).toEqual(OFF);
    await advance(api, 'P1D');
    expect(await campaigns(api)).toEqual([]);
    expect(await communications(api)).toEqual([]);
  });

  it('that is kept busy starts a campaign at once, and another one about every minute', async () => {
    await using api = await startApi();
    expect(await set(api, { enabled: true })).toEqual({ ...OFF, enabled: true });
    await advance(api, 'PT0S');
    expect(await campaigns(api)).toMatchObject([{ customerId: 1, state: 'RUNNING' }]);
    await advance(api, 'PT20M');
    const { rounds } = await read(api);
    // Half a minute to one and a half pass between two.
    expect(rounds).toBeGreaterThan(14);
    expect(rounds).toBeLessThan(40);
    expect(await campaigns(api)).toHaveLength(rounds);
  });

  it('is as busy as it is told to be', async () => {
    await using api = await startApi();
    expect(await set(api, { enabled: true, everySeconds: 3600 })).toMatchObject({ everySeconds: 3600 });
    await advance(api, 'PT29M');
    expect((await read(api)).rounds).toBe(1);
    expect(await set(api, { everySeconds: 10 })).toMatchObject({ enabled: true, everySeconds: 10 });
    await advance(api, 'PT5M');
    expect((await read(api)).rounds).toBeGreaterThan(20);
  });

  it('that is busy no more starts nothing, and brings to its end what runs', async () => {
    await using api = await startApi();
    await set(api, { enabled: true, everySeconds: 30 });
    await advance(api, 'PT2M');
    const { rounds } = await set(api, { enabled: false });
    expect((await campaigns(api)).some(({ state }) => state === 'RUNNING')).toBe(true);
    await advance(api, 'P8D');
    expect(await read(api)).toEqual({ enabled: false, everySeconds: 30, rounds });
    const all = await campaigns(api);
    expect(all).toHaveLength(rounds);
    for (const campaign of all)
      expect(campaign).toMatchObject({
        state: 'COMPLETED',
        sent: campaign.recipients,
        done: campaign.recipients,
      });
  });

  it('is idle when nothing but that is left to do', async () => {
    await using api = await startApi();
    await set(api, { enabled: true });
    const { now } = await api.read<{ now: string }>('/clock');
    await api.settle();
    expect(await read(api)).toMatchObject({ rounds: 0 });
    expect(await api.read('/clock')).toMatchObject({ now });
    await advance(api, 'PT1S');
    await api.settle();
    expect(await campaigns(api)).toMatchObject([{ state: 'COMPLETED' }]);
    expect(await read(api)).toMatchObject({ enabled: true, rounds: 1 });
  });
});

describe('what keeps a platform busy', () => {
  it('reaches a callback of customer 1: campaigns over people who do not exist, and what these write and call', async () => {
    await using stage = await Stage.open();
    const scene = await stage.scene();
    const id = await scene.register({
      customerId: 1,
      template:
        '{"id":{ID},"text":"","type":"{TYPE}","campaign":"{CAMPAIGN_NAME}","from":"{SENDER}","to":"{RECIPIENT}"}',
      batch: { maxItems: 100 },
    });
    await set(stage.api, { enabled: true, everySeconds: 20 });
    await advance(stage.api, 'PT15M');
    const items = scene.seen().flatMap((request) => itemsOf(request)) as unknown as {
      type: string;
      campaign: string;
      from: string;
      to: string;
    }[];
    expect(items.length).toBeGreaterThan(100);
    expect(new Set(items.map(({ type }) => type))).toEqual(
      new Set(['OUTGOING_SMS', 'OUTGOING_CALL', 'INCOMING_SMS', 'INCOMING_CALL']),
    );
    for (const { type, campaign, from, to } of items) {
      const outgoing = type.startsWith('OUTGOING');
      expect(outgoing ? to : from).toMatch(FICTION);
      expect(campaign !== '').toBe(outgoing);
    }
    const { lag } = await scene.callback(id);
    expect(lag).toMatchObject({ pending: 0, error: null });
  });

  it('goes on under the real clock', async () => {
    await using api = await startApi({ clock: 'real', speed: 1000 });
    await set(api, { enabled: true });
    await expect.poll(async () => (await read(api)).rounds, { timeout: 15_000 }).toBeGreaterThan(3);
    expect((await communications(api)).length).toBeGreaterThan(0);
  });

  it('happens to all customers, with their own projects and inbound numbers', async () => {
    await using api = await startApi();
    const inboundNumbers = [{ number: '72456', prefixes: [] }];
    const other = (await api.create('/customers', { name: 'Acme', inboundNumbers })).id;
    const { sms, voice } = await createWorld(api, other);
    await set(api, { enabled: true, everySeconds: 20 });
    await advance(api, 'PT30M');
    const all = await campaigns(api);
    expect(new Set(all.map(({ customerId }) => customerId))).toEqual(new Set([1, other]));
    const theirs = all.filter(({ customerId }) => customerId === other);
    expect(new Set(theirs.map(({ projectId }) => projectId))).toEqual(new Set([sms, voice]));
    const cameIn = (await communications(api)).filter(
      ({ type, customerId }) => String(type).startsWith('INCOMING') && customerId === other,
    );
    expect(cameIn.length).toBeGreaterThan(5);
    expect(new Set(cameIn.map(({ recipient }) => recipient))).toEqual(new Set(['72456']));
  });

  it('is the same with the same seed, however its time passes', async () => {
    const run = async (seed: string, steps: string[]) => {
      await using api = await startApi({ seed });
      await api.post('/clock/advance', { to: '2099-01-01T00:00:00Z' });
      await set(api, { enabled: true });
      for (const by of steps) await advance(api, by);
      return await communications(api);
    };
    const once = await run('7', ['PT30M']);
    expect(once.length).toBeGreaterThan(100);
    expect(await run('7', ['PT1M', 'PT0.5S', 'PT20M', 'PT8M59.5S'])).toEqual(once);
    expect(await run('8', ['PT30M'])).not.toEqual(once);
  });
});

describe('the setting alive', () => {
  it('has a platform busy from its start, until somebody says otherwise', async () => {
    const directory = scratch();
    const settings = { dataDir: directory.path, alive: true };
    {
      await using api = await startApi(settings);
      expect(await read(api)).toEqual({ ...OFF, enabled: true });
      await advance(api, 'PT5M');
      expect((await read(api)).rounds).toBeGreaterThan(2);
    }
    let rounds: number;
    {
      await using api = await startApi(settings);
      rounds = (await set(api, { enabled: false })).rounds;
      expect(rounds).toBeGreaterThan(2);
    }
    {
      await using api = await startApi(settings);
      expect(await read(api)).toEqual({ enabled: false, everySeconds: 60, rounds });
      await advance(api, 'PT1H');
      expect((await read(api)).rounds).toBe(rounds);
      // A world that begins anew says nothing.
      await api.post('/reset');
      expect(await read(api)).toEqual({ ...OFF, enabled: true });
    }
    directory.remove();
  });
});

describe('how busy it is', () => {
  it.each([
    ['enabled', { enabled: 'yes' }],
    ['enabled', { enabled: null }],
    ['everySeconds', { everySeconds: 0 }],
    ['everySeconds', { everySeconds: -1 }],
    ['everySeconds', { everySeconds: 86_401 }],
    ['everySeconds', { everySeconds: 1.5 }],
    ['everySeconds', { enabled: true, everySeconds: '60' }],
    ['rounds', { enabled: true, rounds: 0 }],
    ['', []],
  ])('is not changed by a wrong %s: %j', async (field, change) => {
    await using api = await startApi();
    expectProblem(await api.put('/alive', change), 400, field);
    expect(await read(api)).toEqual(OFF);
  });

  it('is not changed by a change that changes nothing', async () => {
    await using api = await startApi();
    expect(await set(api, {})).toEqual(OFF);
    await set(api, { enabled: true, everySeconds: 3600 });
    expect(await set(api, {})).toEqual({ enabled: true, everySeconds: 3600, rounds: 0 });
  });
});
