import type { CommunicationType, Status } from '../core/vocabulary.ts';
import type { Database } from './database.ts';

/** So many of the newest entries are looked at: a question is answered at once, however long the log is. */
const MOST_ENTRIES = 50_000;

/** How much of something there was in a span of time. */
export interface Share<Kind> {
  /** Which span it was, counted from the first. */
  span: number;
  kind: Kind;
  count: number;
}

/** Counts of what happened lately. Times are platform ms. */
export function statisticStore(db: Database) {
  const events = db.prepare<[number, number, number, number], Share<Status | CommunicationType>>(
    `SELECT CAST((at - ?) / ? AS INTEGER) AS span, coalesce(status, type) AS kind, count(*) AS count FROM events
     WHERE id > (SELECT coalesce(max(id), 0) FROM events) - ${MOST_ENTRIES} AND at >= ? AND at < ? GROUP BY 1, 2`,
  );
  const attempts = db.prepare<[number, number, number, number], Share<number>>(
    `SELECT CAST((started_at - ?) / ? AS INTEGER) AS span, ok AS kind, count(*) AS count FROM attempts
     WHERE id > (SELECT coalesce(max(id), 0) FROM attempts) - ${MOST_ENTRIES} AND started_at >= ? AND started_at < ?
     GROUP BY 1, 2`,
  );
  return {
    /** Entries of the log by their status; of what came in, which has none, by type. */
    events: (from: number, to: number, spanMs: number) => events.all(from, spanMs, from, to),
    /** Callback requests, by whether (1) or not (0) they were answered with a 2xx. */
    attempts: (from: number, to: number, spanMs: number) => attempts.all(from, spanMs, from, to),
  };
}
