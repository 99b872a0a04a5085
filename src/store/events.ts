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

interface ViewRow extends EventRow {
  communication_id: number;
  customer_id: number;
  recipient_id: number | null;
  project_id: number | null;
  recipient: string;
  sender: string;
  content: string | null;
  sms_parts: number | null;
  campaign_name: string | null;
  fields: string | null;
}

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

const viewFromRow = (row: ViewRow): EventView => ({
  eventId: row.id,
  type: row.type,
  communicationId: row.communication_id,
  customerId: row.customer_id,
  recipientId: row.recipient_id,
  projectId: row.project_id,
  recipient: row.recipient,
  sender: row.sender,
  status: row.status,
  content: row.content,
  fields: row.fields === null ? null : JSON.parse(row.fields),
  campaignName: row.campaign_name,
  callLength: row.call_length,
  keyChoices: row.key_choices === null ? null : JSON.parse(row.key_choices),
  smsParts: row.sms_parts,
  sentAt: row.sent_at,
  doneAt: row.done_at,
  recipientStatus: row.recipient_status,
  bulk: null,
  identifier: null,
  prefix: null,
});

const VIEW_COLUMNS = `
  e.id, e.type, e.at, e.status, e.recipient_status, e.call_length, e.key_choices, e.sent_at, e.done_at, e.customer_id,
  c.id AS communication_id, c.recipient_id, c.project_id, c.recipient, c.sender, c.content, c.sms_parts,
  g.name AS campaign_name, r.fields`;

const VIEW_SOURCE = `
  events e
  JOIN communications c ON c.seq = e.communication_seq
  LEFT JOIN campaigns g ON g.id = c.campaign_id
  LEFT JOIN recipients r ON r.id = c.recipient_id`;

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
  const viewsBetween = db.prepare<[number, number], ViewRow>(
    `SELECT ${VIEW_COLUMNS} FROM ${VIEW_SOURCE} WHERE e.id BETWEEN ? AND ? ORDER BY e.id`,
  );
  const viewsOf = db.prepare<[string], ViewRow>(
    `SELECT ${VIEW_COLUMNS} FROM ${VIEW_SOURCE} WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id`,
  );

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
    /** Everything a metric may read, for the events with these IDs (in order of the log). */
    views(ids: readonly number[]): EventView[] {
      const first = ids[0];
      const last = ids.at(-1);
      if (first === undefined || last === undefined) return [];
      const contiguous = last - first + 1 === ids.length;
      const rows = contiguous ? viewsBetween.all(first, last) : viewsOf.all(JSON.stringify(ids));
      return rows.map(viewFromRow);
    },
  };
}
