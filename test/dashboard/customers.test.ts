import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../api/contacts/client.ts';
import { type Api, createWorld, type Entity, mobile, startApi } from '../support/api.ts';
import type { Document } from '../support/openapi.ts';
import { pagesOf } from '../support/pages.ts';

const SECTIONS = ['account', 'messages', 'real-api', 'contact-api'];

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

const customer = async (settings: object = {}) => {
  const { id } = await api.create('/customers', { name: 'Acme', ...settings });
  return { id, path: `/customers/${id}` };
};
/** The field of a page, with what is said about it. */
const fieldOf = (html: string, name: string) =>
  html.split('<label class="field">').find((field) => field.includes(`name="${name}"`)) ?? '';

describe('a customer', () => {
  it('is created by a form, and its API key is shown once', async () => {
    const form = { name: 'Globex & <sons>', accountLevel: 'ESTIMATED', testMode: 'true' };
    const { status, html } = await pages.submit('/customers/new', form);
    expect(status).toBe(200);
    expect(html).toContain('Globex &amp; &lt;sons&gt;');
    const [, apiKey] = /(mw_[\w-]{32})/.exec(html)!;
    expect((await call(api, 'POST', '/auth/token/apikey', { key: apiKey })).status).toBe(200);
    const [, path] = /href="(\/customers\/\d+)"/.exec(html)!;
    expect(await api.read(path!)).toMatchObject({
      name: 'Globex & <sons>',
      accountLevel: 'ESTIMATED',
      testMode: true,
      whitelistMode: false,
    });
    const list = await pages.html('/customers');
    expect(list).toContain(`<a href="${path}">Globex &amp; &lt;sons&gt;</a>`);
    expect(list + (await pages.html(path!))).not.toContain('mw_');
  });

  it('is not created when something is wrong, which is said at its field', async () => {
    const before = await api.read<{ items: Entity[] }>('/customers');
    const form = { name: '', accountLevel: 'ESTIMATED', whitelistMode: 'true' };
    const { status, html } = await pages.submit('/customers/new', form);
    expect(status).toBe(422);
    expect(fieldOf(html, 'name')).toMatch(/aria-invalid="true"[\s\S]*is too short/);
    expect(fieldOf(html, 'accountLevel')).not.toContain('aria-invalid');
    expect(html).toMatch(/name="whitelistMode"[^>]*checked/);
    expect(await api.read('/customers')).toEqual(before);
  });

  it('has a field for all that the API takes', async () => {
    const document = await fetch(`${api.platform.httpUrl}/openapi.json`);
    const { paths } = (await document.json()) as Document;
    const { schema } = paths['/customers/{id}']!.patch!.requestBody!.content['application/json']!;
    const html = await pages.html('/customers/1');
    for (const name of Object.keys(schema.properties!)) {
      expect(html, name).toMatch(new RegExp(`<(input|select|textarea)[^>]* name="${name}["\\.]`));
    }
  });

  it('stays as it is when its forms are sent unchanged', async () => {
    const { path, id } = await customer({
      accountLevel: 'ESTIMATED',
      whitelistMode: true,
      profile: 'worst-day',
      optOutWords: ['AVSLUTA', 'no more, please'],
      optInWords: [],
      spamLimit: null,
      inboundNumbers: [
        { number: '71120', prefixes: [{ prefix: 'QUIZ', identifiers: ['ANSWER', 'HINT'] }, { prefix: 'B' }] },
        { number: '46846500400' },
      ],
      allowedAddresses: ['127.0.0.1', '10.0.0.0/8'],
      rateLimits: [
        { endpoint: 'SendPinCode', calls: 0, perSeconds: 60 },
        { endpoint: null, calls: 9, perSeconds: 1 },
      ],
      uniqueMessageIds: false,
      pinCodes: { digits: 6, validSeconds: 60, tries: 1 },
      stopEvents: ['Conversion'],
      maxBulkItems: 5,
    });
    const { sms, voice } = await createWorld(api, id);
    await api.patch(path, { contactCampaigns: { 'spring.2027': sms, elsewhere: voice } });
    const before = await api.read(path);
    for (const section of SECTIONS) {
      const form = await pages.form(path, `${section}-form`);
      expect(await pages.submit(`${path}/${section}`, form)).toMatchObject({
        status: 303,
        location: `${path}?saved=${section}`,
      });
    }
    expect(await api.read(path)).toEqual(before);
    expect(await pages.html(`${path}?saved=messages`)).toMatch(/id="messages"[\s\S]*role="status">Saved/);
  });

  it('is changed, form by form', async () => {
    const { path, id } = await customer();
    const { sms } = await createWorld(api, id);
    const change = async (section: string, changes: Record<string, string>) => {
      const form = await pages.form(path, `${section}-form`);
      expect(await pages.submit(`${path}/${section}`, { ...form, ...changes })).toMatchObject({
        status: 303,
      });
    };
    await change('account', { name: 'Acme 2', testMode: 'true' });
    await change('messages', {
      'spamLimit.times': '',
      'spamLimit.withinSeconds': '',
      optOutWords: 'STOP\r\n\r\n  NO  ',
      'inboundNumbers.0.number': '71120',
      'inboundNumbers.0.prefixes': 'QUIZ ANSWER HINT\r\nB',
    });
    await change('real-api', {
      from: 'these',
      allowedAddresses: '::1\n10.0.0.0/8',
      'rateLimits.0.endpoint': '',
      'rateLimits.0.calls': '5',
      'rateLimits.0.perSeconds': '60',
    });
    await change('contact-api', {
      'contactCampaigns.0.campaign': 'spring',
      'contactCampaigns.0.projectId': String(sms),
      maxBulkItems: '3',
    });
    expect(await api.read(path)).toMatchObject({
      name: 'Acme 2',
      testMode: true,
      spamLimit: null,
      optOutWords: ['STOP', 'NO'],
      inboundNumbers: [
        {
          number: '71120',
          prefixes: [
            { prefix: 'QUIZ', identifiers: ['ANSWER', 'HINT'] },
            { prefix: 'B', identifiers: [] },
          ],
        },
      ],
      allowedAddresses: ['::1', '10.0.0.0/8'],
      rateLimits: [{ endpoint: null, calls: 5, perSeconds: 60 }],
      contactCampaigns: { spring: sms },
      maxBulkItems: 3,
    });
    await change('messages', { 'inboundNumbers.0.number': '', 'inboundNumbers.0.prefixes': '' });
    await change('real-api', { from: 'anywhere' });
    expect(await api.read(path)).toMatchObject({ inboundNumbers: [], allowedAddresses: null });
  });

  it.each<[section: string, field: string, changes: Record<string, string>, says: RegExp]>([
    ['account', 'name', { name: '' }, /is too short/],
    ['account', 'profile', { profile: 'none-such' }, /./],
    ['messages', 'spamLimit.withinSeconds', { 'spamLimit.withinSeconds': '' }, /is missing/],
    ['messages', 'optOutWords', { optOutWords: `STOP\n${'x'.repeat(51)}` }, /no\. 2 is too long/],
    [
      'messages',
      'inboundNumbers.1.number',
      { 'inboundNumbers.0.number': '71120', 'inboundNumbers.3.number': 'Acme' },
      /digits/,
    ],
    [
      'messages',
      'inboundNumbers.0.prefixes',
      { 'inboundNumbers.0.number': '71120', 'inboundNumbers.0.prefixes': `A\nB ${'x'.repeat(51)}` },
      /no\. 2 is too long/,
    ],
    [
      'real-api',
      'allowedAddresses',
      { from: 'these', allowedAddresses: '::1\nhome' },
      /no\. 2 does not have the right form.*or a range such as 10\.0\.0\.0\/8/,
    ],
    ['real-api', 'rateLimits.0.perSeconds', { 'rateLimits.0.calls': '5' }, /is missing/],
    ['real-api', 'pinCodes.digits', { 'pinCodes.digits': '2' }, /is too small/],
    ['contact-api', 'contactCampaigns.0.projectId', { 'contactCampaigns.0.campaign': 'a.b' }, /is missing/],
    [
      'contact-api',
      'contactCampaigns.0.projectId',
      { 'contactCampaigns.0.campaign': 'a.b', 'contactCampaigns.0.projectId': '4711' },
      /has no project 4711/,
    ],
    [
      'contact-api',
      'contactCampaigns.1.campaign',
      {
        'contactCampaigns.0.campaign': 'spring',
        'contactCampaigns.0.projectId': '1',
        'contactCampaigns.1.campaign': 'spring',
        'contactCampaigns.1.projectId': '2',
      },
      /stands here twice/,
    ],
    ['contact-api', 'maxBulkItems', { maxBulkItems: '' }, /is missing/],
  ])('%s says what is wrong at %s, and keeps what was typed', async (section, field, changes, says) => {
    const before = await api.read('/customers/1');
    const form = { ...(await pages.form('/customers/1', `${section}-form`)), ...changes };
    const { status, html } = await pages.submit(`/customers/1/${section}`, form);
    expect(status).toBe(422);
    const wrong = fieldOf(html, field);
    expect(wrong).toContain('aria-invalid="true"');
    expect(/class="mistake">([^<]*)/.exec(wrong)?.[1]).toMatch(says);
    expect(html.match(/aria-invalid/g)).toHaveLength(1);
    for (const typed of Object.values(changes)) if (typed !== 'these') expect(html).toContain(typed);
    expect(await api.read('/customers/1')).toEqual(before);
  });

  it('asks before what is for good', async () => {
    const html = await pages.html('/customers/1');
    for (const act of ['api-key', 'clear-personal-data', 'reset'])
      expect(html).toMatch(new RegExp(`action="/customers/1/${act}"[^>]* data-confirm="[^"]`));
  });

  it('shows the beginning of a whitelist that is long', async () => {
    const { id } = await api.create('/customers', { name: 'Careful' });
    const numbers = Array.from({ length: 1001 }, (_, index) => String(46701740605 + index));
    await api.put(`/customers/${id}/whitelist`, { numbers });
    const html = await pages.html(`/customers/${id}/whitelist`);
    expect(html).toMatch(/more than 1\D000/);
    expect(html).toContain(numbers[999]);
    expect(html).not.toContain(numbers[1000]);
    expect(await api.read(`/customers/${id}/whitelist?first=2`)).toEqual({ numbers: numbers.slice(0, 2) });
  });

  it('gets a new API key, shown once; the one before no longer holds', async () => {
    const { id, apiKey: before } = await api.create('/customers', { name: 'Forgetful' });
    const { html } = await pages.submit(`/customers/${id}/api-key`, {});
    const [, apiKey] = /(mw_[\w-]{32})/.exec(html)!;
    const tokenFor = (key: unknown) => call(api, 'POST', '/auth/token/apikey', { key });
    expect((await tokenFor(apiKey)).status).toBe(200);
    expect((await tokenFor(before)).status).toBe(401);
    expect(await pages.html(`/customers/${id}`)).not.toContain(apiKey);
  });

  it('has the personal data of its people cleared, and tells how much that was', async () => {
    const { id, path } = await customer();
    const { list } = await createWorld(api, id);
    const recipients = [1, 2].map((index) => ({ number: mobile(index) }));
    await api.create(`/contact-lists/${list}/recipients`, { recipients });
    const { status, html } = await pages.submit(`${path}/clear-personal-data`, {});
    expect(status).toBe(200);
    expect(html).toMatch(/<dt>Recipients<\/dt><dd>2</);
    const left = await api.read<{ items: Entity[] }>(`/contact-lists/${list}/recipients`);
    expect(JSON.stringify(left)).not.toContain(mobile(1));
  });

  it('has all that it has removed, and nothing else', async () => {
    const [one, other] = [await customer(), await customer()];
    await createWorld(api, one.id);
    await createWorld(api, other.id);
    const projects = async (id: number) =>
      (await api.read<{ items: Entity[] }>(`/projects?customerId=${id}`)).items.length;
    expect((await pages.submit(`${one.path}/reset`, {})).status).toBe(200);
    expect([await projects(one.id), await projects(other.id)]).toEqual([0, 2]);
  });

  it('that is not there has no page, and no form that does anything', async () => {
    expect((await pages.get('/customers/4711')).status).toBe(404);
    for (const path of ['account', 'whitelist', 'opt-outs'])
      expect((await pages.submit(`/customers/4711/${path}`, { number: mobile(1) })).status).toBe(404);
  });

  it('has its own things listed by themselves', async () => {
    const { id } = await customer();
    await api.create('/contact-lists', { customerId: id, name: 'Only theirs' });
    await api.create('/contact-lists', { customerId: 1, name: 'Not theirs' });
    const html = await pages.html(`/contact-lists?customerId=${id}`);
    expect(html).toContain('Only theirs');
    expect(html).not.toContain('Not theirs');
    for (const path of ['/campaigns', '/projects', '/communications', '/callbacks', '/requests']) {
      const page = await pages.html(`${path}?customerId=${id}`);
      expect(page, path).toContain(`<option value="${id}" selected="">`);
    }
    expect((await pages.get('/projects?customerId=nobody')).status).toBe(200);
  });
});

describe('the whitelist', () => {
  it('is added to, removed from and replaced', async () => {
    const { path } = await customer();
    const numbers = async () => (await api.read<{ numbers: string[] }>(`${path}/whitelist`)).numbers;
    const change = (act: string, typed: string) => pages.submit(`${path}/whitelist`, { act, numbers: typed });
    expect(await pages.html(`${path}/whitelist`)).toContain('Nobody.');
    await change('add', `+46 70 174 06 05\r\n${mobile(1)}`);
    await change('add', mobile(2));
    expect(await numbers()).toEqual([0, 1, 2].map(mobile));
    expect(await pages.html(`${path}/whitelist`)).toContain(`${mobile(0)}\n${mobile(1)}\n${mobile(2)}`);
    await change('remove', `+${mobile(1)}`);
    expect(await numbers()).toEqual([0, 2].map(mobile));
    await change('replace', mobile(5));
    expect(await numbers()).toEqual([mobile(5)]);
  });

  it.each(['add', 'remove', 'replace'])('says which number is none: %s', async (act) => {
    const { path } = await customer();
    const form = { act, numbers: `${mobile(1)}\nnobody` };
    const { status, html } = await pages.submit(`${path}/whitelist`, form);
    expect(status).toBe(422);
    expect(fieldOf(html, 'numbers')).toMatch(/nobody<\/textarea>[\s\S]*no\. \d does not have the right form/);
    expect(await api.read(`${path}/whitelist`)).toEqual({ numbers: [] });
  });
});

describe('the opt-outs', () => {
  it('are seen, added and removed', async () => {
    const { id, path } = await customer();
    const optOuts = async () =>
      (await api.read<{ items: { number: string }[] }>(`${path}/opt-outs`)).items.map(({ number }) => number);
    await pages.submit(`${path}/opt-outs`, { number: '+46 70 174 06 05' });
    await api.create('/incoming-sms', { customerId: id, from: mobile(1), to: '71120', text: 'STOP' });
    expect(await optOuts()).toEqual([mobile(0), mobile(1)]);
    const html = await pages.html(`${path}/opt-outs`);
    expect(html).toMatch(new RegExp(`id="opt-out-${mobile(0)}"[\\s\\S]*hand`));
    expect(html).toMatch(new RegExp(`id="opt-out-${mobile(1)}"[\\s\\S]*href="/communications/\\d+"`));
    expect(html).toContain('data-confirm="Opt all numbers in again');
    expect(await pages.html(`${path}/opt-outs?number=${mobile(0)}`)).not.toContain(`>${mobile(1)}<`);
    await pages.submit(`${path}/opt-outs/remove`, { number: mobile(0) });
    expect(await optOuts()).toEqual([mobile(1)]);
    await pages.submit(`${path}/opt-outs/remove-all`, {});
    expect(await optOuts()).toEqual([]);
  });

  it.each(['', '.', 'nobody'])('say what is no number: "%s"', async (number) => {
    const { path } = await customer();
    await pages.submit(`${path}/opt-outs`, { number: mobile(0) });
    for (const act of ['', '/remove']) {
      const { status, html } = await pages.submit(`${path}/opt-outs${act}`, { number });
      expect(status).toBe(422);
      expect(html).toContain('is no phone number');
    }
    expect(await api.read(`${path}/opt-outs`)).toMatchObject({ items: [{ number: mobile(0) }] });
  });

  it('whose numbers were cleared keep their place without a number', async () => {
    const { path } = await customer();
    await pages.submit(`${path}/opt-outs`, { number: mobile(0) });
    await pages.submit(`${path}/clear-personal-data`, {});
    const html = await pages.html(`${path}/opt-outs`);
    expect(html).toContain('>cleared<');
    expect(html).not.toContain(mobile(0));
    expect(await pages.html(`${path}/opt-outs?number=${mobile(0)}`)).toContain('>cleared<');
  });
});
