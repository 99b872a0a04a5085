import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ARTICLE_TEMPLATE } from './backlog.ts';
import type { Bench, PlatformProcess } from './bench.ts';
import { residentMegabytes } from './memory.ts';
import { distinctNumber } from './numbers.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { type Figure, median, percentile, short } from './report.ts';

const MANY = 1_000_000;
const FEW = 10_000;
/** Campaigns over few recipients: the first are to warm the platform up. */
const ROUNDS = 7;
const WARM_UP = 2;
const BATCH = 100;
/** Sent per second of platform time: it takes a quarter of an hour of it. */
const RATE = 1000;
const GOAL = { seconds: 60, megabytes: 300, growth: 1.3 };
const LOOK_EVERY_MS = 250;
const ROWS_AT_ONCE = 10_000;

/** Real ms of each part of a campaign, from the CSV to the last callback. */
interface Course {
  importMs: number;
  runMs: number;
  communications: number;
}

/** A whole campaign: its list imported from a CSV, all of it simulated, and each report delivered over HTTPS. */
export async function campaign(bench: Bench): Promise<Figure[]> {
  const receiver = await startReceiver(bench);

  const warm = await bench.startPlatform(bench.newDirectory());
  const few = await csvOf(bench, FEW);
  const rounds: Course[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) rounds.push(await run(warm, receiver, few, FEW));
  const costOfFew = median(rounds.slice(WARM_UP).map(cost));

  const platform = await bench.startPlatform(bench.newDirectory());
  const many = await csvOf(bench, MANY);
  const running = run(platform, receiver, many, MANY);
  const { megabytes, answers } = await watch(platform, running);
  const course = await running;
  const { importMs, runMs, communications } = course;
  const seconds = (importMs + runMs) / 1000;
  const what = `${short(MANY)} recipients`;
  return [
    {
      what: `${what}, end to end`,
      value: seconds,
      unit: 's',
      goal: { atMost: GOAL.seconds },
      detail: `CSV ${short(importMs / 1000)} s, simulated and delivered in batches of ${BATCH} ${short(runMs / 1000)} s; ${short(communications)} communications`,
    },
    {
      what: `${what}, each against one of ${short(FEW)}`,
      value: cost(course) / costOfFew,
      unit: 'times',
      goal: { atMost: GOAL.growth },
      detail: `${short(cost(course) * 1000)} µs each; of ${short(FEW)} ${short(costOfFew * 1000)} µs`,
    },
    {
      what: `${what}, most resident memory`,
      value: megabytes,
      unit: 'MB',
      goal: { atMost: GOAL.megabytes },
      detail: 'of the platform, meanwhile',
    },
    {
      what: `${what}, answers of the API`,
      value: percentile(answers, 0.99),
      unit: 'ms',
      detail: `99 % of ${answers.length} meanwhile; longest ${short(Math.max(...answers))} ms, half within ${short(median(answers))} ms`,
    },
  ];
}

/** Real ms for each communication. */
const cost = ({ importMs, runMs, communications }: Course) => (importMs + runMs) / communications;

async function run(
  { call }: PlatformProcess,
  receiver: Receiver,
  csv: string,
  recipients: number,
): Promise<Course> {
  const create = async (path: string, body: object) => (await call<{ id: number }>('POST', path, body)).id;
  const customerId = await create('/v1/customers', { name: 'Bench' });
  const sms = { type: 'SMS', name: 'Bench', sender: 'Bench', template: 'Hello {1}, welcome at {2}' };
  const projectId = await create('/v1/projects', { customerId, ...sms });
  const contactListId = await create('/v1/contact-lists', { customerId, name: 'Bench' });
  await create('/v1/callbacks', {
    customerId,
    method: 'POST',
    url: receiver.url,
    template: ARTICLE_TEMPLATE,
    batch: { maxItems: BATCH },
  });
  const began = performance.now();
  await call(
    'POST',
    `/v1/contact-lists/${contactListId}/recipients`,
    await openAsBlob(csv, { type: 'text/csv' }),
  );
  const imported = performance.now();
  const wanted = { customerId, projectId, contactListId, name: 'Bench', rate: RATE };
  await call('POST', `/v1/campaigns/${await create('/v1/campaigns', wanted)}/start`);
  const { requests, callbacks } = await call<{ requests: number; callbacks: number }>(
    'POST',
    '/v1/clock/advance',
    { until: 'idle' },
  );
  const ended = performance.now();
  await receiver.take(requests);
  if (callbacks !== recipients) throw new Error(`${callbacks} callbacks for ${recipients} recipients`);
  return { importMs: imported - began, runMs: ended - imported, communications: recipients };
}

/** Looks again and again for as long as something lasts. */
async function watch({ call, pid }: PlatformProcess, lasting: Promise<unknown>) {
  let over = false;
  const ended = lasting.finally(() => {
    over = true;
  });
  let megabytes = 0;
  const answers: number[] = [];
  while (!over) {
    const startedAt = performance.now();
    await call('GET', '/v1/communications?limit=100');
    answers.push(performance.now() - startedAt);
    megabytes = Math.max(megabytes, residentMegabytes(pid) ?? 0);
    await pause(LOOK_EVERY_MS);
  }
  await ended;
  return { megabytes, answers };
}

/** Writes a list of so many people with different numbers, in no order. @returns its path */
export async function csvOf(bench: Bench, recipients: number): Promise<string> {
  const path = `${bench.newDirectory()}.csv`;
  const file = await open(path, 'w');
  await file.write('number,first name,time,UUID\n');
  for (let from = 0; from < recipients; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, recipients - from) }, (_, index) => {
      const nth = from + index;
      return `${distinctNumber(nth)},Ada,${nth % 24}:00,6f1c2b9e-3a57-4c0d-9e42-${String(nth).padStart(12, '0')}\n`;
    });
    await file.write(rows.join(''));
  }
  await file.close();
  return path;
}
