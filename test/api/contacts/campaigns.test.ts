import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, createWorld, type Entity, mobile, startApi } from '../../support/api.ts';
import { type ContactClient, call, contactClient } from './client.ts';

let api: Api;
let client: ContactClient;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

const FOO = { campaign: 'foo', iteration: '2017-09' };

/** A customer with an SMS campaign `foo` and a voice campaign `ring`, and the contact `ada`. */
beforeEach(async () => {
  client = await contactClient(api, { profile: 'all-delivered' });
  const { voice } = await createWorld(api, client.customerId);
  const project = { customerId: client.customerId, type: 'SMS', name: 'Reminder', sender: 'Acme' };
  const sms = await api.create('/projects', { ...project, template: '{1} {2}: {3}{4}' });
  await client.bind({ foo: sms.id, ring: voice, other: sms.id });
  await client.put('/Contact/ada', {
    personal: { phoneNumber: `+${mobile(1)}`, givenName: 'Ada', familyName: 'Lund' },
    general: { '3': 7, '4': true, '5': {}, plan: 'Solar' },
  });
});

const put = (campaign: object, contactId = 'ada') => client.post(`/Contact/${contactId}/campaigns`, campaign);
const tell = (name: string, contactId = 'ada') =>
  client.post(`/Contact/${contactId}/events`, { name, at: '2017-01-02T03:04:05Z', schema: 1 });
const read = (id: unknown) => api.read(`/communications/${id}`);
const runs = async () => (await client.contact('ada')).campaigns as Entity[];
const statuses = (communication: Entity) =>
  (communication.events as { status: string }[]).map(({ status }) => status);
/** What the next call to anybody of the customer is to come to. */
const nextCall = (...reports: [afterMs: number, status: string][]) =>
  api.create('/outcome-rules', {
    match: { customerId: client.customerId, type: 'OUTGOING_CALL' },
    outcome: { reports: reports.map(([afterMs, status]) => ({ afterMs, status })) },
  });

describe('a contact that is put on a campaign', () => {
  it('gets the SMS of the project that it is bound to, filled with what is known of the contact', async () => {
    const { status, text, json } = await put(FOO);
    expect(status).toBe(200);
    expect(json.id).toMatch(/^\d{56}$/);
    expect(text).toBe(`{"id":"${json.id}"}`);
    const [sent] = await client.communications();
    expect(sent).toMatchObject({
      type: 'OUTGOING_SMS',
      recipient: mobile(1),
      sender: 'Acme',
      content: 'Ada Lund: 7true',
    });
    expect(await runs()).toEqual([
      { ...FOO, state: 'SENT', communicationId: sent!.id, at: sent!.acceptedAt },
    ]);
    await api.settle();
    expect(await read(sent!.id)).toMatchObject({ status: 'DELIVERED' });
  });

  it('has fields of its personal data go before general ones, and these before its name', async () => {
    await client.put('/Contact/ada', {
      personal: { phoneNumber: Number(mobile(1)), '1': 'Dr', '3': 'secret' },
      general: { '1': 'no', '2': 'Who', '3': 'no', '100': 'no', '04': 'no' },
    });
    await put(FOO);
    expect(await client.communications()).toMatchObject([{ content: 'Dr Who: secret' }]);
  });

  it('is called when the project is one of calls', async () => {
    await put({ campaign: 'ring' });
    expect(await client.communications()).toMatchObject([
      { type: 'OUTGOING_CALL', recipient: mobile(1), content: null },
    ]);
    expect(await runs()).toMatchObject([{ campaign: 'ring', iteration: '' }]);
  });

  it.each<[iteration: unknown, text: string]>([
    [undefined, ''],
    [null, ''],
    [2017, '2017'],
  ])('is on it in the iteration %j as in %j', async (iteration, text) => {
    const { status, json } = await put({ campaign: 'foo', iteration });
    expect(status).toBe(200);
    expect(await runs()).toMatchObject([{ campaign: 'foo', iteration: text }]);
    expect((await put({ campaign: 'foo', iteration: text })).json).toEqual(json);
    expect(await client.communications()).toHaveLength(1);
  });

  it('is sent to once in each iteration', async () => {
    const first = await put(FOO);
    expect((await put(FOO)).json).toEqual(first.json);
    expect(await client.communications()).toHaveLength(1);
    const second = await put({ ...FOO, iteration: '2017-10' });
    expect(second.json.id).not.toBe(first.json.id);
    expect(await client.communications()).toHaveLength(2);
    expect((await put({ ...FOO, campaign: 'other' })).json.id).not.toBe(first.json.id);
    expect(await client.communications()).toHaveLength(3);
    expect(await runs()).toHaveLength(3);
  });

  it.each([
    [{ campaign: 'Foo' }, 'campaign: '],
    [{ campaign: 'toString' }, 'campaign: '],
    [{ iteration: '1' }, 'campaign: is missing'],
    [{ campaign: 'foo', iteration: true }, 'iteration: '],
    [{ campaign: 'foo', iteration: 'x'.repeat(201) }, 'iteration: is too long'],
    [5, 'expected: an object'],
  ])('is refused for %j', async (body, message) => {
    const { status, json } = await put(body as object);
    expect(status).toBe(400);
    expect(json).toEqual({ error: true, message: expect.stringContaining(message) });
    expect(await client.communications()).toEqual([]);
    expect(await runs()).toEqual([]);
  });

  it.each([{}, { phoneNumber: '0701740605' }, { phoneNumber: '' }, { phoneNumber: null }])(
    'is refused when its number cannot be sent to: %j',
    async (personal) => {
      await client.put('/Contact/ada', { personal });
      const { status, json } = await put(FOO);
      expect(status).toBe(400);
      expect(json).toEqual({ error: true, message: expect.stringContaining('personal.phoneNumber') });
    },
  );

  it('is refused when the project is not there any more', async () => {
    await api.post('/reset', { customerId: client.customerId });
    await client.renew();
    await client.put('/Contact/ada', { personal: { phoneNumber: mobile(1) } });
    const { status, json } = await put(FOO);
    expect(status).toBe(400);
    expect(json.message).toContain('has no project');
  });

  it('leads to the communication from the call that did it', async () => {
    await put(FOO);
    const [sent] = await client.communications();
    const { items } = await api.read<{ items: Entity[] }>(`/requests?customerId=${client.customerId}`);
    expect(items.at(-1)).toMatchObject({ endpoint: 'ContactCampaigns', communicationIds: [sent!.id] });
  });
});

describe('an event that stops', () => {
  it('ends a call that would be tried again, as not reached', async () => {
    await nextCall([40_000, 'NEXTATTEMPT'], [3_600_000, 'NEXTATTEMPT'], [7_200_000, 'DELIVERED']);
    await put({ campaign: 'ring' });
    const [{ id }] = (await client.communications()) as [Entity];
    await api.post('/clock/advance', { by: 'PT1M' });
    expect(await read(id)).toMatchObject({ status: 'NEXTATTEMPT' });
    await tell('Conversion');
    await api.settle();
    const call = await read(id);
    expect(statuses(call)).toEqual(['NEXTATTEMPT', 'NOTREACHED']);
    expect(call).toMatchObject({
      state: 'DONE',
      decidedBy: 'STOPPED',
      reason: expect.stringContaining('Conversion'),
    });
    expect(await client.contact('ada')).toMatchObject({
      stoppedBy: 'Conversion',
      campaigns: [{ campaign: 'ring', state: 'STOPPED', communicationId: id }],
    });
  });

  it('lets the attempt under way be the last', async () => {
    await nextCall([40_000, 'NEXTATTEMPT'], [3_600_000, 'DELIVERED']);
    await put({ campaign: 'ring' });
    await api.post('/clock/advance', { by: 'PT10S' });
    await tell('Conversion');
    await api.settle();
    const [call] = (await client.communications()) as [Entity];
    expect(statuses(await read(call.id))).toEqual(['NOTREACHED']);
    expect(Date.parse(call.doneAt as string) - Date.parse(call.sentAt as string)).toBe(40_000);
  });

  it('leaves alone what has gone out', async () => {
    await put(FOO);
    await nextCall([40_000, 'DELIVERED']);
    await put({ campaign: 'ring' });
    await tell('Conversion');
    await api.settle();
    expect(await client.communications()).toMatchObject([{ status: 'DELIVERED' }, { status: 'DELIVERED' }]);
  });

  it('keeps back what waits for its number, but not what is for another contact', async () => {
    const sendAt = '2099-01-01T00:00:00Z';
    const wish = {
      customerId: client.customerId,
      type: 'OUTGOING_SMS',
      sender: 'Acme',
      content: 'Hi',
      sendAt,
    };
    const mine = await api.create('/communications', { ...wish, recipient: mobile(1) });
    const others = await api.create('/communications', { ...wish, recipient: mobile(2) });
    await tell('Conversion');
    expect(await read(mine.id)).toMatchObject({
      state: 'DONE',
      status: null,
      sentAt: null,
      nextAt: null,
      decidedBy: 'STOPPED',
    });
    expect(await read(others.id)).toMatchObject({ state: 'QUEUED' });

    const next = await api.create('/communications', { ...wish, recipient: mobile(2) });
    await client.put('/Contact/eva', { personal: { phoneNumber: mobile(2) } });
    await tell('OptOut', 'eva');
    await api.post('/clock/advance', { by: 'PT1S' });
    for (const { id } of [others, next]) {
      expect(await read(id)).toMatchObject({
        status: 'OPTOUT',
        state: 'DONE',
        decidedBy: 'OPT_OUT',
        reason: 'the recipient has opted out (by the event OptOut of the contact)',
      });
    }
  });

  it('has what it keeps back told as never sent by the messaging API', async () => {
    const { id: voice } = await api.create('/projects', {
      customerId: client.customerId,
      type: 'VOICE',
      name: 'Survey',
      sender: '46846500400',
      template: 'Hello',
    });
    const wish = { customerId: client.customerId, recipient: mobile(1), sendAt: '2099-01-01T00:00:00Z' };
    const sms = { ...wish, type: 'OUTGOING_SMS', sender: 'Acme', content: 'Hi' };
    const { id: text } = await api.create('/communications', sms);
    const ring = { ...wish, type: 'OUTGOING_CALL', projectId: voice };
    const { id: ringing } = await api.create('/communications', ring);
    const ask = async (endpoint: string, MessageId: number) =>
      (await call(api, 'POST', `/api/${endpoint}/json`, { MessageId }, { 'x-apikey': client.apiKey })).json;
    await tell('Conversion');
    expect(await ask('GetMessageStatus', text)).toEqual({ Result: 'FAILURE' });
    expect(await ask('GetVoiceStatus', ringing)).toEqual({ Result: 'NOTREACHED' });
  });

  it('does not stop the call of another contact with the same number', async () => {
    await client.put('/Contact/bo', { personal: { phoneNumber: mobile(1) } });
    await nextCall([40_000, 'NEXTATTEMPT'], [3_600_000, 'DELIVERED']);
    await put({ campaign: 'ring' }, 'bo');
    await tell('Conversion');
    await api.settle();
    expect(await client.communications()).toMatchObject([{ status: 'DELIVERED' }]);
  });

  it('holds for campaigns that come later, until another iteration starts again', async () => {
    await put(FOO);
    await tell('Conversion');
    const other = await put({ campaign: 'other' });
    expect(other.json.id).toMatch(/^\d{56}$/);
    expect(await client.communications()).toHaveLength(1);
    expect((await runs()).at(-1)).toMatchObject({
      campaign: 'other',
      state: 'STOPPED',
      communicationId: null,
    });
    await put({ ...FOO, iteration: '2017-10' });
    expect(await client.communications()).toHaveLength(2);
    expect(await client.contact('ada')).toMatchObject({ stoppedBy: null, stoppedAt: null });
    // The same event told again, by a client that got no answer, is none.
    await tell('Conversion');
    expect(await client.contact('ada')).toMatchObject({ stoppedBy: null });
  });

  it('holds until somebody says otherwise', async () => {
    await tell('Conversion');
    const { id } = await client.contact('ada');
    expect((await api.post(`/contacts/${id}/resume`)).json).toMatchObject({ stoppedBy: null });
    await put(FOO);
    expect(await client.communications()).toHaveLength(1);
  });

  it('that is an opt-out is one of the number as well', async () => {
    await put(FOO);
    await tell('OptOut');
    const { items } = await api.read<{ items: Entity[] }>(`/customers/${client.customerId}/opt-outs`);
    expect(items).toMatchObject([{ number: mobile(1), communicationId: null }]);
    await put({ ...FOO, iteration: '2017-10' });
    await api.settle();
    expect(await client.communications()).toMatchObject([{ status: 'DELIVERED' }, { status: 'OPTOUT' }]);
  });

  it('is one that the customer names, to the letter', async () => {
    for (const name of ['conversion', 'CONVERSION', 'Visit']) await tell(name);
    expect(await client.contact('ada')).toMatchObject({ stoppedBy: null });
    await api.patch(`/customers/${client.customerId}`, { stopEvents: ['Sold'] });
    await client.post('/Contact/ada/events', { name: 'OptOut', at: '2018-01-01T00:00:00Z' });
    expect(await client.contact('ada')).toMatchObject({ stoppedBy: null });
    await client.post('/Contact/ada/metrics', { name: 'Sold', value: 1 });
    expect(await client.contact('ada')).toMatchObject({ stoppedBy: null });
    await tell('Sold');
    expect(await client.contact('ada')).toMatchObject({ stoppedBy: 'Sold' });
  });
});
