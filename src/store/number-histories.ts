import { withText } from '../core/recent-texts.ts';
import type { CommunicationType } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { WrittenLater } from './written-later.ts';

/** What there was between a customer and a number. */
export interface NumberHistory {
  customerId: number;
  /** MSISDN digits. */
  number: string;
  /** Communications of each type. */
  counts: Record<CommunicationType, number>;
  /** `seq` of the last of them; 0: none. */
  lastSeq: number;
  /** The last texts, as `core/recent-texts.ts` writes them. */
  recent: string;
}

type Row = [
  outgoingSms: number,
  incomingSms: number,
  outgoingCalls: number,
  incomingCalls: number,
  lastSeq: number,
  recent: string,
];

interface CommunicationRow {
  seq: number;
  customer_id: number;
  type: CommunicationType;
  recipient: string;
  sender: string;
  nth: number;
  content: string | null;
  accepted_at: number;
}

/** By customer and number: a key made of both would be put together anew for each look. */
class Histories {
  readonly #byCustomer = new Map<number, Map<string, NumberHistory>>();
  size = 0;

  get(customerId: number, number: string): NumberHistory | undefined {
    return this.#byCustomer.get(customerId)?.get(number);
  }

  set(history: NumberHistory): void {
    const { customerId, number } = history;
    let ofCustomer = this.#byCustomer.get(customerId);
    if (!ofCustomer) {
      ofCustomer = new Map();
      this.#byCustomer.set(customerId, ofCustomer);
    }
    const before = ofCustomer.size;
    ofCustomer.set(number, history);
    this.size += ofCustomer.size - before;
  }

  values(): NumberHistory[] {
    return [...this.#byCustomer.values()].flatMap((ofCustomer) => [...ofCustomer.values()]);
  }
}

/** Histories that are written together, unless told otherwise. */
const TOGETHER = 30_000;

/**
 * Each communication changes the history of its number: see `WrittenLater`.
 * @param together histories that are written together
 */
export function numberHistoryStore(db: Database, together = TOGETHER) {
  const get = db
    .prepare<[number, number], Row>(
      `SELECT outgoing_sms, incoming_sms, outgoing_calls, incoming_calls, last_seq, recent FROM number_histories
       WHERE customer_id = ? AND number = ?`,
    )
    .raw();
  const write = db.prepare('INSERT OR REPLACE INTO number_histories VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const since = db.prepare<[number], CommunicationRow>(
    `SELECT seq, customer_id, type, recipient, sender, nth, content, accepted_at FROM communications
     WHERE seq > ? ORDER BY seq`,
  );
  const later = new WrittenLater<Histories, NumberHistory>(db, {
    mark: 'historiesUpTo',
    together,
    empty: () => new Histories(),
    changeSince(written) {
      for (const row of since.iterate(written)) {
        const number = row.type.startsWith('INCOMING') ? row.sender : row.recipient;
        const history = find(row.customer_id, number);
        if (history.lastSeq < row.seq) add(history, row.seq, row.type, row.content, row.accepted_at);
      }
    },
    inOrder: (histories) =>
      histories.values().sort((a, b) => b.customerId - a.customerId || Number(b.number) - Number(a.number)),
    write({ customerId, number, counts, lastSeq, recent }) {
      write.run(
        customerId,
        Number(number),
        counts.OUTGOING_SMS,
        counts.INCOMING_SMS,
        counts.OUTGOING_CALL,
        counts.INCOMING_CALL,
        lastSeq,
        recent,
      );
    },
  });

  function stored(customerId: number, number: string): NumberHistory {
    const row = get.get(customerId, Number(number)) as Row | undefined;
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
      recent: row?.[5] ?? '',
    };
  }

  function find(customerId: number, number: string): NumberHistory {
    return (
      later.changed.get(customerId, number) ??
      later.leaving.get(customerId, number) ??
      stored(customerId, number)
    );
  }

  function add(
    history: NumberHistory,
    seq: number,
    type: CommunicationType,
    content: string | null,
    at: number,
  ): void {
    history.counts[type] += 1;
    history.lastSeq = seq;
    if (type === 'OUTGOING_SMS' && content !== null) history.recent = withText(history.recent, content, at);
    later.changed.set(history);
  }

  return {
    /** One without anything in it when there was nothing yet. */
    get: find,
    /** Adds a communication that has been stored. To be called in the same transaction. */
    add(
      history: NumberHistory,
      communication: { seq: number; type: CommunicationType; content: string | null; acceptedAt: number },
    ): void {
      const { seq, type, content, acceptedAt } = communication;
      add(history, seq, type, content, acceptedAt);
      later.writeShare(seq);
    },
    /** Writes all that is in memory. */
    save: () => later.save(),
    /** What is in memory is out of date. */
    forget: () => later.forget(),
  };
}
