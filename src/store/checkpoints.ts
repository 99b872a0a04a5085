import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type BetterSqlite3 from 'better-sqlite3';

/** `PASSIVE` goes as far as it gets beside whoever writes; `RESTART` has writers wait and begins the log anew. */
export type CheckpointMode = 'PASSIVE' | 'RESTART';

/** How often the length of the log is looked at, in real ms. */
const LOOK_EVERY_MS = 200;

const MEGABYTE = 1024 * 1024;
/** From this length on the log is carried over. */
const WORTHWHILE = 8 * MEGABYTE;
/** From this length on it is begun anew as well. */
const LONG = 128 * MEGABYTE;

/**
 * Carries the write-ahead log of a store over into its file, on a thread of its own: where SQLite does so itself, in
 * the middle of some transaction, everybody waits for the disk. The thread begins when it is first needed.
 * @returns what ends it
 */
export function keepCheckpoints(db: BetterSqlite3.Database): () => void {
  /** Null: there can be none, and the work is done here. */
  let thread: Worker | null | undefined;
  let underWay = false;

  const look = () => {
    const length = statSync(`${db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (underWay || length < WORTHWHILE) return;
    const mode: CheckpointMode = length < LONG ? 'PASSIVE' : 'RESTART';
    if (thread === undefined) thread = start();
    if (thread === null) {
      db.pragma(`wal_checkpoint(${mode})`);
      return;
    }
    underWay = true;
    thread.postMessage(mode);
  };
  const start = () => {
    // A thread could not load the sources: it comes with the built package.
    if (import.meta.url.endsWith('.ts')) return null;
    const begun = new Worker(new URL('./checkpoint-thread.cjs', import.meta.url), {
      workerData: { file: db.name },
    });
    begun.unref();
    begun.on('message', () => {
      underWay = false;
    });
    begun.on('error', () => {
      thread = null;
      underWay = false;
    });
    return begun;
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    void thread?.terminate();
  };
}
