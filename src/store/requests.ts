import type { ApiFaultKind } from '../core/api-faults.ts';
import type { EndpointName } from '../core/endpoints.ts';
import { hasSameEntries } from '../core/same-entries.ts';
import { isSubset } from '../core/subset.ts';
import type { Database } from './database.ts';
import type { exchangeFacts } from './exchange-facts.ts';
import { type Page, type PageRequest, seek, toPage, where } from './page.ts';

/** A call of the real API: what a client sent, what it got, and what came of it. */
export interface RecordedRequest {
  /** Platform ms. */
  at: number;
  /** Null: there is nothing at this address. */
  endpoint: EndpointName | null;
  /** Null: nobody's that we know. */
  customerId: number | null;
  method: string;
  /** With scheme and host, as the client called it. */
  url: string;
  remoteAddress: string;
  request: RecordedMessage;
  /** Null: it was not answered. */
  status: number | null;
  response: RecordedMessage;
  /** Real ms. */
  durationMs: number;
  /** `{ID}`s of the communications that it led to. */
  communicationIds: readonly number[];
  faults: readonly ApiFaultKind[];
}

/** Headers and body in one direction, secrets masked. */
export interface RecordedMessage {
  headers: Readonly<Record<string, string>>;
  /** Only the beginning of a long one. */
  body: string;
  /** Length of all of it, as it was before secrets were masked. */
  bytes: number;
}

export interface StoredRequest extends RecordedRequest {
  id: number;
}

/** Which calls are asked for; all that are named must hold. */
export interface RequestFilter {
  endpoint?: EndpointName | undefined;
  customerId?: number | undefined;
  method?: string | undefined;
  status?: number | undefined;
  /** Part of the URL, in any case. */
  url?: string | undefined;
  /** Part of the body that was sent. */
  contains?: string | undefined;
  /** What the JSON that was sent holds, see `isSubset`. */
  match?: Readonly<Record<string, unknown>> | undefined;
  /** Platform ms. */
  since?: number | undefined;
  communicationId?: number | undefined;
}

interface Row {
  /** As JSON. */
  sent_headers: string;
  answered_headers: string;
  id: number;
  at: number;
  endpoint: EndpointName | null;
  customer_id: number | null;
  method: string;
  url: string;
  remote_address: string;
  request_body: string;
  request_bytes: number;
  status: number | null;
  response_body: string;
  response_bytes: number;
  duration_ms: number;
  communication_ids: string;
  faults: string;
}

const fromRow = (row: Row): StoredRequest => ({
  id: row.id,
  at: row.at,
  endpoint: row.endpoint,
  customerId: row.customer_id,
  method: row.method,
  url: row.url,
  remoteAddress: row.remote_address,
  request: { headers: JSON.parse(row.sent_headers), body: row.request_body, bytes: row.request_bytes },
  status: row.status,
  response: { headers: JSON.parse(row.answered_headers), body: row.response_body, bytes: row.response_bytes },
  durationMs: row.duration_ms,
  communicationIds: JSON.parse(row.communication_ids),
  faults: JSON.parse(row.faults),
});

/** Headers are kept as the ID of what other calls have too, or as their own JSON. */
const headers = (column: string) =>
  `coalesce((SELECT facts FROM exchange_facts WHERE id = ${column}), ${column})`;
const SELECT = `SELECT *, ${headers('request_headers')} AS sent_headers, ${headers('response_headers')} AS answered_headers
  FROM requests`;

/** So many are written together, if nobody asks for them before. */
const MOST_WAITING = 128;

/** Old ones are forgotten a few at a time: there may be so many more of them than are to be kept, or this share. */
const TRIM_EVERY = 100;
const TRIM_SHARE = 0.1;

/** Calls of the real API. What was added is written when it is asked for, when there is much of it, or by `save`. */
export function requestStore(db: Database, facts: ReturnType<typeof exchangeFacts>) {
  const insert = db.prepare(
    `INSERT INTO requests (id, at, endpoint, customer_id, method, url, remote_address, request_headers, request_body,
       request_bytes, status, response_headers, response_body, response_bytes, duration_ms, communication_ids, faults)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<[number], Row>(`${SELECT} WHERE id = ?`);
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM requests').pluck();
  const trim = db.prepare('DELETE FROM requests WHERE id <= ?');
  const removeAll = db.prepare('DELETE FROM requests');
  const removeOf = db.prepare('DELETE FROM requests WHERE customer_id = ?');
  let wanted = { json: '', value: null as unknown };
  db.function('json_holds', { deterministic: true }, (body, json) => {
    if (wanted.json !== json) wanted = { json: json as string, value: JSON.parse(json as string) };
    return Number(isSubset(wanted.value, parsed(body as string)));
  });

  let waiting: { request: RecordedRequest; keep: number }[] = [];
  /** Counted here: an ID must not be given again when the newest have been removed. */
  let lastId: number | null = null;
  let untilTrim = 0;
  const sentHeaders = facts.idsOfCommon<RecordedMessage['headers']>(hasSameEntries);
  const answeredHeaders = facts.idsOfCommon<RecordedMessage['headers']>(hasSameEntries);

  const saveAll = db.transaction((added: typeof waiting) => {
    lastId ??= newest.get() ?? 0;
    for (const { request } of added) {
      lastId += 1;
      insert.run(
        lastId,
        request.at,
        request.endpoint,
        request.customerId,
        request.method,
        request.url,
        request.remoteAddress,
        sentHeaders(request.request.headers),
        request.request.body,
        request.request.bytes,
        request.status,
        answeredHeaders(request.response.headers),
        request.response.body,
        request.response.bytes,
        request.durationMs,
        asJson(request.communicationIds),
        asJson(request.faults),
      );
    }
    untilTrim -= added.length;
    if (untilTrim > 0) return;
    const { keep } = added.at(-1)!;
    facts.removed(trim.run(lastId - keep).changes);
    untilTrim = Math.min(TRIM_EVERY, TRIM_SHARE * keep);
  });

  function save(): void {
    if (waiting.length === 0) return;
    const added = waiting;
    waiting = [];
    try {
      saveAll(added);
    } catch (error) {
      facts.forget();
      throw error;
    }
  }

  function newestId(): number {
    save();
    lastId ??= newest.get() ?? 0;
    return lastId;
  }

  const matching = (filter: RequestFilter, position: Readonly<Record<string, unknown>> = {}) =>
    where({
      ...position,
      'endpoint = ?': filter.endpoint,
      'customer_id = ?': filter.customerId,
      'method = ?': filter.method,
      'status = ?': filter.status,
      'at >= ?': filter.since,
      'instr(lower(url), ?) > 0': filter.url?.toLowerCase(),
      'EXISTS (SELECT 1 FROM json_each(communication_ids) WHERE value = ?)': filter.communicationId,
      'instr(request_body, ?) > 0': filter.contains,
      'json_holds(request_body, ?)': filter.match && JSON.stringify(filter.match),
    });

  return {
    /** What was read is out of date. */
    forget(): void {
      lastId = null;
      untilTrim = 0;
    },
    /** Stores a call soon, and of all calls the newest `keep`. */
    add(request: RecordedRequest, keep: number): void {
      waiting.push({ request, keep });
      if (waiting.length >= MOST_WAITING) save();
    },
    /** Writes what has been added so far. */
    save,
    get(id: number): StoredRequest | null {
      save();
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    /** In the order in which they were answered. */
    list(page: PageRequest, filter: RequestFilter): Page<StoredRequest> {
      save();
      const { condition, orderBy } = seek('id', page);
      const { clause, values } = matching(filter, condition);
      const rows = db
        .prepare<unknown[], Row>(`${SELECT} ${clause} ${orderBy} LIMIT ?`)
        .all(...values, page.limit + 1);
      return toPage(rows, page.limit, (row) => row.id, fromRow);
    },
    count(filter: RequestFilter): number {
      save();
      const { clause, values } = matching(filter);
      return db
        .prepare<unknown[], number>(`SELECT count(*) FROM requests ${clause}`)
        .pluck()
        .get(...values)!;
    },
    /** Of the newest one; 0: there has been none. */
    lastId: newestId,
    /** Forgets all of them, or those of a customer. */
    remove(customerId: number | undefined): void {
      newestId();
      const { changes } = customerId === undefined ? removeAll.run() : removeOf.run(customerId);
      if (changes > 0) facts.clean();
    },
  };
}

/** Most calls are struck by nothing, and many lead to nothing. */
const asJson = (list: readonly unknown[]) => (list.length === 0 ? '[]' : JSON.stringify(list));

/** The JSON in a text; undefined: there is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
