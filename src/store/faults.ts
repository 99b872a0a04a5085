import type { EndpointName } from '../core/endpoints.ts';
import type { AnyFault, ApiFault, Fault, FaultTarget } from '../core/faults.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage } from './page.ts';

export type NewFault = Omit<AnyFault, 'id' | 'struck' | 'createdAt'>;

interface Row {
  id: number;
  target: FaultTarget;
  kind: AnyFault['kind'];
  callback_id: number | null;
  endpoint: EndpointName | null;
  customer_id: number | null;
  probability: number;
  remaining: number | null;
  struck: number;
  occasions: number;
  delay_ms: number;
  trickle_ms: number;
  retry_after_seconds: number;
  created_at: number;
}

const fromRow = (row: Row): AnyFault => ({
  id: row.id,
  target: row.target,
  kind: row.kind,
  callbackId: row.callback_id,
  endpoint: row.endpoint,
  customerId: row.customer_id,
  probability: row.probability,
  remaining: row.remaining,
  struck: row.struck,
  delayMs: row.delay_ms,
  trickleMs: row.trickle_ms,
  retryAfterSeconds: row.retry_after_seconds,
  createdAt: row.created_at,
});

/** Faults that are switched on, with how often they struck; used-up ones stay until they are removed. */
export function faultStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO faults (target, kind, callback_id, endpoint, customer_id, probability, remaining, delay_ms, trickle_ms,
       retry_after_seconds, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<[number], Row>('SELECT * FROM faults WHERE id = ?');
  const page = db.prepare<[number, number], Row>('SELECT * FROM faults WHERE id > ? ORDER BY id LIMIT ?');
  const active = db.prepare<[number], Row>(
    `SELECT * FROM faults WHERE target = 'callback' AND (callback_id IS NULL OR callback_id = ?)
       AND (remaining IS NULL OR remaining > 0) ORDER BY id`,
  );
  const activeForCall = db.prepare<[string, number | null], Row>(
    `SELECT * FROM faults WHERE target = 'api' AND (endpoint IS NULL OR endpoint = ?)
       AND (customer_id IS NULL OR customer_id = ?) AND (remaining IS NULL OR remaining > 0) ORDER BY id`,
  );
  const targets = db.prepare<[], FaultTarget>('SELECT DISTINCT target FROM faults').pluck();
  const occasion = db.prepare('UPDATE faults SET occasions = occasions + 1 WHERE id = ?');
  const strike = db.prepare('UPDATE faults SET struck = struck + 1, remaining = remaining - 1 WHERE id = ?');
  const remove = db.prepare('DELETE FROM faults WHERE id = ?');
  const removeAll = db.prepare('DELETE FROM faults');

  /** Those that there are faults for: asked with every delivery, attempt and call, while there seldom is any. */
  let any: ReadonlySet<FaultTarget> | null = null;
  const isAny = (target: FaultTarget) => {
    any ??= new Set(targets.all());
    return any.has(target);
  };

  return {
    /** What was read is out of date. */
    forget(): void {
      any = null;
    },
    create(fault: NewFault, now: number): AnyFault {
      any = null;
      const { lastInsertRowid } = insert.run(
        fault.target,
        fault.kind,
        fault.callbackId,
        fault.endpoint,
        fault.customerId,
        fault.probability,
        fault.remaining,
        fault.delayMs,
        fault.trickleMs,
        fault.retryAfterSeconds,
        now,
      );
      return { id: Number(lastInsertRowid), ...fault, struck: 0, createdAt: now };
    },
    get(id: number): AnyFault | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    list({ limit, after }: PageRequest): Page<AnyFault> {
      return toPage(page.all(after ?? 0, limit + 1), limit, (row) => row.id, fromRow);
    },
    /** Those that may still strike this callback. */
    active(callbackId: number): Fault[] {
      return isAny('callback') ? active.all(callbackId).map((row) => fromRow(row) as Fault) : [];
    },
    /** Those that may still strike a call of this endpoint; `customerId` null: of nobody that we know. */
    activeForCall(endpoint: EndpointName, customerId: number | null): ApiFault[] {
      if (!isAny('api')) return [];
      return activeForCall
        .all(endpoint, customerId)
        .map((row) => ({ ...fromRow(row), occasions: row.occasions }) as ApiFault);
    },
    /** Counts a call that it might have struck. */
    countOccasion(id: number): void {
      occasion.run(id);
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
      any = null;
      removeAll.run();
    },
  };
}
