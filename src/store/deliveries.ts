import type { CallbackFaultKind } from '../core/faults.ts';
import { fromRanges, isRange, toRanges } from '../core/id-ranges.ts';
import type { DeliveryState } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { type exchangeFacts, hasSameEntries } from './exchange-facts.ts';
import { type Page, type PageRequest, seek, toPage, where } from './page.ts';

/** One request to be made, or made. Times are platform ms. */
export interface Delivery {
  id: number;
  callbackId: number;
  /** What it carries, in order of the log. */
  eventIds: number[];
  /** How many events it carries. */
  items: number;
  state: DeliveryState;
  /** How many times it has been tried. */
  attempts: number;
  /** Of these, since it was made or last replayed. */
  tries: number;
  /** What struck it, each kind once. */
  faults: CallbackFaultKind[];
  /** Not tried again before; null: with the next tick, or settled. */
  nextAttemptAt: number | null;
  createdAt: number;
  /** When it was delivered, parked or dropped. */
  settledAt: number | null;
  /** Why the last attempt failed, in plain words. */
  error: string | null;
}

export interface DeliveryFilter {
  callbackId?: number | undefined;
  /** Only these. */
  ids?: readonly number[] | undefined;
  state?: DeliveryState | undefined;
}

/** What a TLS connection to a receiver turned out to be. */
export interface TlsFacts {
  /** `TLSv1.2` or `TLSv1.3`. */
  version: string;
  /** By its IANA name. */
  cipher: string;
  /** Who the receiver's certificate is for: common name, organization, or alternative names. */
  peer: string;
  issuer: string;
  /** ISO 8601, UTC. */
  validTo: string;
  /** Of the DER form: hexadecimal pairs with colons. */
  fingerprint256: string;
}

/** What was at the other end of a connection. The same object for all requests on it. */
export interface Peer {
  /** Null: plain http, or no handshake took place. */
  tls: TlsFacts | null;
  localAddress: string | null;
  remoteAddress: string | null;
}

/** The first part of a request. The same object as before when it was the same. */
export interface RequestHead {
  method: 'GET' | 'POST';
  url: string;
  /** As sent, secrets masked; without `content-length`, which the body tells. */
  headers: Readonly<Record<string, string>>;
}

/** What became of a request. */
export interface RequestResult {
  /** The receiver answered 2xx, in full or more than is read of it. */
  ok: boolean;
  /** Null: no answer came, or none whose headers were complete. */
  status: number | null;
  /** In plain words; null when `ok`. */
  error: string | null;
  peer: Peer;
  /** Names in lower case; at most 16 KiB together. */
  responseHeaders: Record<string, string | string[]> | null;
  /**
   * As text in UTF-8, as far as it was read; null: there was no answer. Of a compressed body, which is not
   * unpacked, only its kind and length.
   */
  responseBody: string | null;
  /** The body was longer than `maxResponseBytes`; the connection was given up rather than read to the end. */
  responseCut: boolean;
  /** Real milliseconds. */
  timing: {
    /** From the look-up of the name to the end of the TLS handshake; null: a connection was used again. */
    connectMs: number | null;
    /** From sending the request to the first byte of the answer: what the receiver took. */
    firstByteMs: number | null;
    /** All of it, but not the wait for a connection to become free. */
    totalMs: number;
  };
}

/** One try of a delivery. */
export interface Attempt extends RequestResult {
  /** From 1. */
  number: number;
  startedAt: number;
  /** What struck this attempt. */
  faults: readonly CallbackFaultKind[];
  request: RequestHead;
  /** In UTF-8. */
  body: Uint8Array | null;
}

export interface StoredAttempt extends Attempt {
  id: number;
}

/** An attempt, with what it was an attempt of. */
export interface AttemptOf extends StoredAttempt {
  deliveryId: number;
  callbackId: number;
}

/** Which attempts are asked for. */
export interface AttemptFilter {
  /** Those with a higher ID: they count up as results are stored. */
  after: number;
  callbackId?: number | undefined;
}

/** Names the events that a delivery carries; unlike its ID it does not depend on which callback sends first. */
export function eventSpan({ eventIds }: Pick<Delivery, 'eventIds'>): string {
  return `${eventIds[0]}-${eventIds.at(-1)}`;
}

/** So many deliveries of a callback take longer to be sorted than to be looked for among all. */
const MANY = 10_000;

/** Hardly any delivery has been struck by anything. */
const asJson = (faults: readonly string[]) => (faults.length === 0 ? '[]' : JSON.stringify(faults));

interface DeliveryRow {
  id: number;
  callback_id: number;
  /** Null: all from the first to the last. */
  event_ids: string | null;
  first_event_id: number;
  last_event_id: number;
  items: number;
  state: DeliveryState;
  attempts: number;
  tries: number;
  faults: string;
  next_attempt_at: number | null;
  created_at: number;
  settled_at: number | null;
  error: string | null;
}

interface AttemptRow {
  id: number;
  number: number;
  started_at: number;
  ok: number;
  status: number | null;
  error: string | null;
  faults: string | null;
  request: string;
  response: string | null;
  response_cut: number;
  connect_ms: number | null;
  first_byte_ms: number | null;
  total_ms: number;
  response_body: string | null;
  body: Buffer | null;
}

/** What of an attempt many others have too. */
interface RequestFacts {
  request: RequestHead;
  peer: Peer;
}

const fromRow = (row: DeliveryRow): Delivery => ({
  id: row.id,
  callbackId: row.callback_id,
  eventIds: fromRanges(row.event_ids ?? `${row.first_event_id}-${row.last_event_id}`),
  items: row.items,
  state: row.state,
  attempts: row.attempts,
  tries: row.tries,
  faults: JSON.parse(row.faults),
  nextAttemptAt: row.next_attempt_at,
  createdAt: row.created_at,
  settledAt: row.settled_at,
  error: row.error,
});

const attemptFromRow = (row: AttemptRow): StoredAttempt => ({
  id: row.id,
  number: row.number,
  startedAt: row.started_at,
  ok: row.ok === 1,
  status: row.status,
  error: row.error,
  faults: row.faults === null ? [] : JSON.parse(row.faults),
  body: row.body,
  responseHeaders: row.response === null ? null : JSON.parse(row.response),
  responseBody: row.response_body,
  responseCut: row.response_cut === 1,
  timing: { connectMs: row.connect_ms, firstByteMs: row.first_byte_ms, totalMs: row.total_ms },
  ...(JSON.parse(row.request) as RequestFacts),
});

/** The indexes of those that wait and of those that were given up are found by the word itself. */
const inState = (state: DeliveryState | undefined) =>
  state === 'PENDING' || state === 'PARKED' ? { [`state = '${state}'`]: [] } : { 'state = ?': state };

/** The outbox: deliveries and every attempt of them. */
export function deliveryStore(db: Database, facts: ReturnType<typeof exchangeFacts>) {
  const insert = db.prepare(
    `INSERT INTO deliveries (id, callback_id, event_ids, first_event_id, last_event_id, items, state, attempts, tries, faults,
       next_attempt_at, created_at, settled_at, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<[number], DeliveryRow>('SELECT * FROM deliveries WHERE id = ?');
  const pending = db.prepare<[number, number], DeliveryRow>(
    `SELECT * FROM deliveries WHERE callback_id = ? AND state = 'PENDING' ORDER BY id LIMIT ?`,
  );
  const due = db.prepare<[number, number, number], DeliveryRow>(
    `SELECT * FROM deliveries WHERE callback_id = ? AND state = 'PENDING' AND coalesce(next_attempt_at, 0) <= ?
     ORDER BY id LIMIT ?`,
  );
  const countPending = db.prepare<[number], { deliveries: number }>(
    `SELECT count(*) AS deliveries FROM deliveries WHERE callback_id = ? AND state = 'PENDING'`,
  );
  const parkPending = db.prepare(
    `UPDATE deliveries SET state = 'PARKED', error = ?, settled_at = ?, next_attempt_at = NULL
     WHERE callback_id = ? AND state = 'PENDING'`,
  );
  const replayAll = db.prepare<{ state: string; callbackId: number | null }>(
    `UPDATE deliveries SET state = 'PENDING', tries = 0, next_attempt_at = NULL, settled_at = NULL, error = NULL
     WHERE state = $state AND ($callbackId IS NULL OR callback_id = $callbackId)`,
  );
  const nextAttempt = db.prepare<[number], { at: number | null }>(
    `SELECT min(coalesce(next_attempt_at, 0)) AS at FROM deliveries WHERE callback_id = ? AND state = 'PENDING'`,
  );
  const countParked = db.prepare<[], { deliveries: number }>(
    `SELECT count(*) AS deliveries FROM deliveries WHERE state = 'PARKED'`,
  );
  const trim = db.prepare(
    `DELETE FROM attempts WHERE id <= (SELECT max(id) FROM attempts) - ?
       OR id < (SELECT id FROM attempts WHERE started_at >= ? ORDER BY id LIMIT 1)`,
  );
  const save = db.prepare(
    `UPDATE deliveries SET state = ?, attempts = ?, tries = ?, faults = ?, next_attempt_at = ?, settled_at = ?, error = ?
     WHERE id = ?`,
  );
  const saveTried = db.prepare(
    `UPDATE deliveries SET attempts = ?, tries = ?, faults = ?, state = ?, next_attempt_at = ?, settled_at = ?, error = ?
     WHERE id = ? AND (state = 'PENDING' OR ? != 'PENDING')`,
  );
  const saveTries = db.prepare('UPDATE deliveries SET attempts = ?, tries = ?, faults = ? WHERE id = ?');
  const addAttempt = db.prepare(
    `INSERT INTO attempts (delivery_id, number, started_at, ok, status, error, faults, request_id, response_id,
       response_cut, connect_ms, first_byte_ms, total_ms, response_body, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const attemptsOf = db.prepare<[number], AttemptRow>(
    `SELECT a.*, request.facts AS request, response.facts AS response FROM attempts a
     JOIN exchange_facts request ON request.id = a.request_id
     LEFT JOIN exchange_facts response ON response.id = a.response_id
     WHERE a.delivery_id = ? ORDER BY a.id`,
  );
  const attemptsAfter = db.prepare<
    { after: number; callbackId: number | null; limit: number },
    AttemptRow & { delivery_id: number; callback_id: number }
  >(
    `SELECT a.*, d.callback_id, request.facts AS request, response.facts AS response FROM attempts a
     JOIN deliveries d ON d.id = a.delivery_id
     JOIN exchange_facts request ON request.id = a.request_id
     LEFT JOIN exchange_facts response ON response.id = a.response_id
     WHERE a.id > $after AND ($callbackId IS NULL OR d.callback_id = $callbackId) ORDER BY a.id LIMIT $limit`,
  );
  const lastAttempt = db.prepare<[], number | null>('SELECT max(id) FROM attempts').pluck();
  const around = db.prepare<{ callbackId: number; eventId: number }, DeliveryRow>(
    `SELECT * FROM deliveries WHERE id IN (
       SELECT id FROM deliveries
       WHERE callback_id = $callbackId AND last_event_id >= $eventId AND first_event_id <= $eventId)
     ORDER BY id`,
  );

  const countSome = db
    .prepare<[number, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE callback_id = ? LIMIT ?)',
    )
    .pluck();
  const removeAttempts = db.prepare(
    'DELETE FROM attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE callback_id = ?)',
  );
  const removeDeliveries = db.prepare('DELETE FROM deliveries WHERE callback_id = ?');

  const newest = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM deliveries');
  /** Counted here: what SQLite counts itself costs a write more, or begins again when the newest are removed. */
  let lastId: number | null = null;
  // Answers that came within a second mostly have the same headers, and most requests go where the one before went.
  const responseId = facts.ids<NonNullable<Attempt['responseHeaders']>>(hasSameEntries);
  const requestId = facts.ids<RequestFacts>((a, b) => a.request === b.request && a.peer === b.peer);

  const isAmongFew = (callbackId: number | undefined) =>
    callbackId !== undefined && countSome.get(callbackId, MANY)! < MANY;

  return {
    /** What was read is out of date. */
    forget(): void {
      lastId = null;
    },
    /** An ID for one that is to be stored later. */
    newId(): number {
      lastId = (lastId ?? newest.get()?.id ?? 0) + 1;
      return lastId;
    },
    /** Stores a new one. */
    add(delivery: Delivery): void {
      const { eventIds } = delivery;
      insert.run(
        delivery.id,
        delivery.callbackId,
        isRange(eventIds) ? null : toRanges(eventIds),
        eventIds[0]!,
        eventIds.at(-1)!,
        eventIds.length,
        delivery.state,
        delivery.attempts,
        delivery.tries,
        asJson(delivery.faults),
        delivery.nextAttemptAt,
        delivery.createdAt,
        delivery.settledAt,
        delivery.error,
      );
    },
    get(id: number): Delivery | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    /** The callback's deliveries that wait for an attempt, in order of the log. */
    pending(callbackId: number, limit: number): Delivery[] {
      return pending.all(callbackId, limit).map(fromRow);
    },
    /** Those of them that may be tried by now. */
    due(callbackId: number, now: number, limit: number): Delivery[] {
      return due.all(callbackId, now, limit).map(fromRow);
    },
    countPending(callbackId: number): number {
      return countPending.get(callbackId)!.deliveries;
    },
    /** Gives up all of the callback's that wait, for the reason. */
    parkPending(callbackId: number, reason: string, now: number): void {
      parkPending.run(reason, now, callbackId);
    },
    /** Has all that are in this state wait for an attempt again, of one callback or (null) of all. @returns how many */
    replayAll(state: DeliveryState, callbackId: number | null): number {
      return replayAll.run({ state, callbackId }).changes;
    },
    /** How many have been given up, of all callbacks. */
    countParked(): number {
      return countParked.get()!.deliveries;
    },
    /** When the first of the callback's waiting deliveries may be tried; null: none waits. */
    nextAttemptAt(callbackId: number): number | null {
      return nextAttempt.get(callbackId)?.at ?? null;
    },
    /** Forgets all but the newest attempts, and those started before the time; deliveries keep their outcome. */
    trimAttempts(keep: number, startedBefore: number): void {
      facts.removed(trim.run(keep, startedBefore).changes);
    },
    /** Stores state, attempts so far and what is next. */
    save(delivery: Delivery): void {
      save.run(
        delivery.state,
        delivery.attempts,
        delivery.tries,
        asJson(delivery.faults),
        delivery.nextAttemptAt,
        delivery.settledAt,
        delivery.error,
        delivery.id,
      );
    },
    /** The same after an attempt. One that failed is not tried again when somebody has settled it meanwhile. */
    saveTried(delivery: Delivery): void {
      const { state, attempts, tries, faults, nextAttemptAt, settledAt, error, id } = delivery;
      const values = [attempts, tries, asJson(faults)];
      const { changes } = saveTried.run(...values, state, nextAttemptAt, settledAt, error, id, state);
      if (changes === 0) saveTries.run(...values, id);
    },
    addAttempt(deliveryId: number, attempt: Attempt): void {
      const { faults, responseHeaders, timing } = attempt;
      addAttempt.run(
        deliveryId,
        attempt.number,
        attempt.startedAt,
        attempt.ok ? 1 : 0,
        attempt.status,
        attempt.error,
        faults.length === 0 ? null : JSON.stringify(faults),
        requestId({ request: attempt.request, peer: attempt.peer }),
        responseHeaders && responseId(responseHeaders),
        attempt.responseCut ? 1 : 0,
        timing.connectMs,
        timing.firstByteMs,
        timing.totalMs,
        attempt.responseBody,
        attempt.body,
      );
    },
    attempts(deliveryId: number): StoredAttempt[] {
      return attemptsOf.all(deliveryId).map(attemptFromRow);
    },
    /** Attempts of all deliveries, in the order in which their results were stored. */
    attemptsAfter({ after, callbackId }: AttemptFilter, limit: number): AttemptOf[] {
      return attemptsAfter
        .all({ after, callbackId: callbackId ?? null, limit })
        .map((row) => ({ ...attemptFromRow(row), deliveryId: row.delivery_id, callbackId: row.callback_id }));
    },
    /** ID of the attempt that was stored last; 0: there is none. */
    lastAttemptId(): number {
      return lastAttempt.get() ?? 0;
    },
    /**
     * The callback's deliveries that carry the event: one, or more after a fault or a cursor put back. What was
     * invented after the event's likeness does not carry it.
     */
    carrying(callbackId: number, eventId: number): Delivery[] {
      return around
        .all({ callbackId, eventId })
        .map(fromRow)
        .filter(({ eventIds, faults }) => eventIds.includes(eventId) && !faults.includes('UNKNOWN_EVENT'));
    },
    /** Removes a callback's deliveries and their attempts. */
    removeOf(callbackId: number): void {
      removeAttempts.run(callbackId);
      removeDeliveries.run(callbackId);
    },
    list(page: PageRequest, filter: DeliveryFilter): Page<Delivery> {
      const { condition, orderBy } = seek('id', page);
      // By the index all of the callback's are found and sorted; where these are many, the end of the table is not far.
      const byIndex = page.order !== 'newest' || isAmongFew(filter.callbackId);
      // Few wait: they are found first and sorted then.
      const inOrder = filter.state === 'PENDING' ? orderBy.replace('id', '+id') : orderBy;
      const { clause, values } = where({
        ...condition,
        [`${byIndex ? '' : '+'}callback_id = ?`]: filter.callbackId,
        ...inState(filter.state),
        'id IN (SELECT value FROM json_each(?))': filter.ids && JSON.stringify(filter.ids),
      });
      const rows = db
        .prepare<unknown[], DeliveryRow>(`SELECT * FROM deliveries ${clause} ${inOrder} LIMIT ?`)
        .all(...values, page.limit + 1);
      return toPage(rows, page.limit, (row) => row.id, fromRow);
    },
  };
}
