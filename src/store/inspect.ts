import { existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { holdAlone, inPlainWords, refuseForeignVersion } from './database.ts';

/** What a store's file turned out to be. */
export interface InspectedStore {
  file: string;
  /** Length in bytes, without the write-ahead log. */
  bytes: number;
  /** Schema that it was written with. */
  version: number;
  /** A platform has it open. */
  inUse: boolean;
  /** What SQLite found damaged; empty: nothing. */
  damage: readonly string[];
}

/**
 * Looks at the store in a folder without changing anything, whether or not a platform has it open. All of it is read.
 * @returns null: there is none
 * @throws Error in plain words when it cannot be used
 */
export function inspectStore(dataDir: string): InspectedStore | null {
  const file = join(dataDir, 'store.sqlite');
  if (!existsSync(file)) return null;
  let db: BetterSqlite3.Database | undefined;
  try {
    db = new BetterSqlite3(file, { readonly: true });
    const read = (pragma: string) => Number(db!.pragma(pragma, { simple: true }));
    const version = read('user_version');
    refuseForeignVersion(version);
    const found = db.prepare<[], string>('PRAGMA quick_check(5)').pluck().all();
    return {
      file,
      bytes: read('page_count') * read('page_size'),
      version,
      inUse: isInUse(dataDir),
      damage: found.filter((words) => words !== 'ok'),
    };
  } catch (error) {
    throw inPlainWords(error as NodeJS.ErrnoException, file);
  } finally {
    db?.close();
  }
}

function isInUse(dataDir: string): boolean {
  const file = join(dataDir, 'store.lock');
  if (!existsSync(file)) return false;
  try {
    holdAlone(file).close();
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('SQLITE_BUSY')) return true;
    throw error;
  }
}
