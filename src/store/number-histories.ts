import { withText } from '../core/recent-texts.ts';
import type { CommunicationType } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { propertyStore } from './properties.ts';

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

const TOGETHER = 30_000;
/** Of those, so many for each one that changes meanwhile; and so many at once, since they mostly share a page. */
const FOR_EACH = 2;
const AT_ONCE = 100;

/**
 * Each communication changes the history of its number, and the next one that of a number far away: written one by
 * one, each would have a page of its own written. So they are kept in memory and written in order of the numbers, many
 * at a time. After a kill, those that were not written are made anew from the communications themselves.
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
  const lastSeq = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM communications');
  const since = db.prepare<[number], CommunicationRow>(
    `SELECT seq, customer_id, type, recipient, sender, nth, content, accepted_at FROM communications
     WHERE seq > ? ORDER BY seq`,
  );
  /** Communications up to this `seq` are in the histories that are written. */
  const written = propertyStore(db).named('historiesUpTo');

  /** Not written, and not about to be; null: not made anew yet. */
  let changed: Histories | null = null;
  /** About to be written, in order, and what will then be written altogether. */
  let leaving = new Histories();
  let queue: NumberHistory[] = [];
  let leavingUpTo = 0;
  /** How many are to be written for what has changed since some were. */
  let owed = 0;
  const atOnce = Math.min(AT_ONCE, together);

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

  function changes(): Histories {
    if (changed !== null) return changed;
    changed = new Histories();
    for (const row of since.iterate(Number(written.read() ?? 0))) {
      const number = row.type.startsWith('INCOMING') ? row.sender : row.recipient;
      const history = find(row.customer_id, number);
      if (history.lastSeq < row.seq) add(history, row.seq, row.type, row.content, row.accepted_at);
    }
    return changed;
  }

  function find(customerId: number, number: string): NumberHistory {
    return changes().get(customerId, number) ?? leaving.get(customerId, number) ?? stored(customerId, number);
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
    changes().set(history);
  }

  function writeSome(count: number): void {
    owed = 0;
    for (const { customerId, number, counts, lastSeq: seq, recent } of queue.splice(-count)) {
      write.run(
        customerId,
        Number(number),
        counts.OUTGOING_SMS,
        counts.INCOMING_SMS,
        counts.OUTGOING_CALL,
        counts.INCOMING_CALL,
        seq,
        recent,
      );
    }
    if (queue.length > 0) return;
    leaving = new Histories();
    written.write(String(leavingUpTo));
  }

  /** Has what has changed so far be written: the last of the queue first. */
  function beginToWrite(): void {
    leaving = changes();
    changed = new Histories();
    leavingUpTo = lastSeq.get()!.seq ?? 0;
    queue = leaving
      .values()
      .sort((a, b) => b.customerId - a.customerId || Number(b.number) - Number(a.number));
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
      owed += FOR_EACH;
      if (queue.length === 0) {
        if (changes().size >= together) beginToWrite();
      } else if (owed >= atOnce) writeSome(atOnce);
    },
    /** Writes all that is in memory. */
    save(): void {
      if (queue.length > 0) writeSome(queue.length);
      if (changes().size === 0) return;
      beginToWrite();
      writeSome(queue.length);
    },
    /** What is in memory is out of date. */
    forget(): void {
      changed = null;
      leaving = new Histories();
      queue = [];
    },
  };
}
