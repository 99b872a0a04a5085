import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContactClient, call, contactClient } from '../api/contacts/client.ts';
import { type Api, createWorld, mobile, type Page, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
let client: ContactClient;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
  client = await contactClient(api);
});
afterAll(() => api.platform.close());

describe('the contacts of the contact API', () => {
  it('say how they come about while there are none', async () => {
    expect(await pages.html('/contacts')).toContain('None yet.');
  });

  it('are listed and found, with a page each: what was told of them and what it led to', async () => {
    const { sms } = await createWorld(api, client.customerId);
    await client.bind({ spring: sms });
    const personal = { phoneNumber: mobile(1), givenName: '<b>Ada</b>' };
    await client.put('/Contact/c-1', { personal, general: { plan: 'Solar' }, schema: 1 });
    await client.put('/Contact/c-2', { general: {}, schema: 1 });
    await client.post('/Contact/c-1/campaigns', { campaign: 'spring', iteration: '2027-01' });
    await client.post('/Contact/c-1/metrics', { name: 'score', value: 7, at: '2027-01-02T03:04:05Z' });
    const list = await pages.html('/contacts');
    expect(list).toContain('>c-2</a>');
    const found = await pages.html(`/contacts?contactId=c-1&customerId=${client.customerId}`);
    expect(found).not.toContain('>c-2</a>');
    const [, path] = /href="(\/contacts\/\d+)"/.exec(found)!;
    const html = await pages.html(path!);
    expect(html).toContain('&lt;b&gt;Ada&lt;/b&gt;');
    expect(html).toContain(`<a href="/phone/${mobile(1)}">`);
    const [communication] = await client.communications();
    expect(html).toContain(`<a href="/communications/${communication!.id}">`);
    expect(html).toMatch(/score<\/td><td>7</);
    expect((await pages.get('/contacts/4711')).status).toBe(404);
    expect(await pages.html('/contacts?customerId=nobody')).toContain('<code>customerId</code>');
  });

  it('are let be communicated with again after an event has stopped that', async () => {
    await client.post('/Contact/c-1/events', { name: 'Conversion', at: '2027-01-02T03:04:05Z' });
    const path = `/contacts/${(await client.contact('c-1')).id}`;
    expect(await pages.html(path)).toMatch(/Stopped by<\/dt><dd>Conversion/);
    expect((await pages.submit(`${path}/resume`, {})).status).toBe(303);
    expect(await client.contact('c-1')).toMatchObject({ stoppedBy: null });
    expect(await pages.html(path)).not.toContain(`${path}/resume`);
    expect((await pages.submit('/contacts/4711/resume', {})).status).toBe(404);
  });
});

describe('PIN codes', () => {
  const send = (index: number) =>
    call(
      api,
      'POST',
      '/api/SendPinCode/json',
      { recipient: mobile(index), sender: 'Acme', message: 'Yours: {code}', ipaddress: '192.0.2.1' },
      { 'x-apikey': client.apiKey },
    );

  it('are shown with their state, the newest first, and lead to the SMS that has the code', async () => {
    expect(await pages.html('/pin-codes')).toContain('None yet.');
    for (const index of [4, 5, 4]) await send(index);
    const html = await pages.html('/pin-codes');
    const rows = html.split('id="pin-code-').slice(1);
    const states = rows.map((row) => [
      /href="\/phone\/(\d+)"/.exec(row)?.[1],
      /class="chip \w*">(\w+)/.exec(row)?.[1],
    ]);
    expect(states).toEqual([
      [mobile(4), 'ACTIVE'],
      [mobile(5), 'ACTIVE'],
      [mobile(4), 'REPLACED'],
    ]);
    const { items } = await api.read<Page>('/pin-codes');
    expect(rows[0]).toContain(`<a href="/communications/${items.at(-1)!.communicationId}">`);
    for (const { code } of items) expect(html).not.toMatch(new RegExp(`>\\s*${code}\\s*<`));
  });

  it('are found by recipient, and say what is wrong with a filter', async () => {
    const html = await pages.html(`/pin-codes?recipient=%2B${mobile(5)}`);
    expect(html.match(/id="pin-code-/g)).toHaveLength(1);
    expect(await pages.html('/pin-codes?recipient=nobody')).toMatch(/value="nobody"[^>]*aria-invalid="true"/);
  });
});
