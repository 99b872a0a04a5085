import type { CallbackFaultKind } from '../core/faults.ts';
import { hasSameEntries } from '../core/same-entries.ts';
import type { Database } from './database.ts';
import type { Delivery } from './deliveries.ts';
import { deliveriesOf } from './delivery-spans.ts';
import type { exchangeFacts } from './exchange-facts.ts';
import { rowInserter, storeInTurn } from './insert-rows.ts';

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
  responseHeaders: Readonly<Record<string, string | string[]>> | null;
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

/** A delivery that has been tried; the attempt is not stored yet. */
export interface Tried {
  delivery: Pick<Delivery, 'id' | 'lastAttemptId'>;
  attempt: Attempt;
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

const fromRow = (row: AttemptRow): StoredAttempt => ({
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

const FACTS = 'request.facts AS request, response.facts AS response';
const JOIN_FACTS = `JOIN exchange_facts request ON request.id = a.request_id
  LEFT JOIN exchange_facts response ON response.id = a.response_id`;

/** Every attempt of the deliveries, as far as it is remembered. */
export function attemptStore(db: Database, facts: ReturnType<typeof exchangeFacts>) {
  const insert = db.prepare(
    `INSERT INTO attempts (delivery_id, previous_id, number, started_at, ok, status, error, faults, request_id, response_id,
       response_cut, connect_ms, first_byte_ms, total_ms, response_body, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // Answers that came within a second mostly have the same headers, and most requests go where the one before went.
  const responseId = facts.ids<NonNullable<Attempt['responseHeaders']>>(hasSameEntries);
  const requestId = facts.ids<RequestFacts>((a, b) => a.request === b.request && a.peer === b.peer);
  // Nearly all are like this: to bind what these have in common takes longer than to store it.
  const insertTaken = rowInserter(
    db,
    `attempts (delivery_id, number, started_at, ok, status, request_id, response_id, response_cut, first_byte_ms, total_ms,
       response_body, body)`,
    '(?, 1, ?, 1, ?, ?, ?, 0, ?, ?, ?, ?)',
    (values, { delivery, attempt }: Tried) => {
      const { startedAt, status, request, peer, responseHeaders, timing, responseBody, body } = attempt;
      values.push(delivery.id, startedAt, status);
      values.push(requestId({ request, peer }), responseHeaders && responseId(responseHeaders));
      values.push(timing.firstByteMs, timing.totalMs, responseBody, body);
    },
  );
  // When all are forgotten, their IDs are given anew: what is of another delivery, or not older, does not belong here.
  const ofDelivery = db.prepare<Pick<Delivery, 'id' | 'lastAttemptId'>, AttemptRow>(
    `WITH RECURSIVE known (id) AS (
       VALUES ($lastAttemptId)
       UNION ALL
       SELECT a.previous_id FROM known JOIN attempts a ON a.id = known.id
       WHERE a.delivery_id = $id AND a.previous_id < a.id)
     SELECT a.*, ${FACTS} FROM known
     JOIN attempts a ON a.id = known.id AND a.delivery_id = $id
     ${JOIN_FACTS}
     ORDER BY a.id`,
  );
  const after = db.prepare<
    { after: number; callbackId: number | null; limit: number },
    AttemptRow & { delivery_id: number; callback_id: number }
  >(
    `SELECT a.*, d.callback_id, ${FACTS} FROM attempts a
     JOIN deliveries d ON d.id = a.delivery_id
     ${JOIN_FACTS}
     WHERE a.id > $after AND ($callbackId IS NULL OR d.callback_id = $callbackId) ORDER BY a.id LIMIT $limit`,
  );
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM attempts').pluck();
  const lastId = (): number => newest.get() ?? 0;
  const firstSince = db
    .prepare<[number], number>(`SELECT id FROM attempts WHERE started_at >= ? ORDER BY id LIMIT 1`)
    .pluck();
  // Nothing but a bound: with a question in it, SQLite would gather all before it removes the first.
  const removeUpTo = db.prepare<[number]>('DELETE FROM attempts WHERE id <= ?');
  const removeOf = db.prepare(`DELETE FROM attempts WHERE delivery_id IN (${deliveriesOf('= ?')})`);

  function insertOne({ delivery, attempt }: Tried): void {
    const { faults, responseHeaders, timing } = attempt;
    const { lastInsertRowid } = insert.run(
      delivery.id,
      delivery.lastAttemptId,
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
    delivery.lastAttemptId = Number(lastInsertRowid);
  }

  function insertAllTaken(taken: readonly Tried[]): void {
    // They are numbered in turn.
    let id = insertTaken(taken) - taken.length;
    for (const { delivery } of taken) delivery.lastAttemptId = ++id;
  }

  return {
    /** Stores attempts in the order given; each becomes the last of its delivery, which knows its ID afterwards. */
    addAll(all: readonly Tried[]): void {
      storeInTurn(all, isTakenAtOnce, insertAllTaken, insertOne);
    },
    /** Those of a delivery that are remembered, the oldest first. */
    of({ id, lastAttemptId }: Pick<Delivery, 'id' | 'lastAttemptId'>): StoredAttempt[] {
      return ofDelivery.all({ id, lastAttemptId }).map(fromRow);
    },
    /** Attempts of all deliveries, in the order in which their results were stored. */
    after({ after: afterId, callbackId }: AttemptFilter, limit: number): AttemptOf[] {
      return after
        .all({ after: afterId, callbackId: callbackId ?? null, limit })
        .map((row) => ({ ...fromRow(row), deliveryId: row.delivery_id, callbackId: row.callback_id }));
    },
    /** Of the one that was stored last; 0: there is none. */
    lastId,
    /** Forgets all but the newest attempts, and those started before the time; deliveries keep their outcome. */
    trim(keep: number, startedBefore: number): void {
      const tooOld = (firstSince.get(startedBefore) ?? 0) - 1;
      facts.removed(removeUpTo.run(Math.max(lastId() - keep, tooOld)).changes);
    },
    /** Removes those of a callback's deliveries. */
    removeOf(callbackId: number): void {
      removeOf.run(callbackId);
    },
  };
}

/** The first of its delivery, unstruck, on a connection that was there. */
function isTakenAtOnce({ attempt }: Tried): boolean {
  const { number, ok, faults, responseCut, timing } = attempt;
  return number === 1 && ok && faults.length === 0 && !responseCut && timing.connectMs === null;
}
