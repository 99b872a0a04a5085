import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, mobile, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

const API_KEY = 'the-key-of-customer-1';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
beforeAll(async () => {
  api = await startApi({ apiKey: API_KEY });
  pages = pagesOf(api.platform);
});
afterAll(() => api.platform.close());

const text = (message: string, key = API_KEY) =>
  fetch(`${api.platform.httpUrl}/api/SendMessageFromAlpha/json`, {
    method: 'POST',
    headers: { 'x-apikey': key, 'content-type': 'application/json' },
    body: JSON.stringify({ recipient: mobile(1), sender: 'Acme', message }),
  });

describe('the requests of clients', () => {
  it('say what to do while there are none', async () => {
    expect(await pages.html('/requests')).toContain('Point a client of the real API here');
  });

  it('are listed, the newest first, with the communications that they led to', async () => {
    const { Result } = (await (await text('Hello')).json()) as { Result: string };
    await text('Hello again', 'another-key-that-is-wrong');
    await fetch(`${api.platform.httpUrl}/api/<nowhere>`);
    const html = await pages.html('/requests');
    const rows = html.split('id="request-').slice(1);
    expect(rows.map((row) => /chip \w*">(\d+)/.exec(row)?.[1])).toEqual(['404', '200', '200']);
    expect(rows[2]).toContain(`<a href="/communications/${Result}">`);
    expect(html).not.toContain('<nowhere>');
  });

  it('can be filtered, and say what is wrong with a filter', async () => {
    const found = async (query: string) =>
      [...(await pages.html(`/requests?${query}`)).matchAll(/id="request-/g)].length;
    expect(await found('status=404')).toBe(1);
    expect(await found('endpoint=SendMessageFromAlpha')).toBe(2);
    expect(await found(`match=${encodeURIComponent('{"message":"Hello"}')}`)).toBe(1);
    expect(await found('contains=again')).toBe(1);
    expect(await pages.html('/requests?status=none')).toContain('<code>status</code>');
    expect(await pages.html('/requests?contains=nothing-like-it')).toContain('None fits.');
  });

  it('have a page each: what was sent and what was answered, without the key', async () => {
    const [, path] = /href="(\/requests\/\d+)"/.exec(await pages.html('/requests?contains=again'))!;
    const html = await pages.html(path!);
    expect(html).toContain('&quot;message&quot;: &quot;Hello again&quot;');
    expect(html).toContain('ERROR_AUTHENTICATION');
    expect(html).toContain('nobody that is known');
    expect(html).not.toContain('another-key');
    expect((await pages.get('/requests/4711')).status).toBe(404);
  });

  it('are forgotten, those of one customer or all', async () => {
    expect(await pages.html('/requests?customerId=1')).toContain('Forget all of customer 1');
    await pages.submit('/requests/clear', { customerId: '1' });
    expect(await api.read('/requests/count')).toEqual({ count: 2 });
    await pages.submit('/requests/clear', {});
    expect(await api.read('/requests/count')).toEqual({ count: 0 });
  });
});
