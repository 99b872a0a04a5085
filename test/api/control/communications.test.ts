import fc from 'fast-check';
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

let api: Api;
let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  api = await startApi();
  world = await createWorld(api);
});
afterAll(() => api.platform.close());

const sms = { customerId: 1, type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme', content: 'Hello' };
const call = { customerId: 1, type: 'OUTGOING_CALL', recipient: mobile(0), sender: '46846500400' };
const send = (body: object) => api.create('/communications', body);
const read = (id: number) => api.read<Entity & { events: Entity[] }>(`/communications/${id}`);
const now = async () => (await api.read<{ now: string }>('/clock')).now;
const total = async () => (await api.read<Page>('/communications?limit=1000')).items.length;

describe('an SMS', () => {
  it('is accepted at once, and is sent', async () => {
    const instant = await now();
    const sent = await send(sms);
    expect(sent).toEqual({
      id: expect.any(Number),
      ...sms,
      projectId: null,
      campaignId: null,
      recipientId: null,
      smsParts: 1,
      bulk: null,
      prefix: null,
      identifier: null,
      state: 'SENT',
      status: null,
      recipientStatus: null,
      callLength: null,
      keyChoices: null,
      acceptedAt: instant,
      sentAt: instant,
      doneAt: null,
      nextAt: expect.any(String),
      held: false,
      decidedBy: 'PROFILE',
      reason: expect.any(String),
      clientMessageId: null,
      trackingId: null,
    });
    expect(Number.isSafeInteger(sent.id)).toBe(true);
    expect(await read(sent.id)).toEqual({
      ...sent,
      events: [],
      plan: { reports: [expect.objectContaining({ status: expect.any(String) })], replies: [] },
    });
  });

  it('is done with its report, which is its one event', async () => {
    const { id, nextAt } = await send(sms);
    await api.settle();
    const done = await read(id);
    expect(done).toMatchObject({ state: 'DONE', status: expect.any(String), doneAt: nextAt, nextAt: null });
    expect(done.events).toEqual([
      {
        id: expect.any(Number),
        at: done.doneAt,
        status: done.status,
        recipientStatus: done.recipientStatus,
        callLength: null,
        keyChoices: null,
        deliveries: [],
      },
    ]);
  });

  it('takes sender and text of its project, with the data fields given', async () => {
    const body = { customerId: 1, type: 'OUTGOING_SMS', recipient: mobile(1), projectId: world.sms };
    expect(await send({ ...body, fields: { '1': 'Ada $& {1} {2}' } })).toMatchObject({
      projectId: world.sms,
      sender: 'Acme',
      content: 'Hi Ada $& {1} {2}',
    });
    expect(await send(body)).toMatchObject({ content: 'Hi ' });
    expect(await send({ ...body, sender: 'Beta', content: 'My own' })).toMatchObject({
      sender: 'Beta',
      content: 'My own',
    });
  });

  it.each(['+46 70-174 06 05', '0046701740605', '46701740605'])(
    'to %s goes to the same number',
    async (recipient) => {
      expect(await send({ ...sms, recipient })).toMatchObject({ recipient: '46701740605' });
    },
  );

  it('counts its parts', async () => {
    expect(await send({ ...sms, content: 'x'.repeat(161) })).toMatchObject({ smsParts: 2 });
    expect(await send({ ...sms, content: '🎈'.repeat(36) })).toMatchObject({ smsParts: 2 });
  });

  it('to be sent later waits until then', async () => {
    const sendAt = new Date(Date.parse(await now()) + 3_600_000).toISOString();
    const { id, ...queued } = await send({ ...sms, sendAt });
    expect(queued).toMatchObject({ state: 'QUEUED', sentAt: null, nextAt: sendAt });
    await api.post('/clock/advance', { by: 'PT59M' });
    expect(await read(id)).toMatchObject({ state: 'QUEUED', events: [] });
    await api.post('/clock/advance', { by: 'PT1M' });
    expect(await read(id)).toMatchObject({ state: 'SENT', sentAt: sendAt, acceptedAt: queued.acceptedAt });
  });

  it('to be sent at a time that has passed is sent now', async () => {
    const instant = await now();
    expect(await send({ ...sms, sendAt: '2001-01-01T00:00:00Z' })).toMatchObject({
      state: 'SENT',
      sentAt: instant,
    });
  });
});

describe('a call', () => {
  it('is reported attempt by attempt', async () => {
    const calls = await Promise.all(
      Array.from({ length: 30 }, (_, index) => send({ ...call, recipient: mobile(index) })),
    );
    await api.settle();
    const timelines = await Promise.all(calls.map(({ id }) => read(id)));
    for (const { events, status, ...rest } of timelines) {
      const statuses = events.map((event) => event.status);
      expect(['DELIVERED', 'NOTREACHED']).toContain(status);
      expect(statuses).toEqual([...Array(statuses.length - 1).fill('NEXTATTEMPT'), status]);
      expect(rest).toMatchObject({ content: null, smsParts: null, recipientStatus: null });
      if (status === 'DELIVERED') expect(rest.callLength).toBeGreaterThan(0);
      else expect(rest).toMatchObject({ callLength: null, keyChoices: null });
      const times = events.map(({ at }) => Date.parse(at as string));
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    expect(timelines.some(({ events }) => events.length > 1)).toBe(true);
  });

  it('takes the caller ID of its project', async () => {
    const body = { customerId: 1, type: 'OUTGOING_CALL', recipient: mobile(0), projectId: world.voice };
    expect(await send(body)).toMatchObject({ sender: '46846500400', content: null, projectId: world.voice });
  });
});

describe('a communication is not accepted', () => {
  let other: Awaited<ReturnType<typeof createWorld>>;
  beforeAll(async () => {
    other = await createWorld(api, (await api.create('/customers', { name: 'Other' })).id);
  });

  it.each([
    ['customerId', { customerId: undefined }],
    ['customerId', { customerId: 9999 }],
    ['customerId', { customerId: '1' }],
    ['customerId', { customerId: 2 ** 63 }],
    ['type', { type: undefined }],
    ['type', { type: 'INCOMING_SMS' }],
    ['type', { type: 'SMS' }],
    ['recipient', { recipient: undefined }],
    ['recipient', { recipient: '0701740605' }],
    ['recipient', { recipient: 46701740605 }],
    ['recipient', { recipient: '4670174x605' }],
    ['recipient', { recipient: '' }],
    ['recipient', { recipient: '4'.repeat(41) }],
    ['sender', { sender: undefined }],
    ['sender', { sender: 'Much too long' }],
    ['sender', { sender: '' }],
    ['content', { content: undefined }],
    ['content', { content: '' }],
    ['content', { content: 'x'.repeat(100_001) }],
    ['content', { content: 7 }],
    ['content', { type: 'OUTGOING_CALL' }],
    ['projectId', { projectId: 9999 }],
    ['projectId', { projectId: '1' }],
    ['projectId', { projectId: null }],
    ['fields', { fields: { '1': 'Ada' } }],
    ['fields.0', { fields: { '0': 'x' } }],
    ['fields.1', { fields: { '1': 7 } }],
    ['sendAt', { sendAt: 'soon' }],
    ['sendAt', { sendAt: 0 }],
    ['status', { status: 'DELIVERED' }],
    ['id', { id: 7 }],
    ['campaignId', { campaignId: 1 }],
  ])('with a wrong %s: %j', async (field, change) => {
    const before = await total();
    expectProblem(await api.post('/communications', { ...sms, ...change }), 400, field);
    expect(await total()).toBe(before);
  });

  it("with another customer's project, or one of another type", async () => {
    expectProblem(await api.post('/communications', { ...sms, projectId: other.sms }), 400, 'projectId');
    expectProblem(await api.post('/communications', { ...sms, projectId: world.voice }), 400, 'projectId');
    expectProblem(await api.post('/communications', { ...call, projectId: world.sms }), 400, 'projectId');
  });

  it('and none is found that does not exist', async () => {
    expectProblem(await api.get('/communications/1'), 404, 'id');
  });
});

describe('the list of communications', () => {
  let all: Entity[];
  const FILTERS = [
    'customerId',
    'campaignId',
    'projectId',
    'recipient',
    'type',
    'status',
    'recipientStatus',
    'state',
  ];

  beforeAll(async () => {
    const tester = await createWorld(
      api,
      (await api.create('/customers', { name: 'Tester', testMode: true })).id,
    );
    const guarded = await createWorld(
      api,
      (await api.create('/customers', { name: 'Guarded', whitelistMode: true })).id,
    );
    for (const { customerId, sms: projectId, voice, list } of [world, tester, guarded]) {
      for (const number of [mobile(0), mobile(3), '46846500400']) {
        await send({ ...sms, customerId, recipient: number });
        await send({ customerId, type: 'OUTGOING_SMS', recipient: number, projectId });
        await send({ ...call, customerId, recipient: number, projectId: voice });
      }
      await api.create(`/contact-lists/${list}/recipients`, {
        recipients: [{ number: mobile(0) }, { number: mobile(3) }],
      });
      const campaign = await api.create('/campaigns', {
        customerId,
        projectId,
        contactListId: list,
        name: 'c',
      });
      await api.post(`/campaigns/${campaign.id}/start`);
    }
    await api.settle();
    await send(sms);
    await send({ ...sms, recipient: mobile(3), sendAt: '2099-01-01T00:00:00Z' });
    all = (await api.read<Page>('/communications?limit=1000')).items;
  });

  it('holds all, the oldest first', () => {
    expect(all.length).toBeGreaterThan(70);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const times = all.map(({ acceptedAt }) => acceptedAt as string);
    expect(times).toEqual([...times].sort());
    for (const status of ['TEST', 'NOT_WHITELISTED', 'NOT_DELIVERED'])
      expect(all.map((one) => one.status)).toContain(status);
  });

  it('holds those that pass every filter given, and no others', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(FILTERS, { minLength: 1 }),
        fc.constantFrom(...all),
        fc.constantFrom(...all),
        fc.constantFrom(...FILTERS),
        async (names, one, other, borrowed) => {
          // What one communication is like, with perhaps a trait of another one.
          const wanted = Object.fromEntries(
            names
              .map((name) => [name, name === borrowed ? other[name] : one[name]])
              .filter(([, value]) => value !== null),
          );
          const query = new URLSearchParams({ ...wanted, limit: '1000' });
          const { items } = await api.read<Page>(`/communications?${query}`);
          const passing = all.filter((each) =>
            Object.entries(wanted).every(([name, value]) => each[name] === value),
          );
          expect(items).toEqual(passing);
          seen.add(items.length);
        },
      ),
      { numRuns: 80 },
    );
    expect(seen.size).toBeGreaterThan(8);
    expect(seen).toContain(0);
  });

  it('finds a number however it is written', async () => {
    const numbers = await api.read<Page>(`/communications?recipient=${mobile(3)}`);
    expect(numbers.items.length).toBeGreaterThan(5);
    for (const written of ['%2B46 70-174 06 08', '+46701740608', '0046701740608']) {
      expect(await api.read(`/communications?recipient=${written}`)).toEqual(numbers);
    }
  });

  it.each([
    'status=GONE',
    'status=delivered',
    'type=SMS',
    'state=',
    'recipientStatus=MAYBE',
    'recipient=070',
    'campaignId=x',
  ])('is not given for %s', async (query) => {
    expectProblem(await api.get(`/communications?${query}`), 400, query.split('=')[0]!);
  });
});
