import type { Database } from './database.ts';
import { LIMIT } from './page.ts';

/** What of a delivery says where it is. */
interface Spanned {
  id: number;
  callbackId: number;
  /** In order of the log. */
  eventIds: readonly number[];
}

/** Deliveries whose IDs are farther apart than this are not of one span: who looks through it meets those between. */
const WIDEST_GAP = 100;

/**
 * IDs of the deliveries of some callbacks, some more than once, where spans lie over one another.
 * @param callbacks condition for `s.callback_id`, such as `= ?`
 */
export const deliveriesOf = (callbacks: string) =>
  `SELECT d.id FROM delivery_spans s
   JOIN deliveries d ON d.id BETWEEN s.first_id AND s.last_id AND d.callback_id = s.callback_id
   WHERE s.callback_id ${callbacks}`;

/**
 * Where the deliveries of a callback are: of those that were stored together, between which IDs and with events between
 * which. To write that once takes less than an index with a row for each.
 */
export function deliverySpans(db: Database) {
  const insert = db.prepare(
    `INSERT INTO delivery_spans (callback_id, first_id, last_id, first_event_id, last_event_id, deliveries)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const countSome = db
    .prepare<[number, number], number>(
      `SELECT coalesce(sum(deliveries), 0)
       FROM (SELECT deliveries FROM delivery_spans WHERE callback_id = ? ${LIMIT})`,
    )
    .pluck();
  const remove = db.prepare('DELETE FROM delivery_spans WHERE callback_id = ?');

  function addSpan(span: readonly Spanned[]): void {
    let firstEventId = Number.POSITIVE_INFINITY;
    let lastEventId = 0;
    for (const { eventIds } of span) {
      firstEventId = Math.min(firstEventId, eventIds[0]!);
      lastEventId = Math.max(lastEventId, eventIds.at(-1)!);
    }
    const { id, callbackId } = span[0]!;
    insert.run(callbackId, id, span.at(-1)!.id, firstEventId, lastEventId, span.length);
  }

  return {
    /** Has deliveries found that are stored with this call. @param deliveries in the order of their IDs */
    add(deliveries: readonly Spanned[]): void {
      const open = new Map<number, Spanned[]>();
      for (const delivery of deliveries) {
        const span = open.get(delivery.callbackId);
        if (span !== undefined && delivery.id - span.at(-1)!.id <= WIDEST_GAP) span.push(delivery);
        else {
          if (span !== undefined) addSpan(span);
          open.set(delivery.callbackId, [delivery]);
        }
      }
      for (const span of open.values()) addSpan(span);
    },
    /** Whether a callback has had at least so many deliveries. */
    areAtLeast: (many: number, callbackId: number): boolean => countSome.get(callbackId, many)! >= many,
    removeOf(callbackId: number): void {
      remove.run(callbackId);
    },
  };
}
