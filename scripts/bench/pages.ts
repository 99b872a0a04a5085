import { openAsBlob } from 'node:fs';
import type { Bench } from './bench.ts';
import { csvOf } from './campaign.ts';
import { type Figure, median, short } from './report.ts';

const COMMUNICATIONS = 1_000_000;
const ROUNDS = 15;
const GOAL_MS = { list: 100, firstByte: 50 };

/** What a person waits for who looks at a store with a million communications. */
export async function pages(bench: Bench): Promise<Figure[]> {
  const { call, httpUrl } = await bench.startPlatform(bench.newDirectory());
  const create = async (path: string, body: object) => (await call<{ id: number }>('POST', path, body)).id;
  const sms = { type: 'SMS', name: 'Bench', sender: 'Bench', template: 'Hello {1}' };
  const projectId = await create('/v1/projects', { customerId: 1, ...sms });
  const contactListId = await create('/v1/contact-lists', { customerId: 1, name: 'Bench' });
  const csv = await csvOf(bench, COMMUNICATIONS);
  const recipients = await openAsBlob(csv, { type: 'text/csv' });
  await call('POST', `/v1/contact-lists/${contactListId}/recipients`, recipients);
  const wanted = { customerId: 1, projectId, contactListId, name: 'Bench', rate: 1000 };
  const campaignId = await create('/v1/campaigns', wanted);
  await call('POST', `/v1/campaigns/${campaignId}/start`);
  await call('POST', '/v1/clock/advance', { until: 'idle' });
  const { items } = await call<{ items: { id: number }[] }>('GET', '/v1/communications?limit=1&order=newest');

  const lists = {
    'communications, the newest': '/communications',
    'communications, by status': '/communications?status=FAILURE',
    'communications, by a text that is in none': '/communications?text=nowhere',
    'communications of a campaign': `/communications?campaignId=${campaignId}&status=NOT_DELIVERED`,
  };
  const others = {
    overview: '/',
    'a campaign': `/campaigns/${campaignId}`,
    'a communication': `/communications/${items[0]!.id}`,
    'a contact list': `/contact-lists/${contactListId}`,
    callbacks: '/callbacks',
    deliveries: '/deliveries',
  };
  const figures: Figure[] = [];
  for (const [goal, pagesOfKind] of [
    [GOAL_MS.list, lists],
    [GOAL_MS.firstByte, others],
  ] as const) {
    for (const [what, path] of Object.entries(pagesOfKind)) {
      const took: number[] = [];
      let bytes = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const startedAt = performance.now();
        const response = await fetch(`${httpUrl}${path}`);
        if (!response.ok) throw new Error(`${path}: ${response.status}`);
        took.push(performance.now() - startedAt);
        bytes = (await response.arrayBuffer()).byteLength;
      }
      figures.push({
        what,
        value: median(took),
        unit: 'ms',
        goal: { atMost: goal },
        detail: `to the first byte; longest ${short(Math.max(...took))} ms; ${short(bytes / 1000)} kB`,
      });
    }
  }
  return figures;
}
