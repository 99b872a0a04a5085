import { DEFAULT_INBOX, type InboxConfig } from '../core/inbox.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, seek, toPage, where } from './page.ts';

/** An endpoint of the built-in receiver. Times are platform ms. */
export interface Inbox {
  id: number;
  name: string;
  config: InboxConfig;
  createdAt: number;
}

/** An inbox with what it remembers. */
export interface InboxSummary extends Omit<Inbox, 'createdAt'> {
  /** Null: it has not been used yet. */
  createdAt: number | null;
  /** Requests that are remembered. */
  requests: number;
  /** When the newest of them came. */
  lastAt: number | null;
}

/** The client certificate that a connection was made with. */
export interface InboxClientCertificate {
  subject: string;
  issuer: string;
  /** ISO 8601, UTC. */
  validFrom: string;
  /** ISO 8601, UTC. */
  validTo: string;
  /** Of the DER form: hexadecimal pairs with colons. */
  fingerprint256: string;
  /** Whether the platform's certificate authority issued it, be it through others. */
  leadsToCa: boolean;
}

/** How a request came over TLS. */
export interface InboxTls {
  /** `TLSv1.2` or `TLSv1.3`. */
  version: string;
  /** By its IANA name. */
  cipher: string;
  clientCertificate: InboxClientCertificate | null;
}

/** What arrived at an inbox. */
export interface NewInboxRequest {
  at: number;
  method: string;
  /** With its query, as it was sent. */
  path: string;
  /** Names in lower case, secrets masked. */
  headers: Readonly<Record<string, string>>;
  /** The beginning of it, when it was longer than is kept. */
  body: Uint8Array;
  /** Length of all of it, as far as it was read. */
  bodyBytes: number;
  /** It came whole; not when the client hung up or sent more than is read. */
  complete: boolean;
  remoteAddress: string;
  /** Null: it came over plain HTTP. */
  tls: InboxTls | null;
  /** That it is answered with; null: there was nobody left to answer. */
  status: number | null;
}

export interface InboxRequest extends NewInboxRequest {
  id: number;
}

export interface InboxRequestFilter {
  method?: string | undefined;
  /** Platform ms. */
  since?: number | undefined;
  /** Part of its path or its body. */
  contains?: string | undefined;
}

interface InboxRow {
  id: number;
  name: string;
  config: string;
  created_at: number;
}

interface SummaryRow extends InboxRow {
  requests: number;
  last_at: number | null;
}

interface RequestRow {
  id: number;
  at: number;
  method: string;
  path: string;
  headers: string;
  body: Buffer | null;
  body_bytes: number;
  complete: number;
  remote_address: string;
  tls: string | null;
  status: number | null;
}

const fromRow = (row: InboxRow): Inbox => ({
  id: row.id,
  name: row.name,
  config: JSON.parse(row.config),
  createdAt: row.created_at,
});

const summaryFromRow = (row: SummaryRow): InboxSummary => ({
  ...fromRow(row),
  requests: row.requests,
  lastAt: row.last_at,
});

const requestFromRow = (row: RequestRow): InboxRequest => ({
  id: row.id,
  at: row.at,
  method: row.method,
  path: row.path,
  headers: JSON.parse(row.headers),
  body: row.body ?? new Uint8Array(),
  bodyBytes: row.body_bytes,
  complete: row.complete === 1,
  remoteAddress: row.remote_address,
  tls: row.tls === null ? null : JSON.parse(row.tls),
  status: row.status,
});

const SUMMARY = `
  SELECT inboxes.*, (SELECT count(*) FROM inbox_requests WHERE inbox_id = inboxes.id) AS requests,
    (SELECT at FROM inbox_requests WHERE inbox_id = inboxes.id ORDER BY id DESC LIMIT 1) AS last_at
  FROM inboxes`;

/** Path and body hold it, whatever characters the body is in. */
const HOLDS = `EXISTS (SELECT 1 FROM (SELECT ? AS wanted)
  WHERE instr(CAST(path AS BLOB), wanted) > 0 OR instr(body, wanted) > 0)`;

/** A page ends with so many bytes of bodies, however many requests were asked for. */
const MOST_PAGE_BYTES = 16_777_216;

/** Old ones are forgotten a few at a time: there may be so many more of them than are to be kept, or this share. */
const TRIM_EVERY = 100;
const TRIM_SHARE = 0.1;

/** Inboxes and what arrived at them. */
export function inboxStore(db: Database) {
  const create = db.prepare('INSERT INTO inboxes (name, config, created_at) VALUES (?, ?, ?)');
  const setConfig = db.prepare('UPDATE inboxes SET config = ? WHERE id = ?');
  const byName = db.prepare<[string], InboxRow>('SELECT * FROM inboxes WHERE name = ?');
  const summary = db.prepare<[string], SummaryRow>(`${SUMMARY} WHERE name = ?`);
  const summaries = db.prepare<[number, number], SummaryRow>(`${SUMMARY} WHERE id > ? ORDER BY id LIMIT ?`);
  const remove = db.prepare('DELETE FROM inboxes WHERE name = ?');
  const insert = db.prepare(
    `INSERT INTO inbox_requests (inbox_id, at, method, path, headers, body, body_bytes, complete, remote_address, tls, status)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const request = db.prepare<[number, number], RequestRow>(
    'SELECT * FROM inbox_requests WHERE id = ? AND inbox_id = ?',
  );
  const removeRequests = db.prepare('DELETE FROM inbox_requests WHERE inbox_id = ?');
  const trim = db.prepare(
    `DELETE FROM inbox_requests WHERE inbox_id = $inbox AND id <=
       (SELECT id FROM inbox_requests WHERE inbox_id = $inbox ORDER BY id DESC LIMIT 1 OFFSET $keep)`,
  );

  /** Asked with every arrival. */
  const known = new Map<string, Inbox>();
  const untilTrim = new Map<number, number>();

  function get(name: string): Inbox | null {
    const before = known.get(name);
    if (before) return before;
    const row = byName.get(name);
    if (!row) return null;
    const inbox = fromRow(row);
    known.set(name, inbox);
    return inbox;
  }

  /** The inbox of that name, made when it is first used. */
  function open(name: string, now: number): Inbox {
    const inbox = get(name);
    if (inbox) return inbox;
    create.run(name, JSON.stringify(DEFAULT_INBOX), now);
    return get(name)!;
  }

  return {
    /** What was read is out of date. */
    forget(): void {
      known.clear();
      untilTrim.clear();
    },
    open,
    /** Tells an inbox what to answer. */
    configure(inbox: Inbox, config: InboxConfig): void {
      setConfig.run(JSON.stringify(config), inbox.id);
      inbox.config = config;
    },
    /** The inbox of that name with what it remembers; one that was never used is like any other. */
    summary(name: string): InboxSummary {
      const row = summary.get(name);
      return row
        ? summaryFromRow(row)
        : { id: 0, name, config: DEFAULT_INBOX, createdAt: null, requests: 0, lastAt: null };
    },
    /** In the order in which they were first used. */
    list({ limit, after }: PageRequest): Page<InboxSummary> {
      return toPage(summaries.all(after ?? 0, limit + 1), limit, (row) => row.id, summaryFromRow);
    },
    /** Removes an inbox with all that arrived at it. */
    remove(name: string): void {
      remove.run(name);
      known.delete(name);
    },
    /** Stores what arrived at an inbox, and of all that did the newest `keep` and a few more. */
    add({ id }: Inbox, arrived: NewInboxRequest, keep: number): void {
      insert.run(
        id,
        arrived.at,
        arrived.method,
        arrived.path,
        JSON.stringify(arrived.headers),
        arrived.body.length === 0 ? null : arrived.body,
        arrived.bodyBytes,
        arrived.complete ? 1 : 0,
        arrived.remoteAddress,
        arrived.tls && JSON.stringify(arrived.tls),
        arrived.status,
      );
      const left = (untilTrim.get(id) ?? 0) - 1;
      if (left <= 0) trim.run({ inbox: id, keep });
      untilTrim.set(id, left <= 0 ? Math.min(TRIM_EVERY, TRIM_SHARE * keep) : left);
    },
    /** What arrived at an inbox, as it came. */
    requests(
      name: string,
      page: PageRequest,
      { method, since, contains }: InboxRequestFilter,
    ): Page<InboxRequest> {
      const inbox = get(name);
      if (!inbox) return { items: [], next: null };
      const { condition, orderBy } = seek('id', page);
      const { clause, values } = where({
        'inbox_id = ?': inbox.id,
        ...condition,
        'method = ?': method,
        'at >= ?': since,
        [HOLDS]: contains === undefined ? undefined : Buffer.from(contains),
      });
      const query = db.prepare<unknown[], RequestRow>(
        `SELECT * FROM inbox_requests ${clause} ${orderBy} LIMIT ?`,
      );
      const rows: RequestRow[] = [];
      let bytes = 0;
      for (const row of query.iterate(...values, page.limit + 1)) {
        rows.push(row);
        bytes += row.body?.length ?? 0;
        if (bytes > MOST_PAGE_BYTES) break;
      }
      const fitting = bytes > MOST_PAGE_BYTES ? Math.min(page.limit, rows.length - 1) : page.limit;
      return toPage(rows, fitting, (row) => row.id, requestFromRow);
    },
    /** One of them; null: there is none with that ID. */
    request(name: string, id: number): InboxRequest | null {
      const inbox = get(name);
      const row = inbox && request.get(id, inbox.id);
      return row ? requestFromRow(row) : null;
    },
    /** Forgets what arrived at an inbox. */
    removeRequests(name: string): void {
      const inbox = get(name);
      if (inbox) removeRequests.run(inbox.id);
    },
  };
}
