import type { Database } from './database.ts';
import { WrittenLater } from './written-later.ts';

type Row = [id: number, seq: number];

/** IDs that are written together, unless told otherwise. */
const TOGETHER = 30_000;

/**
 * Which communication an ID is that of. IDs are drawn, so that each is far from the one before, see `WrittenLater`; only
 * those of a campaign follow one another.
 * @param together IDs that are written together
 */
export function communicationIdStore(db: Database, together = TOGETHER) {
  const get = db.prepare<[number], number>('SELECT seq FROM communication_ids WHERE id = ?').pluck();
  const next = db
    .prepare<[number], number>('SELECT id FROM communication_ids WHERE id >= ? ORDER BY id LIMIT 1')
    .pluck();
  // It may have been written before a kill.
  const insert = db.prepare(
    `INSERT INTO communication_ids (id, seq) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET seq = seq WHERE seq = excluded.seq`,
  );
  const since = db.prepare<[number], Row>('SELECT id, seq FROM communications WHERE seq > ?').raw();
  const later = new WrittenLater<Map<number, number>, number>(db, {
    mark: 'communicationIdsUpTo',
    together,
    empty: () => new Map(),
    changeSince(written) {
      for (const [id, seq] of since.iterate(written) as IterableIterator<Row>) later.changed.set(id, seq);
    },
    inOrder: (ids) => [...ids.keys()].sort((a, b) => b - a),
    write: (id, ids) => write(id, ids.get(id)!),
  });

  function write(id: number, seq: number): void {
    if (insert.run(id, seq).changes === 0) throw new Error(`two communications have the ID ${id}`);
  }

  /** The one that was added last: one that follows it lies beside it, and is written at once. */
  let last = 0;
  /** None from `first` up to `end` is in the table, as long as the same are about to be written. */
  let gap = { first: 0, end: 0, leaving: later.leaving };

  function isStored(id: number): boolean {
    if (id < gap.first || id >= gap.end || later.leaving !== gap.leaving) {
      gap = { first: id, end: next.get(id) ?? Number.POSITIVE_INFINITY, leaving: later.leaving };
    }
    return id === gap.end;
  }

  return {
    /** The first ID from this one on that is free. */
    firstFree(from: number): number {
      let id = from;
      while (later.changed.has(id) || later.leaving.has(id) || isStored(id)) id += 1;
      return id;
    },
    /** `seq` of the communication; undefined: the ID is free. */
    seqOf: (id: number): number | undefined => later.changed.get(id) ?? later.leaving.get(id) ?? get.get(id),
    /** Adds the free ID of a communication that has been stored. To be called in the same transaction. */
    add(id: number, seq: number): void {
      if (id === last + 1) {
        write(id, seq);
        gap.first = id + 1;
      } else later.changed.set(id, seq);
      last = id;
      later.writeShare(seq);
    },
    /** Writes all that is in memory. */
    save: () => later.save(),
    /** What is in memory is out of date. */
    forget: () => later.forget(),
  };
}
