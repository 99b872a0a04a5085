import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage, where } from './page.ts';

/** What a client says of a contact. */
export interface ContactData {
  /** Personal data, to be cleared at the project's end [D]; null: none, or cleared. */
  personal: Readonly<Record<string, unknown>> | null;
  general: Readonly<Record<string, unknown>>;
  schema: number | null;
}

/** A contact of the contact API. Times are platform ms. */
export interface Contact extends ContactData {
  id: number;
  customerId: number;
  /** The client's own. */
  contactId: string;
  /** Name of the event that stopped communication to it, and when; null: nothing did. */
  stoppedBy: string | null;
  stoppedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** `SENT`: it led to a communication; `STOPPED`: it leads to nothing more. */
export const CONTACT_CAMPAIGN_STATES = ['SENT', 'STOPPED'] as const;

/** One run of a campaign for a contact. */
export interface ContactCampaign {
  campaign: string;
  iteration: string;
  state: (typeof CONTACT_CAMPAIGN_STATES)[number];
  /** `{ID}`; null: nothing was sent. */
  communicationId: number | null;
  at: number;
}

export type ContactEventKind = 'EVENT' | 'METRIC';

/** Something that a contact did, or a value that was measured of it. */
export interface ContactEvent {
  kind: ContactEventKind;
  name: string;
  /** Of a metric; null: an event has none. */
  value: string | number | boolean | null;
  /** When it happened, by the client. */
  at: number;
  receivedAt: number;
}

interface Row {
  id: number;
  customer_id: number;
  contact_id: string;
  personal: string | null;
  general: string;
  schema: number | null;
  stopped_by: string | null;
  stopped_at: number | null;
  created_at: number;
  updated_at: number;
}

interface CampaignRow {
  campaign: string;
  iteration: string;
  state: ContactCampaign['state'];
  communication_id: number | null;
  at: number;
}

interface EventRow {
  kind: ContactEventKind;
  name: string;
  value: string | null;
  at: number;
  received_at: number;
}

const fromRow = (row: Row): Contact => ({
  id: row.id,
  customerId: row.customer_id,
  contactId: row.contact_id,
  personal: row.personal === null ? null : JSON.parse(row.personal),
  general: JSON.parse(row.general),
  schema: row.schema,
  stoppedBy: row.stopped_by,
  stoppedAt: row.stopped_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const campaignFromRow = (row: CampaignRow): ContactCampaign => ({
  campaign: row.campaign,
  iteration: row.iteration,
  state: row.state,
  communicationId: row.communication_id,
  at: row.at,
});

const eventFromRow = (row: EventRow): ContactEvent => ({
  kind: row.kind,
  name: row.name,
  value: row.value === null ? null : JSON.parse(row.value),
  at: row.at,
  receivedAt: row.received_at,
});

const asJson = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** Contacts of the contact API, with their campaigns, events and metrics. */
export function contactStore(db: Database) {
  const put = db.prepare(
    `INSERT INTO contacts (customer_id, contact_id, personal, general, schema, created_at, updated_at)
     VALUES ($customerId, $contactId, $personal, $general, $schema, $now, $now)
     ON CONFLICT (customer_id, contact_id) DO UPDATE SET
       personal = excluded.personal, general = excluded.general, schema = excluded.schema, updated_at = excluded.updated_at`,
  );
  const named = db.prepare<[number, string], Row>(
    'SELECT * FROM contacts WHERE customer_id = ? AND contact_id = ?',
  );
  const byId = db.prepare<[number], Row>('SELECT * FROM contacts WHERE id = ?');
  const setStop = db.prepare('UPDATE contacts SET stopped_by = ?, stopped_at = ? WHERE id = ?');
  const stopCampaigns = db.prepare(`UPDATE contact_campaigns SET state = 'STOPPED' WHERE contact = ?`);
  const addCampaign = db.prepare(
    'INSERT INTO contact_campaigns (contact, campaign, iteration, state, communication_id, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const campaigns = db.prepare<[number], CampaignRow>(
    'SELECT * FROM contact_campaigns WHERE contact = ? ORDER BY id',
  );
  const contactOf = db.prepare<[number], { contact: number }>(
    'SELECT contact FROM contact_campaigns WHERE communication_id = ?',
  );
  const addEvent = db.prepare(
    'INSERT INTO contact_events (contact, kind, name, value, at, received_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const sameEvent = db.prepare<unknown[], unknown>(
    'SELECT 1 FROM contact_events WHERE contact = ? AND kind = ? AND name = ? AND value IS ? AND at = ?',
  );
  const events = db.prepare<[number], EventRow>('SELECT * FROM contact_events WHERE contact = ? ORDER BY id');

  return {
    /** Creates a contact, or replaces what is said of it. */
    put(
      customerId: number,
      contactId: string,
      { personal, general, schema }: ContactData,
      now: number,
    ): void {
      put.run({
        customerId,
        contactId,
        personal: asJson(personal),
        general: JSON.stringify(general),
        schema,
        now,
      });
    },
    /** By the client's own ID. */
    named(customerId: number, contactId: string): Contact | null {
      const row = named.get(customerId, contactId);
      return row ? fromRow(row) : null;
    },
    get(id: number): Contact | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    list(
      { limit, after }: PageRequest,
      filter: { customerId?: number | undefined; contactId?: string | undefined },
    ): Page<Contact> {
      const { clause, values } = where({
        'id > ?': after ?? 0,
        'customer_id = ?': filter.customerId,
        'contact_id = ?': filter.contactId,
      });
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM contacts ${clause} ORDER BY id LIMIT ?`)
        .all(...values, limit + 1);
      return toPage(rows, limit, (row) => row.id, fromRow);
    },
    /** Notes that nothing more is to go to a contact, on any of its campaigns. */
    stop(id: number, stoppedBy: string, now: number): void {
      setStop.run(stoppedBy, now, id);
      stopCampaigns.run(id);
    },
    /** Notes that it may be communicated with again. */
    resume(id: number): void {
      setStop.run(null, null, id);
    },
    /** In the order in which it was put on them. */
    campaigns(id: number): ContactCampaign[] {
      return campaigns.all(id).map(campaignFromRow);
    },
    addCampaign(id: number, { campaign, iteration, state, communicationId, at }: ContactCampaign): void {
      addCampaign.run(id, campaign, iteration, state, communicationId, at);
    },
    /** ID of the contact whose campaign a communication was made for; null: it was none. */
    contactOf(communicationId: number): number | null {
      return contactOf.get(communicationId)?.contact ?? null;
    },
    /** Events and metrics, in the order in which they came. */
    events(id: number): ContactEvent[] {
      return events.all(id).map(eventFromRow);
    },
    /** Stores one, once: the same told again is the same. @returns whether it is new */
    addEvent(id: number, { kind, name, value, at, receivedAt }: ContactEvent): boolean {
      if (sameEvent.get(id, kind, name, asJson(value), at)) return false;
      addEvent.run(id, kind, name, asJson(value), at, receivedAt);
      return true;
    },
  };
}
