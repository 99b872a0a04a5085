import type { PlatformProcess } from './bench.ts';
import { smsNumbers } from './numbers.ts';

/** So many different ones. */
const NUMBERS = 600;

/**
 * Runs a campaign over so many recipients to its end, so that the log holds one event for each.
 * @returns the ID of a customer who has these events and no others
 */
export async function makeBacklog({ call }: PlatformProcess, events: number): Promise<number> {
  const create = async (path: string, body: object) => (await call<{ id: number }>('POST', path, body)).id;
  const customerId = await create('/v1/customers', { name: 'Bench' });
  const projectId = await create('/v1/projects', {
    customerId,
    type: 'SMS',
    name: 'Bench',
    sender: 'Bench',
    template: 'Hello {1}, your appointment is at {2}',
  });
  const contactListId = await create('/v1/contact-lists', { customerId, name: 'Bench' });
  const numbers = smsNumbers(NUMBERS);
  const rows = Array.from(
    { length: events },
    (_, index) =>
      `${numbers[index % NUMBERS]},Ada,${index},6f1c2b9e-3a57-4c0d-9e42-${String(index).padStart(12, '0')}`,
  );
  const csv = `number,first name,time,UUID\n${rows.join('\n')}\n`;
  await call('POST', `/v1/contact-lists/${contactListId}/recipients`, new Blob([csv], { type: 'text/csv' }));
  const campaign = { customerId, projectId, contactListId, name: 'Bench', rate: 1_000_000 };
  await call('POST', `/v1/campaigns/${await create('/v1/campaigns', campaign)}/start`);
  await call('POST', '/v1/clock/advance', { until: 'idle' });
  return customerId;
}

/** The JSON example of the public article on callbacks: a number, an identifier of the customer's own, a time, a word. */
export const ARTICLE_TEMPLATE =
  '{"id":{ID},"UUID":"{3}","unixtime":{DONE_UNIXTIME},"recipient status":"{RECIPIENT_STATUS}"}';

/** How a backlog is sent. */
export interface Sending {
  concurrency: number;
  /** Null: one event a request. */
  batch: number | null;
  /** Without it the default one, with all metrics that are generally useful. */
  template?: string;
}

/**
 * Has a new callback send all that its customer has in the log.
 * @returns real ms
 */
export async function drainBacklog(
  { call }: PlatformProcess,
  receiverUrl: string,
  customerId: number,
  { concurrency, batch, template }: Sending,
): Promise<number> {
  const { id } = await call<{ id: number }>('POST', '/v1/callbacks', {
    customerId,
    method: 'POST',
    url: receiverUrl,
    startAt: 'BEGINNING',
    concurrency,
    ...(template !== undefined && { template }),
    ...(batch !== null && { batch: { maxItems: batch } }),
  });
  const startedAt = performance.now();
  await call('POST', '/v1/callbacks/flush');
  const elapsed = performance.now() - startedAt;
  await call('PATCH', `/v1/callbacks/${id}`, { enabled: false });
  return elapsed;
}
