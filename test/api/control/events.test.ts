import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, expectProblem, mobile, startApi } from '../../support/api.ts';

interface News {
  world: number;
  items: { id: number; status: string | null; [field: string]: unknown }[];
  end: number;
}

let api: Api;
beforeAll(async () => {
  api = await startApi({ profile: 'all-delivered' });
});
beforeEach(() => api.post('/reset'));
afterAll(() => api.platform.close());

const wait = (query: string) => api.read<News>(`/events/wait?${query}`);
const sms = (recipient: string) => ({
  customerId: 1,
  type: 'OUTGOING_SMS',
  recipient,
  sender: 'Acme',
  content: 'Hi',
});

describe('who waits for events', () => {
  it('reads on in the log from where it was, with what each event is of', async () => {
    const { id } = await api.create('/communications', sms(mobile(1)));
    await api.create('/communications', sms(mobile(2)));
    await api.settle();
    const first = await wait('after=0&timeoutMs=0');
    expect(first.items.map((event) => event.id)).toEqual([1, 2]);
    expect(first.items.find(({ communicationId }) => communicationId === id)).toMatchObject({
      type: 'OUTGOING_SMS',
      status: 'DELIVERED',
      customerId: 1,
      recipient: mobile(1),
      sender: 'Acme',
      text: null,
      at: expect.stringMatching(/Z$/),
    });
    expect(await wait('after=1&timeoutMs=0')).toMatchObject({ items: [{ id: 2 }], end: 2 });
    expect(await wait('after=2&timeoutMs=0')).toMatchObject({ items: [], end: 2 });
  });

  it('gets the text of what came in, and a status of null', async () => {
    await api.patch('/customers/1', { inboundNumbers: [{ number: '71120' }] });
    await api.create('/incoming-sms', { customerId: 1, from: mobile(1), to: '71120', text: 'STOP it' });
    await api.settle();
    const { items } = await wait('timeoutMs=0');
    expect(items).toMatchObject([
      { type: 'INCOMING_SMS', status: null, text: 'STOP it', sender: mobile(1), recipient: '71120' },
    ]);
  });

  it('is answered as soon as there is one', async () => {
    const waiting = wait('after=0&timeoutMs=10000');
    await api.create('/communications', sms(mobile(1)));
    await api.settle();
    expect((await waiting).items).toHaveLength(1);
  });

  it('is told at once that the log has begun anew', async () => {
    expect(await wait('after=7&timeoutMs=10000')).toMatchObject({ items: [], end: 0 });
    const { world } = await wait('timeoutMs=0');
    const waiting = wait('after=0&timeoutMs=10000');
    await api.post('/reset');
    expect((await waiting).world).toBeGreaterThan(world);
  });

  it('is refused what makes no sense', async () => {
    expectProblem(await api.get('/events/wait?after=-1'), 400, 'after');
  });
});

describe('who waits for attempts', () => {
  it('is told which is the newest, to begin there', async () => {
    await api.create('/callbacks', {
      customerId: 1,
      url: `${api.platform.httpsUrl}/inbox/a`,
      method: 'POST',
    });
    await api.create('/communications', sms(mobile(1)));
    await api.settle();
    const read = (query: string) => api.read<News>(`/attempts/wait?${query}`);
    expect(await read('timeoutMs=0')).toMatchObject({ items: [{ id: 1 }], end: 1 });
    expect(await read(`after=${Number.MAX_SAFE_INTEGER}&timeoutMs=0`)).toMatchObject({ items: [], end: 1 });
  });
});
