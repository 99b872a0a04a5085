import type { Outcome } from '../core/outcome.ts';
import type { CommunicationState, CommunicationType, RecipientStatus, Status } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage, where } from './page.ts';

/** An SMS or a call. Times are platform ms. */
export interface Communication {
  /** Order of acceptance. */
  seq: number;
  /** `{ID}`. */
  id: number;
  customerId: number;
  type: CommunicationType;
  projectId: number | null;
  campaignId: number | null;
  recipientId: number | null;
  /** MSISDN digits. */
  recipient: string;
  /** Counts what the customer sent of this type to this number, from 1. */
  nth: number;
  sender: string;
  content: string | null;
  smsParts: number | null;
  state: CommunicationState;
  status: Status | null;
  recipientStatus: RecipientStatus | null;
  callLength: number | null;
  keyChoices: readonly string[] | null;
  acceptedAt: number;
  sentAt: number | null;
  doneAt: number | null;
  outcome: Outcome;
  /** How many of the outcome's reports have come. */
  reported: number;
  /** When it is sent, or its next report comes; null: nothing more will. */
  nextAt: number | null;
}

export type NewCommunication = Omit<
  Communication,
  'seq' | 'status' | 'recipientStatus' | 'callLength' | 'keyChoices' | 'doneAt' | 'reported'
>;

export interface CommunicationFilter {
  customerId?: number | undefined;
  campaignId?: number | undefined;
  projectId?: number | undefined;
  recipient?: string | undefined;
  type?: CommunicationType | undefined;
  status?: Status | undefined;
  recipientStatus?: RecipientStatus | undefined;
  state?: CommunicationState | undefined;
}

interface Row {
  seq: number;
  id: number;
  customer_id: number;
  type: CommunicationType;
  project_id: number | null;
  campaign_id: number | null;
  recipient_id: number | null;
  recipient: string;
  nth: number;
  sender: string;
  content: string | null;
  sms_parts: number | null;
  state: CommunicationState;
  status: Status | null;
  recipient_status: RecipientStatus | null;
  call_length: number | null;
  key_choices: string | null;
  accepted_at: number;
  sent_at: number | null;
  done_at: number | null;
  outcome: string;
  reported: number;
  next_at: number | null;
}

const fromRow = (row: Row): Communication => ({
  seq: row.seq,
  id: row.id,
  customerId: row.customer_id,
  type: row.type,
  projectId: row.project_id,
  campaignId: row.campaign_id,
  recipientId: row.recipient_id,
  recipient: row.recipient,
  nth: row.nth,
  sender: row.sender,
  content: row.content,
  smsParts: row.sms_parts,
  state: row.state,
  status: row.status,
  recipientStatus: row.recipient_status,
  callLength: row.call_length,
  keyChoices: row.key_choices === null ? null : JSON.parse(row.key_choices),
  acceptedAt: row.accepted_at,
  sentAt: row.sent_at,
  doneAt: row.done_at,
  outcome: JSON.parse(row.outcome),
  reported: row.reported,
  nextAt: row.next_at,
});

export function communicationStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO communications (id, customer_id, type, project_id, campaign_id, recipient_id, recipient, nth, sender,
       content, sms_parts, state, accepted_at, sent_at, outcome, next_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const taken = db.prepare<[number], { found: number }>('SELECT 1 AS found FROM communications WHERE id = ?');
  const byId = db.prepare<[number], Row>('SELECT * FROM communications WHERE id = ?');
  const lastNth = db.prepare<[string, CommunicationType, number], { nth: number }>(
    'SELECT nth FROM communications WHERE recipient = ? AND type = ? AND customer_id = ? ORDER BY seq DESC LIMIT 1',
  );
  const nextDue = db.prepare<[], { next_at: number }>(
    'SELECT next_at FROM communications WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1',
  );
  const due = db.prepare<[number, number], Row>(
    'SELECT * FROM communications WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id LIMIT ?',
  );
  const progress = db.prepare(
    `UPDATE communications SET state = ?, status = ?, recipient_status = ?, call_length = ?, key_choices = ?,
       sent_at = ?, done_at = ?, reported = ?, next_at = ? WHERE seq = ?`,
  );

  return {
    /** The wanted ID, or the next after it that is free. */
    freeId(wanted: number): number {
      let id = wanted;
      while (taken.get(id) !== undefined) id++;
      return id;
    },
    /** @returns its `seq` */
    add(communication: NewCommunication): number {
      const { lastInsertRowid } = insert.run(
        communication.id,
        communication.customerId,
        communication.type,
        communication.projectId,
        communication.campaignId,
        communication.recipientId,
        communication.recipient,
        communication.nth,
        communication.sender,
        communication.content,
        communication.smsParts,
        communication.state,
        communication.acceptedAt,
        communication.sentAt,
        JSON.stringify(communication.outcome),
        communication.nextAt,
      );
      return Number(lastInsertRowid);
    },
    get(id: number): Communication | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    /** How many of this type the customer has sent to the number. */
    countTo(recipient: string, type: CommunicationType, customerId: number): number {
      return lastNth.get(recipient, type, customerId)?.nth ?? 0;
    },
    /** Stores what moved on: state, status and their like, times, reports so far and what is next. */
    saveProgress(communication: Communication): void {
      progress.run(
        communication.state,
        communication.status,
        communication.recipientStatus,
        communication.callLength,
        communication.keyChoices === null ? null : JSON.stringify(communication.keyChoices),
        communication.sentAt,
        communication.doneAt,
        communication.reported,
        communication.nextAt,
        communication.seq,
      );
    },
    /** In order of acceptance, the oldest first. */
    list({ limit, after }: PageRequest, filter: CommunicationFilter): Page<Communication> {
      const { clause, values } = where({
        'seq > ?': after ?? 0,
        'customer_id = ?': filter.customerId,
        'campaign_id = ?': filter.campaignId,
        'project_id = ?': filter.projectId,
        'recipient = ?': filter.recipient,
        'type = ?': filter.type,
        'status = ?': filter.status,
        'recipient_status = ?': filter.recipientStatus,
        'state = ?': filter.state,
      });
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM communications ${clause} ORDER BY seq LIMIT ?`)
        .all(...values, limit + 1);
      return toPage(rows, limit, (row) => row.seq, fromRow);
    },
    nextDue(): number | null {
      return nextDue.get()?.next_at ?? null;
    },
    /** What falls due at or before the instant, by time and then by ID, so that no request's timing decides. */
    due(instant: number, limit: number): Communication[] {
      return due.all(instant, limit).map(fromRow);
    },
  };
}
