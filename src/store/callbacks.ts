import type { CallbackConfig } from '../core/callback-config.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage, where } from './page.ts';

/** A registered callback. */
export interface Callback {
  id: number;
  customerId: number;
  /** A disabled callback sends nothing and keeps its place in the log. */
  enabled: boolean;
  /** ID of the last event that has been made into a delivery, or passed over. */
  cursor: number;
  config: CallbackConfig;
  createdAt: number;
}

interface Row {
  id: number;
  customer_id: number;
  enabled: number;
  cursor: number;
  config: string;
  created_at: number;
}

const fromRow = (row: Row): Callback => ({
  id: row.id,
  customerId: row.customer_id,
  enabled: row.enabled === 1,
  cursor: row.cursor,
  config: JSON.parse(row.config),
  createdAt: row.created_at,
});

export function callbackStore(db: Database) {
  const insert = db.prepare(
    'INSERT INTO callbacks (customer_id, enabled, cursor, config, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const update = db.prepare('UPDATE callbacks SET enabled = ?, config = ? WHERE id = ?');
  const moveCursor = db.prepare('UPDATE callbacks SET cursor = ? WHERE id = ?');
  const cursor = db.prepare<[number], { cursor: number }>('SELECT cursor FROM callbacks WHERE id = ?');
  const byId = db.prepare<[number], Row>('SELECT * FROM callbacks WHERE id = ?');
  const enabled = db.prepare<[], Row>('SELECT * FROM callbacks WHERE enabled = 1 ORDER BY id');
  const unchanged = db.prepare<[number, string], unknown>(
    'SELECT 1 FROM callbacks WHERE id = ? AND enabled = 1 AND config = ?',
  );
  const ofCustomer = db.prepare<[number], Row>('SELECT * FROM callbacks WHERE customer_id = ? ORDER BY id');
  const remove = db.prepare('DELETE FROM callbacks WHERE id = ?');

  let revision = 0;
  const puts = new Map<number, number>();

  return {
    /** What was read is out of date. */
    forget(): void {
      // How often a cursor was put is kept: a sender under way would take it for put, or not see that it was.
      revision += 1;
    },
    /** Another number whenever someone has changed, moved or removed a callback, so that a sender need not ask each time. */
    revision: () => revision,
    create(callback: Omit<Callback, 'id' | 'createdAt'>, now: number): Callback {
      const { lastInsertRowid } = insert.run(
        callback.customerId,
        Number(callback.enabled),
        callback.cursor,
        JSON.stringify(callback.config),
        now,
      );
      return { id: Number(lastInsertRowid), ...callback, createdAt: now };
    },
    /** Stores whether it is enabled, and its configuration. */
    update(callback: Callback): void {
      revision += 1;
      update.run(Number(callback.enabled), JSON.stringify(callback.config), callback.id);
    },
    /** Where the callback has come to in the log. */
    cursor(id: number): number {
      return cursor.get(id)?.cursor ?? 0;
    },
    /** Notes that the callback has come so far. */
    moveCursor(id: number, cursor: number): void {
      moveCursor.run(cursor, id);
    },
    /** Puts the callback somewhere else in the log, whatever it is sending. */
    putCursor(id: number, cursor: number): void {
      revision += 1;
      puts.set(id, (puts.get(id) ?? 0) + 1);
      moveCursor.run(cursor, id);
    },
    /** How often that has been done. */
    puts: (id: number): number => puts.get(id) ?? 0,
    /** Its deliveries are to be removed first; events stay. */
    remove(id: number): void {
      revision += 1;
      remove.run(id);
    },
    get(id: number): Callback | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    enabled(): Callback[] {
      return enabled.all().map(fromRow);
    },
    /** Whether the callback is enabled and its configuration is still this one. */
    stillSends({ id, config }: Callback): boolean {
      return unchanged.get(id, JSON.stringify(config)) !== undefined;
    },
    ofCustomer(customerId: number): Callback[] {
      return ofCustomer.all(customerId).map(fromRow);
    },
    list({ limit, after }: PageRequest, customerId?: number): Page<Callback> {
      const { clause, values } = where({ 'id > ?': after ?? 0, 'customer_id = ?': customerId });
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM callbacks ${clause} ORDER BY id LIMIT ?`)
        .all(...values, limit + 1);
      return toPage(rows, limit, (row) => row.id, fromRow);
    },
  };
}
