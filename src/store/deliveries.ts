import type { CallbackFaultKind } from '../core/faults.ts';
import { fromRanges, toRanges } from '../core/id-ranges.ts';
import type { DeliveryState } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage, where } from './page.ts';

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

export type NewDelivery = Pick<Delivery, 'callbackId' | 'eventIds' | 'state' | 'faults' | 'nextAttemptAt'>;

/** Everything about a try that people look at and the platform itself never asks for. */
export interface Exchange {
  method: string;
  /** What struck this attempt. */
  faults: CallbackFaultKind[];
  /** As sent, secrets masked. */
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string | string[]> | null;
  responseBody: string | null;
  responseCut: boolean;
  tls: {
    version: string;
    cipher: string;
    peer: string;
    issuer: string;
    validTo: string;
    fingerprint256: string;
  } | null;
  localAddress: string | null;
  remoteAddress: string | null;
  /** Real ms. */
  timing: { connectMs: number | null; firstByteMs: number | null; totalMs: number };
}

/** One try of a delivery. */
export interface Attempt {
  id: number;
  deliveryId: number;
  /** From 1. */
  number: number;
  startedAt: number;
  /** A 2xx. */
  ok: boolean;
  status: number | null;
  error: string | null;
  url: string;
  body: string | null;
  exchange: Exchange;
}

/** Names the events that a delivery carries; unlike its ID it does not depend on which callback sends first. */
export function eventSpan({ eventIds }: Pick<Delivery, 'eventIds'>): string {
  return `${eventIds[0]}-${eventIds.at(-1)}`;
}

interface DeliveryRow {
  id: number;
  callback_id: number;
  event_ids: string;
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
  delivery_id: number;
  number: number;
  started_at: number;
  ok: number;
  status: number | null;
  error: string | null;
  url: string;
  body: string | null;
  exchange: string;
}

const fromRow = (row: DeliveryRow): Delivery => ({
  id: row.id,
  callbackId: row.callback_id,
  eventIds: fromRanges(row.event_ids),
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

const attemptFromRow = (row: AttemptRow): Attempt => ({
  id: row.id,
  deliveryId: row.delivery_id,
  number: row.number,
  startedAt: row.started_at,
  ok: row.ok === 1,
  status: row.status,
  error: row.error,
  url: row.url,
  body: row.body,
  exchange: JSON.parse(row.exchange),
});

/** The outbox: deliveries and every attempt of them. */
export function deliveryStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO deliveries (callback_id, event_ids, first_event_id, last_event_id, items, state, faults, next_attempt_at, created_at,
       settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = db.prepare<[number], DeliveryRow>('SELECT * FROM deliveries WHERE id = ?');
  const pending = db.prepare<[number, number], DeliveryRow>(
    `SELECT * FROM deliveries WHERE callback_id = ? AND state = 'PENDING' ORDER BY id LIMIT ?`,
  );
  const due = db.prepare<[number, number, number], DeliveryRow>(
    `SELECT * FROM deliveries WHERE callback_id = ? AND state = 'PENDING' AND coalesce(next_attempt_at, 0) <= ?
     ORDER BY id LIMIT ?`,
  );
  const isPending = db.prepare<[number], unknown>(
    `SELECT 1 FROM deliveries WHERE id = ? AND state = 'PENDING'`,
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
  const addAttempt = db.prepare(
    'INSERT INTO attempts (delivery_id, number, started_at, ok, status, error, url, body, exchange) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const attemptsOf = db.prepare<[number], AttemptRow>(
    'SELECT * FROM attempts WHERE delivery_id = ? ORDER BY id',
  );
  const around = db.prepare<{ callbackId: number; eventId: number }, DeliveryRow>(
    `SELECT * FROM deliveries WHERE id IN (
       SELECT id FROM deliveries
       WHERE callback_id = $callbackId AND last_event_id >= $eventId AND first_event_id <= $eventId)
     ORDER BY id`,
  );

  let parkings = 0;

  return {
    /** Another number whenever waiting deliveries have been parked by `parkPending`. */
    parkings: () => parkings,
    add(made: NewDelivery, now: number): Delivery {
      const { callbackId, eventIds, state, faults, nextAttemptAt } = made;
      const settledAt = state === 'PENDING' ? null : now;
      const { lastInsertRowid } = insert.run(
        callbackId,
        toRanges(eventIds),
        eventIds[0]!,
        eventIds.at(-1)!,
        eventIds.length,
        state,
        JSON.stringify(faults),
        nextAttemptAt,
        now,
        settledAt,
      );
      return {
        ...made,
        id: Number(lastInsertRowid),
        items: eventIds.length,
        attempts: 0,
        tries: 0,
        createdAt: now,
        settledAt,
        error: null,
      };
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
    isPending(id: number): boolean {
      return isPending.get(id) !== undefined;
    },
    countPending(callbackId: number): number {
      return countPending.get(callbackId)!.deliveries;
    },
    /** Gives up all of the callback's that wait, for the reason. */
    parkPending(callbackId: number, reason: string, now: number): void {
      parkings += 1;
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
      trim.run(keep, startedBefore);
    },
    /** Stores state, attempts so far and what is next. */
    save(delivery: Delivery): void {
      save.run(
        delivery.state,
        delivery.attempts,
        delivery.tries,
        JSON.stringify(delivery.faults),
        delivery.nextAttemptAt,
        delivery.settledAt,
        delivery.error,
        delivery.id,
      );
    },
    addAttempt(attempt: Omit<Attempt, 'id'>): void {
      addAttempt.run(
        attempt.deliveryId,
        attempt.number,
        attempt.startedAt,
        Number(attempt.ok),
        attempt.status,
        attempt.error,
        attempt.url,
        attempt.body,
        JSON.stringify(attempt.exchange),
      );
    },
    attempts(deliveryId: number): Attempt[] {
      return attemptsOf.all(deliveryId).map(attemptFromRow);
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
    list({ limit, after }: PageRequest, filter: DeliveryFilter): Page<Delivery> {
      const { clause, values } = where({
        'id > ?': after ?? 0,
        'callback_id = ?': filter.callbackId,
        'state = ?': filter.state,
        'id IN (SELECT value FROM json_each(?))': filter.ids && JSON.stringify(filter.ids),
      });
      const rows = db
        .prepare<unknown[], DeliveryRow>(`SELECT * FROM deliveries ${clause} ORDER BY id LIMIT ?`)
        .all(...values, limit + 1);
      return toPage(rows, limit, (row) => row.id, fromRow);
    },
  };
}
