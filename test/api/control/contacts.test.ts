import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, expectProblem, mobile, type Page, startApi } from '../../support/api.ts';
import { type ContactClient, contactClient } from '../contacts/client.ts';

let api: Api;
let client: ContactClient;
let other: ContactClient;
beforeAll(async () => {
  api = await startApi();
  client = await contactClient(api);
  other = await contactClient(api);
  await client.put('/contact/_bulk', { a: { personal: { phoneNumber: mobile(1) } }, b: {}, c: {} });
  await other.put('/contact/_bulk', { a: {} });
});
afterAll(() => api.platform.close());

const list = async (query: string) =>
  (await api.read<Page>(`/contacts${query}`)).items.map(({ customerId, contactId }) => [
    customerId,
    contactId,
  ]);

describe('contacts', () => {
  it('are listed in the order in which they came, page by page', async () => {
    const [mine, theirs] = [client.customerId, other.customerId];
    const all = [
      [mine, 'a'],
      [mine, 'b'],
      [mine, 'c'],
      [theirs, 'a'],
    ];
    expect(await list('')).toEqual(all);
    const { items, next } = await api.read<Page>('/contacts?limit=2');
    expect(items).toHaveLength(2);
    expect(await list(`?limit=2&after=${next}`)).toEqual(all.slice(2));
  });

  it('are found by customer and by the ID that the client gave them', async () => {
    expect(await list(`?customerId=${client.customerId}`)).toHaveLength(3);
    expect(await list('?contactId=a')).toHaveLength(2);
    expect(await list(`?contactId=a&customerId=${other.customerId}`)).toEqual([[other.customerId, 'a']]);
    expect(await list('?contactId=A')).toEqual([]);
  });

  it('are not found where there are none', async () => {
    expectProblem(await api.get('/contacts/999999'), 404, 'id');
    expectProblem(await api.post('/contacts/999999/resume'), 404, 'id');
  });

  it('go with a reset of the customer, and so do its tokens', async () => {
    await api.post('/reset', { customerId: other.customerId });
    expect(await list('?contactId=a')).toEqual([[client.customerId, 'a']]);
    expect((await other.put('/Contact/a', {})).status).toBe(401);
    expect((await client.put('/Contact/a', {})).status).toBe(200);
    await api.post('/reset', {});
    expect(await list('')).toEqual([]);
    expect((await client.put('/Contact/a', {})).status).toBe(401);
  });
});
