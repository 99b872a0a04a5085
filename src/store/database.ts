import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { MIGRATIONS } from './schema.ts';

export type Database = BetterSqlite3.Database;

/** Value of the setting `dataDir` that keeps everything in memory. */
export const IN_MEMORY = ':memory:';

/**
 * Opens the store in `dataDir` (made when missing, readable by its owner alone), or in memory, and brings its
 * schema up to date.
 *
 * What a finished transaction wrote survives a killed process (write-ahead log, synchronous NORMAL); it may be
 * lost when the machine itself loses power.
 * @throws Error in plain words when it cannot be opened: another process has it, a newer version wrote it, …
 */
export function openDatabase(dataDir: string): Database {
  const inMemory = dataDir === IN_MEMORY;
  const file = inMemory ? IN_MEMORY : join(dataDir, 'store.sqlite');
  let db: Database | undefined;
  try {
    if (!inMemory) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    db = new BetterSqlite3(file, { timeout: 0 });
    if (!inMemory) {
      chmodSync(file, 0o600);
      holdAlone(db);
    }
    db.pragma('foreign_keys = ON');
    db.pragma('cache_size = -32000');
    migrate(db);
    db.exec('DELETE FROM staged_recipients');
    return db;
  } catch (error) {
    db?.close();
    throw inPlainWords(error as NodeJS.ErrnoException, file);
  }
}

/** Two platforms on one store would both send every callback: the first one keeps the file to itself. */
function holdAlone(db: Database): void {
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  // A checkpoint waits for the disk: one each 16 MiB of log, not each 4.
  db.pragma('wal_autocheckpoint = 4096');
  db.exec('BEGIN IMMEDIATE; COMMIT');
}

function inPlainWords(error: NodeJS.ErrnoException, file: string): Error {
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

function migrate(db: Database): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > MIGRATIONS.length) {
    throw new Error(
      `the store was written by a newer mock-wiraya (schema ${version}, this one knows ${MIGRATIONS.length}): upgrade, or use another dataDir`,
    );
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      db.exec(migration);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}
