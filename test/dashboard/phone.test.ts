import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, mobile, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
let acme: number;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
  const inboundNumbers = [
    { number: '71120', prefixes: [] },
    { number: '46846500400', prefixes: [] },
  ];
  acme = (await api.create('/customers', { name: 'Acme & <co>', inboundNumbers })).id;
});
afterAll(() => api.platform.close());

const send = (recipient: string, body: object = {}) =>
  api.create('/communications', {
    customerId: acme,
    type: 'OUTGOING_SMS',
    recipient,
    sender: 'Acme',
    ...body,
  });
const call = (recipient: string, body: object = {}) =>
  send(recipient, { type: 'OUTGOING_CALL', sender: '46846500400', ...body });
const advance = (by = 'PT1M') => api.post('/clock/advance', { by });
const newest = async (number: string) =>
  (await api.read<{ items: Entity[] }>(`/communications?recipient=${number}&order=newest&limit=1`)).items[0]!;
const rules = async () => (await api.read<{ items: { match: object }[] }>('/outcome-rules')).items;

describe('choosing a phone', () => {
  it('says what to do while nothing has been sent, and then offers who was last', async () => {
    expect(await pages.html('/phone')).toContain('Nothing has been sent to anybody yet');
    await send(mobile(1), { content: 'first' });
    await send(mobile(2), { content: '<b>second</b>' });
    const html = await pages.html('/phone');
    const offered = [...html.matchAll(/href="\/phone\/(\d+)"/g)].map(([, number]) => number);
    expect(offered).toEqual([mobile(2), mobile(1)]);
    expect(html).toContain('&lt;b&gt;second');
  });

  it('takes a number in any notation, and refuses what is none', async () => {
    expect(await pages.submit('/phone', { number: '+46 (0)70-174 06 05' })).toMatchObject({
      status: 303,
      location: '/phone/46701740605',
    });
    const refused = await pages.submit('/phone', { number: 'mine' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('is no phone number');
    expect((await pages.get('/phone/mine')).status).toBe(404);
  });
});

describe('a phone', () => {
  it('shows what it got in order, what became of it, and what it wrote', async () => {
    const number = mobile(10);
    await send(number, { content: 'Hello <b>', outcome: { named: 'DELIVERED' } });
    await send(number, { content: 'Lost', outcome: { named: 'FAILURE' } });
    await call(number, { outcome: { status: 'DELIVERED', callLength: 42, keyChoices: ['1', '#'] } });
    await advance();
    await pages.submit(`/phone/${number}/write`, { text: ' Thanks! ', to: '' });
    const html = await pages.html(`/phone/${number}`);
    const places = ['Hello &lt;b&gt;', 'Lost', 'answered, 42 s, keys 1 #', 'Thanks!'].map((text) =>
      html.indexOf(text),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(html).toMatch(/Hello[\s\S]*✓✓ [\s\S]*delivered[\s\S]*Lost[\s\S]*did not arrive: FAILURE/);
  });

  it('leads on to what is older', async () => {
    const number = mobile(11);
    for (let index = 0; index < 41; index++) await send(number, { content: `text ${index};` });
    const html = await pages.html(`/phone/${number}`);
    expect(html).not.toContain('text 0;');
    const [, earlier] = /href="([^"]+)">Earlier ones/.exec(html)!;
    expect(await pages.html(earlier!)).toContain('text 0;');
  });

  it('writes to whoever wrote last, or to whom it is told', async () => {
    const number = mobile(12);
    await send(number, { content: 'From a name' });
    await pages.submit(`/phone/${number}/write`, { text: 'a', to: '' });
    expect(await newest(number)).toMatchObject({ customerId: acme, recipient: '71120', bulk: 'a' });
    await send(number, { content: 'From a number', sender: '46846500400' });
    await pages.submit(`/phone/${number}/write`, { text: 'b', to: '' });
    expect(await newest(number)).toMatchObject({ recipient: '46846500400', bulk: 'b' });
    await pages.submit(`/phone/${number}/write`, { text: 'c', to: '1/71120' });
    expect(await newest(number)).toMatchObject({ customerId: 1, recipient: '71120', bulk: 'c' });
    await pages.submit(`/phone/${number}/call`, { callLength: '12', to: `${acme}/71120` });
    expect(await newest(number)).toMatchObject({
      type: 'INCOMING_CALL',
      customerId: acme,
      recipient: '71120',
    });
  });

  it('opts out with STOP, which is shown and can be undone', async () => {
    const number = mobile(13);
    await send(number, { content: 'Hello' });
    const { status, location } = await pages.submit(`/phone/${number}/write`, { text: '', word: 'STOP' });
    expect({ status, location }).toEqual({ status: 303, location: `/phone/${number}` });
    expect(await pages.html(`/phone/${number}`)).toContain('Opted out of Acme &amp; &lt;co&gt;');
    await send(number, { content: 'again' });
    await advance();
    expect(await pages.html(`/phone/${number}`)).toContain('did not arrive: OPTOUT');
    await pages.submit(`/phone/${number}/opt-in`, { customerId: String(acme) });
    expect(await pages.html(`/phone/${number}`)).not.toContain('Opted out of');
  });

  it('says why something could not be done, on the page or, to a script, in a header', async () => {
    const form = { text: 'x', to: `${acme}/99999` };
    const refused = await pages.submit(`/phone/${mobile(14)}/write`, form);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('99999 is none of the inbound numbers');
    const told = await pages.submit(`/phone/${mobile(14)}/write`, form, { 'hx-request': 'true' });
    expect(told.status).toBe(204);
  });
});

describe('asking about calls', () => {
  it('is switched on and off for a number, and leaves other rules alone', async () => {
    const number = mobile(20);
    await api.create('/outcome-rules', { match: { number }, outcome: { named: 'FAILURE' } });
    const before = await rules();
    expect(await pages.html(`/phone/${number}`)).toContain('aria-checked="false"');
    await pages.submit(`/phone/${number}/ask`, { on: 'on' });
    expect(await pages.html(`/phone/${number}`)).toContain('aria-checked="true"');
    expect((await rules())[0]!.match).toEqual({ number, type: 'OUTGOING_CALL' });
    await pages.submit(`/phone/${number}/ask`, { on: '' });
    expect(await rules()).toEqual(before);
  });

  it('has a call ring until it is answered, with the keys that were pressed', async () => {
    const number = mobile(21);
    await pages.submit(`/phone/${number}/ask`, { on: 'on' });
    const { id } = await call(number);
    await advance();
    expect(await pages.html(`/phone/${number}`)).toContain(`id="ringing-${id}"`);
    const answered = { id: String(id), status: 'DELIVERED', keys: '1*#', callLength: '17' };
    await pages.submit(`/phone/${number}/decide`, answered);
    await advance();
    expect(await api.read(`/communications/${id}`)).toMatchObject({
      state: 'DONE',
      status: 'DELIVERED',
      callLength: 17,
      keyChoices: ['1', '*', '#'],
      decidedBy: 'REQUEST',
    });
    const html = await pages.html(`/phone/${number}`);
    expect(html).not.toContain('id="ringing-');
    expect(html).toContain('answered, 17 s, keys 1 * #');
  });

  it('lets a call go unanswered', async () => {
    const { id } = await call(mobile(21));
    await advance();
    await pages.submit(`/phone/${mobile(21)}/decide`, {
      id: String(id),
      status: 'NOTREACHED',
      keys: '',
      callLength: '30',
    });
    await advance();
    expect(await api.read(`/communications/${id}`)).toMatchObject({ status: 'NOTREACHED', callLength: null });
  });

  it('has an SMS wait as well, where that was asked for', async () => {
    const number = mobile(22);
    const { id } = await send(number, { content: 'Wait', outcome: { named: 'ASK_ME' } });
    await advance();
    expect(await pages.html(`/phone/${number}`)).toContain('waits for you');
    await pages.submit(`/phone/${number}/decide`, { id: String(id), status: 'DELIVERED' });
    await advance();
    expect(await api.read(`/communications/${id}`)).toMatchObject({ status: 'DELIVERED' });
  });
});
