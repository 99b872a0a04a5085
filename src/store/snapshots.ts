import { statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { invalid } from '../core/refusal.ts';
import type { Database } from './database.ts';
import { LAST_VERSION } from './schema.ts';

interface Table {
  name: string;
  sql: string;
}

const TABLES = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name";

/** Pages written between two turns of the event loop. */
const PAGES_AT_ONCE = 200;

/** The whole store as one file, and back. */
export function snapshots(db: Database) {
  return {
    /** Writes all that is stored now to a new file, while requests are answered. */
    async write(file: string): Promise<void> {
      await db.backup(file, { progress: () => PAGES_AT_ONCE });
      const copy = new BetterSqlite3(file);
      try {
        // A file by itself, without one of the changes beside it.
        copy.pragma('journal_mode = DELETE');
        copy.exec('DELETE FROM staged_recipients');
      } finally {
        copy.close();
      }
    },
    /** @throws Refusal when it is no file that `write` wrote */
    check: (file: string): void => mustBeSnapshot(file, tablesOf(db)),
    /**
     * Puts what a file that has been checked holds in the place of everything, all at once.
     * @param mustBeGood throws when what is there now cannot be used
     * @throws what `mustBeGood` throws; nothing has changed then
     */
    restore(file: string, mustBeGood: () => void): void {
      db.prepare('ATTACH ? AS snapshot').run(file);
      // Table by table, what refers to another one would go with it.
      db.pragma('foreign_keys = OFF');
      try {
        db.transaction(() => {
          for (const { name } of tablesOf(db).filter(({ sql }) => sql.startsWith('CREATE TABLE'))) {
            db.exec(`DELETE FROM main.${name}; INSERT INTO main.${name} SELECT * FROM snapshot.${name}`);
          }
          db.exec(
            'DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM snapshot.sqlite_sequence',
          );
          mustBeGood();
        }).immediate();
      } finally {
        db.pragma('foreign_keys = ON');
        db.exec('DETACH snapshot');
      }
    },
  };
}

function tablesOf(db: Database): Table[] {
  return db.prepare<[], Table>(TABLES).all();
}

/** A file of a stranger may hold anything: what is not exactly as we write it is not read. */
function mustBeSnapshot(file: string, tables: readonly Table[]): void {
  const refusal = (problem: string) =>
    invalid('', problem, 'a file that GET /v1/snapshot of this version gave');
  let db: Database | undefined;
  try {
    db = new BetterSqlite3(file);
    const version = db.pragma('user_version', { simple: true });
    if (version !== LAST_VERSION)
      throw refusal(`it is no snapshot of schema ${LAST_VERSION}, but of ${String(version)}`);
    if (JSON.stringify(tablesOf(db)) !== JSON.stringify(tables)) throw refusal('it has other tables');
    const [pages, size] = ['page_count', 'page_size'].map(
      (name) => db!.pragma(name, { simple: true }) as number,
    );
    if (statSync(file).size !== pages! * size!) throw refusal('its end is missing');
    const damage = db.pragma('quick_check(1)', { simple: true });
    if (damage !== 'ok') throw refusal(`it is damaged: ${String(damage)}`);
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0)
      throw refusal('it is damaged: something refers to what is not there');
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError) throw refusal(`it cannot be read: ${error.message}`);
    throw error;
  } finally {
    db?.close();
  }
}
