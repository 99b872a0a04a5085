import TinyQueue from 'tinyqueue';
import type { Database } from './database.ts';
import { WrittenLater } from './written-later.ts';

/** When something is next to happen with a communication, in platform ms. */
interface Due {
  nextAt: number;
  id: number;
  seq: number;
}

/** Null: nothing more will happen. */
type Moved = Omit<Due, 'nextAt'> & { nextAt: number | null };

type Row = [nextAt: number, id: number, seq: number];

/** Times that are filed together, unless told otherwise. */
const TOGETHER = 30_000;
/** Times that no longer hold, and so many more than those that do, are swept out. */
const MOST_OUTDATED = 1000;

/** What `due_at` becomes where another statement has `next_at` become `$nextAt`; what is in memory is out of date then. */
export const DUE_AT_OF_NEXT = 'CASE WHEN due_at IS NULL AND next_at IS NOT NULL THEN NULL ELSE $nextAt END';

/** By time and then by ID, so that no request's timing decides; of those that something is still to happen with. */
export const inOrderOfTime = (a: Pick<Moved, 'nextAt' | 'id'>, b: Pick<Moved, 'nextAt' | 'id'>): number =>
  a.nextAt! - b.nextAt! || a.id - b.id;

/**
 * When something is next to happen with each communication. Most of it happens soon: in an index, a time would have a
 * page of its own written, far from that of the next communication, and shortly after that another to be removed. So
 * times are kept in memory; those that are still to come when many more communications have been accepted are filed in
 * the index, see `WrittenLater`. Those of campaigns are filed at once: so many are stored together that they share pages.
 * `due_at` of a communication is its `next_at` if that is filed, and null otherwise.
 * @param together times that are filed together
 */
export function dueStore(db: Database, together = TOGETHER) {
  const file = db.prepare('UPDATE communications SET due_at = next_at WHERE seq = ?');
  const since = db
    .prepare<[number], Row>(
      'SELECT next_at, id, seq FROM communications WHERE seq > ? AND next_at IS NOT NULL AND due_at IS NULL',
    )
    .raw();
  const firstFiled = db
    .prepare<[], number>('SELECT due_at FROM communications WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1')
    .pluck();
  const later = new WrittenLater<Map<number, Due>, number>(db, {
    mark: 'dueUpTo',
    together,
    empty: () => new Map(),
    changeSince(seq) {
      for (const row of since.iterate(seq) as IterableIterator<Row>) keep(fromRow(row), later.changed);
    },
    inOrder: (kept) => [...kept.values()].sort((a, b) => inOrderOfTime(b, a)).map(({ seq }) => seq),
    write(seq, kept) {
      // It may have happened meanwhile.
      if (kept.delete(seq)) file.run(seq);
    },
  });
  /** Of all that is in memory but for what is lent, and with times that no longer hold. */
  let queue = new TinyQueue<Due>([], inOrderOfTime);
  /** Taken out for somebody to have it happen; what has not, goes back. */
  let lent: Due[] = [];

  function keep(due: Due, among: Map<number, Due>): void {
    among.set(due.seq, due);
    queue.push(due);
  }

  const holds = (due: Due) => (later.changed.get(due.seq) ?? later.leaving.get(due.seq)) === due;

  /** The first of all that is in memory, once what no longer holds is out of its way. */
  function firstKept(): Due | undefined {
    if (later.changed.size + later.leaving.size === 0) return undefined;
    while (queue.length > 0 && !holds(queue.peek()!)) queue.pop();
    return queue.peek();
  }

  function takeBack(): void {
    for (const due of lent) if (holds(due)) queue.push(due);
    lent = [];
  }

  function sweep(): void {
    if (queue.length <= 2 * (later.changed.size + later.leaving.size) + MOST_OUTDATED) return;
    queue = new TinyQueue([...later.changed.values(), ...later.leaving.values()], inOrderOfTime);
    lent = [];
  }

  return {
    /** Takes up a communication that has been stored, with or without its time. To be called in the same transaction. */
    add({ seq, id, nextAt }: Moved, isFiled: boolean): void {
      if (nextAt !== null && !isFiled) keep({ nextAt, id, seq }, later.changed);
      later.writeShare(seq);
      sweep();
    },
    /**
     * Takes note of another time, or (null) that nothing more will happen.
     * @returns what is to be stored as `due_at`, in the same transaction
     */
    move({ seq, id, nextAt }: Moved): number | null {
      const place = later.changed.has(seq) ? later.changed : later.leaving;
      // It is filed, or nothing more was to happen.
      if (!place.has(seq)) return nextAt;
      if (nextAt === null) place.delete(seq);
      else keep({ nextAt, id, seq }, place);
      return null;
    },
    /** The first time of all; null: nothing more will happen. */
    first(): number | null {
      takeBack();
      const times = [firstKept()?.nextAt, firstFiled.get()].filter((time) => time !== undefined);
      return times.length === 0 ? null : Math.min(...times);
    },
    /** `seq` of those in memory whose time has come, by time and then by ID. */
    kept(instant: number, limit: number): number[] {
      takeBack();
      while (lent.length < limit && (firstKept()?.nextAt ?? Number.POSITIVE_INFINITY) <= instant)
        lent.push(queue.pop()!);
      return lent.map(({ seq }) => seq);
    },
    /** What is in memory is out of date. */
    forget(): void {
      later.forget();
      queue = new TinyQueue<Due>([], inOrderOfTime);
      lent = [];
    },
  };
}

function fromRow([nextAt, id, seq]: Row): Due {
  return { nextAt, id, seq };
}
