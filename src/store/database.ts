import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { keepCheckpoints } from './checkpoints.ts';
import { IN_MEMORY } from './in-memory.ts';
import { FIRST_VERSION, LAST_VERSION, MIGRATIONS } from './schema.ts';

export type Database = BetterSqlite3.Database;

/** Real ms that a write waits for the write-ahead log to be begun anew. */
const BUSY_TIMEOUT_MS = 10_000;

/** An open store, and what closes it with all that belongs to it. */
export interface OpenDatabase {
  db: Database;
  close: () => void;
}

/**
 * Opens the store in `dataDir` (made when missing, readable by its owner alone), or in memory, and brings its
 * schema up to date.
 *
 * What a finished transaction wrote survives a killed process (write-ahead log, synchronous NORMAL); it may be
 * lost when the machine itself loses power.
 * @throws Error in plain words when it cannot be opened: another process has it, a newer version wrote it, …
 */
export function openDatabase(dataDir: string): OpenDatabase {
  if (dataDir === IN_MEMORY) {
    const db = prepared(new BetterSqlite3(IN_MEMORY));
    return { db, close: () => db.close() };
  }
  const file = join(dataDir, 'store.sqlite');
  let lock: Database | undefined;
  let db: Database | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    lock = holdAlone(join(dataDir, 'store.lock'));
    db = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS });
    chmodSync(file, 0o600);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    // Carried over beside our work, not in the middle of it.
    db.pragma('wal_autocheckpoint = 0');
    prepared(db);
  } catch (error) {
    db?.close();
    lock?.close();
    throw inPlainWords(error as NodeJS.ErrnoException, file);
  }
  const endCheckpoints = keepCheckpoints(db);
  return {
    db,
    close: () => {
      endCheckpoints();
      db.close();
      lock.close();
    },
  };
}

function prepared(db: Database): Database {
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -8000');
  migrate(db);
  // What an upload has left that was not finished; seldom any, and to delete nothing is a write too.
  if (db.prepare('SELECT 1 FROM staged_recipients').get()) db.exec('DELETE FROM staged_recipients');
  return db;
}

/**
 * Two platforms on one store would both send every callback: the first one holds this file, for as long as its
 * process lives. Not the store's own: threads of ours open that too.
 */
export function holdAlone(file: string): Database {
  const lock = new BetterSqlite3(file, { timeout: 0 });
  try {
    chmodSync(file, 0o600);
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE; COMMIT');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** What an error means that came while the store was opened. */
export function inPlainWords(error: NodeJS.ErrnoException, file: string): Error {
  if (error.code?.startsWith('SQLITE_BUSY')) {
    return new Error(
      `${file} is in use by another mock-wiraya: stop that one, or give this one another dataDir`,
    );
  }
  switch (error.code) {
    case 'SQLITE_NOTADB':
      return new Error(`${file} is not a store of mock-wiraya: move it away, or use another dataDir`);
    case 'SQLITE_CANTOPEN':
    case 'EACCES':
    case 'EEXIST':
    case 'ENOTDIR':
      return new Error(
        `${file} cannot be opened (${error.message}): dataDir must be a folder that this user may write to`,
      );
    default:
      return error;
  }
}

/** @throws Error in plain words for a store that this version cannot use */
export function refuseForeignVersion(version: number): void {
  if (version > LAST_VERSION) {
    throw new Error(
      `the store was written by a newer mock-wiraya (schema ${version}, this one knows ${LAST_VERSION}): upgrade, or use another dataDir`,
    );
  }
  if (version > 0 && version < FIRST_VERSION) {
    throw new Error('the store was made before the first release: move it away, or use another dataDir');
  }
}

function migrate(db: Database): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  refuseForeignVersion(version);
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (FIRST_VERSION + index <= version) continue;
    db.transaction(() => {
      db.exec(migration);
      db.pragma(`user_version = ${FIRST_VERSION + index}`);
    })();
  }
}
