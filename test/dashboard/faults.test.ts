import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { API_FAULT_KINDS } from '../../src/core/api-faults.ts';
import { CALLBACK_FAULT_KINDS } from '../../src/core/faults.ts';
import { type Api, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi();
  pages = pagesOf(api.platform);
});
beforeEach(async () => {
  await api.delete('/faults');
});
afterAll(() => api.platform.close());

const all = async () => (await api.read<{ items: object[] }>('/faults')).items;

describe('the page of faults', () => {
  it('offers every fault with what it does', async () => {
    const html = await pages.html('/faults');
    for (const kind of [...CALLBACK_FAULT_KINDS, ...API_FAULT_KINDS]) {
      expect(html).toContain(`value="${kind}"`);
    }
    expect(html).toContain('Nothing is broken on purpose.');
  });

  it('switches one on for callbacks, and off', async () => {
    const form = { target: 'callback', kind: 'DELAY', callbackId: '', delayMs: '5000', trickleMs: '' };
    const { status } = await pages.submit('/faults', { ...form, times: '3', percent: '25' });
    expect(status).toBe(303);
    expect(await all()).toMatchObject([{ kind: 'DELAY', delayMs: 5000, remaining: 3, probability: 0.25 }]);
    const html = await pages.html('/faults');
    expect(html).toMatch(/>DELAY<[\s\S]*25 %/);
    const [, id] = /action="\/faults\/off"[\s\S]*?value="(\d+)"/.exec(html)!;
    await pages.submit('/faults/off', { id: id! });
    expect(await all()).toEqual([]);
  });

  it('switches one on for calls of the real API, and all off', async () => {
    const form = { target: 'api', kind: 'STATUS_429', endpoint: 'SendPinCode', customerId: '1' };
    await pages.submit('/faults', {
      ...form,
      delayMs: '',
      retryAfterSeconds: '9',
      times: '',
      percent: '100',
    });
    expect(await all()).toMatchObject([
      { target: 'api', kind: 'STATUS_429', endpoint: 'SendPinCode', customerId: 1, retryAfterSeconds: 9 },
    ]);
    await pages.submit('/faults/all-off', {});
    expect(await all()).toEqual([]);
  });

  it('says why one cannot be switched on, and keeps what was filled in', async () => {
    const { status, html } = await pages.submit('/faults', {
      target: 'callback',
      kind: 'HOLD_TICK',
      percent: '100',
    });
    expect(status).toBe(422);
    expect(html).toMatch(/role="alert"[\s\S]*every tick would be held/);
    expect(html).toMatch(/value="HOLD_TICK"[^>]*checked/);
  });
});
