import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, createWorld, mobile, type Page, startApi } from '../../support/api.ts';
import { type Document, operations } from '../../support/openapi.ts';
import { type Receiver, startPlainReceiver } from '../../support/tls-receiver.ts';
import { clientOf } from '../contacts/client.ts';
import { messagingClient } from '../messaging/support.ts';

const COUNT = 23;

let api: Api;
let receiver: Receiver;
/** Every list there is, as the documentation tells. */
let lists: string[];

beforeAll(async () => {
  receiver = await startPlainReceiver((_, response) => response.writeHead(204).end());
  api = await startApi({ allowHttpCallbacks: true });
  const document = (await (await fetch(`${api.platform.httpUrl}/openapi.json`)).json()) as Document;
  lists = operations(document)
    .filter(({ method, parameters }) => method === 'GET' && parameters?.some(({ name }) => name === 'limit'))
    .map(({ path }) => path.replace('{id}', '1').replace('{name}', 'first'));

  const { sms, list } = await createWorld(api);
  const callback = {
    customerId: 1,
    url: `http://127.0.0.1:${receiver.port}/`,
    method: 'POST',
    startAt: 'BEGINNING',
  };
  const contacts = clientOf(api, { id: 1, apiKey: api.platform.apiKey! });
  await contacts.renew();
  const recipients = Array.from({ length: COUNT }, (_, index) => ({ number: mobile(index) }));
  await api.create(`/contact-lists/${list}/recipients`, { recipients });
  for (let index = 0; index < COUNT; index++) {
    const name = `number ${index}`;
    await api.create('/customers', { name });
    await api.create('/projects', { customerId: 1, type: 'SMS', name, sender: 'Acme', template: 'x' });
    await api.create('/contact-lists', { customerId: 1, name });
    await api.send('PUT', `/customers/1/opt-outs/${mobile(50 + index)}`);
    await api.create('/callbacks', { ...callback, enabled: index === 7 });
    const campaign = await api.create('/campaigns', {
      customerId: 1,
      projectId: sms,
      contactListId: list,
      name,
    });
    if (index === 3) await api.post(`/campaigns/${campaign.id}/start`);
    const pin = { recipient: mobile(index), sender: 'Acme', message: 'PIN {code}', ipaddress: '192.0.2.1' };
    await messagingClient(api).call('SendPinCode', pin);
    await contacts.put(`/Contact/number-${index}`, {});
    for (const inbox of ['first', `number-${index}`]) await fetch(`${api.platform.httpUrl}/inbox/${inbox}`);
  }
  await api.settle();
  for (let index = 0; index < COUNT; index++) await api.create('/faults', { kind: 'LOST_ACKNOWLEDGEMENT' });
});
afterAll(async () => {
  await api.platform.close();
  await receiver.close();
});

/** All pages of a list. */
async function walk(path: string, limit: number): Promise<Page[]> {
  const pages: Page[] = [];
  for (let after: number | null | undefined; after !== null; ) {
    const page: Page = await api.read(
      `${path}?limit=${limit}${after === undefined ? '' : `&after=${after}`}`,
    );
    pages.push(page);
    after = page.next;
  }
  return pages;
}

describe('every list', () => {
  it('is one of these', () => {
    expect(lists).toEqual(
      expect.arrayContaining([
        '/customers',
        '/projects',
        '/contact-lists',
        '/contact-lists/1/recipients',
        '/campaigns',
        '/communications',
        '/customers/1/opt-outs',
        '/callbacks',
        '/deliveries',
        '/faults',
        '/inbox',
        '/inbox/first/requests',
      ]),
    );
  });

  it('gives each item once and in the same order, whatever the length of its pages', async () => {
    const walked = new Map<string, number>();
    for (const path of lists) {
      const { items } = await api.read<Page>(`${path}?limit=1000`);
      expect({ path, enough: items.length >= COUNT }).toEqual({ path, enough: true });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: items.length + 2 }), async (limit) => {
          const pages = await walk(path, limit);
          expect(pages.flatMap((page) => page.items)).toEqual(items);
          for (const page of pages.slice(0, -1)) expect(page.items).toHaveLength(limit);
          expect(pages).toHaveLength(Math.ceil(items.length / limit));
          walked.set(path, Math.max(walked.get(path) ?? 0, pages.length));
        }),
        { numRuns: 8, examples: [[1], [items.length - 1], [items.length], [items.length + 1]] },
      );
    }
    for (const path of lists) expect(walked.get(path)).toBeGreaterThanOrEqual(COUNT);
  });

  it('is empty behind its end', async () => {
    for (const path of lists) {
      expect(await api.read(`${path}?after=9007199254740991`)).toEqual({ items: [], next: null });
    }
  });

  it('has pages of 100 items unless asked otherwise, and of 1000 at the most', async () => {
    const { id } = await api.create('/contact-lists', { customerId: 1, name: 'many' });
    const recipients = Array.from({ length: 1001 }, (_, index) => ({ number: mobile(index) }));
    await api.create(`/contact-lists/${id}/recipients`, { recipients });
    expect((await api.read<Page>(`/contact-lists/${id}/recipients`)).items).toHaveLength(100);
    const longest = await api.read<Page>(`/contact-lists/${id}/recipients?limit=1000`);
    expect(longest.items).toHaveLength(1000);
    expect(longest.next).not.toBeNull();
  });
});

describe('a walk through the communications', () => {
  it('misses and repeats nothing while others are being sent', async () => {
    const before = (await api.read<Page>('/communications?limit=1000')).items.map(({ id }) => id);
    const seen: number[] = [];
    const sent: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: Page = await api.read(`/communications?limit=4&after=${after}`);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      if (after !== null && sent.length < 10) {
        const body = {
          customerId: 1,
          type: 'OUTGOING_SMS',
          recipient: mobile(sent.length),
          sender: 'Acme',
          content: 'x',
        };
        sent.push((await api.create('/communications', body)).id);
      }
    }
    expect(seen).toEqual([...before, ...sent]);
  });

  it('keeps to its filters on every page', async () => {
    const { items } = await api.read<Page>('/communications?status=DELIVERED&limit=1000');
    const pages = await walk('/communications', 3);
    const filtered: Page[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: Page = await api.read(`/communications?status=DELIVERED&limit=3&after=${after}`);
      filtered.push(page);
      after = page.next;
    }
    expect(filtered.flatMap((page) => page.items)).toEqual(items);
    expect(filtered.length).toBeLessThan(pages.length);
  });
});
