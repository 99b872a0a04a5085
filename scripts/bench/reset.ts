import type { Bench } from './bench.ts';
import { smsNumbers } from './numbers.ts';
import { type Figure, median, percentile, short } from './report.ts';

const ROUNDS = 30;
const RECIPIENTS = 100;
const GOAL_MS = 50;

/** Back to the beginning between two tests: a small world, told to its end and removed, again and again. */
export async function reset(bench: Bench): Promise<Figure[]> {
  // Its callback fails, as it should.
  const { call } = await bench.startPlatform(bench.newDirectory(), '--log-level', 'error');
  const create = async (path: string, body: object) => (await call<{ id: number }>('POST', path, body)).id;
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const customerId = await create('/v1/customers', { name: 'Bench' });
    const sms = { type: 'SMS', name: 'Bench', sender: 'Bench', template: 'Hello {1}' };
    const projectId = await create('/v1/projects', { customerId, ...sms });
    const contactListId = await create('/v1/contact-lists', { customerId, name: 'Bench' });
    const recipients = smsNumbers(RECIPIENTS).map((number) => ({ number, fields: { 1: 'Ada' } }));
    await call('POST', `/v1/contact-lists/${contactListId}/recipients`, { recipients });
    const url = 'https://127.0.0.1:1/';
    await create('/v1/callbacks', { customerId, url, method: 'POST' });
    const id = await create('/v1/campaigns', { customerId, projectId, contactListId, name: 'Bench' });
    await call('POST', `/v1/campaigns/${id}/start`);
    await call('POST', '/v1/clock/advance', { by: 'PT1M' });
    const startedAt = performance.now();
    await call('POST', '/v1/reset');
    took.push(performance.now() - startedAt);
  }
  return [
    {
      what: `a world of ${RECIPIENTS} communications`,
      value: median(took),
      unit: 'ms',
      goal: { atMost: GOAL_MS },
      detail: `over HTTP; longest ${short(Math.max(...took))} ms, 90 % within ${short(percentile(took, 0.9))} ms`,
    },
  ];
}
