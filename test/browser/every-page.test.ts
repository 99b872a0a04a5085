import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, clientOf } from '../api/contacts/client.ts';
import { type Api, mobile, startApi } from '../support/api.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

/** What would show itself as markup or as a script where it is not escaped. */
const HOSTILE = `"'><img src=x onerror="document.title='broken in'"><b>{ID}</b>`;
/** Where only a short one without spaces can stand. */
const HOSTILE_WORD = `"'><img/src=x><b>{ID}</b>`;
const API_KEY = 'the-key-of-customer-1';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string;
  nodes: string[];
}

let api: Api;
let paths: string[];
beforeAll(async () => {
  api = await startApi({ apiKey: API_KEY, certificateNames: [] });
  await createHostileWorld();
  paths = await everyPath();
}, 60_000);
afterAll(() => api.platform.close());

/** A world in which every text that somebody can choose is hostile. */
async function createHostileWorld(): Promise<void> {
  const customerId = 1;
  const create = async (path: string, body: object) => (await api.create(path, body)).id;
  await api.patch('/customers/1', { name: HOSTILE });
  const projectId = await create('/projects', {
    customerId,
    type: 'SMS',
    name: HOSTILE,
    sender: 'Acme',
    template: `Hi {1} ${HOSTILE}`,
  });
  const voice = { customerId, type: 'VOICE', name: HOSTILE, sender: '46846500400', template: HOSTILE };
  await create('/projects', { ...voice, questions: [['1', '2']] });
  const fieldNames = { 1: HOSTILE };
  const contactListId = await create('/contact-lists', { customerId, name: HOSTILE, fieldNames });
  const recipients = [0, 1, 2].map((index) => ({ number: mobile(index), fields: { 1: HOSTILE } }));
  await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
  const campaign = { customerId, projectId, contactListId, name: HOSTILE };
  const campaignId = await create('/campaigns', campaign);
  await api.post(`/campaigns/${campaignId}/start`);
  await create('/callbacks', {
    customerId,
    name: HOSTILE,
    url: `https://127.0.0.1:1/${encodeURIComponent(HOSTILE)}`,
    method: 'POST',
    template: JSON.stringify({ id: '{ID}', text: '{CONTENT}', hostile: HOSTILE }),
    headers: { 'x-hostile': HOSTILE },
    auth: { username: HOSTILE, password: 'secret' },
  });
  await create('/outcome-rules', { match: { content: HOSTILE }, outcome: { named: 'FAILURE' }, times: 1 });
  await create('/faults', { kind: 'DUPLICATE', times: 1 });
  const text = `STOP ${HOSTILE}`;
  await api.create('/incoming-sms', { customerId, from: mobile(1), to: '71120', text });
  const settings = await api.patch('/customers/1', {
    optOutWords: ['STOP', HOSTILE_WORD],
    optInWords: [HOSTILE_WORD],
    stopEvents: [HOSTILE_WORD],
    contactCampaigns: { [HOSTILE]: projectId },
    rateLimits: [{ endpoint: 'Token', calls: 10, perSeconds: 60 }],
    inboundNumbers: [{ number: '71120', prefixes: [{ prefix: HOSTILE_WORD, identifiers: [HOSTILE_WORD] }] }],
  });
  expect(settings.status).toBe(200);
  await createHostileContact(customerId);
  await api.put('/customers/1/whitelist', { numbers: [mobile(2)] });
  await api.post('/clock/advance', { by: 'PT1H' });
  await fetch(`${api.platform.httpUrl}/inbox/first?${encodeURIComponent(HOSTILE)}`, {
    method: 'POST',
    headers: { 'x-hostile': HOSTILE },
    body: HOSTILE,
  });
  await fetch(`${api.platform.httpUrl}/api/SendMessageFromAlpha/json`, {
    method: 'POST',
    headers: { 'x-apikey': 'none', 'x-hostile': HOSTILE },
    body: JSON.stringify({ message: HOSTILE }),
  });
}

/** A contact of the contact API with all that can be told of it, and a PIN code. */
async function createHostileContact(customerId: number): Promise<void> {
  const client = clientOf(api, { id: customerId, apiKey: API_KEY });
  await client.renew();
  const path = `/Contact/${encodeURIComponent(HOSTILE)}`;
  const at = '2027-01-02T03:04:05Z';
  const personal = { phoneNumber: mobile(3), givenName: HOSTILE };
  const pin = { recipient: mobile(3), sender: 'Acme', message: `{code} ${HOSTILE}`, ipaddress: HOSTILE };
  const replies = [
    await client.put(path, { personal, general: { [HOSTILE]: HOSTILE }, schema: 1 }),
    await client.post(`${path}/campaigns`, { campaign: HOSTILE, iteration: HOSTILE }),
    await client.post(`${path}/metrics`, { name: HOSTILE, value: HOSTILE, at }),
    await client.post(`${path}/events`, { name: HOSTILE_WORD, at }),
    await call(api, 'POST', '/api/SendPinCode/json', pin, { 'x-apikey': API_KEY }),
  ];
  for (const { status, text } of replies) expect({ status, text }).toEqual({ status: 200, text });
}

/** One page of each kind that any page leads to. */
async function everyPath(): Promise<string[]> {
  const kinds = new Map<string, string>();
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const response = await fetch(`${api.platform.httpUrl}${path}`);
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
    const html = await response.text();
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    for (const [, href] of html.matchAll(/<a [^>]*href="([^"]+)"/g)) {
      const { pathname, search, origin } = new URL(href!.replaceAll('&amp;', '&'), 'http://localhost');
      const kind = pathname.replace(/\d+/g, 'N').replace(/(?<=profiles\/).*/, 'N');
      if (origin !== 'http://localhost' || /^\/(docs|v1|inbox\/|openapi)/.test(pathname) || kinds.has(kind))
        continue;
      kinds.set(kind, `${pathname}${search}`);
      waiting.push(`${pathname}${search}`);
    }
  }
  return [...kinds.values()];
}

/** What axe finds, of what matters. */
async function violations(page: Page, rules: readonly string[] = []): Promise<Violation[]> {
  const only =
    rules.length > 0
      ? { type: 'rule', values: rules }
      : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa'] };
  return page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(only)}, resultTypes: ['violations'], preload: false }).then(({ violations }) =>
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) })))`,
  );
}

describe.skipIf(!hasBrowser)('every page', () => {
  it('is led to from another', () => {
    expect(paths.length).toBeGreaterThan(20);
    for (const path of [
      '/customers/1/whitelist',
      '/customers/1/opt-outs',
      '/contacts/',
      '/pin-codes',
      '/world',
      '/campaigns/',
      '/contact-lists/',
      '/communications/',
      '/callbacks/',
      '/deliveries/',
      '/phone/',
      '/inboxes/',
      '/requests/',
    ])
      expect(
        paths.some((one) => one.startsWith(path)),
        path,
      ).toBe(true);
  });

  it('shows hostile content as text, fits a phone, and can be used by everybody in light and dark', {
    timeout: 90_000,
  }, async () => {
    const page = await openPage(api.platform, '/', { width: 360 });
    await page.addInitScript({ content: AXE });
    for (const path of paths) {
      await page.goto(path);
      const { title, markup, overflow } = await page.evaluate<{
        title: string;
        markup: number;
        overflow: number;
      }>(
        `({ title: document.title, markup: document.querySelectorAll('img, b').length,
          overflow: document.documentElement.scrollWidth - innerWidth })`,
      );
      expect({ path, markup, overflow }).toEqual({ path, markup: 0, overflow: 0 });
      expect(title, path).not.toBe('broken in');
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
      await page.emulateMedia({ colorScheme: 'dark' });
      const inTheDark = await violations(page, ['color-contrast']);
      expect({ path, violations: inTheDark }).toEqual({ path, violations: [] });
      await page.emulateMedia({ colorScheme: 'light' });
    }
  });
});
