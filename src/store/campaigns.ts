import type { CallingHours } from '../core/calling-hours.ts';
import type { OutcomeRequest } from '../core/outcome/outcome-request.ts';
import type { CampaignState, Status } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, seek, toPage, where } from './page.ts';

/** A project run over a contact list. Times are platform ms. */
export interface Campaign {
  id: number;
  customerId: number;
  projectId: number;
  contactListId: number;
  /** `{CAMPAIGN_NAME}`. */
  name: string;
  state: CampaignState;
  /** Communications sent per second of platform time. */
  rate: number;
  /** When it is to start, or was; null until someone starts it. */
  startAt: number | null;
  startedAt: number | null;
  /** When it was completed or cancelled. */
  endedAt: number | null;
  /** When the next communications are to be sent; null: nothing waits. */
  nextAt: number | null;
  /** The list's recipients up to this ID have been sent to. */
  lastRecipientId: number;
  /** Communications created so far. */
  sent: number;
  /** Of these, how many have their last report. */
  done: number;
  /** Of these, how many have each status now. */
  counts: Partial<Record<Status, number>>;
  /** Null: at any time. */
  callingHours: CallingHours | null;
  /** The data field of recipients that names their outcome; null: none. */
  outcomeField: number | null;
  createdAt: number;
}

export type NewCampaign = Pick<
  Campaign,
  'customerId' | 'projectId' | 'contactListId' | 'name' | 'rate' | 'startAt' | 'state' | 'nextAt'
> &
  Partial<Pick<Campaign, 'callingHours' | 'outcomeField'>>;

interface Row {
  id: number;
  customer_id: number;
  project_id: number;
  contact_list_id: number;
  name: string;
  state: CampaignState;
  rate: number;
  start_at: number | null;
  started_at: number | null;
  ended_at: number | null;
  next_at: number | null;
  last_recipient_id: number;
  sent: number;
  done: number;
  counts: string;
  calling_hours: string | null;
  outcome_field: number | null;
  created_at: number;
}

const fromRow = (row: Row): Campaign => ({
  id: row.id,
  customerId: row.customer_id,
  projectId: row.project_id,
  contactListId: row.contact_list_id,
  name: row.name,
  state: row.state,
  rate: row.rate,
  startAt: row.start_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  nextAt: row.next_at,
  lastRecipientId: row.last_recipient_id,
  sent: row.sent,
  done: row.done,
  counts: JSON.parse(row.counts),
  callingHours: row.calling_hours === null ? null : JSON.parse(row.calling_hours),
  outcomeField: row.outcome_field,
  createdAt: row.created_at,
});

export function campaignStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO campaigns (customer_id, project_id, contact_list_id, name, rate, start_at, state, next_at, calling_hours,
       outcome_field, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE campaigns SET name = ?, state = ?, start_at = ?, started_at = ?, ended_at = ?, next_at = ?,
       last_recipient_id = ?, sent = ?, done = ?, counts = ? WHERE id = ?`,
  );
  const byId = db.prepare<[number], Row>('SELECT * FROM campaigns WHERE id = ?');
  const nextDue = db.prepare<[], { next_at: number }>(
    'SELECT next_at FROM campaigns WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1',
  );
  const due = db.prepare<[number], Row>(
    'SELECT * FROM campaigns WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id LIMIT 1',
  );

  const setOutcome = db.prepare(
    'INSERT OR REPLACE INTO campaign_outcomes (campaign_id, number, outcome) VALUES (?, ?, ?)',
  );
  const outcomeFor = db.prepare<[number, string], { outcome: string }>(
    'SELECT outcome FROM campaign_outcomes WHERE campaign_id = ? AND number = ?',
  );
  const anyOutcome = db.prepare<[number], unknown>(
    'SELECT 1 FROM campaign_outcomes WHERE campaign_id = ? LIMIT 1',
  );

  return {
    /** Notes the outcomes that some of the campaign's recipients are to have, by number. */
    setOutcomes(campaignId: number, outcomes: Readonly<Record<string, OutcomeRequest>>): void {
      for (const [number, outcome] of Object.entries(outcomes))
        setOutcome.run(campaignId, number, JSON.stringify(outcome));
    },
    hasOutcomes: (campaignId: number): boolean => anyOutcome.get(campaignId) !== undefined,
    outcomeFor(campaignId: number, number: string): OutcomeRequest | null {
      const row = outcomeFor.get(campaignId, number);
      return row ? JSON.parse(row.outcome) : null;
    },
    create(campaign: NewCampaign, now: number): Campaign {
      const { lastInsertRowid } = insert.run(
        campaign.customerId,
        campaign.projectId,
        campaign.contactListId,
        campaign.name,
        campaign.rate,
        campaign.startAt,
        campaign.state,
        campaign.nextAt,
        campaign.callingHours ? JSON.stringify(campaign.callingHours) : null,
        campaign.outcomeField ?? null,
        now,
      );
      return fromRow(byId.get(Number(lastInsertRowid))!);
    },
    update(campaign: Campaign): void {
      update.run(
        campaign.name,
        campaign.state,
        campaign.startAt,
        campaign.startedAt,
        campaign.endedAt,
        campaign.nextAt,
        campaign.lastRecipientId,
        campaign.sent,
        campaign.done,
        JSON.stringify(campaign.counts),
        campaign.id,
      );
    },
    get(id: number): Campaign | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    list(page: PageRequest, customerId?: number): Page<Campaign> {
      const { condition, orderBy } = seek('id', page);
      const { clause, values } = where({ ...condition, 'customer_id = ?': customerId });
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM campaigns ${clause} ${orderBy} LIMIT ?`)
        .all(...values, page.limit + 1);
      return toPage(rows, page.limit, (row) => row.id, fromRow);
    },
    nextDue(): number | null {
      return nextDue.get()?.next_at ?? null;
    },
    /** The campaign that is first due at or before the instant. */
    due(instant: number): Campaign | null {
      const row = due.get(instant);
      return row ? fromRow(row) : null;
    },
  };
}
