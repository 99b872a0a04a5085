// Carries the write-ahead log over into the store, which waits for the disk.
import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type { CheckpointMode } from './checkpoints.ts';

/** Before whoever writes has to wait. */
const PASSES = 3;

const db = new BetterSqlite3(workerData.file, { fileMustExist: true });
db.pragma('synchronous = NORMAL');

parentPort!.on('message', (mode: CheckpointMode) => {
  // The longer part first, for which nobody need wait; each time less is written meanwhile.
  if (mode === 'RESTART') for (let pass = 0; pass < PASSES; pass++) db.pragma('wal_checkpoint(PASSIVE)');
  db.pragma(`wal_checkpoint(${mode})`);
  parentPort!.postMessage(mode);
});
