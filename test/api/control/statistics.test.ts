import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, expectProblem, mobile, startApi } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(() => api.post('/reset', { now: '2026-01-01T00:00:00Z' }));
afterAll(() => api.platform.close());

interface Statistics {
  spanSeconds: number;
  spans: { from: string; events: Record<string, number>; requests: number; failed: number }[];
}
const statistics = (query = '') => api.read<Statistics>(`/statistics${query}`);
const sms = (named: string) =>
  api.create('/communications', {
    customerId: 1,
    type: 'OUTGOING_SMS',
    recipient: mobile(0),
    sender: 'Acme',
    content: 'Hello',
    outcome: { named },
  });

describe('what happened lately', () => {
  it('is counted by status in 60 spans, which end now', async () => {
    await sms('DELIVERED');
    await sms('FAILURE');
    await api.create('/incoming-sms', { customerId: 1, from: mobile(1), to: '71120', text: 'Hi' });
    await api.post('/clock/advance', { by: 'PT10M' });
    await sms('DELIVERED');
    await api.post('/clock/advance', { by: 'PT30S' });
    const { spanSeconds, spans } = await statistics();
    expect([spanSeconds, spans.length]).toEqual([60, 60]);
    expect(spans.at(-1)!.events).toEqual({ DELIVERED: 1 });
    expect(spans.at(-11)!.events).toEqual({ DELIVERED: 1, FAILURE: 1, INCOMING_SMS: 1 });
    const others = spans.filter((_, index) => index !== 59 && index !== 49);
    expect(others.every(({ events }) => Object.keys(events).length === 0)).toBe(true);
  });

  it('goes as far back as is asked for', async () => {
    await sms('DELIVERED');
    await api.post('/clock/advance', { by: 'PT10M' });
    const sum = async (minutes: number) =>
      (await statistics(`?minutes=${minutes}`)).spans.reduce(
        (count, { events }) => count + (events.DELIVERED ?? 0),
        0,
      );
    expect([await sum(5), await sum(15), await sum(1440)]).toEqual([0, 1, 1]);
  });

  it('has callback requests, and how many of them failed', async () => {
    await api.create('/callbacks', { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' });
    await sms('DELIVERED');
    await api.post('/clock/advance', { by: 'PT1M' });
    const { spans } = await statistics();
    const failed = spans.reduce((count, span) => count + span.failed, 0);
    expect(failed).toBeGreaterThan(0);
    expect(spans.every(({ requests }) => requests === 0)).toBe(true);
  });

  it.each(['0', '1441', 'x'])('is not counted over %s minutes', async (minutes) => {
    expectProblem(await api.get(`/statistics?minutes=${minutes}`), 400, 'minutes');
  });
});
