import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COUNTED_ALONE, SendingCounts } from '../../../src/callbacks/counts.ts';
import { type Api, mobile, startApi } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ profile: 'all-delivered', maxAttempts: 1 });
});
afterAll(() => api.platform.close());

/** Every sample by its name and labels, as they are written. */
async function scrape({ platform }: Api = api): Promise<Record<string, number>> {
  const response = await fetch(`${platform.httpUrl}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => line.split(/ (?=\S+$)/)).map(([name, value]) => [name, Number(value)]),
  );
}

async function send(count: number, platform = api): Promise<void> {
  for (let index = 0; index < count; index++) {
    const sms = {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: mobile(index),
      sender: 'Acme',
      content: 'Hi',
    };
    await platform.create('/communications', sms);
  }
}

const inbox = (method = 'POST') => ({ customerId: 1, method, url: `${api.platform.httpsUrl}/inbox/a` });

describe('/metrics', () => {
  it('counts what was reported, by type and status, and what receivers were sent, by result', async () => {
    const delivered = 'mock_wiraya_reports_total{type="OUTGOING_SMS",status="DELIVERED"}';
    const before = await scrape();
    const good = await api.create('/callbacks', inbox());
    const silent = await api.create('/callbacks', { ...inbox(), url: 'https://127.0.0.1:1/' });
    await send(3);
    const accepted = await scrape();
    expect(accepted.mock_wiraya_communications! - before.mock_wiraya_communications!).toBe(3);
    expect(accepted[delivered] ?? 0).toBe(before[delivered] ?? 0);

    await api.settle();
    const after = await scrape();
    expect(after[delivered]! - (before[delivered] ?? 0)).toBe(3);
    const requests = (id: number, result: string) =>
      after[`mock_wiraya_callback_requests_total{callback="${id}",result="${result}"}`];
    expect(requests(good.id, 'delivered')).toBe(3);
    expect(after[`mock_wiraya_callback_items_total{callback="${good.id}"}`]).toBe(3);
    expect(requests(silent.id, 'not_answered')).toBe(3);
    expect(after.mock_wiraya_deliveries_parked).toBe(3);
    expect(after.mock_wiraya_callbacks_enabled).toBe(2);
    expect(after.mock_wiraya_tick_seconds_count).toBeGreaterThan(0);
    expect(after['mock_wiraya_tick_seconds_bucket{le="+Inf"}']).toBe(after.mock_wiraya_tick_seconds_count);
  });

  it('tells how far each callback is behind, and in what', async () => {
    await api.post('/reset');
    const { id } = await api.create('/callbacks', inbox());
    await send(2);
    // Up to the reports, and short of the tick that sends them.
    const lag = async () => {
      const samples = await scrape();
      return {
        backlog: samples[`mock_wiraya_callback_backlog_events{callback="${id}"}`],
        pending: samples[`mock_wiraya_callback_deliveries_pending{callback="${id}"}`],
      };
    };
    await api.patch(`/callbacks/${id}`, { enabled: false });
    await api.settle();
    await api.patch(`/callbacks/${id}`, { enabled: true });
    expect(await lag()).toEqual({ backlog: 2, pending: 0 });
    await api.post('/clock/advance', { by: 'PT1M' });
    expect(await lag()).toEqual({ backlog: 0, pending: 0 });
  });

  it('has what a process uses, and the delay of the event loop', async () => {
    await scrape();
    const samples = await scrape();
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'process_start_time_seconds',
      'nodejs_heap_size_used_bytes',
    ]) {
      expect(samples[name], name).toBeGreaterThan(0);
    }
    expect(samples['mock_wiraya_event_loop_delay_seconds{quantile="0.99"}']).toBeGreaterThanOrEqual(0);
  });

  it('has no metric that docs/operations.md does not describe', async () => {
    const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const text = await (await fetch(`${api.platform.httpUrl}/metrics`)).text();
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('belongs to its platform alone', async () => {
    await using other = await startApi();
    expect(await scrape(other)).toMatchObject({ mock_wiraya_communications: 0 });
    expect((await scrape()).mock_wiraya_communications).toBeGreaterThan(0);
  });
});

describe('the labels of callbacks', () => {
  let counts: SendingCounts;
  beforeEach(() => {
    counts = new SendingCounts();
  });

  it('are no more than a hundred, with all others as one', () => {
    for (let id = 1; id <= 3 * COUNTED_ALONE; id++) counts.request(id, { ok: true, status: 200 }, 2);
    expect(counts.callbacks.size).toBe(COUNTED_ALONE + 1);
    expect(counts.callbacks.get(COUNTED_ALONE)).toEqual({ requests: { delivered: 1 }, items: 2 });
    expect(counts.callbacks.get(null)).toEqual({
      requests: { delivered: 2 * COUNTED_ALONE },
      items: 4 * COUNTED_ALONE,
    });
  });

  it.each([
    [true, 200, 'delivered'],
    [false, 200, 'answered_2xx'],
    [false, 302, 'answered_3xx'],
    [false, 404, 'answered_4xx'],
    [false, 503, 'answered_5xx'],
    [false, 777, 'answered_otherwise'],
    [false, null, 'not_answered'],
  ])('of a request (ok %s, status %s) say %s', (ok, status, result) => {
    counts.request(1, { ok, status }, 1);
    expect(counts.callbacks.get(1)).toEqual({ requests: { [result]: 1 }, items: ok ? 1 : 0 });
  });
});
