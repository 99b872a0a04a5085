import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, expectProblem, mobile, startApi } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

const good = { customerId: 1, type: 'SMS', name: 'Reminder', sender: 'Acme', template: 'Hi {1}' };
const count = async () => (await api.read<{ items: Entity[] }>('/projects?limit=1000')).items.length;

describe('a project', () => {
  it.each(['SMS', 'VOICE', 'WHATSAPP'])('of type %s is created and read', async (type) => {
    const created = await api.create('/projects', { ...good, type });
    expect(created).toEqual({
      ...good,
      type,
      questions: [],
      id: expect.any(Number),
      createdAt: expect.any(String),
    });
    expect(await api.read(`/projects/${created.id}`)).toEqual(created);
  });

  it('may hold any of the data fields, line breaks, quotes and other braces', async () => {
    const template = '{1} {99} {100} {0} {{2}} {NAME}\n"\'\\ 🎈';
    const { id } = await api.create('/projects', { ...good, template });
    expect(await api.read(`/projects/${id}`)).toMatchObject({ template });
  });

  it.each(['Acme', '46846500400', '+46846500400', '123', 'Åre Taxi', 'A.B_C-D&E'])(
    'takes the sender "%s"',
    async (sender) => {
      expect(await api.create('/projects', { ...good, sender })).toMatchObject({ sender });
    },
  );

  it.each([
    ['customerId', { customerId: undefined }],
    ['customerId', { customerId: '1' }],
    ['customerId', { customerId: 1.5 }],
    ['customerId', { customerId: -1 }],
    ['customerId', { customerId: 0 }],
    ['customerId', { customerId: 2 ** 63 }],
    ['customerId', { customerId: 9999 }],
    ['type', { type: undefined }],
    ['type', { type: 'FAX' }],
    ['type', { type: 'sms' }],
    ['name', { name: undefined }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(201) }],
    ['sender', { sender: undefined }],
    ['sender', { sender: '' }],
    ['sender', { sender: 'Twelve chars' }],
    ['sender', { sender: '1234567890123456' }],
    ['sender', { sender: 'a\nb' }],
    ['sender', { sender: '<script>' }],
    ['template', { template: undefined }],
    ['template', { template: '' }],
    ['template', { template: 'x'.repeat(100_001) }],
    ['template', { template: ['Hi'] }],
    ['createdAt', { createdAt: '2020-01-01T00:00:00Z' }],
  ])('is not created with a wrong %s: %j', async (field, change) => {
    const before = await count();
    expectProblem(await api.post('/projects', { ...good, ...change }), 400, field);
    expect(await count()).toBe(before);
  });

  it('is changed in name, sender and template', async () => {
    const created = await api.create('/projects', good);
    const change = { name: 'Invitation', sender: '46846500400', template: 'Bye {2}' };
    expect((await api.patch(`/projects/${created.id}`, change)).json).toEqual({ ...created, ...change });
    expect((await api.patch(`/projects/${created.id}`, { name: 'Survey' })).json).toMatchObject({
      ...change,
      name: 'Survey',
    });
    expect(await api.read(`/projects/${created.id}`)).toEqual({ ...created, ...change, name: 'Survey' });
  });

  it.each([
    ['type', { type: 'VOICE' }],
    ['customerId', { customerId: 2 }],
    ['sender', { sender: null }],
    ['template', { template: '' }],
  ])('is not changed in its %s: %j', async (field, change) => {
    const created = await api.create('/projects', good);
    expectProblem(await api.patch(`/projects/${created.id}`, { name: 'Other', ...change }), 400, field);
    expect(await api.read(`/projects/${created.id}`)).toEqual(created);
  });

  it('that is changed leaves what was sent as it was', async () => {
    const { id } = await api.create('/projects', good);
    const send = {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: mobile(0),
      projectId: id,
      fields: { '1': 'Ada' },
    };
    const before = await api.create('/communications', send);
    await api.patch(`/projects/${id}`, { template: 'Bye {1}', sender: 'Beta' });
    const after = await api.create('/communications', send);
    expect(await api.read(`/communications/${before.id}`)).toMatchObject({
      content: 'Hi Ada',
      sender: 'Acme',
    });
    expect(after).toMatchObject({ content: 'Bye Ada', sender: 'Beta' });
  });

  it('is not found when there is none', async () => {
    expectProblem(await api.get('/projects/9999'), 404, 'id');
    expectProblem(await api.patch('/projects/9999', { name: 'x' }), 404, 'id');
  });
});

describe('the list of projects', () => {
  it("holds one customer's alone when asked to", async () => {
    const other = await api.create('/customers', { name: 'Other' });
    const { id } = await api.create('/projects', { ...good, customerId: other.id });
    const page = await api.read<{ items: Entity[] }>(`/projects?customerId=${other.id}`);
    expect(page.items.map((project) => project.id)).toEqual([id]);
    expect(await api.read('/projects?customerId=9999')).toEqual({ items: [], next: null });
  });
});
