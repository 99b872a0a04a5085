import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, expectProblem, mobile, type Page, startApi } from '../../support/api.ts';
import { type Scene, Stage } from '../../support/callback-scene.ts';

const INBOUND = [
  {
    number: '71120',
    prefixes: [
      { prefix: 'QUIZ', identifiers: ['ANSWER', 'Ändra'] },
      { prefix: 'vote', identifiers: [] },
    ],
  },
  { number: '46846500400', prefixes: [] },
];

/** What a callback says of an SMS that came in. */
interface Heard {
  bulk: string;
  prefix: string;
  identifier: string;
  content: string;
  from: string;
  to: string;
  type: string;
  status: string;
}

const TEMPLATE = JSON.stringify({
  bulk: '{BULK}',
  prefix: '{PREFIX}',
  identifier: '{IDENTIFIER}',
  content: '{CONTENT}',
  from: '{SENDER}',
  to: '{RECIPIENT}',
  type: '{TYPE}',
  status: '{STATUS}',
});

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** A customer with inbound numbers, and a callback that tells all of what comes in. */
async function listening(inboundNumbers: object[] = INBOUND): Promise<Scene> {
  const scene = await stage.scene();
  await stage.api.patch(`/customers/${scene.customerId}`, { testMode: false, inboundNumbers });
  await scene.register({ template: TEMPLATE });
  return scene;
}

const heardBy = (scene: Scene) => scene.seen().map(({ body }) => JSON.parse(body) as Heard);
const write = ({ api, customerId }: Scene, text: string, more: object = {}) =>
  api.create('/incoming-sms', { customerId, from: mobile(0), text, ...more });
const phone = ({ api, customerId }: Scene, more: object = {}) =>
  api.create('/incoming-calls', { customerId, from: mobile(0), ...more });

describe('an SMS that is put in by hand', () => {
  it('has come in at once, and is reported with the next tick', async () => {
    const scene = await listening();
    const now = new Date(await scene.now()).toISOString();
    const taken = await write(scene, 'QUIZ ANSWER blue');
    expect(taken).toEqual({
      id: expect.any(Number),
      customerId: scene.customerId,
      clientMessageId: null,
      trackingId: null,
      held: false,
      type: 'INCOMING_SMS',
      projectId: null,
      campaignId: null,
      recipientId: null,
      recipient: '71120',
      sender: mobile(0),
      content: 'blue',
      smsParts: null,
      bulk: 'QUIZ ANSWER blue',
      prefix: 'QUIZ',
      identifier: 'ANSWER',
      state: 'SENT',
      status: null,
      recipientStatus: null,
      callLength: null,
      keyChoices: null,
      acceptedAt: now,
      sentAt: now,
      doneAt: null,
      nextAt: now,
      decidedBy: 'ARRIVAL',
      reason: 'put in by hand',
    });
    await scene.tick();
    expect(await stage.api.read(`/communications/${taken.id}`)).toMatchObject({
      state: 'DONE',
      status: null,
      doneAt: null,
      events: [{ at: now, status: null, deliveries: [{ state: 'DELIVERED' }] }],
    });
    expect(heardBy(scene)).toEqual([
      {
        bulk: 'QUIZ ANSWER blue',
        prefix: 'QUIZ',
        identifier: 'ANSWER',
        content: 'blue',
        from: mobile(0),
        to: '71120',
        type: 'INCOMING_SMS',
        status: '',
      },
    ]);
  });

  it.each([
    ['quiz answer blue', 'QUIZ', 'ANSWER', 'blue'],
    ['  Quiz \n ÄNDRA\tto red  or green ', 'QUIZ', 'Ändra', 'to red  or green '],
    ['QUIZ blue', 'QUIZ', '', 'blue'],
    ['QUIZ', 'QUIZ', '', ''],
    ['QUIZ ANSWER', 'QUIZ', 'ANSWER', ''],
    ['Vote ANSWER', 'vote', '', 'ANSWER'],
    ['ANSWER QUIZ blue', '', '', 'ANSWER QUIZ blue'],
    ['QUIZZES', '', '', 'QUIZZES'],
    ['"{BULK}" \\ 🎈', '', '', '"{BULK}" \\ 🎈'],
    ['', '', '', ''],
  ])('is split into prefix, identifier and content: %j', async (text, prefix, identifier, content) => {
    const scene = await listening();
    await write(scene, text);
    await scene.tick();
    expect(heardBy(scene)).toMatchObject([{ bulk: text, prefix, identifier, content }]);
  });

  it('is split by what the number is configured for that it came to', async () => {
    const scene = await listening();
    await write(scene, 'QUIZ 1');
    await write(scene, 'QUIZ 2', { to: '46846500400' });
    await scene.tick();
    expect(
      heardBy(scene)
        .map(({ to, prefix, content }) => [to, prefix, content])
        .sort(),
    ).toEqual([
      ['46846500400', '', 'QUIZ 2'],
      ['71120', 'QUIZ', '1'],
    ]);
  });

  it('may come to any number of a customer that has configured none, and is not split', async () => {
    const scene = await listening([]);
    await write(scene, 'QUIZ ANSWER blue', { to: '72456' });
    await scene.tick();
    expect(heardBy(scene)).toMatchObject([{ to: '72456', prefix: '', content: 'QUIZ ANSWER blue' }]);
  });

  it('comes from the number however that is written', async () => {
    const scene = await listening();
    expect(await write(scene, 'Hi', { from: '+46 70-174 06 05' })).toMatchObject({ sender: '46701740605' });
  });

  it('is heard of by callbacks that are for such', async () => {
    const scene = await listening();
    await scene.register({ url: scene.url('/sms'), types: ['INCOMING_SMS'], template: TEMPLATE });
    await scene.register({
      url: scene.url('/calls'),
      types: ['INCOMING_CALL', 'OUTGOING_SMS'],
      template: TEMPLATE,
    });
    await write(scene, 'Hi');
    await scene.tick();
    expect(scene.seen('/sms')).toHaveLength(1);
    expect(scene.seen('/calls')).toEqual([]);
  });

  it('is reported once the real clock ticks, without anything else to wake it', async () => {
    await using real = await Stage.open({ clock: 'real', speed: 1000 });
    const scene = await real.scene();
    const id = await scene.register({ template: TEMPLATE });
    await write(scene, 'Hi', { to: '71120' });
    const { delivery } = await real.api.read<{ delivery: object }>(
      `/deliveries/wait?callbackId=${id}&state=DELIVERED`,
    );
    expect(delivery).toMatchObject({ items: 1 });
    expect(heardBy(scene)).toMatchObject([{ bulk: 'Hi', to: '71120' }]);
  });
});

describe('an SMS with STOP or START', () => {
  it('opts its writer out at once, and in again', async () => {
    const scene = await listening();
    const { api, customerId } = scene;
    const send = async () => {
      const sms = {
        customerId,
        type: 'OUTGOING_SMS',
        recipient: mobile(0),
        sender: 'Acme',
        content: 'Hello',
      };
      const { id, decidedBy } = await api.create('/communications', sms);
      await api.settle();
      return { decidedBy, status: (await api.read(`/communications/${id}`)).status };
    };
    const optOuts = async () => (await api.read<Page>(`/customers/${customerId}/opt-outs`)).items;
    expect(await send()).toMatchObject({ decidedBy: 'PROFILE' });

    const { id } = await write(scene, ' stop! now');
    expect(await optOuts()).toEqual([
      { customerId, number: mobile(0), at: expect.any(String), communicationId: id },
    ]);
    expect(await send()).toEqual({ decidedBy: 'OPT_OUT', status: 'OPTOUT' });
    const call = { customerId, type: 'OUTGOING_CALL', recipient: mobile(0), sender: '46846500400' };
    expect(await api.create('/communications', call)).toMatchObject({ decidedBy: 'OPT_OUT' });
    const other = { ...call, recipient: mobile(1) };
    expect(await api.create('/communications', other)).toMatchObject({ decidedBy: 'PROFILE' });

    await write(scene, 'Start');
    expect(await optOuts()).toEqual([]);
    expect((await send()).decidedBy).not.toBe('OPT_OUT');
  });

  it.each([
    ['QUIZ STOP', 1],
    ['QUIZ ANSWER stopp', 1],
    ['Please STOP', 0],
    ['STOPPING', 0],
  ])('is known by the first word of its content: %s', async (text, expected) => {
    const scene = await listening();
    await write(scene, text);
    const { items } = await stage.api.read<Page>(`/customers/${scene.customerId}/opt-outs`);
    expect(items).toHaveLength(expected);
  });

  it('is known by the words of the customer', async () => {
    const scene = await listening();
    const { api, customerId } = scene;
    await api.patch(`/customers/${customerId}`, { optOutWords: ['HALT', 'nej'], optInWords: ['JA'] });
    const optedOut = async () =>
      (await api.read<Page>(`/customers/${customerId}/opt-outs`)).items.map(({ number }) => number);
    await write(scene, 'STOP');
    expect(await optedOut()).toEqual([]);
    await write(scene, 'halt');
    await write(scene, 'NEJ TACK', { from: mobile(1) });
    expect(await optedOut()).toEqual([mobile(0), mobile(1)]);
    await write(scene, 'START');
    await write(scene, 'ja', { from: mobile(1) });
    expect(await optedOut()).toEqual([mobile(0)]);
  });

  it('concerns the customer that it was written to, and no other', async () => {
    const [one, other] = [await listening(), await listening()];
    await write(one, 'STOP');
    const { items } = await stage.api.read<Page>(`/customers/${other.customerId}/opt-outs`);
    expect(items).toEqual([]);
  });
});

describe('a call that is put in by hand', () => {
  it('is reported when it is over, with its length', async () => {
    const scene = await listening();
    await scene.register({ url: scene.url('/length'), template: '{"s":{CALL_LENGTH},"at":{DONE_UNIXTIME}}' });
    const begun = await scene.now();
    const { id, ...taken } = await phone(scene, { callLength: 42 });
    expect(taken).toMatchObject({
      type: 'INCOMING_CALL',
      sender: mobile(0),
      recipient: '71120',
      state: 'SENT',
      content: null,
      callLength: null,
      nextAt: new Date(begun + 42_000).toISOString(),
      reason: 'put in by hand',
    });
    await scene.advance('PT41S');
    expect(await stage.api.read(`/communications/${id}`)).toMatchObject({ state: 'SENT', events: [] });
    expect(scene.seen()).toEqual([]);
    await scene.advance('PT20S');
    expect(await stage.api.read(`/communications/${id}`)).toMatchObject({
      state: 'DONE',
      callLength: 42,
      doneAt: new Date(begun + 42_000).toISOString(),
    });
    expect(heardBy(scene).filter(({ type }) => type === 'INCOMING_CALL')).toMatchObject([
      { from: mobile(0), to: '71120', bulk: '', content: '', status: '' },
    ]);
    expect(scene.seen('/length')).toHaveLength(1);
  });

  it('takes half a minute when nobody says how long, and may be over at once', async () => {
    const scene = await listening();
    const usual = await phone(scene);
    const short = await phone(scene, { callLength: 0, from: mobile(1) });
    await scene.settle();
    const lengths = [];
    for (const { id } of [usual, short])
      lengths.push((await stage.api.read(`/communications/${id}`)).callLength);
    expect(lengths).toEqual([30, 0]);
  });

  it('opts nobody out', async () => {
    const scene = await listening();
    await phone(scene);
    await scene.settle();
    expect((await stage.api.read<Page>(`/customers/${scene.customerId}/opt-outs`)).items).toEqual([]);
  });
});

describe('what cannot come in is refused, and nothing has:', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    await api.create('/customers', { name: 'Acme', inboundNumbers: INBOUND });
  });
  afterAll(() => api.platform.close());

  const sms = { customerId: 2, from: mobile(0), text: 'Hi' };
  const call = { customerId: 2, from: mobile(0) };
  it.each([
    ['incoming-sms', 'customerId', 'the id of a customer', { ...sms, customerId: 99 }],
    ['incoming-sms', 'customerId', 'a number', { ...sms, customerId: undefined }],
    ['incoming-sms', 'from', 'a phone number with its country code', { ...sms, from: '0701740605' }],
    ['incoming-sms', 'from', 'a string', { ...sms, from: undefined }],
    ['incoming-sms', 'to', '71120, 46846500400', { ...sms, to: '72456' }],
    ['incoming-sms', 'to', 'digits: a short code', { ...sms, to: '+46846500400' }],
    ['incoming-sms', 'to', 'inboundNumbers', { ...sms, customerId: 1 }],
    ['incoming-sms', 'text', 'a string', { ...sms, text: undefined }],
    ['incoming-sms', 'text', '100000 character(s) or less', { ...sms, text: 'x'.repeat(100_001) }],
    ['incoming-sms', 'content', 'a field that /docs names', { ...sms, content: 'Hi' }],
    ['incoming-calls', 'customerId', 'the id of a customer', { ...call, customerId: 99 }],
    ['incoming-calls', 'from', 'a phone number with its country code', { ...call, from: 'x' }],
    ['incoming-calls', 'to', '71120, 46846500400', { ...call, to: '72456' }],
    ['incoming-calls', 'callLength', '0 or more', { ...call, callLength: -1 }],
    ['incoming-calls', 'callLength', '86400 or less', { ...call, callLength: 86_401 }],
    ['incoming-calls', 'callLength', 'a whole number', { ...call, callLength: 0.5 }],
    ['incoming-calls', 'text', 'a field that /docs names', { ...call, text: 'Hi' }],
  ])('%s whose %s should be "%s"', async (path, field, expected, body) => {
    const { errors } = expectProblem(await api.post(`/${path}`, body), 400, field);
    expect(errors![0]!.expected).toContain(expected);
    expect((await api.read<Page>('/communications')).items).toEqual([]);
  });
});
