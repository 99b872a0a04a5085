// Carries the write-ahead log over into the store, which waits for the disk.
import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type { CheckpointMode } from './checkpoints.ts';

const db = new BetterSqlite3(workerData.file, { fileMustExist: true });
db.pragma('synchronous = NORMAL');

parentPort!.on('message', (mode: CheckpointMode) => {
  // The longer part first, for which nobody need wait.
  if (mode === 'RESTART') db.pragma('wal_checkpoint(PASSIVE)');
  db.pragma(`wal_checkpoint(${mode})`);
  parentPort!.postMessage(mode);
});
