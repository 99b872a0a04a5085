import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { toConfig } from '../../src/api/control/callback-schemas.ts';
import { Callbacks } from '../../src/callbacks/callbacks.ts';
import { Changes } from '../../src/callbacks/changes.ts';
import { cronSchedule } from '../../src/clock/cron.ts';
import { openStore } from '../../src/store/store.ts';
import type { Bench } from './bench.ts';
import { type Figure, median, percentile, short } from './report.ts';

const TICKS = 2000;
const OLD_EVENTS = 1_000_000;
const CALLBACKS = 10;
const GOAL_MS = 1;

/** A tick that finds nothing to send, for its cost must not grow with the log. */
export async function tick(bench: Bench): Promise<Figure[]> {
  const empty = await ticks(bench.newDirectory(), 0);
  const full = await ticks(bench.newDirectory(), OLD_EVENTS);
  const [emptyMs, fullMs] = [median(empty), median(full)];
  return [
    {
      what: `${CALLBACKS} callbacks, ${short(OLD_EVENTS)} old events`,
      value: fullMs,
      unit: 'ms',
      goal: { atMost: GOAL_MS },
      detail: `99 % within ${short(percentile(full, 0.99))} ms; with an empty log ${short(emptyMs)} ms`,
    },
  ];
}

/** Real ms of each tick: to see whether there is work, and to look for it with every callback. */
async function ticks(dataDir: string, oldEvents: number): Promise<number[]> {
  openStore(dataDir).close();
  fillLog(join(dataDir, 'store.sqlite'), oldEvents);
  const store = openStore(dataDir);
  const customer = {
    name: 'Bench',
    accountLevel: 'CONFIRMED',
    testMode: false,
    whitelistMode: false,
  } as const;
  const customerId = store.customers.create(customer, 'bench', 0).id;
  for (let index = 0; index < CALLBACKS; index++) {
    store.callbacks.create({ customerId, enabled: true, cursor: store.events.end(), config: CONFIG }, 0);
  }
  let now = 0;
  const nothing = () => {};
  const callbacks = new Callbacks(
    {
      store,
      clock: { now: () => now, wake: nothing },
      wall: () => now,
      seed: '1',
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      network: { allowHttp: false, allowedHosts: [], sourceAddresses: [], maxResponseBytes: 65_536 },
      retry: { maxAttempts: 10, baseMs: 15_000, capMs: 3_600_000 },
      issueClientCertificate: () => Promise.reject(new Error('none is asked for')),
      keep: { attempts: 10_000, ageMs: Number.POSITIVE_INFINITY },
      changes: new Changes(),
    },
    cronSchedule('*/15 * * * * *'),
  );
  const elapsed: number[] = [];
  for (let index = 0; index < TICKS; index++) {
    now += 15_000;
    const startedAt = performance.now();
    callbacks.nextDue();
    await callbacks.runDue(now, now, () => {});
    elapsed.push(performance.now() - startedAt);
  }
  await callbacks.stop();
  store.close();
  return elapsed;
}

function fillLog(file: string, events: number): void {
  const db = new BetterSqlite3(file);
  db.prepare(
    `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
     INSERT INTO events (communication_seq, communication_id, customer_id, type, at, status, sent_at)
     SELECT n, n, 1, 'OUTGOING_SMS', n, 'DELIVERED', n FROM number WHERE ? > 0`,
  ).run(events, events);
  db.close();
}

const CONFIG = toConfig(
  { method: 'POST', url: 'https://127.0.0.1:9/callbacks', template: '{"id":{ID}}' },
  null,
);
