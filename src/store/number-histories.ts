import type { CommunicationType } from '../core/vocabulary.ts';
import type { Database } from './database.ts';

/** What there was between a customer and a number. */
export interface NumberHistory {
  customerId: number;
  /** MSISDN digits. */
  number: string;
  /** Communications of each type. */
  counts: Record<CommunicationType, number>;
  /** `seq` of the last of them; 0: none. */
  lastSeq: number;
  /** The last texts, as `core/recent-texts.ts` writes them; null: none. */
  recent: Uint8Array | null;
}

type Row = [
  outgoingSms: number,
  incomingSms: number,
  outgoingCalls: number,
  incomingCalls: number,
  lastSeq: number,
  recent: Buffer | null,
];

export function numberHistoryStore(db: Database) {
  const get = db
    .prepare<[number, string], Row>(
      `SELECT outgoing_sms, incoming_sms, outgoing_calls, incoming_calls, last_seq, recent FROM number_histories
       WHERE customer_id = ? AND number = ?`,
    )
    .raw();
  const put = db.prepare('INSERT OR REPLACE INTO number_histories VALUES (?, ?, ?, ?, ?, ?, ?, ?)');

  return {
    /** One without anything in it when there was nothing yet. */
    get(customerId: number, number: string): NumberHistory {
      const row = get.get(customerId, number) as Row | undefined;
      return {
        customerId,
        number,
        counts: {
          OUTGOING_SMS: row?.[0] ?? 0,
          INCOMING_SMS: row?.[1] ?? 0,
          OUTGOING_CALL: row?.[2] ?? 0,
          INCOMING_CALL: row?.[3] ?? 0,
        },
        lastSeq: row?.[4] ?? 0,
        recent: row?.[5] ?? null,
      };
    },
    put({ customerId, number, counts, lastSeq, recent }: NumberHistory): void {
      put.run(
        customerId,
        number,
        counts.OUTGOING_SMS,
        counts.INCOMING_SMS,
        counts.OUTGOING_CALL,
        counts.INCOMING_CALL,
        lastSeq,
        recent,
      );
    },
  };
}
