import type BetterSqlite3 from 'better-sqlite3';
import type { EventView } from '../core/event-view.ts';
import type { CommunicationType, RecipientStatus, Status } from '../core/vocabulary.ts';
import type { Communication } from './communications.ts';
import type { Database } from './database.ts';

/** An entry of the log: what a communication was at that moment. Times are platform ms. */
export interface LoggedEvent {
  id: number;
  type: CommunicationType;
  at: number;
  status: Status | null;
  recipientStatus: RecipientStatus | null;
  callLength: number | null;
  keyChoices: readonly string[] | null;
  sentAt: number;
  doneAt: number | null;
}

/** Which events a callback is for. Empty lists: all. */
export interface EventFilter {
  customerId: number;
  types: readonly CommunicationType[];
  statuses: readonly Status[];
}

interface EventRow {
  id: number;
  type: CommunicationType;
  at: number;
  status: Status | null;
  recipient_status: RecipientStatus | null;
  call_length: number | null;
  key_choices: string | null;
  sent_at: number;
  done_at: number | null;
}

/** What of an event need not be read when no metric asks for it. */
export interface ViewNeeds {
  /** Data fields of the recipient. */
  fields: boolean;
  campaignName: boolean;
}

const ALL_NEEDS: ViewNeeds = { fields: true, campaignName: true };

/** In the order of the columns that `viewQuery` reads. */
type ViewRow = [
  eventId: number,
  type: CommunicationType,
  status: Status | null,
  recipientStatus: RecipientStatus | null,
  callLength: number | null,
  keyChoices: string | null,
  sentAt: number,
  doneAt: number | null,
  customerId: number,
  communicationId: number,
  recipientId: number | null,
  projectId: number | null,
  recipient: string,
  sender: string,
  content: string | null,
  smsParts: number | null,
  campaignName: string | null,
  fields: string | null,
];

const eventFromRow = (row: EventRow): LoggedEvent => ({
  id: row.id,
  type: row.type,
  at: row.at,
  status: row.status,
  recipientStatus: row.recipient_status,
  callLength: row.call_length,
  keyChoices: row.key_choices === null ? null : JSON.parse(row.key_choices),
  sentAt: row.sent_at,
  doneAt: row.done_at,
});

/** Read by position: names for every column of every row would take as long as reading them. */
function viewFromRow(row: ViewRow): EventView {
  return {
    eventId: row[0],
    type: row[1],
    status: row[2],
    recipientStatus: row[3],
    callLength: row[4],
    keyChoices: row[5] === null ? null : JSON.parse(row[5]),
    sentAt: row[6],
    doneAt: row[7],
    customerId: row[8],
    communicationId: row[9],
    recipientId: row[10],
    projectId: row[11],
    recipient: row[12],
    sender: row[13],
    content: row[14],
    smsParts: row[15],
    campaignName: row[16],
    fields: row[17] === null ? null : JSON.parse(row[17]),
    bulk: null,
    identifier: null,
    prefix: null,
  };
}

function viewQuery({ fields, campaignName }: ViewNeeds, which: string): string {
  return `
    SELECT e.id, e.type, e.status, e.recipient_status, e.call_length, e.key_choices, e.sent_at, e.done_at, e.customer_id,
      c.id, c.recipient_id, c.project_id, c.recipient, c.sender, c.content, c.sms_parts,
      ${campaignName ? 'g.name' : 'NULL'}, ${fields ? 'r.fields' : 'NULL'}
    FROM events e
    JOIN communications c ON c.seq = e.communication_seq
    ${campaignName ? 'LEFT JOIN campaigns g ON g.id = c.campaign_id' : ''}
    ${fields ? 'LEFT JOIN recipients r ON r.id = c.recipient_id' : ''}
    WHERE e.id ${which} ORDER BY e.id`;
}

/** The one event log. Entries are appended in order and never changed. */
export function eventStore(db: Database) {
  const append = db.prepare(
    `INSERT INTO events (communication_seq, customer_id, type, at, status, recipient_status, call_length, key_choices,
       sent_at, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ofCommunication = db.prepare<[number], EventRow>(
    'SELECT * FROM events WHERE communication_seq = ? ORDER BY id',
  );
  const timeOf = db.prepare<[number], { at: number }>('SELECT at FROM events WHERE id = ?');
  const end = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM events');
  const matching = db.prepare<
    { cursor: number; end: number; customerId: number; types: string; statuses: string; limit: number },
    { id: number }
  >(
    `SELECT id FROM events
     WHERE id > $cursor AND id <= $end AND customer_id = $customerId
       AND ($types = '[]' OR type IN (SELECT value FROM json_each($types)))
       AND ($statuses = '[]' OR status IN (SELECT value FROM json_each($statuses)))
     ORDER BY id LIMIT $limit`,
  );
  const statements = new Map<string, BetterSqlite3.Statement<unknown[], ViewRow>>();
  const viewStatement = (needs: ViewNeeds, which: string) => {
    const query = viewQuery(needs, which);
    const known = statements.get(query) ?? db.prepare<unknown[], ViewRow>(query).raw();
    statements.set(query, known);
    return known;
  };

  return {
    /** Appends what the communication is now. @returns the event's ID */
    append(communication: Communication, at: number): number {
      const { lastInsertRowid } = append.run(
        communication.seq,
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
      return Number(lastInsertRowid);
    },
    /** The timeline of one communication, the oldest first. */
    of(communication: Communication): LoggedEvent[] {
      return ofCommunication.all(communication.seq).map(eventFromRow);
    },
    /** ID of the newest event; 0 in an empty log. */
    end(): number {
      return end.get()?.id ?? 0;
    },
    /** Platform ms; null: the log has no such event (yet). */
    timeOf(id: number): number | null {
      return timeOf.get(id)?.at ?? null;
    },
    /** IDs of the next events after the cursor and up to `end` that pass the filter, in order of the log. */
    matching(filter: EventFilter, cursor: number, end: number, limit: number): number[] {
      return matching
        .all({
          cursor,
          end,
          customerId: filter.customerId,
          types: JSON.stringify(filter.types),
          statuses: JSON.stringify(filter.statuses),
          limit,
        })
        .map(({ id }) => id);
    },
    /** Everything a metric may read, or what is needed of it, for the events with these IDs (in order of the log). */
    views(ids: readonly number[], needs: ViewNeeds = ALL_NEEDS): EventView[] {
      const first = ids[0];
      const last = ids.at(-1);
      if (first === undefined || last === undefined) return [];
      const contiguous = last - first + 1 === ids.length;
      const rows = contiguous
        ? viewStatement(needs, 'BETWEEN ? AND ?').all(first, last)
        : viewStatement(needs, 'IN (SELECT value FROM json_each(?))').all(JSON.stringify(ids));
      return rows.map(viewFromRow);
    },
  };
}
