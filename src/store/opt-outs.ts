import type { Database } from './database.ts';
import { isNumberDigest, numberDigest } from './number-digest.ts';
import type { PageRequest } from './page.ts';

/** A recipient who does not want to be sent to. */
export interface OptOut {
  customerId: number;
  /** MSISDN digits, or once personal data has been cleared what `numberDigest` makes of them. */
  number: string;
  /** Platform ms. */
  at: number;
  /** The incoming SMS that said so; null: somebody entered it. */
  communicationId: number | null;
}

interface Row {
  customer_id: number;
  number: string;
  at: number;
  communication_id: number | null;
}

const fromRow = (row: Row): OptOut => ({
  customerId: row.customer_id,
  number: row.number,
  at: row.at,
  communicationId: row.communication_id,
});

/** Asked with every communication, so all of them are in memory too. */
export function optOutStore(db: Database) {
  const all = db.prepare<[], Row>('SELECT * FROM opt_outs');
  const page = db.prepare<[number, number, number], Row>(
    'SELECT * FROM opt_outs WHERE customer_id = ? ORDER BY number LIMIT ? OFFSET ?',
  );
  const ofNumber = db.prepare<[number, string, string], Row>(
    'SELECT * FROM opt_outs WHERE customer_id = ? AND number IN (?, ?) LIMIT 1',
  );
  const add = db.prepare('INSERT OR REPLACE INTO opt_outs VALUES (?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM opt_outs WHERE customer_id = ? AND number = ?');
  const removeAll = db.prepare('DELETE FROM opt_outs WHERE customer_id = ?');

  const keyOf = (customerId: number, number: string) => `${customerId}/${number}`;
  let known: Set<string> | null = null;
  let anyDigest = false;
  const keys = () => {
    if (known !== null) return known;
    const rows = all.all();
    anyDigest = rows.some(({ number }) => isNumberDigest(number));
    known = new Set(rows.map((row) => keyOf(row.customer_id, row.number)));
    return known;
  };

  return {
    /** What was read is out of date. */
    forget(): void {
      known = null;
    },
    has(customerId: number, number: string): boolean {
      if (keys().has(keyOf(customerId, number))) return true;
      return anyDigest && keys().has(keyOf(customerId, numberDigest(customerId, number)));
    },
    add({ customerId, number, at, communicationId }: OptOut): void {
      add.run(customerId, number, at, communicationId);
      keys().add(keyOf(customerId, number));
    },
    /** @returns whether there was one */
    remove(customerId: number, number: string): boolean {
      const both = [number, numberDigest(customerId, number)];
      for (const one of both) keys().delete(keyOf(customerId, one));
      return both.filter((one) => remove.run(customerId, one).changes > 0).length > 0;
    },
    removeAll(customerId: number): void {
      removeAll.run(customerId);
      known = null;
    },
    /** A number's; null: it has not opted out. */
    get(customerId: number, number: string): OptOut | null {
      const row = ofNumber.get(customerId, number, numberDigest(customerId, number));
      return row ? fromRow(row) : null;
    },
    /** By number; `after` is how many come before. */
    list(customerId: number, { limit, after = 0 }: PageRequest): { items: OptOut[]; next: number | null } {
      const rows = page.all(customerId, limit + 1, after);
      const items = rows.slice(0, limit).map(fromRow);
      return { items, next: rows.length > limit ? after + limit : null };
    },
  };
}
