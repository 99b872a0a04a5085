import type { Database } from './database.ts';

/** A communication that was sent through `EnqueueCommunications`. */
export interface Enqueued {
  /** The communication's place in the order of acceptance. */
  communicationSeq: number;
  communicationId: number;
  customerId: number;
  /** As the customer named it. */
  clientMessageId: string;
}

interface Row {
  communication_seq: number;
  communication_id: number;
  customer_id: number;
  client_message_id: string;
}

const fromRow = (row: Row): Enqueued => ({
  communicationSeq: row.communication_seq,
  communicationId: row.communication_id,
  customerId: row.customer_id,
  clientMessageId: row.client_message_id,
});

/** What was enqueued under which name. */
export function enqueuedStore(db: Database) {
  const insert = db.prepare('INSERT INTO enqueued VALUES (?, ?, ?, ?)');
  const first = db
    .prepare<[number, string], number>(
      `SELECT communication_id FROM enqueued WHERE customer_id = ? AND client_message_id = ?
       ORDER BY communication_seq LIMIT 1`,
    )
    .pluck();
  const of = db.prepare<[string], Row>(
    'SELECT * FROM enqueued WHERE communication_seq IN (SELECT value FROM json_each(?))',
  );

  return {
    add({ communicationSeq, communicationId, customerId, clientMessageId }: Enqueued): void {
      insert.run(communicationSeq, communicationId, customerId, clientMessageId);
    },
    /** ID of the first communication that the customer named so; null: there is none. */
    first(customerId: number, clientMessageId: string): number | null {
      return first.get(customerId, clientMessageId) ?? null;
    },
    /** By communication; those that were sent another way have none. */
    of(communicationSeqs: readonly number[]): Map<number, Enqueued> {
      const rows = of.all(JSON.stringify(communicationSeqs));
      return new Map(rows.map((row) => [row.communication_seq, fromRow(row)]));
    },
  };
}
