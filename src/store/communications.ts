import type { Outcome } from '../core/outcome/outcome.ts';
import { packOutcome, unpackOutcome } from '../core/outcome/packed-outcome.ts';
import type { CommunicationState, CommunicationType, RecipientStatus, Status } from '../core/vocabulary.ts';
import type { communicationIdStore } from './communication-ids.ts';
import type { Database } from './database.ts';
import { type dueStore, inOrderOfTime } from './due.ts';
import type { numberHistoryStore } from './number-histories.ts';
import { LIMIT, type Page, type PageRequest, seek, toPage, where } from './page.ts';
import { holding, scanner } from './scan.ts';

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
  /** Of the number that got it: MSISDN digits. */
  recipient: string;
  /** Counts what there was of this type between the customer and the number, from 1. */
  nth: number;
  /** `seq` of what there was before between the customer and the number, of any type; null: nothing. */
  previousSeq: number | null;
  sender: string;
  content: string | null;
  smsParts: number | null;
  /** Of an incoming SMS: all of its text, and what it was recognised by. */
  bulk: string | null;
  prefix: string | null;
  identifier: string | null;
  state: CommunicationState;
  status: Status | null;
  recipientStatus: RecipientStatus | null;
  callLength: number | null;
  keyChoices: readonly string[] | null;
  acceptedAt: number;
  sentAt: number | null;
  doneAt: number | null;
  outcome: Outcome;
  /** How many of the outcome's steps have been taken. */
  steps: number;
  /** When it is sent, or its next step is taken; null: nothing more will happen. */
  nextAt: number | null;
  /** Its newest entry in the log; null: there is none. */
  lastEventId: number | null;
}

export type NewCommunication = Omit<
  Communication,
  'seq' | 'status' | 'recipientStatus' | 'callLength' | 'keyChoices' | 'doneAt' | 'steps' | 'lastEventId'
>;

export interface CommunicationFilter {
  customerId?: number | undefined;
  campaignId?: number | undefined;
  projectId?: number | undefined;
  /** Of the number that got it, or that it came from. */
  number?: string | undefined;
  type?: CommunicationType | undefined;
  status?: Status | undefined;
  recipientStatus?: RecipientStatus | undefined;
  state?: CommunicationState | undefined;
  id?: number | undefined;
  /** Its name in `EnqueueCommunications`. */
  clientMessageId?: string | undefined;
  /** Accepted at or after, and before, in platform ms. */
  since?: number | undefined;
  until?: number | undefined;
  /** Part of its content, in any case as far as A to Z go. */
  text?: string | undefined;
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
  previous_seq: number | null;
  sender: string;
  content: string | null;
  sms_parts: number | null;
  bulk: string | null;
  prefix: string | null;
  identifier: string | null;
  state: CommunicationState;
  status: Status | null;
  recipient_status: RecipientStatus | null;
  call_length: number | null;
  key_choices: string | null;
  accepted_at: number;
  sent_at: number | null;
  done_at: number | null;
  outcome: string;
  steps: number;
  next_at: number | null;
  last_event_id: number | null;
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
  previousSeq: row.previous_seq,
  sender: row.sender,
  content: row.content,
  smsParts: row.sms_parts,
  bulk: row.bulk,
  prefix: row.prefix,
  identifier: row.identifier,
  state: row.state,
  status: row.status,
  recipientStatus: row.recipient_status,
  callLength: row.call_length,
  keyChoices: row.key_choices === null ? null : JSON.parse(row.key_choices),
  acceptedAt: row.accepted_at,
  sentAt: row.sent_at,
  doneAt: row.done_at,
  outcome: unpackOutcome(row.outcome),
  steps: row.steps,
  nextAt: row.next_at,
  lastEventId: row.last_event_id,
});

/** What of a communication changes as it moves on, and what that depends on. */
export type MovingCommunication = Pick<
  Communication,
  | 'seq'
  | 'id'
  | 'customerId'
  | 'type'
  | 'campaignId'
  | 'recipientId'
  | 'recipient'
  | 'sender'
  | 'state'
  | 'status'
  | 'recipientStatus'
  | 'callLength'
  | 'keyChoices'
  | 'sentAt'
  | 'doneAt'
  | 'outcome'
  | 'steps'
  | 'nextAt'
  | 'lastEventId'
>;

const MOVING = `
  SELECT seq, id, customer_id, type, campaign_id, recipient, sender, state, status, recipient_status, call_length,
    key_choices, sent_at, done_at, outcome, steps, next_at, last_event_id, recipient_id FROM communications`;

/** In the order of the query: read by place, a row takes half the time. */
type MovingRow = [
  seq: number,
  id: number,
  customerId: number,
  type: CommunicationType,
  campaignId: number | null,
  recipient: string,
  sender: string,
  state: CommunicationState,
  status: Status | null,
  recipientStatus: RecipientStatus | null,
  callLength: number | null,
  keyChoices: string | null,
  sentAt: number | null,
  doneAt: number | null,
  outcome: string,
  steps: number,
  nextAt: number,
  lastEventId: number | null,
  recipientId: number | null,
];

const movingFromRow = (row: MovingRow): MovingCommunication => ({
  seq: row[0],
  id: row[1],
  customerId: row[2],
  type: row[3],
  campaignId: row[4],
  recipient: row[5],
  sender: row[6],
  state: row[7],
  status: row[8],
  recipientStatus: row[9],
  callLength: row[10],
  keyChoices: row[11] === null ? null : JSON.parse(row[11]),
  sentAt: row[12],
  doneAt: row[13],
  outcome: unpackOutcome(row[14]),
  steps: row[15],
  nextAt: row[16],
  lastEventId: row[17],
  recipientId: row[18],
});

/** `seq` of no communication. */
const NONE = 0;

export function communicationStore(
  db: Database,
  ids: ReturnType<typeof communicationIdStore>,
  numberHistories: ReturnType<typeof numberHistoryStore>,
  due: ReturnType<typeof dueStore>,
) {
  const insert = db.prepare(
    `INSERT INTO communications (id, customer_id, type, project_id, campaign_id, recipient_id, recipient, nth, previous_seq,
       sender, content, sms_parts, bulk, prefix, identifier, state, accepted_at, sent_at, outcome, next_at,
       due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const bySeq = db.prepare<[number], Row>('SELECT * FROM communications WHERE seq = ?');
  const link = db
    .prepare<[number], [previousSeq: number | null]>('SELECT previous_seq FROM communications WHERE seq = ?')
    .raw();
  const lastSeq = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM communications');
  const moving = db.prepare<[number], MovingRow>(`${MOVING} WHERE seq = ?`).raw();
  const filed = db
    .prepare<[number, number], MovingRow>(
      `${MOVING} WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, id ${LIMIT}`,
    )
    .raw();
  const progress = db.prepare(
    `UPDATE communications SET state = ?, status = ?, recipient_status = ?, call_length = ?, key_choices = ?,
       sent_at = ?, done_at = ?, steps = ?, next_at = ?, due_at = ?, last_event_id = ? WHERE seq = ?`,
  );
  const setOutcome = db.prepare('UPDATE communications SET outcome = ? WHERE seq = ?');

  const customers = db.prepare<[], { id: number }>('SELECT id FROM customers');
  const scan = scanner<Row>(db, 'communications', 'seq');

  /** All that there was with a number, whoever the customer: each knows what came before it. */
  function withNumber(number: string): number[] {
    const seqs: number[] = [];
    for (const { id } of customers.all()) {
      for (let seq = numberHistories.get(id, number).lastSeq; seq !== 0; ) {
        seqs.push(seq);
        seq = (link.get(seq) as unknown as [number | null] | undefined)?.[0] ?? 0;
      }
    }
    return seqs;
  }

  return {
    /** Stores one under its ID or, should that be taken, the next that is free. */
    add(communication: NewCommunication): { seq: number; id: number } {
      const id = ids.firstFree(communication.id);
      const isFiled = communication.campaignId !== null;
      const { lastInsertRowid } = insert.run(
        id,
        communication.customerId,
        communication.type,
        communication.projectId,
        communication.campaignId,
        communication.recipientId,
        communication.recipient,
        communication.nth,
        communication.previousSeq,
        communication.sender,
        communication.content,
        communication.smsParts,
        communication.bulk,
        communication.prefix,
        communication.identifier,
        communication.state,
        communication.acceptedAt,
        communication.sentAt,
        packOutcome(communication.outcome),
        communication.nextAt,
        isFiled ? communication.nextAt : null,
      );
      const seq = Number(lastInsertRowid);
      ids.add(id, seq);
      due.add({ seq, id, nextAt: communication.nextAt }, isFiled);
      return { seq, id };
    },
    get(id: number): Communication | null {
      const seq = ids.seqOf(id);
      return seq === undefined ? null : fromRow(bySeq.get(seq)!);
    },
    /** Stores what moved on: state, status and their like, times, steps so far and what is next. */
    saveProgress(communication: MovingCommunication): void {
      progress.run(
        communication.state,
        communication.status,
        communication.recipientStatus,
        communication.callLength,
        communication.keyChoices === null ? null : JSON.stringify(communication.keyChoices),
        communication.sentAt,
        communication.doneAt,
        communication.steps,
        communication.nextAt,
        due.move(communication),
        communication.lastEventId,
        communication.seq,
      );
    },
    /** Stores another outcome than the one that was decided first. */
    saveOutcome({ outcome, seq }: MovingCommunication): void {
      setOutcome.run(packOutcome(outcome), seq);
    },
    /**
     * In order of acceptance. What neither a number, a campaign nor a name of `EnqueueCommunications` narrows down is
     * looked through piece by piece: such a page may hold less than it could, and its `next` lead on.
     */
    list(page: PageRequest, filter: CommunicationFilter): Page<Communication> {
      const few = {
        'seq IN (SELECT value FROM json_each(?))': filter.number && JSON.stringify(withNumber(filter.number)),
        'seq = ?': filter.id && (ids.seqOf(filter.id) ?? NONE),
        // Whose it is belongs to the index.
        [`seq IN (SELECT communication_seq FROM enqueued
           WHERE customer_id IN (SELECT id FROM customers) AND client_message_id = ?)`]:
          filter.clientMessageId,
      };
      const many = {
        'customer_id = ?': filter.customerId,
        'project_id = ?': filter.projectId,
        'type = ?': filter.type,
        'status = ?': filter.status,
        'recipient_status = ?': filter.recipientStatus,
        'state = ?': filter.state,
        'accepted_at >= ?': filter.since,
        'accepted_at < ?': filter.until,
        "coalesce(bulk, content) LIKE ? ESCAPE '\\'": filter.text && holding(filter.text),
      };
      const campaign = { 'campaign_id = ?': filter.campaignId };
      const isSet = (conditions: object) => Object.values(conditions).some((value) => value !== undefined);
      if (!isSet(few) && isSet(many)) return scan(page, campaign, many, fromRow);
      const { condition, orderBy } = seek('seq', page);
      const { clause, values } = where({ ...condition, ...campaign, ...few, ...many });
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM communications ${clause} ${orderBy} LIMIT ?`)
        .all(...values, page.limit + 1);
      return toPage(rows, page.limit, (row) => row.seq, fromRow);
    },
    /** Of the newest; 0 when there is none. */
    lastSeq(): number {
      return lastSeq.get()!.seq ?? 0;
    },
    nextDue(): number | null {
      return due.first();
    },
    /** What falls due at or before the instant, by time and then by ID, so that no request's timing decides. */
    due(instant: number, limit: number): MovingCommunication[] {
      const kept = due.kept(instant, limit).map((seq) => moving.get(seq) as unknown as MovingRow);
      const found = [...kept, ...(filed.all(instant, limit) as MovingRow[])].map(movingFromRow);
      if (kept.length === 0) return found;
      return found.sort(inOrderOfTime).slice(0, limit);
    },
  };
}
