import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, type Entity, expectProblem, mobile, type Page, startApi } from '../../support/api.ts';

let api: Api;
let customerId: number;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  customerId = (await api.create('/customers', { name: 'Acme' })).id;
});
afterAll(() => api.platform.close());

const path = (number = '') => `/customers/${customerId}/opt-outs${number && `/${number}`}`;
const put = (number: string) => api.send<Entity>('PUT', path(number));
const list = async () => (await api.read<Page>(path())).items;
const numbers = async () => (await list()).map(({ number }) => number);
const now = async () => (await api.read<{ now: string }>('/clock')).now;
const send = async (recipient: string, of = customerId) =>
  (
    await api.create('/communications', {
      customerId: of,
      type: 'OUTGOING_SMS',
      recipient,
      sender: 'Acme',
      content: 'Hello',
    })
  ).decidedBy;

describe('an opt-out', () => {
  it('is entered, listed and taken back', async () => {
    const at = await now();
    const optOut = { customerId, number: mobile(1), at, communicationId: null };
    expect(await put(mobile(1))).toMatchObject({ status: 200, json: optOut });
    expect(await list()).toEqual([optOut]);
    expect(await send(mobile(1))).toBe('OPT_OUT');
    expect((await api.delete(path(mobile(1)))).status).toBe(204);
    expect(await list()).toEqual([]);
    expect(await send(mobile(1))).toBe('PROFILE');
  });

  it('can be asked for by its number', async () => {
    await put(mobile(1));
    await put(mobile(2));
    const of = async (number: string) => (await api.read<Page>(`${path()}?number=${number}`)).items;
    expect(await of(`%2B${mobile(2)}`)).toMatchObject([{ number: mobile(2) }]);
    expect(await of(mobile(3))).toEqual([]);
    expectProblem(await api.get(`${path()}?number=none`), 400, 'number');
  });

  it('is one of the number, however that is written', async () => {
    await put('+46701740606');
    await put(encodeURIComponent('+46 70-174 06 06'));
    await put('0046701740606');
    expect(await numbers()).toEqual(['46701740606']);
    expect((await api.delete(path(encodeURIComponent('+46 70-174 06 06')))).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it('is of the customer, and of no other', async () => {
    await put(mobile(1));
    expect(await send(mobile(1), 1)).toBe('PROFILE');
    expect((await api.read<Page>('/customers/1/opt-outs')).items).toEqual([]);
    expectProblem(await api.delete(`/customers/1/opt-outs/${mobile(1)}`), 404, 'number');
    expect(await numbers()).toEqual([mobile(1)]);
  });

  it('that is entered again is the newer one', async () => {
    const sms = { customerId, from: mobile(1), to: '71120', text: 'STOP' };
    const { id } = await api.create('/incoming-sms', sms);
    expect(await list()).toMatchObject([{ communicationId: id }]);
    await api.post('/clock/advance', { by: 'PT1H' });
    await put(mobile(1));
    expect(await list()).toEqual([{ customerId, number: mobile(1), at: await now(), communicationId: null }]);
  });

  it('keeps back what has been accepted and not sent, and what is taken back lets it go', async () => {
    const sendAt = new Date(Date.parse(await now()) + 3_600_000).toISOString();
    const later = (recipient: string) =>
      api.create('/communications', {
        customerId,
        type: 'OUTGOING_SMS',
        recipient,
        sender: 'Acme',
        content: 'Hello',
        sendAt,
      });
    const [one, other] = [await later(mobile(1)), await later(mobile(2))];
    await put(mobile(1));
    await put(mobile(2));
    await api.delete(path(mobile(2)));
    await api.post('/clock/advance', { to: sendAt });
    const shown = (id: number) => api.read(`/communications/${id}`);
    expect(await shown(one.id)).toMatchObject({
      status: 'OPTOUT',
      reason: 'the recipient has opted out (by the time it was to be sent)',
    });
    expect(await shown(other.id)).toMatchObject({ status: null, state: 'SENT', decidedBy: 'PROFILE' });
  });

  it('cannot be taken back when there is none', async () => {
    expectProblem(await api.delete(path(mobile(1))), 404, 'number');
  });

  it.each(['070', '12', 'x', '4'.repeat(41)])('is not of what is no number: %s', async (number) => {
    for (const answer of [await put(number), await api.delete(path(number))]) {
      const { errors } = expectProblem(answer, 400, 'number');
      expect(errors![0]!.expected).toMatch(/^a phone number with its country code|^40 character/);
    }
    expect(await list()).toEqual([]);
  });

  it('is none of a customer that there is not', async () => {
    const nobody = '/customers/4711/opt-outs';
    expectProblem(await api.get(nobody), 404, 'id');
    expectProblem(await api.send('PUT', `${nobody}/${mobile(1)}`), 404, 'id');
    expectProblem(await api.delete(`${nobody}/${mobile(1)}`), 404, 'id');
    expectProblem(await api.delete(nobody), 404, 'id');
  });

  it('is entered without a body, which would do nothing', async () => {
    expectProblem(await api.put(path(mobile(1)), { at: '2026-01-01T00:00:00Z' }), 400, '');
    expect(await list()).toEqual([]);
  });
});

describe('all opt-outs of a customer', () => {
  it('are listed by number, page by page', async () => {
    const all = [3, 1, 4, 0, 2].map(mobile);
    for (const number of all) await put(number);
    expect(await numbers()).toEqual([...all].sort());
    const seen = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: Page = await api.read(`${path()}?limit=2&after=${after}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ number }) => number));
      after = page.next;
    }
    expect(seen).toEqual([...all].sort());
  });

  it('are taken back at once', async () => {
    for (const index of [1, 2, 3]) await put(mobile(index));
    await api.send('PUT', `/customers/1/opt-outs/${mobile(1)}`);
    expect((await api.delete(path())).status).toBe(204);
    expect(await list()).toEqual([]);
    expect(await send(mobile(2))).toBe('PROFILE');
    expect((await api.read<Page>('/customers/1/opt-outs')).items).toHaveLength(1);
    expect((await api.delete(path())).status).toBe(204);
  });
});
