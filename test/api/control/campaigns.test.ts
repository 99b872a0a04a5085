import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Api,
  createWorld,
  type Entity,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';

const HOUR_MS = 3_600_000;

let api: Api;
let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  api = await startApi();
  world = await createWorld(api);
  await addRecipients(world.list, 20);
});
afterAll(() => api.platform.close());

async function addRecipients(list: number, count: number) {
  const recipients = Array.from({ length: count }, (_, index) => ({
    number: mobile(index),
    fields: { '1': `R${index}` },
  }));
  await api.create(`/contact-lists/${list}/recipients`, { recipients });
}
const good = () => ({ customerId: 1, projectId: world.sms, contactListId: world.list, name: 'Spring' });
const create = (change: object = {}) => api.create('/campaigns', { ...good(), ...change });
const read = (id: number) => api.read(`/campaigns/${id}`);
const act = (id: number, action: string) => api.post(`/campaigns/${id}/${action}`);
const advance = async (by: string) => expect((await api.post('/clock/advance', { by })).status).toBe(200);
const now = async () => Date.parse((await api.read<{ now: string }>('/clock')).now);
const inAnHour = async () => new Date((await now()) + HOUR_MS).toISOString();
const sentBy = async (id: number) =>
  (await api.read<Page>(`/communications?campaignId=${id}&limit=1000`)).items;
const sum = (counts: unknown) => Object.values(counts as Record<string, number>).reduce((a, b) => a + b, 0);

describe('a campaign', () => {
  it('is created, and waits to be started', async () => {
    const campaign = await create();
    expect(campaign).toEqual({
      id: expect.any(Number),
      ...good(),
      state: 'CREATED',
      rate: 50,
      recipients: 20,
      sent: 0,
      done: 0,
      counts: {},
      callingHours: null,
      outcomeField: null,
      startAt: null,
      startedAt: null,
      endedAt: null,
      createdAt: expect.any(String),
    });
    await advance('PT24H');
    expect(await read(campaign.id)).toEqual(campaign);
  });

  it('sends to everyone on its list once, in the order of the list, and counts what became of it', async () => {
    const { id } = await create();
    expect((await act(id, 'start')).json).toMatchObject({
      state: 'RUNNING',
      sent: 0,
      startedAt: expect.any(String),
    });
    await api.settle();
    const campaign = await read(id);
    expect(campaign).toMatchObject({ state: 'COMPLETED', sent: 20, done: 20, endedAt: expect.any(String) });
    expect(sum(campaign.counts)).toBe(20);
    const sent = await sentBy(id);
    expect(sent.map(({ content }) => content)).toEqual(
      Array.from({ length: 20 }, (_, index) => `Hi R${index}`),
    );
    expect(
      sent.every(
        ({ sender, projectId, type }) =>
          sender === 'Acme' && projectId === world.sms && type === 'OUTGOING_SMS',
      ),
    ).toBe(true);
    for (const [status, count] of Object.entries(campaign.counts as object)) {
      const page = await api.read<Page>(`/communications?campaignId=${id}&status=${status}`);
      expect(page.items).toHaveLength(count);
    }
  });

  it('of a voice project calls', async () => {
    const { id } = await create({ projectId: world.voice });
    await act(id, 'start');
    await api.settle();
    const sent = await sentBy(id);
    expect(sent).toHaveLength(20);
    for (const call of sent)
      expect(call).toMatchObject({ type: 'OUTGOING_CALL', content: null, smsParts: null, state: 'DONE' });
    expect(sum((await read(id)).counts)).toBe(20);
  });

  it('over an empty list is over at once', async () => {
    const list = await api.create('/contact-lists', { customerId: 1, name: 'Nobody' });
    const { id } = await create({ contactListId: list.id });
    await act(id, 'start');
    await api.settle();
    expect(await read(id)).toMatchObject({ state: 'COMPLETED', recipients: 0, sent: 0, done: 0, counts: {} });
  });

  it('starts by itself at its time', async () => {
    const startAt = await inAnHour();
    const { id, state } = await create({ startAt });
    expect(state).toBe('SCHEDULED');
    await advance('PT59M59S');
    expect(await read(id)).toMatchObject({ state: 'SCHEDULED', sent: 0, startedAt: null, startAt });
    await advance('PT1S');
    expect(await read(id)).toMatchObject({ state: 'RUNNING', sent: 20, startedAt: startAt, startAt });
    for (const { acceptedAt } of await sentBy(id)) expect(acceptedAt).toBe(startAt);
  });

  it('whose time has passed starts at once, not in the past', async () => {
    const before = new Date(await now()).toISOString();
    const { id } = await create({ startAt: '2020-01-01T00:00:00Z' });
    await api.settle();
    expect(await read(id)).toMatchObject({ state: 'COMPLETED', startedAt: before });
    for (const { sentAt } of await sentBy(id)) expect(sentAt).toBe(before);
  });

  it('takes its time with an offset from UTC', async () => {
    expect(await create({ startAt: '2099-06-01T12:00:00+02:00' })).toMatchObject({
      startAt: '2099-06-01T10:00:00.000Z',
    });
  });

  it('sends at its rate; paused it sends nothing more, resumed the rest, and nobody twice', async () => {
    const { id } = await create({ rate: 1 });
    await act(id, 'start');
    await advance('PT4S');
    const { sent } = await read(id);
    expect(sent).toBe(5);
    expect((await act(id, 'pause')).json).toMatchObject({ state: 'PAUSED', sent });
    await advance('P2D');
    const paused = await read(id);
    expect(paused).toMatchObject({ state: 'PAUSED', sent, done: sent, endedAt: null });
    expect((await act(id, 'resume')).json).toMatchObject({ state: 'RUNNING' });
    await api.settle();
    expect(await read(id)).toMatchObject({
      state: 'COMPLETED',
      sent: 20,
      done: 20,
      startedAt: paused.startedAt,
    });
    expect((await sentBy(id)).map(({ content }) => content)).toEqual(
      Array.from({ length: 20 }, (_, index) => `Hi R${index}`),
    );
  });

  it('that is cancelled never sends the rest, but reports what was sent', async () => {
    const { id } = await create({ rate: 1 });
    await act(id, 'start');
    await advance('PT2S');
    const cancelled = (await act(id, 'cancel')).json;
    expect(cancelled).toMatchObject({ state: 'CANCELLED', sent: 3, endedAt: expect.any(String) });
    await api.settle();
    const after = await read(id);
    expect(after).toMatchObject({ state: 'CANCELLED', sent: 3, done: 3, endedAt: cancelled.endedAt });
    expect(sum(after.counts)).toBe(3);
    expect(await sentBy(id)).toHaveLength(3);
  });

  it('that is paused before its time starts when it is resumed, or at its time if that is still to come', async () => {
    const early = await create({ startAt: await inAnHour() });
    const late = await create({ startAt: await inAnHour() });
    for (const { id } of [early, late]) expect((await act(id, 'pause')).json.state).toBe('PAUSED');
    expect((await act(early.id, 'resume')).json).toMatchObject({ state: 'SCHEDULED', startedAt: null });
    await advance('PT2H');
    expect(await read(early.id)).toMatchObject({ startedAt: early.startAt, sent: 20 });
    expect(await read(late.id)).toMatchObject({ state: 'PAUSED', sent: 0 });
    expect((await act(late.id, 'resume')).json).toMatchObject({ state: 'RUNNING' });
    await api.settle();
    expect(await read(late.id)).toMatchObject({ state: 'COMPLETED', sent: 20 });
  });
});

describe('what can be done with a campaign depends on its state', () => {
  const running = async () => {
    const { id } = await create({ rate: 0.001 });
    await act(id, 'start');
    return id;
  };
  /** A way into each state. */
  const STATES: Record<string, () => Promise<number>> = {
    CREATED: async () => (await create()).id,
    SCHEDULED: async () => (await create({ startAt: await inAnHour() })).id,
    RUNNING: running,
    PAUSED: async () => {
      const id = await running();
      await act(id, 'pause');
      return id;
    },
    CANCELLED: async () => {
      const { id } = await create();
      await act(id, 'cancel');
      return id;
    },
    COMPLETED: async () => {
      const list = await api.create('/contact-lists', { customerId: 1, name: 'Nobody' });
      const { id } = await create({ contactListId: list.id });
      await act(id, 'start');
      await advance('PT0S');
      return id;
    },
  };
  const ALLOWED: Record<string, Record<string, string>> = {
    start: { CREATED: 'RUNNING', SCHEDULED: 'RUNNING' },
    pause: { SCHEDULED: 'PAUSED', RUNNING: 'PAUSED' },
    resume: { PAUSED: 'RUNNING' },
    cancel: { CREATED: 'CANCELLED', SCHEDULED: 'CANCELLED', RUNNING: 'CANCELLED', PAUSED: 'CANCELLED' },
  };
  const cases = Object.keys(ALLOWED).flatMap((action) =>
    Object.keys(STATES).map((state) => [action, state] as const),
  );

  it.each(cases)('%s a campaign that is %s', async (action, state) => {
    const id = await STATES[state]!();
    const before = await read(id);
    expect(before.state).toBe(state);
    const answer = await act(id, action);
    const next = ALLOWED[action]![state];
    if (next) {
      expect(answer).toMatchObject({ status: 200, json: { id, state: next } });
      expect(await read(id)).toEqual(answer.json);
    } else {
      const problem = expectProblem(answer, 409, 'state');
      expect(problem.detail).toContain(`${state} cannot ${action}`);
      expect(await read(id)).toEqual(before);
    }
    await act(id, 'cancel');
  });

  it('however many ask at once: one starts it, the others are told that it runs', async () => {
    const { id } = await create();
    const answers = await Promise.all(Array.from({ length: 10 }, () => act(id, 'start')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    await api.settle();
    expect(await sentBy(id)).toHaveLength(20);
  });
});

describe('a campaign is not created', () => {
  let other: Awaited<ReturnType<typeof createWorld>>;
  beforeAll(async () => {
    other = await createWorld(api, (await api.create('/customers', { name: 'Other' })).id);
  });

  it.each<[string, string, () => object]>([
    ["with another customer's project", 'projectId', () => ({ projectId: other.sms })],
    ["with another customer's contact list", 'contactListId', () => ({ contactListId: other.list })],
    ['with a project that does not exist', 'projectId', () => ({ projectId: 9999 })],
    ['with a contact list that does not exist', 'contactListId', () => ({ contactListId: 9999 })],
    ['for a customer that does not exist', 'customerId', () => ({ customerId: 9999 })],
    ['for another customer than its project', 'projectId', () => ({ customerId: other.customerId })],
  ])('%s', async (_, field, change) => {
    const campaigns = async () => (await api.read<Page>('/campaigns?limit=1000')).items.length;
    const before = await campaigns();
    expectProblem(await api.post('/campaigns', { ...good(), ...change() }), 400, field);
    expect(await campaigns()).toBe(before);
  });

  it.each([
    ['customerId', { customerId: undefined }],
    ['customerId', { customerId: '1' }],
    ['projectId', { projectId: undefined }],
    ['projectId', { projectId: null }],
    ['projectId', { projectId: 1.5 }],
    ['projectId', { projectId: 2 ** 63 }],
    ['contactListId', { contactListId: undefined }],
    ['contactListId', { contactListId: -1 }],
    ['contactListId', { contactListId: [1] }],
    ['name', { name: undefined }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(201) }],
    ['rate', { rate: 0 }],
    ['rate', { rate: -1 }],
    ['rate', { rate: 1e-300 }],
    ['rate', { rate: 1_000_001 }],
    ['rate', { rate: '50' }],
    ['rate', { rate: null }],
    ['startAt', { startAt: 'tomorrow' }],
    ['startAt', { startAt: '2030-02-30T00:00:00Z' }],
    ['startAt', { startAt: '2030-01-01' }],
    ['startAt', { startAt: '2030-01-01T00:00:00' }],
    ['startAt', { startAt: 1893456000 }],
    ['startAt', { startAt: null }],
    ['state', { state: 'RUNNING' }],
    ['counts', { counts: {} }],
  ])('with a wrong %s: %j', async (field, change) => {
    expectProblem(await api.post('/campaigns', { ...good(), ...change }), 400, field);
  });
});

describe('the list of campaigns', () => {
  it("holds one customer's alone when asked to", async () => {
    const { customerId, sms, list } = await createWorld(
      api,
      (await api.create('/customers', { name: 'Third' })).id,
    );
    const { id }: Entity = await create({ customerId, projectId: sms, contactListId: list });
    const page = await api.read<Page>(`/campaigns?customerId=${customerId}`);
    expect(page.items.map((campaign) => campaign.id)).toEqual([id]);
  });
});
