import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTCOME_NAMES } from '../../src/core/outcome/named-outcomes.ts';
import { type Api, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

const rules = async () => (await api.read<{ items: { id: number }[] }>('/outcome-rules')).items;

describe('magic numbers', () => {
  it('are all at hand', async () => {
    const html = await pages.html('/rules');
    for (const name of OUTCOME_NAMES) expect(html).toContain(`<strong>${name}</strong>`);
  });

  it.each(['OUTGOING_SMS', 'OUTGOING_CALL'])(
    'are sent an %s with a click, which leads to it',
    async (type) => {
      const form = { customerId: '1', sender: 'Magic', content: 'Hi' };
      const { location } = await pages.submit('/rules/send', { ...form, to: `${type} 447700900050` });
      expect(location).toMatch(/^\/communications\/\d+$/);
      expect(await api.read(location!)).toMatchObject({
        type,
        recipient: '447700900050',
        decidedBy: 'MAGIC_NUMBER',
      });
    },
  );

  it('are not when something is wrong', async () => {
    const form = { customerId: '9', sender: 'Magic', content: 'Hi', to: 'OUTGOING_SMS 447700900050' };
    const { status, html } = await pages.submit('/rules/send', form);
    expect([status, html]).toEqual([422, expect.stringContaining('customerId')]);
  });
});

describe('outcome rules', () => {
  const EMPTY = {
    status: '',
    afterMs: '',
    type: '',
    number: '',
    prefix: '',
    pattern: '',
    content: '',
    nth: '',
  };

  it('are created and removed', async () => {
    const form = { ...EMPTY, named: 'FAILURE', prefix: '4670', type: 'OUTGOING_SMS', nth: '2', times: '5' };
    await pages.submit('/rules', form);
    const [rule] = await rules();
    expect(rule).toMatchObject({
      match: { prefix: '4670', type: 'OUTGOING_SMS', nth: 2 },
      outcome: { named: 'FAILURE' },
      remaining: 5,
    });
    const html = await pages.html('/rules');
    expect(html).toContain('<strong>FAILURE</strong> for OUTGOING_SMS, numbers that begin with 4670');
    await pages.submit('/rules/remove', { id: String(rule!.id) });
    expect(await rules()).toEqual([]);
  });

  it('are removed all at once', async () => {
    for (const named of ['FAILURE', 'DELIVERED']) await pages.submit('/rules', { ...EMPTY, named });
    expect(await pages.html('/rules')).toContain('data-confirm="Remove all rules?"');
    await pages.submit('/rules/remove-all', {});
    expect(await rules()).toEqual([]);
  });

  it('come back as they were filled in when something is wrong', async () => {
    const form = { ...EMPTY, named: '', status: 'DELIVERED', pattern: '(', afterMs: 'soon' };
    const { status, html } = await pages.submit('/rules', form);
    expect(status).toBe(422);
    expect(html).toMatch(/role="alert"[\s\S]*match\.pattern/);
    expect(html).toMatch(/name="pattern"[^>]*value="\("/);
    expect(await rules()).toEqual([]);
  });
});

describe('profiles', () => {
  it('are given to customers', async () => {
    const set = (profile: string) => pages.submit('/rules/profile', { customerId: '1', profile });
    await set('worst-day');
    expect(await api.read('/customers/1')).toMatchObject({ profile: 'worst-day' });
    await set('');
    expect(await api.read('/customers/1')).toMatchObject({ profile: null });
  });

  it('of your own begin with one that is there, and are changed and removed', async () => {
    const { data } = await pages.form('/rules/profiles/all-delivered', 'profile');
    const changed = data!.replace(/"medianMs": \d+/, '"medianMs": 4321');
    const created = await pages.submit('/rules/profiles', {
      like: 'all-delivered',
      name: 'mine',
      data: changed,
    });
    expect(created.status).toBe(303);
    expect(await api.read('/profiles/mine')).toMatchObject({ own: true, sms: { medianMs: 4321 } });
    expect(await pages.html('/rules')).toContain('your own');
    const { location } = await pages.submit('/rules/profiles/mine/remove', {});
    expect(location).toBe('/rules');
    expect((await pages.get('/rules/profiles/mine')).status).toBe(404);
  });

  it.each(['{"sms": ', '{}'])('are refused with what was wrong: %s', async (data) => {
    const { status, html } = await pages.submit('/rules/profiles', { like: 'realistic', name: 'mine', data });
    expect(status).toBe(422);
    expect(html).toContain('role="alert"');
  });
});
