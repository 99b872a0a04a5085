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
 * @throws Error when another process has it open, or a newer version wrote it
 */
export function openDatabase(dataDir: string): Database {
  const inMemory = dataDir === IN_MEMORY;
  if (!inMemory) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = inMemory ? IN_MEMORY : join(dataDir, 'store.sqlite');
  const db = new BetterSqlite3(file, { timeout: 0 });
  try {
    if (!inMemory) {
      chmodSync(file, 0o600);
      holdAlone(db, file);
    }
    db.pragma('foreign_keys = ON');
    db.pragma('cache_size = -32000');
    migrate(db);
    db.exec('DELETE FROM staged_recipients');
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Two platforms on one store would both send every callback: the first one keeps the file to itself. */
function holdAlone(db: Database, file: string): void {
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new Error(`${file} is in use by another mock-wiraya: stop that one, or give this one another dataDir`);
    }
    throw error;
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
