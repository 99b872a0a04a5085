import type { CallbackFaultKind, Fault } from '../core/faults.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage } from './page.ts';

export type NewFault = Omit<Fault, 'id' | 'struck' | 'createdAt'>;

interface Row {
  id: number;
  kind: CallbackFaultKind;
  callback_id: number | null;
  probability: number;
  remaining: number | null;
  struck: number;
  delay_ms: number;
  trickle_ms: number;
  created_at: number;
}

const fromRow = (row: Row): Fault => ({
  id: row.id,
  kind: row.kind,
  callbackId: row.callback_id,
  probability: row.probability,
  remaining: row.remaining,
  struck: row.struck,
  delayMs: row.delay_ms,
  trickleMs: row.trickle_ms,
  createdAt: row.created_at,
});

/** Faults that are switched on, with how often they struck; used-up ones stay until they are removed. */
export function faultStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO faults (kind, callback_id, probability, remaining, delay_ms, trickle_ms, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<[number], Row>('SELECT * FROM faults WHERE id = ?');
  const page = db.prepare<[number, number], Row>('SELECT * FROM faults WHERE id > ? ORDER BY id LIMIT ?');
  const active = db.prepare<[number], Row>(
    `SELECT * FROM faults WHERE (callback_id IS NULL OR callback_id = ?) AND (remaining IS NULL OR remaining > 0)
     ORDER BY id`,
  );
  const strike = db.prepare('UPDATE faults SET struck = struck + 1, remaining = remaining - 1 WHERE id = ?');
  const remove = db.prepare('DELETE FROM faults WHERE id = ?');
  const removeAll = db.prepare('DELETE FROM faults');

  /** Asked with every delivery and attempt, while there seldom is any. */
  let any: boolean | null = null;

  return {
    /** What was read is out of date. */
    forget(): void {
      any = null;
    },
    create(fault: NewFault, now: number): Fault {
      any = null;
      const { lastInsertRowid } = insert.run(
        fault.kind,
        fault.callbackId,
        fault.probability,
        fault.remaining,
        fault.delayMs,
        fault.trickleMs,
        now,
      );
      return { id: Number(lastInsertRowid), ...fault, struck: 0, createdAt: now };
    },
    get(id: number): Fault | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    list({ limit, after }: PageRequest): Page<Fault> {
      return toPage(page.all(after ?? 0, limit + 1), limit, (row) => row.id, fromRow);
    },
    /** Those that may still strike this callback. */
    active(callbackId: number): Fault[] {
      any ??= page.all(0, 1).length > 0;
      return any ? active.all(callbackId).map(fromRow) : [];
    },
    /** Counts one strike; of a number of strikes to come it takes one off. */
    strike(id: number): void {
      strike.run(id);
    },
    remove(id: number): void {
      any = null;
      remove.run(id);
    },
    removeAll(): void {
      any = false;
      removeAll.run();
    },
  };
}
