import type { CallbackFaultKind } from '../core/faults.ts';
import { fromRanges, isRange, toRanges } from '../core/id-ranges.ts';
import type { DeliveryState } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { deliveriesOf, deliverySpans } from './delivery-spans.ts';
import { rowInserter, storeInTurn } from './insert-rows.ts';
import { LIMIT, type Page, type PageRequest, seek, toPage, where } from './page.ts';

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
  /** Null: there was none. It may have been forgotten. */
  lastAttemptId: number | null;
}

export interface DeliveryFilter {
  callbackId?: number | undefined;
  /** Only these. */
  ids?: readonly number[] | undefined;
  state?: DeliveryState | undefined;
}

/** Names the events that a delivery carries; unlike its ID it does not depend on which callback sends first. */
export function eventSpan({ eventIds }: Pick<Delivery, 'eventIds'>): string {
  return `${eventIds[0]}-${eventIds.at(-1)}`;
}

/** So many deliveries of a callback take longer to be gathered than to be looked for among all. */
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
  last_attempt_id: number | null;
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
  lastAttemptId: row.last_attempt_id,
});

/** The indexes of those that wait and of those that were given up are found by the word itself. */
const inState = (state: DeliveryState | undefined) =>
  state === 'PENDING' || state === 'PARKED' ? { [`state = '${state}'`]: [] } : { 'state = ?': state };

/** The outbox: requests to be made, and made. */
export function deliveryStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO deliveries (id, callback_id, event_ids, first_event_id, last_event_id, items, state, attempts, tries, faults,
       next_attempt_at, created_at, settled_at, error, last_attempt_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // Nearly all are taken at once: to bind what these have in common takes longer than to store it.
  const insertTaken = rowInserter(
    db,
    `deliveries (id, callback_id, first_event_id, last_event_id, items, state, attempts, tries, created_at, settled_at,
       last_attempt_id)`,
    `(?, ?, ?, ?, ?, 'DELIVERED', 1, 1, ?, ?, ?)`,
    (values, { id, callbackId, eventIds, items, createdAt, settledAt, lastAttemptId }: Delivery) =>
      values.push(id, callbackId, eventIds[0], eventIds.at(-1), items, createdAt, settledAt, lastAttemptId),
  );
  const byId = db.prepare<[number], DeliveryRow>('SELECT * FROM deliveries WHERE id = ?');
  const pending = db.prepare<[number, number], DeliveryRow>(
    `SELECT * FROM deliveries WHERE callback_id = ? AND state = 'PENDING' ORDER BY id ${LIMIT}`,
  );
  const due = db.prepare<[number, number, number], DeliveryRow>(
    `SELECT * FROM deliveries WHERE callback_id = ? AND state = 'PENDING' AND coalesce(next_attempt_at, 0) <= ?
     ORDER BY id ${LIMIT}`,
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
  const save = db.prepare(
    `UPDATE deliveries SET state = ?, attempts = ?, tries = ?, faults = ?, next_attempt_at = ?, settled_at = ?, error = ?
     WHERE id = ?`,
  );
  const saveTried = db.prepare(
    `UPDATE deliveries SET attempts = ?, tries = ?, faults = ?, last_attempt_id = ?, state = ?, next_attempt_at = ?,
       settled_at = ?, error = ? WHERE id = ? AND (state = 'PENDING' OR ? != 'PENDING')`,
  );
  const saveTries = db.prepare(
    'UPDATE deliveries SET attempts = ?, tries = ?, faults = ?, last_attempt_id = ? WHERE id = ?',
  );
  const around = db.prepare<{ callbackId: number; eventId: number }, DeliveryRow>(
    `SELECT * FROM deliveries WHERE id IN (
       ${deliveriesOf('= $callbackId')} AND s.last_event_id >= $eventId AND s.first_event_id <= $eventId
         AND d.last_event_id >= $eventId AND d.first_event_id <= $eventId)
     ORDER BY id`,
  );
  const removeDeliveries = db.prepare(`DELETE FROM deliveries WHERE id IN (${deliveriesOf('= ?')})`);
  const spans = deliverySpans(db);

  const newest = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM deliveries');
  /** Counted here: what SQLite counts itself costs a write more, or begins again when the newest are removed. */
  let lastId: number | null = null;

  function insertOne(delivery: Delivery): void {
    const { eventIds } = delivery;
    insert.run(
      delivery.id,
      delivery.callbackId,
      isRange(eventIds) ? null : toRanges(eventIds),
      eventIds[0],
      eventIds.at(-1),
      eventIds.length,
      delivery.state,
      delivery.attempts,
      delivery.tries,
      asJson(delivery.faults),
      delivery.nextAttemptAt,
      delivery.createdAt,
      delivery.settledAt,
      delivery.error,
      delivery.lastAttemptId,
    );
  }

  /** All of a callback's are gathered; where these are many, the next of them is not far. */
  function ofCallback({ callbackId }: DeliveryFilter, { after, order }: PageRequest) {
    if (callbackId === undefined || spans.areAtLeast(MANY, callbackId))
      return { 'callback_id = ?': callbackId };
    const beyond = order === 'newest' ? 's.first_id < coalesce(?, 9e18)' : 's.last_id > coalesce(?, 0)';
    return { [`id IN (${deliveriesOf('= ?')} AND ${beyond})`]: [callbackId, after ?? null] };
  }

  return {
    /** All are others, or gone. Not for work that was undone: what has an ID and is not stored yet keeps it. */
    forget(): void {
      lastId = null;
    },
    /** An ID for one that is to be stored later. */
    newId(): number {
      lastId = (lastId ?? newest.get()?.id ?? 0) + 1;
      return lastId;
    },
    /** Stores new ones. */
    addAll(deliveries: readonly Delivery[]): void {
      // What is not appended to the table is written more than once.
      const inOrder = deliveries.toSorted((a, b) => a.id - b.id);
      storeInTurn(inOrder, isTakenAtOnce, insertTaken, insertOne);
      spans.add(inOrder);
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
      const { state, attempts, tries, faults, lastAttemptId, nextAttemptAt, settledAt, error, id } = delivery;
      const values = [attempts, tries, asJson(faults), lastAttemptId];
      const { changes } = saveTried.run(...values, state, nextAttemptAt, settledAt, error, id, state);
      if (changes === 0) saveTries.run(...values, id);
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
    /** Removes a callback's deliveries; their attempts have to be gone. */
    removeOf(callbackId: number): void {
      removeDeliveries.run(callbackId);
      spans.removeOf(callbackId);
    },
    list(page: PageRequest, filter: DeliveryFilter): Page<Delivery> {
      const { condition, orderBy } = seek('id', page);
      // Few wait: they are found first and sorted then.
      const inOrder = filter.state === 'PENDING' ? orderBy.replace('id', '+id') : orderBy;
      const { clause, values } = where({
        ...condition,
        ...(filter.state === 'PENDING' ? { 'callback_id = ?': filter.callbackId } : ofCallback(filter, page)),
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

/** By its first attempt, unstruck, with events that follow one another. */
function isTakenAtOnce({ state, attempts, faults, error, eventIds }: Delivery): boolean {
  return (
    state === 'DELIVERED' && attempts === 1 && faults.length === 0 && error === null && isRange(eventIds)
  );
}
