import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, everything, populate } from '../../store/whole-world.ts';
import {
  type Answer,
  type Api,
  createWorld,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';
import { BATCH, Gate, refuseFirst, Stage } from '../../support/callback-scene.ts';
import { readAll, readLog } from '../../support/journal.ts';

const DAY_MS = 86_400_000;

const sms = { customerId: 1, type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme', content: 'Hello' };

/** Resets, which must succeed. @returns the clock */
async function reset(api: Api, body?: object) {
  const { status, json } = await api.post<{ mode: string; speed: number; now: string }>('/reset', body);
  expect({ status, json }).toMatchObject({ status: 200 });
  return json;
}

const clock = (api: Api) => api.read<{ now: string }>('/clock');
const now = async (api: Api) => Date.parse((await clock(api)).now);
const iso = (ms: number) => new Date(ms).toISOString();

/** A story with a campaign and single communications, told to its end. @returns all that came of it */
async function story(api: Api) {
  const { sms: projectId, voice, list: contactListId } = await createWorld(api);
  const recipients = Array.from({ length: 20 }, (_, index) => ({ number: mobile(index) }));
  await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
  const campaign = { customerId: 1, projectId, contactListId, name: 'Spring' };
  const { id } = await api.create('/campaigns', campaign);
  await api.post(`/campaigns/${id}/start`);
  for (let nth = 0; nth < 3; nth++) {
    const call = { customerId: 1, type: 'OUTGOING_CALL', recipient: mobile(30), projectId: voice };
    await api.create('/communications', call);
    await api.create('/communications', { ...sms, recipient: mobile(31) });
  }
  await api.settle();
  return {
    campaigns: await readAll(api, '/campaigns'),
    communications: await readAll<{ id: number }>(api, '/communications'),
    log: await readLog(api, 1),
  };
}

describe('a reset of everything', () => {
  it('leaves what a first start made: customer 1 with its API key, and nothing else', async () => {
    await using api = await startApi({ apiKey: 'the key of customer 1' });
    const { httpUrl } = api.platform;
    const fresh = await everything(httpUrl);
    await populate(api);
    await api.put('/alive', { enabled: true });
    await api.patch('/customers/1', { name: 'Other', testMode: true, whitelistMode: true, spamLimit: null });
    await api.put('/customers/1/whitelist', { numbers: [mobile(3)] });
    expect(differences(await everything(httpUrl), fresh).length).toBeGreaterThan(30);
    await reset(api);
    expect(differences(await everything(httpUrl), fresh)).toEqual(['/clock', '/health']);
    const seed = (apiKey: string) => api.post('/seed', { customers: { acme: { name: 'Acme', apiKey } } });
    expectProblem(await seed('the key of customer 1'), 400, 'customers.acme.apiKey');
  });

  it('frees the API keys of the other customers', async () => {
    await using api = await startApi();
    const seed = () => api.post('/seed', { customers: { acme: { name: 'Acme', apiKey: 'their key' } } });
    expect((await seed()).status).toBe(201);
    expectProblem(await seed(), 400, 'customers.acme.apiKey');
    await reset(api);
    expect(await seed()).toMatchObject({ status: 201, json: { customers: { acme: { id: 2 } } } });
  });

  it('gives the first of each kind the ID 1 again', async () => {
    await using api = await startApi();
    const create = async () => {
      const { sms: projectId, list: contactListId } = await createWorld(api);
      const ids = (
        await api.post<{ ids: number[] }>(`/contact-lists/${contactListId}/recipients`, {
          recipients: [{ number: mobile(0) }],
        })
      ).json.ids;
      const one = async (path: string, body: object) => (await api.create(path, body)).id;
      return {
        projectId,
        contactListId,
        ids,
        customer: await one('/customers', { name: 'Acme' }),
        campaign: await one('/campaigns', { customerId: 1, projectId, contactListId, name: 'Spring' }),
        callback: await one('/callbacks', { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' }),
        fault: await one('/faults', { kind: 'LOST_ACKNOWLEDGEMENT' }),
        rule: await one('/outcome-rules', { match: {}, outcome: { named: 'DELIVERED' } }),
      };
    };
    const first = await create();
    expect(await create()).not.toEqual(first);
    await reset(api);
    expect(await create()).toEqual(first);
  });

  it('at a time that is put back gives the same requests exactly what they gave before', async () => {
    await using api = await startApi();
    const { now: begun } = await clock(api);
    const before = await story(api);
    expect(before.log.length).toBeGreaterThan(25);
    expect(await story(api)).not.toEqual(before);
    await reset(api, { now: begun });
    expect(await story(api)).toEqual(before);
  });

  it('while the clock goes on gives the same requests the same IDs and outcomes', async () => {
    await using api = await startApi();
    const gist = ({ communications, log }: Awaited<ReturnType<typeof story>>) => [
      communications.map(({ id }) => id),
      log.map(({ id, status, recipientStatus, callLength, keyChoices, communication }) => [
        id,
        communication.id,
        status,
        recipientStatus,
        callLength,
        keyChoices,
      ]),
    ];
    const before = await story(api);
    const { now: ended } = await clock(api);
    expect((await reset(api)).now).toBe(ended);
    const after = await story(api);
    expect(after.communications).not.toEqual(before.communications);
    expect(gist(after)).toEqual(gist(before));
  });

  it('may be asked for without a body, or with an empty one', async () => {
    await using api = await startApi();
    for (const body of [undefined, {}]) {
      await api.create('/customers', { name: 'Acme' });
      expect(await reset(api, body)).toEqual(await clock(api));
      expect((await api.read<Page>('/customers')).items).toHaveLength(1);
    }
  });

  it('sends to nobody what was about to be sent', async () => {
    await using stage = await Stage.open();
    const scene = await stage.scene(refuseFirst(1));
    await scene.register();
    await scene.text('refused', 'behind it');
    await scene.tick();
    await reset(stage.api);
    await scene.settle();
    await scene.advance('P1D');
    expect(scene.arrived()).toEqual(['refused']);
  });

  it.each([
    ['back', -30 * DAY_MS],
    ['on', 30 * DAY_MS],
  ])('puts a manual clock %s, and the ticks go on from there', async (_way, by) => {
    await using stage = await Stage.open();
    const before = await stage.scene();
    await before.register();
    await before.texts(2);
    await before.tick();
    const to = iso((await before.now()) + by);
    expect(await reset(stage.api, { now: to })).toEqual({ mode: 'manual', speed: 1, now: to });
    expect(await clock(stage.api)).toMatchObject({ now: to });

    const after = await stage.scene();
    const id = await after.register();
    const sent = await after.texts(3);
    await after.tick();
    expect(after.arrived()).toEqual(sent);
    const [delivery] = await after.deliveries(id);
    const waitedMs = Date.parse(delivery!.settledAt!) - Date.parse(to);
    expect(waitedMs).toBeGreaterThan(0);
    expect(waitedMs).toBeLessThanOrEqual(15_000);
    expect(before.arrived()).toHaveLength(2);
  });

  it('under the real clock leaves the time alone', async () => {
    await using api = await startApi({ clock: 'real', speed: 1000 });
    const before = await now(api);
    await api.create('/customers', { name: 'Acme' });
    const problem = expectProblem(await api.post('/reset', { now: iso(before) }), 409, 'now');
    expect(problem.errors![0]!.expected).toContain('PUT /v1/clock');
    expect((await api.read<Page>('/customers')).items).toHaveLength(2);
    expect(await reset(api)).toMatchObject({ mode: 'real', speed: 1000 });
    expect((await api.read<Page>('/customers')).items).toHaveLength(1);
    expect(await now(api)).toBeGreaterThanOrEqual(before);
  });

  it('under the real clock has callbacks sent afterwards', async () => {
    await using stage = await Stage.open({ clock: 'real', speed: 1000 });
    const hanging = new Gate();
    const before = await stage.scene(hanging.answer);
    await before.register();
    await before.text('before');
    await hanging.holds(1);
    await reset(stage.api);
    const after = await stage.scene();
    const id = await after.register();
    await after.text('after');
    const { delivery } = await stage.api.read<{ delivery: object }>(
      `/deliveries/wait?callbackId=${id}&state=DELIVERED`,
    );
    expect(delivery).toMatchObject({ items: 1, attempts: [{ ok: true }] });
    expect(after.arrived()).toEqual(['after']);
  });
});

describe('a reset of one customer', () => {
  /** What there is of a customer, each answer by its path. */
  async function possessions(api: Api, id: number): Promise<Record<string, unknown>> {
    const all: Record<string, unknown> = {};
    for (const path of ['projects', 'contact-lists', 'campaigns', 'communications', 'callbacks'])
      all[path] = await readAll(api, `/${path}?customerId=${id}`);
    for (const callback of all.callbacks as { id: number }[])
      all[`deliveries of ${callback.id}`] = await readAll(api, `/deliveries?callbackId=${callback.id}`);
    all.log = await readLog(api, id);
    all.customer = await api.read(`/customers/${id}`);
    for (const path of ['opt-outs', 'whitelist']) all[path] = await api.read(`/customers/${id}/${path}`);
    return all;
  }

  it("takes all that it has, and nothing of anybody else's", async () => {
    await using api = await startApi({ maxAttempts: 2 });
    await populate(api);
    const other = (await api.create('/customers', { name: 'Other' })).id;
    await api.put(`/customers/${other}/whitelist`, { numbers: [mobile(5)] });
    await api.put(`/customers/${other}/opt-outs/${mobile(6)}`, undefined);
    const world = await createWorld(api, other);
    await api.create(`/contact-lists/${world.list}/recipients`, { recipients: [{ number: mobile(7) }] });
    const campaign = { customerId: other, projectId: world.sms, contactListId: world.list, name: 'Autumn' };
    const outcomes = { [mobile(7)]: { named: 'FAILURE' } };
    const { id } = await api.create('/campaigns', { ...campaign, outcomes });
    await api.post(`/campaigns/${id}/start`);
    await api.create('/callbacks', { customerId: other, url: 'https://127.0.0.1:1/c', method: 'POST' });
    await api.post('/clock/advance', { by: 'PT5M' });
    const [mine, theirs] = [await possessions(api, 1), await possessions(api, other)];
    expect(theirs.log).toHaveLength(1);

    await reset(api, { customerId: other });
    expect(await possessions(api, 1)).toEqual(mine);
    expect(await possessions(api, other)).toEqual({
      projects: [],
      'contact-lists': [],
      campaigns: [],
      communications: [],
      callbacks: [],
      log: [],
      customer: theirs.customer,
      'opt-outs': { items: [], next: null },
      whitelist: { numbers: [mobile(5)] },
    });
    expectProblem(await api.get(`/contact-lists/${world.list}`), 404, 'id');
  });

  it('takes the rules that name it and the faults of its callbacks, and leaves profiles and the rest', async () => {
    await using api = await startApi();
    await api.create('/customers', { name: 'Acme' });
    const callback = { url: 'https://127.0.0.1:1/', method: 'POST' };
    const [mine, theirs] = [
      (await api.create('/callbacks', { ...callback, customerId: 1 })).id,
      (await api.create('/callbacks', { ...callback, customerId: 2 })).id,
    ];
    const kind = 'LOST_ACKNOWLEDGEMENT';
    const faults = [];
    for (const callbackId of [undefined, mine, theirs])
      faults.push((await api.create('/faults', { kind, callbackId })).id);
    const rules = [];
    for (const match of [{}, { customerId: 1 }, { customerId: 2 }])
      rules.push((await api.create('/outcome-rules', { match, outcome: { named: 'FAILURE' } })).id);
    const { own, name, ...profile } = await api.read<Record<string, unknown>>('/profiles/realistic');
    await api.put('/profiles/quiet', profile);

    await reset(api, { customerId: 2 });
    const ids = async (path: string) => (await api.read<Page>(path)).items.map(({ id }) => id);
    expect(await ids('/faults')).toEqual(faults.slice(0, 2));
    expect(await ids('/outcome-rules')).toEqual([rules[1], rules[0]]);
    expect((await api.get('/profiles/quiet')).status).toBe(200);
  });

  it('forgets how often a number was sent to: the same requests give the same IDs and outcomes', async () => {
    await using api = await startApi();
    await api.create('/customers', { name: 'Acme' });
    const send = async () => {
      const sent = [];
      for (let nth = 0; nth < 12; nth++) {
        const { id } = await api.create('/communications', { ...sms, customerId: 2 });
        const { decidedBy, plan } = await api.read<{ decidedBy: string; plan: object }>(
          `/communications/${id}`,
        );
        sent.push({ id, decidedBy, plan });
      }
      return sent;
    };
    const first = await send();
    expect(first.map(({ decidedBy }) => decidedBy)).toEqual([...Array(10).fill('PROFILE'), 'SPAM', 'SPAM']);
    await reset(api, { customerId: 2 });
    expect(await send()).toEqual(first);
  });

  it("leaves the others' callbacks their place in the log, although its entries make room for new ones", async () => {
    await using stage = await Stage.open();
    const [mine, theirs] = [await stage.scene(), await stage.scene()];
    const callback = await mine.register();
    await theirs.register(BATCH);
    await mine.text('mine 1');
    await mine.tick();
    await theirs.texts(5);
    await mine.tick();
    const { items } = await stage.api.read<Page>(`/communications?customerId=${theirs.customerId}`);
    const { events } = await stage.api.read<{ events: { id: number }[] }>(`/communications/${items[4]!.id}`);
    expect((await mine.callback(callback)).cursor).toBe(events[0]!.id);

    await reset(stage.api, { customerId: theirs.customerId });
    const [id] = await mine.text('mine 2');
    await mine.tick();
    const again = await stage.api.read<{ events: { id: number }[] }>(`/communications/${id}`);
    expect(again.events[0]!.id).toBeLessThan(events[0]!.id);
    expect(mine.arrived()).toEqual(['mine 1', 'mine 2']);

    await theirs.register();
    await theirs.text('theirs');
    await mine.text('mine 3');
    await mine.settle();
    expect(mine.arrived()).toEqual(['mine 1', 'mine 2', 'mine 3']);
    expect(theirs.arrived().slice(5)).toEqual(['theirs']);
  });

  it("has the others' deliveries wait for their next attempt as before", async () => {
    await using stage = await Stage.open();
    const [mine, theirs] = [await stage.scene(refuseFirst(2)), await stage.scene()];
    const callback = await mine.register();
    await theirs.register();
    await theirs.texts(3);
    await mine.text('1', '2');
    await mine.tick();
    const waiting = await mine.deliveries(callback);
    expect(waiting[0]).toMatchObject({ state: 'PENDING', attempts: [{ status: 503 }] });
    await reset(stage.api, { customerId: theirs.customerId });
    expect(await mine.deliveries(callback)).toEqual(waiting);
    await mine.settle();
    expect(mine.arrived()).toEqual(['1', '1', '1', '2']);
    expect((await mine.deliveries(callback)).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']);
  });

  it("has what was cut off of the others' sent again", async () => {
    await using stage = await Stage.open();
    const gate = new Gate();
    const [mine, theirs] = [await stage.scene(gate.answer), await stage.scene()];
    const callback = await mine.register();
    await mine.texts(2);
    const ticking = mine.tick();
    await gate.holds(1);
    await reset(stage.api, { customerId: theirs.customerId });
    gate.open();
    await ticking;
    await mine.settle();
    expect(mine.arrived()).toEqual(['1', '1', '2']);
    // The platform's own doing does not count as a try.
    expect(await mine.deliveries(callback)).toMatchObject([
      { state: 'DELIVERED', attempts: [{ ok: true }] },
      { state: 'DELIVERED', attempts: [{ ok: true }] },
    ]);
  });

  it('that is customer 1 leaves its settings, too', async () => {
    await using api = await startApi();
    const changed = { name: 'Changed', testMode: true, spamLimit: null };
    await api.patch('/customers/1', changed);
    await createWorld(api);
    await reset(api, { customerId: 1 });
    expect(await api.read('/customers/1')).toMatchObject(changed);
    expect((await api.read<Page>('/projects')).items).toEqual([]);
  });
});

describe('a reset in the middle of something', () => {
  it('does not wait for a receiver that does not answer', async () => {
    await using stage = await Stage.open();
    const hanging = new Gate();
    const scene = await stage.scene(hanging.answer);
    await scene.register({ concurrency: 3, timeouts: { answerMs: 120_000 } });
    await scene.texts(3);
    const ticking = stage.api.post('/clock/advance', { by: 'PT15S' });
    await hanging.holds(3);
    await reset(stage.api);
    // It has answered while all three still wait, and the tick is over, too.
    expect((await ticking).status).toBe(200);
    expect((await stage.api.read<Page>('/deliveries')).items).toEqual([]);
    hanging.open();

    const after = await stage.scene();
    await after.register();
    await after.text('after');
    await stage.api.settle();
    expect(after.arrived()).toEqual(['after']);
    expect(scene.arrived().sort()).toEqual(['1', '2', '3']);
  });

  it.each([
    ['', {}],
    [' with a time to go to', { now: '2026-01-01T00:00:00.000Z' }],
  ])('ends an advance where it is%s', async (_how, body) => {
    await using stage = await Stage.open();
    const hanging = new Gate();
    const scene = await stage.scene(hanging.answer);
    await scene.register();
    await scene.text('hello');
    const before = await scene.now();
    const advancing = stage.api.post<{ now: string }>('/clock/advance', { by: 'P1D' });
    await hanging.holds(1);
    const after = await reset(stage.api, body);
    const { status, json } = await advancing;
    expect(status).toBe(200);
    const passed = Date.parse(json.now) - before;
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThanOrEqual(15_000);
    expect(after.now).toBe('now' in body ? body.now : json.now);
    expect(await clock(stage.api)).toEqual(after);
    const { json: idle } = await stage.api.post('/clock/advance', { until: 'idle' });
    expect(idle).toMatchObject({ now: after.now, communications: 0, requests: 0, failed: 0 });
  });

  it.each([
    ['a reset of another customer', (api: Api, customerId: number) => api.post('/reset', { customerId })],
    [
      'the clearing of what another customer knows of people',
      (api: Api, customerId: number) => api.post(`/customers/${customerId}/clear-personal-data`),
    ],
    [
      'a snapshot that is refused',
      (api: Api) => api.send('PUT', '/snapshot', 'junk', { 'content-type': 'application/vnd.sqlite3' }),
    ],
  ])('lets an advance go on to its end after %s, and sends again what it cut off', async (_what, disturb) => {
    await using stage = await Stage.open();
    const { id: other } = await stage.api.create('/customers', { name: 'Other' });
    const hanging = new Gate();
    const scene = await stage.scene(hanging.answer);
    await scene.register();
    await scene.text('hello');
    const before = await scene.now();
    const advancing = stage.api.post<{ now: string; failed: number }>('/clock/advance', { by: 'PT1H' });
    await hanging.holds(1);
    scene.answer = (_request, response) => void response.writeHead(204).end();
    const disturbed = disturb(stage.api, other);
    hanging.open();
    expect((await disturbed).status).toBeLessThan(500);
    const { json } = await advancing;
    expect(Date.parse(json.now) - before).toBe(3_600_000);
    expect(json.failed).toBe(0);
    expect(scene.arrived().at(-1)).toBe('hello');
  });

  it('that another one waits behind is followed by that one', async () => {
    await using stage = await Stage.open();
    const hanging = new Gate();
    const scene = await stage.scene(hanging.answer);
    await scene.register();
    await scene.text('hello');
    const advancing = stage.api.post('/clock/advance', { by: 'PT1H' });
    await hanging.holds(1);
    await Promise.all([reset(stage.api), reset(stage.api, { customerId: 1 }), reset(stage.api)]);
    expect((await advancing).status).toBe(200);
    expect((await stage.api.read<Page>('/customers')).items).toHaveLength(1);
    expect((await stage.api.post('/clock/advance', { by: 'PT1H' })).status).toBe(200);
  });
});

describe('a reset while a CSV is being added', () => {
  const HEADER = 'number,name\n';
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => `${mobile(index)},Ada\n`).join('');

  /** An upload that is sent piece by piece. */
  function upload(api: Api, id: number, query = '') {
    const path = `/v1/contact-lists/${id}/recipients${query}`;
    const req = request(`${api.platform.httpUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
    });
    const answer = new Promise<Answer>((resolve, reject) => {
      req.on('error', reject);
      req.on('response', async (response: IncomingMessage) => {
        const contentType = response.headers['content-type'] ?? '';
        resolve({
          status: response.statusCode!,
          contentType,
          json: (await json(response)) as Answer['json'],
        });
      });
    });
    return { req, answer };
  }
  const createList = async (api: Api, customerId = 1) =>
    (await api.create('/contact-lists', { customerId, name: 'Patients' })).id;
  const importing = async (api: Api, id: number) =>
    (await api.read(`/contact-lists/${id}`)).imports as { rows: number }[];
  const size = async (api: Api, id: number) => (await api.read(`/contact-lists/${id}`)).size;

  it.each([
    ['row by row', '', ['id', '']],
    ['all or nothing', '?allOrNothing=true', ['id']],
  ])(
    'has it refused, and nothing of it lands in the list that has its ID now: %s',
    async (_how, query, fields) => {
      await using api = await startApi();
      expect(await createList(api)).toBe(1);
      const { req, answer } = upload(api, 1, query);
      req.write(`${HEADER}${rows(2500)}`);
      await expect.poll(async () => (await importing(api, 1))[0]?.rows).toBe(2500);
      await reset(api);
      expect(await createList(api)).toBe(1);
      req.end(rows(2500));
      expectProblem(await answer, 409, ...fields);
      expect(await api.read('/contact-lists/1')).toMatchObject({ size: 0, imports: [], fieldNames: {} });
      expect((await api.read<Page>('/contact-lists/1/recipients')).items).toEqual([]);
      const again = upload(api, 1, query);
      again.req.end(`${HEADER}${rows(3)}`);
      expect(await again.answer).toMatchObject({ status: 201, json: { added: 3 } });
    },
  );

  it.each([
    ['row by row', ''],
    ['all or nothing', '?allOrNothing=true'],
  ])('has it refused, too, when its header has not come yet: %s', async (_how, query) => {
    await using api = await startApi();
    await createList(api);
    const { req, answer } = upload(api, 1, query);
    req.flushHeaders();
    await expect.poll(() => importing(api, 1)).toHaveLength(1);
    await reset(api);
    await createList(api);
    req.end(`${HEADER}${rows(3)}`);
    expectProblem(await answer, 409, 'id');
    expect(await size(api, 1)).toBe(0);
  });

  it('of the same customer has it refused', async () => {
    await using api = await startApi();
    await api.create('/customers', { name: 'Acme' });
    const list = await createList(api, 2);
    const { req, answer } = upload(api, list, '?allOrNothing=true');
    req.write(`${HEADER}${rows(2500)}`);
    await expect.poll(async () => (await importing(api, list))[0]?.rows).toBe(2500);
    await reset(api, { customerId: 2 });
    req.end(rows(10));
    expectProblem(await answer, 409, 'id');
    expect((await api.read<Page>('/contact-lists')).items).toEqual([]);
  });

  it('of another customer goes on', async () => {
    await using api = await startApi();
    await api.create('/customers', { name: 'Acme' });
    const list = await createList(api);
    const { req, answer } = upload(api, list);
    req.write(`${HEADER}${rows(2500)}`);
    await expect.poll(async () => (await importing(api, list))[0]?.rows).toBe(2500);
    await reset(api, { customerId: 2 });
    req.end(rows(10));
    expect(await answer).toMatchObject({ status: 201, json: { added: 2510 } });
    expect(await size(api, list)).toBe(2510);
  });
});

describe('a reset is refused, and nothing has changed,', () => {
  let api: Api;
  let before: Record<string, string>;
  beforeAll(async () => {
    api = await startApi();
    await createWorld(api);
    before = await everything(api.platform.httpUrl);
  });
  afterAll(async () => {
    expect(differences(await everything(api.platform.httpUrl), before)).toEqual([]);
    await api.platform.close();
  });

  const post = (type: string, body: string) => api.send('POST', '/reset', body, { 'content-type': type });

  const refused: [what: string, status: number, field: string, body: unknown][] = [
    ['for a customer that does not exist', 400, 'customerId', { customerId: 4711 }],
    ['for what is no ID', 400, 'customerId', { customerId: '1' }],
    ['for an ID of 0', 400, 'customerId', { customerId: 0 }],
    ['for no customer', 400, 'customerId', { customerId: null }],
    ['for a time that is none', 400, 'now', { now: 'yesterday' }],
    ['for a time in ms', 400, 'now', { now: 0 }],
    ['for one customer at another time', 409, 'now', { customerId: 1, now: '2026-01-01T00:00:00Z' }],
    ['for a field that there is not', 400, 'customer', { customer: 1 }],
    ['for a list', 400, '', [1]],
    ['for null', 400, '', null],
  ];

  it.each(refused)('%s', async (_what, status, field, body) => {
    expectProblem(await post('application/json', JSON.stringify(body)), status, field);
  });

  it.each([
    ['text', 415, 'content-type', 'text/plain', '{"customerId":1}'],
    ['a form', 415, 'content-type', 'application/x-www-form-urlencoded', 'customerId=1'],
    ['what is no JSON', 400, '', 'application/json', '{customerId:1}'],
  ])('for %s', async (_what, status, field, type, body) => {
    expectProblem(await post(type, body), status, field);
  });
});

it.each(['9999-12-31T23:59:59-01:00', '0000-01-01T00:00:00+01:00'])(
  'a reset is refused for a time beyond the years of four digits: %s',
  async (time) => {
    await using api = await startApi();
    expectProblem(await api.post('/reset', { now: time }), 400, 'now');
  },
);
