import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toConfig } from '../../src/api/control/callback-schemas.ts';
import { Changes } from '../../src/callbacks/changes.ts';
import type { CallbackContext } from '../../src/callbacks/context.ts';
import { SendingCounts } from '../../src/callbacks/counts.ts';
import type { Line } from '../../src/callbacks/lines.ts';
import { Outbox } from '../../src/callbacks/outbox.ts';
import { Recorder } from '../../src/callbacks/recorder.ts';
import { type AttemptResult, NO_PEER } from '../../src/callbacks/transport/contract.ts';
import { compileCallback } from '../../src/core/template/compile.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { type Scratch, scratch } from '../support/files.ts';

const CONFIG = toConfig(
  { method: 'POST', url: 'https://127.0.0.1:9/callbacks', template: '{"id":{ID}}', concurrency: 2 },
  null,
);

const answered = (status: number): AttemptResult => ({
  ok: status < 300,
  status,
  error: status < 300 ? null : `the receiver answered ${status}`,
  peer: NO_PEER,
  responseHeaders: {},
  responseBody: '',
  responseCut: false,
  timing: { connectMs: null, firstByteMs: 1, totalMs: 2 },
  request: { method: 'POST', url: CONFIG.url, headers: {} },
  retryAfterMs: null,
});

let directory: Scratch;
let store: Store;
/** Of the store, beside the platform. */
let beside: BetterSqlite3.Database;
beforeEach(() => {
  directory = scratch();
  store = openStore(directory.path);
  beside = new BetterSqlite3(join(directory.path, 'store.sqlite'));
});
afterEach(() => {
  beside.close();
  store.close();
  directory.remove();
});

it('has a delivery sent again whose failure could not be stored, though later results could', () => {
  const customer = {
    name: 'Acme',
    accountLevel: 'CONFIRMED',
    testMode: false,
    whitelistMode: false,
  } as const;
  const { id: customerId } = store.customers.create(customer, 'key', 0);
  const callback = store.callbacks.create({ customerId, enabled: true, cursor: 0, config: CONFIG }, 0);
  beside
    .prepare(
      `INSERT INTO events (communication_seq, communication_id, customer_id, type, at, sent_at)
       VALUES (1, 11, $id, 'OUTGOING_SMS', 1, 1), (2, 12, $id, 'OUTGOING_SMS', 2, 2)`,
    )
    .run({ id: customerId });
  const nothing = () => {};
  const context = {
    store,
    clock: { now: () => 0 },
    seed: '1',
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    retry: { maxAttempts: 10, baseMs: 1000, capMs: 1000 },
    keep: { attempts: 100, ageMs: 1000 },
    changes: new Changes(),
  } as unknown as CallbackContext;
  const line: Line = { callback, compiled: compileCallback(CONFIG), start: nothing };
  const recorder = new Recorder(context, new SendingCounts());
  const open = () => new Outbox(context, callback, line, nothing);
  const bodies = (outbox: Outbox) => outbox.take(0, new Set()).map(({ request }) => String(request.body));

  const outbox = open();
  const [refused, taken] = outbox.take(0, new Set());
  beside.exec(
    `CREATE TRIGGER full BEFORE INSERT ON deliveries BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
  );
  recorder.record(outbox, refused!.delivery, refused!.request.body, answered(503), 0, []);
  expect(() => recorder.flush()).toThrow('the disk is full');
  beside.exec('DROP TRIGGER full');
  recorder.record(outbox, taken!.delivery, taken!.request.body, answered(204), 0, []);
  recorder.flush();

  expect(() => outbox.mustBeSound()).toThrow('the disk is full');
  expect(bodies(open())).toContain('{"id":11}');
});
