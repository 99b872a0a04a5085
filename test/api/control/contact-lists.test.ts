import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, type Entity, expectProblem, mobile, type Page, startApi } from '../../support/api.ts';

let api: Api;
let list: Entity;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  list = await api.create('/contact-lists', { customerId: 1, name: 'Patients' });
});
afterAll(() => api.platform.close());

const size = async () => (await api.read(`/contact-lists/${list.id}`)).size;
const recipients = async () => (await api.read<Page>(`/contact-lists/${list.id}/recipients`)).items;
const add = (body: unknown) => api.post(`/contact-lists/${list.id}/recipients`, body);

describe('a contact list', () => {
  it('is created empty, with or without names for its data fields', async () => {
    expect(list).toEqual({
      id: expect.any(Number),
      customerId: 1,
      name: 'Patients',
      fieldNames: {},
      size: 0,
      imports: [],
      createdAt: expect.any(String),
    });
    const fieldNames = { '1': 'first name', '99': 'UUID' };
    const named = await api.create('/contact-lists', { customerId: 1, name: 'Patients', fieldNames });
    expect(await api.read(`/contact-lists/${named.id}`)).toEqual(named);
    expect(named).toMatchObject({ fieldNames });
  });

  it.each([
    ['customerId', { customerId: undefined }],
    ['customerId', { customerId: 9999 }],
    ['customerId', { customerId: '1' }],
    ['customerId', { customerId: 2 ** 63 }],
    ['name', { name: undefined }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(201) }],
    ['fieldNames', { fieldNames: ['first name'] }],
    ['fieldNames', { fieldNames: null }],
    ['fieldNames.0', { fieldNames: { '0': 'x' } }],
    ['fieldNames.100', { fieldNames: { '100': 'x' } }],
    ['fieldNames.01', { fieldNames: { '01': 'x' } }],
    ['fieldNames.name', { fieldNames: { name: 'x' } }],
    ['fieldNames.1', { fieldNames: { '1': '' } }],
    ['fieldNames.1', { fieldNames: { '1': 1 } }],
    ['size', { size: 10 }],
    ['recipients', { recipients: [] }],
  ])('is not created with a wrong %s: %j', async (field, change) => {
    const lists = async () => (await api.read<Page>('/contact-lists?limit=1000')).items.length;
    const before = await lists();
    expectProblem(
      await api.post('/contact-lists', { customerId: 1, name: 'Patients', ...change }),
      400,
      field,
    );
    expect(await lists()).toBe(before);
  });

  it('is renamed without losing its recipients', async () => {
    await add({ recipients: [{ number: mobile(0) }] });
    const path = `/contact-lists/${list.id}`;
    const fieldNames = { '1': 'first name' };
    expect((await api.patch(path, { fieldNames })).json).toEqual({ ...list, size: 1, fieldNames });
    expect((await api.patch(path, { name: 'Guests' })).json).toEqual({
      ...list,
      size: 1,
      fieldNames,
      name: 'Guests',
    });
    expect((await api.patch(path, { fieldNames: {} })).json).toMatchObject({
      fieldNames: {},
      name: 'Guests',
    });
    expectProblem(await api.patch(path, { size: 0 }), 400, 'size');
    expectProblem(await api.patch(path, { customerId: 2 }), 400, 'customerId');
    expect(await recipients()).toHaveLength(1);
  });

  it("is listed with its customer's others", async () => {
    const { id: customerId } = await api.create('/customers', { name: 'Other' });
    const { id } = await api.create('/contact-lists', { customerId, name: 'Guests' });
    const page = await api.read<Page>(`/contact-lists?customerId=${customerId}`);
    expect(page.items.map((item) => item.id)).toEqual([id]);
  });

  it('is not found when there is none', async () => {
    for (const path of ['/contact-lists/9999', '/contact-lists/9999/recipients', '/recipients/999999']) {
      expectProblem(await api.get(path), 404, 'id');
    }
    expectProblem(await api.patch('/contact-lists/9999', { name: 'x' }), 404, 'id');
    expectProblem(
      await api.post('/contact-lists/9999/recipients', { recipients: [{ number: mobile(0) }] }),
      404,
      'id',
    );
  });
});

describe('recipients sent as JSON', () => {
  it('are added in the order given, and told their IDs', async () => {
    const answer = await add({
      recipients: [
        { number: '+46 70-174 06 05', fields: { '1': 'Åsa', '99': 'last' } },
        { number: mobile(1) },
        { number: mobile(1), fields: {} },
      ],
    });
    expect(answer.status).toBe(201);
    const ids = answer.json.ids as number[];
    expect(answer.json).toEqual({ added: 3, ids: [...ids].sort((a, b) => a - b), rejected: 0, errors: [] });
    const contactListId = list.id;
    expect(await recipients()).toEqual([
      { id: ids[0], contactListId, number: mobile(0), fields: { '1': 'Åsa', '99': 'last' } },
      { id: ids[1], contactListId, number: mobile(1), fields: {} },
      { id: ids[2], contactListId, number: mobile(1), fields: {} },
    ]);
    expect(await api.read(`/recipients/${ids[0]}`)).toEqual((await recipients())[0]);
    expect(await size()).toBe(3);
  });

  it('may be one, or ten thousand at once', async () => {
    expect((await add({ recipients: [{ number: mobile(0) }] })).json).toMatchObject({ added: 1 });
    const many = Array.from({ length: 10_000 }, (_, index) => ({ number: mobile(index) }));
    expect((await add({ recipients: many })).json).toMatchObject({ added: 10_000 });
    expect(await size()).toBe(10_001);
    expectProblem(await add({ recipients: [...many, { number: mobile(0) }] }), 400, 'recipients');
    expect(await size()).toBe(10_001);
  });

  it('may carry any text in 99 data fields, and get it back as it was', async () => {
    const fields = Object.fromEntries(
      Array.from({ length: 99 }, (_, index) => [index + 1, `{${index}} "\n\u0000🎈`]),
    );
    await add({ recipients: [{ number: mobile(0), fields }] });
    expect((await recipients())[0]).toMatchObject({ fields });
  });

  it.each([
    ['recipients', {}],
    ['recipients', { recipients: [] }],
    ['recipients', { recipients: { number: mobile(0) } }],
    ['recipients.0', { recipients: [mobile(0)] }],
    ['recipients.0', { recipients: [null] }],
    ['recipients.1.number', { recipients: [{ number: mobile(0) }, {}] }],
    ['recipients.1.number', { recipients: [{ number: mobile(0) }, { number: 46701740605 }] }],
    ['recipients.1.number', { recipients: [{ number: mobile(0) }, { number: '0701740605' }] }],
    ['recipients.1.number', { recipients: [{ number: mobile(0) }, { number: '' }] }],
    ['recipients.1.number', { recipients: [{ number: mobile(0) }, { number: '４６７０１７４０６０５' }] }],
    [
      'recipients.1.fields.0',
      { recipients: [{ number: mobile(0) }, { number: mobile(1), fields: { '0': 'x' } }] },
    ],
    [
      'recipients.1.fields.1',
      { recipients: [{ number: mobile(0) }, { number: mobile(1), fields: { '1': 7 } }] },
    ],
    [
      'recipients.1.fields.1',
      { recipients: [{ number: mobile(0) }, { number: mobile(1), fields: { '1': null } }] },
    ],
    ['recipients.0.fields.1', { recipients: [{ number: mobile(0), fields: { '1': 'x'.repeat(100_001) } }] }],
    ['recipients.0.1', { recipients: [{ number: mobile(0), '1': 'Ada' }] }],
    ['number', { number: mobile(0), recipients: [{ number: mobile(0) }] }],
  ])('with a wrong %s are refused, all of them', async (field, body) => {
    expectProblem(await add(body), 400, field);
    expect(await size()).toBe(0);
    expect(await recipients()).toEqual([]);
  });

  it('sent many at a time are all there in the end', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        add({ recipients: [{ number: mobile(index) }, { number: mobile(index) }] }),
      ),
    );
    expect(await size()).toBe(40);
    expect(await recipients()).toHaveLength(40);
  });
});
