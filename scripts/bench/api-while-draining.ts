import { setTimeout as pause } from 'node:timers/promises';
import { drainBacklog, makeBacklog, type Sending } from './backlog.ts';
import type { Bench, PlatformProcess } from './bench.ts';
import { residentMegabytes } from './memory.ts';
import { smsNumbers } from './numbers.ts';
import { startReceiver } from './receiver.ts';
import { type Figure, median, percentile, short } from './report.ts';

const EVENTS = 100_000;
const GOAL_MS = 50;
const IDLE_MS = 2000;

/** The control API's answers while a large backlog is being sent. */
export async function apiWhileDraining(bench: Bench): Promise<Figure[]> {
  const platform = await bench.startPlatform(bench.newDirectory());
  const receiver = await startReceiver(bench);
  const customerId = await makeBacklog(platform, EVENTS);
  const before = residentMegabytes(platform.pid);
  const idle = await timesWhile(platform, pause(IDLE_MS));

  const measure = async (what: string, sending: Sending, drains: number): Promise<Figure> => {
    const all: number[] = [];
    for (let round = 0; round < drains; round++) {
      const draining = drainBacklog(platform, receiver.url, customerId, sending);
      all.push(...(await timesWhile(platform, draining)));
      await receiver.take(EVENTS / (sending.batch ?? 1));
    }
    return {
      what,
      value: percentile(all, 0.99),
      unit: 'ms',
      goal: { atMost: GOAL_MS },
      detail: `99 % of ${all.length} answers; longest ${short(Math.max(...all))} ms, half within ${short(median(all))} ms; idle 99 % within ${short(percentile(idle, 0.99))} ms`,
    };
  };
  const figures = [
    await measure(`${short(EVENTS)} one by one, 10 connections`, { batch: null, concurrency: 10 }, 1),
    await measure(`${short(EVENTS)} in batches of 100, 10 connections`, { batch: 100, concurrency: 10 }, 3),
  ];
  const after = residentMegabytes(platform.pid);
  if (before === null || after === null) return figures;
  const detail = `of the platform after the drains; before them ${short(before)} MB`;
  return [...figures, { what: 'resident memory', value: after, unit: 'MB', detail }];
}

/** Real ms of one answer after another, for as long as something lasts. */
async function timesWhile({ call }: PlatformProcess, lasting: Promise<unknown>): Promise<number[]> {
  const sms = {
    customerId: 1,
    type: 'OUTGOING_SMS',
    recipient: smsNumbers(1)[0],
    sender: 'Bench',
    content: 'Hello',
  };
  const asked: [string, string, object?][] = [
    ['GET', '/v1/health'],
    ['GET', '/v1/communications?limit=100'],
    ['POST', '/v1/communications', sms],
    ['GET', '/v1/deliveries?limit=100'],
  ];
  let over = false;
  const ended = lasting.finally(() => {
    over = true;
  });
  const elapsed: number[] = [];
  while (!over) {
    const [method, path, body] = asked[elapsed.length % asked.length]!;
    const startedAt = performance.now();
    await call(method, path, body);
    elapsed.push(performance.now() - startedAt);
    await pause(2);
  }
  await ended;
  return elapsed;
}
