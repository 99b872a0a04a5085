import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { scratch } from '../support/files.ts';

const PURGES = 5;
const LONG_TEXT = 'x'.repeat(200_000);

/** Carries the log over again and again, as the thread does that keeps it short. */
const CHECKPOINTS = `
const { parentPort, workerData } = require('node:worker_threads');
const db = require('better-sqlite3')(workerData);
const end = new Int32Array(new SharedArrayBuffer(4));
parentPort.postMessage(end.buffer);
while (Atomics.load(end, 0) === 0) db.pragma('wal_checkpoint(PASSIVE)');
db.close();
`;

it('the log is emptied also while another thread carries it over', async () => {
  const folder = scratch();
  const store = openStore(folder.path);
  const checkpoints = new Worker(CHECKPOINTS, { eval: true, workerData: join(folder.path, 'store.sqlite') });
  const exited = once(checkpoints, 'exit');
  const [buffer]: [SharedArrayBuffer] = (await once(checkpoints, 'message')) as [SharedArrayBuffer];
  try {
    for (let purge = 0; purge < PURGES; purge++) {
      store.transaction(() => {
        for (let name = 0; name < 50; name++)
          store.properties.named(String(name)).write(`${purge}${LONG_TEXT}`);
      });
      store.purge();
      expect(statSync(join(folder.path, 'store.sqlite-wal')).size).toBe(0);
    }
  } finally {
    Atomics.store(new Int32Array(buffer), 0, 1);
    await exited;
    store.close();
    folder.remove();
  }
});
