import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, createWorld, type Entity, mobile, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

const START = '2040-01-31T12:00:00.000Z';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
let campaignId: number;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
  await api.put('/clock', { mode: 'manual', now: START });
});
afterAll(() => api.platform.close());

/** IDs of those that a page lists, in its order. */
const listed = async (query: string) =>
  [...(await pages.html(`/communications${query}`)).matchAll(/<tr id="communication-(\d+)"/g)].map(([, id]) =>
    Number(id),
  );
const ids = async (query: string) =>
  (await api.read<{ items: Entity[] }>(`/communications${query}`)).items.map(({ id }) => id);
const send = (body: object) =>
  api.create('/communications', {
    customerId: 1,
    type: 'OUTGOING_SMS',
    sender: 'Acme',
    content: 'x',
    ...body,
  });

describe('communications', () => {
  it('say what to do while there are none', async () => {
    expect(await pages.html('/communications')).toContain('Nothing has been sent yet.');
  });

  describe('of a campaign of 60 and some others', () => {
    beforeAll(async () => {
      const { sms: projectId, list: contactListId } = await createWorld(api);
      const recipients = Array.from({ length: 60 }, (_, index) => ({ number: mobile(index) }));
      await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
      const campaign = { customerId: 1, projectId, contactListId, name: 'Spring <b>', rate: 100 };
      ({ id: campaignId } = await api.create('/campaigns', campaign));
      await api.post(`/campaigns/${campaignId}/start`);
      await api.post('/clock/advance', { by: 'PT1H' });
      await send({ recipient: '447700900020', content: '<img src=x onerror=alert(1)>' });
      await api.create('/incoming-sms', {
        customerId: 1,
        from: mobile(80),
        to: '71120',
        text: 'Hello there',
      });
    });

    it('are listed the newest first, 50 on a page', async () => {
      const all = await ids('?order=newest');
      expect(await listed('')).toEqual(all.slice(0, 50));
      const [, older] = /<a href="([^"]+)">More<\/a>/.exec(await pages.html('/communications'))!;
      expect(await listed(older!.replace('/communications', ''))).toEqual(all.slice(50));
    });

    it('are found by what is known of them', async () => {
      const [first] = await ids('?order=newest&text=hello');
      for (const query of ['?text=hello', `?recipient=${mobile(80)}`, '?type=INCOMING_SMS'])
        expect(await listed(query)).toEqual([first]);
      expect(await listed(`?campaignId=${campaignId}&recipient=%2B${mobile(3)}`)).toHaveLength(1);
      expect(await listed('?since=2040-01-31T12:30')).toHaveLength(2);
      expect(await listed('?until=2040-01-31T12:30&status=DELIVERED')).toEqual(
        await ids('?until=2040-01-31T12:30:00Z&status=DELIVERED&order=newest&limit=50'),
      );
      expect(await pages.html('/communications?text=nowhere')).toContain('None that fits.');
    });

    it('keep the filter in their form and in the link to more', async () => {
      const html = await pages.html(`/communications?campaignId=${campaignId}&since=2040-01-31T12:00:00Z`);
      expect(html).toContain(`<option value="${campaignId}" selected="">Spring &lt;b&gt;</option>`);
      expect(html).toContain('value="2040-01-31T12:00:00"');
      expect(html).toMatch(/href="\/communications\?campaignId=\d+&amp;since=[^"]+&amp;after=\d+"/);
    });

    it('say what is wrong with a filter', async () => {
      const { status } = await pages.get('/communications?recipient=nobody&since=whenever');
      const html = await pages.html('/communications?recipient=nobody&since=whenever');
      expect(status).toBe(200);
      for (const field of ['recipient', 'since']) expect(html).toContain(`<code>${field}</code>`);
    });

    it('show what people wrote as they wrote it', async () => {
      const html = await pages.html('/communications');
      expect(html).toContain('&lt;img src=x');
      expect(html).not.toContain('<img');
    });
  });
});

describe('a communication', () => {
  it('shows who decided its outcome, what was reported when, what is to come, and what carried it', async () => {
    // Nothing older is to be told before it.
    await api.settle();
    const { id: callbackId } = await api.create('/callbacks', {
      customerId: 1,
      url: 'https://127.0.0.1:1/',
      method: 'POST',
    });
    await api.put('/clock', { now: '2041-01-01T00:00:00.000Z' });
    const reports = [
      { afterMs: 1000, status: 'NEXTATTEMPT' },
      { afterMs: 3_600_000, status: 'DELIVERED', callLength: 42, keyChoices: ['1', '9'] },
    ];
    const { id } = await send({
      type: 'OUTGOING_CALL',
      recipient: mobile(1),
      content: undefined,
      outcome: { reports, replies: [{ kind: 'SMS', text: '<i>Why?</i>', afterMs: 7_200_000 }] },
    });
    await api.post('/clock/advance', { by: 'PT1M' });
    const html = await pages.html(`/communications/${id}`);
    const [delivery] = (await api.read<{ items: Entity[] }>(`/deliveries?communicationId=${id}`)).items;
    const entries = [
      ...html.matchAll(/<li id="([^"]+)" class="(happened|to-come)">(.*?)(?=<li id="|<\/ol>)/g),
    ];
    expect(entries.map(([, , kind]) => kind)).toEqual([
      'happened',
      'happened',
      'happened',
      'happened',
      'to-come',
      'to-come',
    ]);
    const [, decided, , reported, planned, reply] = entries.map(([, , , text]) => text!);
    expect(decided).toContain('the request asked for it');
    expect(reported).toContain('NEXTATTEMPT');
    expect(reported).toContain('datetime="2041-01-01T00:00:01.000Z"');
    expect(reported).toContain(`href="/deliveries/${delivery!.id}"`);
    expect(reported).toContain(`href="/callbacks/${callbackId}"`);
    expect(planned).toMatch(/2041-01-01 01:00:00.*DELIVERED.*after 42 s, keys 1 9/);
    expect(reply).toContain('&lt;i&gt;Why?&lt;/i&gt;');
    expect(html).toContain(`href="/phone/${mobile(1)}"`);
  });

  it('leads to its customer, and to its recipient on the list with the data fields there', async () => {
    const { sms: projectId, list: contactListId } = await createWorld(api);
    const recipients = [{ number: mobile(70), fields: { 1: 'Ada', 2: '<b>Lund</b>' } }];
    await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
    const { id } = await api.create('/campaigns', { customerId: 1, projectId, contactListId, name: 'One' });
    await api.post(`/campaigns/${id}/start`);
    await api.settle();
    const [communication] = await ids(`?campaignId=${id}`);
    const html = await pages.html(`/communications/${communication}`);
    expect(html).toContain('<a href="/customers/1">');
    expect(html).toContain(`<a href="/contact-lists/${contactListId}">contact list ${contactListId}</a>`);
    expect(html).toMatch(/\{1\} Ada<[\s\S]*\{2\} &lt;b&gt;Lund/);
  });

  it('names the requests that led to it', async () => {
    const response = await fetch(`${api.platform.httpUrl}/api/SendMessageFromAlpha/json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-apikey': api.platform.apiKey! },
      body: JSON.stringify({ recipient: mobile(2), sender: 'Acme', message: 'Hi' }),
    });
    expect(response.status).toBe(200);
    const [id] = await ids('?order=newest&limit=1');
    const [request] = (await api.read<{ items: Entity[] }>('/requests')).items;
    expect(await pages.html(`/communications/${id}`)).toContain(`href="/requests/${request!.id}"`);
  });

  it('is decided while it is under way: a call is answered, an SMS is what is chosen', async () => {
    const call = await send({
      type: 'OUTGOING_CALL',
      recipient: mobile(3),
      outcome: { named: 'ASK_ME' },
      content: undefined,
    });
    const sms = await send({ recipient: mobile(4), outcome: { named: 'ASK_ME' } });
    await api.post('/clock/advance', { by: 'PT1M' });
    const path = `/communications/${call.id}`;
    expect(await pages.html(path)).toContain('It waits for you');
    const form = await pages.form(path, 'answer-call');
    expect(await pages.submit(path, { ...form, callLength: '12', keyChoices: '1, # 9' })).toMatchObject({
      status: 303,
      location: path,
    });
    await pages.submit(`/communications/${sms.id}`, { named: 'DOESNOTEXIST' });
    await api.settle();
    expect(await api.read(path)).toMatchObject({
      status: 'DELIVERED',
      callLength: 12,
      keyChoices: ['1', '#', '9'],
      doneAt: new Date(Date.parse((await api.read<{ sentAt: string }>(path)).sentAt) + 72_000).toISOString(),
    });
    expect(await api.read(`/communications/${sms.id}`)).toMatchObject({ recipientStatus: 'DOESNOTEXIST' });
    expect(await pages.html(path)).not.toContain('id="decide"');
    const late = await pages.submit(path, { status: 'NOTREACHED' });
    expect(late.status).toBe(422);
    expect(late.html).toContain('it is DONE');
  });

  it('is sent by a form that an address fills in, and says what is wrong', async () => {
    const form = await pages.form(
      '/communications/new?recipient=447700900020&type=OUTGOING_SMS',
      'new-communication',
    );
    expect(form).toMatchObject({ recipient: '447700900020', type: 'OUTGOING_SMS' });
    const wrong = await pages.submit('/communications/new', { ...form, sender: '<b>', content: 'Hi' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('<code>sender</code>');
    expect(wrong.html).toContain('value="&lt;b&gt;"');
    const { location } = await pages.submit('/communications/new', {
      ...form,
      sender: 'Acme',
      content: 'Hi',
      named: 'SPAM',
      sendAt: '2100-01-31T12:00',
    });
    expect(await api.read(location!)).toMatchObject({
      recipient: '447700900020',
      state: 'QUEUED',
      nextAt: '2100-01-31T12:00:00.000Z',
    });
    expect(await pages.html(location!)).toContain('To be sent');
  });

  it('of a project is filled in with data fields', async () => {
    const { sms } = await createWorld(api);
    const form = { customerId: '1', type: 'OUTGOING_SMS', recipient: '447700900020', projectId: String(sms) };
    const { location } = await pages.submit('/communications/new', { ...form, fields: '1: Ada: the first' });
    expect(await api.read(location!)).toMatchObject({ content: 'Hi Ada: the first' });
  });
});
