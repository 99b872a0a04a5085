import type BetterSqlite3 from 'better-sqlite3';
import type { EventView } from '../core/event-view.ts';
import type { CommunicationType, RecipientStatus, Status } from '../core/vocabulary.ts';
import type { Communication, MovingCommunication } from './communications.ts';
import type { Database } from './database.ts';
import { type ViewNeeds, type ViewRow, viewReader } from './event-views.ts';
import { LIMIT } from './page.ts';

/** An entry of the log: what a communication was at that moment. Times are platform ms. */
export interface LoggedEvent {
  id: number;
  /** The entry before it on the same communication; null: it is the first. */
  previousId: number | null;
  type: CommunicationType;
  at: number;
  status: Status | null;
  recipientStatus: RecipientStatus | null;
  callLength: number | null;
  keyChoices: readonly string[] | null;
  sentAt: number;
  doneAt: number | null;
}

/** An entry of the log with what it is of. */
export interface EventOf extends LoggedEvent {
  customerId: number;
  communicationId: number;
  campaignId: number | null;
  recipient: string;
  sender: string;
  /** All of the text of an incoming SMS; null: it is none. */
  bulk: string | null;
}

/** Which events a callback is for. Empty lists: all. */
export interface EventFilter {
  customerId: number;
  types: readonly CommunicationType[];
  statuses: readonly Status[];
}

interface EventRow {
  id: number;
  previous_id: number | null;
  type: CommunicationType;
  at: number;
  status: Status | null;
  recipient_status: RecipientStatus | null;
  call_length: number | null;
  key_choices: string | null;
  sent_at: number;
  done_at: number | null;
}

interface EventOfRow extends EventRow {
  customer_id: number;
  communication_id: number;
  campaign_id: number | null;
  recipient: string;
  sender: string;
  bulk: string | null;
}

const eventFromRow = (row: EventRow): LoggedEvent => ({
  id: row.id,
  previousId: row.previous_id,
  type: row.type,
  at: row.at,
  status: row.status,
  recipientStatus: row.recipient_status,
  callLength: row.call_length,
  keyChoices: row.key_choices === null ? null : JSON.parse(row.key_choices),
  sentAt: row.sent_at,
  doneAt: row.done_at,
});

/** The one event log. Entries are appended in order and never changed. */
export function eventStore(db: Database) {
  const append = db.prepare(
    `INSERT INTO events (communication_seq, communication_id, recipient_id, previous_id, customer_id, type, at, status,
       recipient_status, call_length, key_choices, sent_at, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<[number], EventRow>('SELECT * FROM events WHERE id = ?');
  const after = db.prepare<[number, number], EventOfRow>(
    `SELECT e.*, c.campaign_id, c.recipient, c.sender, c.bulk FROM events e
     JOIN communications c ON c.seq = e.communication_seq WHERE e.id > ? ORDER BY e.id ${LIMIT}`,
  );
  const timeOf = db.prepare<[number], { at: number }>('SELECT at FROM events WHERE id = ?');
  const end = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM events');
  const statements = new Map<string, BetterSqlite3.Statement<unknown[], never>>();
  const prepared = <Row>(query: string) => {
    const known = statements.get(query) ?? db.prepare<unknown[], never>(query).raw();
    statements.set(query, known);
    return known as unknown as BetterSqlite3.Statement<unknown[], Row>;
  };

  return {
    /** Appends what the communication is now, and has it know its newest entry. */
    append(communication: MovingCommunication, at: number): void {
      const { lastInsertRowid } = append.run(
        communication.seq,
        communication.id,
        communication.recipientId,
        communication.lastEventId,
        communication.customerId,
        communication.type,
        at,
        communication.status,
        communication.recipientStatus,
        communication.callLength,
        communication.keyChoices === null ? null : JSON.stringify(communication.keyChoices),
        communication.sentAt ?? at,
        communication.doneAt,
      );
      communication.lastEventId = Number(lastInsertRowid);
    },
    /** The timeline of one communication, the oldest first: each entry knows the one before it. */
    of({ lastEventId }: Communication): LoggedEvent[] {
      const events: LoggedEvent[] = [];
      for (let id = lastEventId; id !== null; id = events[0]!.previousId) {
        events.unshift(eventFromRow(byId.get(id)!));
      }
      return events;
    },
    /** What follows an entry, in order of the log. */
    after(id: number, limit: number): EventOf[] {
      return after.all(id, limit).map((row) => ({
        ...eventFromRow(row),
        customerId: row.customer_id,
        communicationId: row.communication_id,
        campaignId: row.campaign_id,
        recipient: row.recipient,
        sender: row.sender,
        bulk: row.bulk,
      }));
    },
    /** ID of the newest event; 0 in an empty log. */
    end(): number {
      return end.get()?.id ?? 0;
    },
    /** Platform ms; null: the log has no such event (yet). */
    timeOf(id: number): number | null {
      return timeOf.get(id)?.at ?? null;
    },
    /** Whether there is an event after the cursor and up to `end` that passes the filter. */
    anyMatching(filter: EventFilter, cursor: number, end: number): boolean {
      const { clause, values } = matching(filter, cursor, end);
      return (
        prepared<[number]>(`SELECT e.id FROM events e WHERE ${clause} LIMIT 1`).get(values) !== undefined
      );
    },
    /** The next events after the cursor and up to `end` that pass the filter, in order of the log. */
    next(
      filter: EventFilter,
      { cursor, end, limit }: { cursor: number; end: number; limit: number },
      needs: ViewNeeds,
    ): EventView[] {
      const { clause, values } = matching(filter, cursor, end);
      const { query, view } = viewReader(needs, clause);
      return prepared<ViewRow>(`${query} ${LIMIT}`).all(values, limit).map(view);
    },
    /**
     * The events with these IDs, in order of the log.
     * @param needs null: everything that a metric may read
     */
    views(ids: readonly number[], needs: ViewNeeds | null = null): EventView[] {
      const { query, view } = viewReader(needs, 'e.id IN (SELECT value FROM json_each(?))');
      return prepared<ViewRow>(query).all(JSON.stringify(ids)).map(view);
    },
  };
}

function matching({ customerId, types, statuses }: EventFilter, cursor: number, end: number) {
  const clauses = ['e.id > ? AND e.id <= ? AND e.customer_id = ?'];
  const values: unknown[] = [cursor, end, customerId];
  for (const [column, allowed] of [
    ['e.type', types],
    ['e.status', statuses],
  ] as const) {
    if (allowed.length === 0) continue;
    clauses.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(allowed));
  }
  return { clause: clauses.join(' AND '), values };
}
