import type { Database } from './database.ts';
import { propertyStore } from './properties.ts';

/** Properties that hold up to which `seq` something is written; see `Later`. */
export const MARKS = ['historiesUpTo', 'communicationIdsUpTo', 'dueUpTo'] as const;

/** What changes with communications and is written later. */
export interface Later<Kept extends { readonly size: number }, Item> {
  /** Names the property that holds up to which communication it is written. */
  mark: (typeof MARKS)[number];
  /** How many are written together. */
  together: number;
  /** What keeps those that are not written yet; it begins with none. */
  empty(): Kept;
  /** Has all change again that the communications after this `seq` changed. */
  changeSince(seq: number): void;
  /** In the order of the table, the last first. */
  inOrder(kept: Kept): Item[];
  /** What has been written may be left where it was kept, or taken out. */
  write(item: Item, kept: Kept): void;
}

/** Of those, so many for each one that changes meanwhile; and so many at once, since they mostly share a page. */
const FOR_EACH = 2;
const AT_ONCE = 100;
/** Written also after so many communications for each of those that are written together: they are made anew quickly. */
const MOST_FOR_EACH = 4;

/**
 * Each communication changes one row here and the next one a row far away: written one by one, each would have a page of
 * its own written. So they are kept in memory and written in the order of their table, many at a time and yet few
 * enough that nobody waits for it. After a kill, those that were not written are made anew from the communications
 * themselves.
 */
export class WrittenLater<Kept extends { readonly size: number }, Item> {
  readonly #later: Later<Kept, Item>;
  readonly #lastSeq;
  /** Communications up to this `seq` are in what is written. */
  readonly #written;
  readonly #atOnce: number;
  /** Null: not made anew yet. */
  #changed: Kept | null = null;
  #leaving: Kept;
  /** What is about to be written. Then communications up to this `seq` are in what is written. */
  #queue: Item[] = [];
  #upTo = 0;
  /** How many are to be written for what has changed since some were. */
  #owed = 0;

  constructor(db: Database, later: Later<Kept, Item>) {
    this.#later = later;
    this.#lastSeq = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM communications');
    this.#written = propertyStore(db).named(later.mark);
    this.#atOnce = Math.min(AT_ONCE, later.together);
    this.#leaving = later.empty();
  }

  /** Neither written nor about to be: looked at first, and changed. */
  get changed(): Kept {
    if (this.#changed === null) {
      this.#changed = this.#later.empty();
      this.#upTo = Number(this.#written.read() ?? 0);
      this.#later.changeSince(this.#upTo);
    }
    return this.#changed;
  }

  /** About to be written: looked at next, before the table. */
  get leaving(): Kept {
    return this.#leaving;
  }

  /**
   * Writes a share. To be called in the transaction that stored a communication, once all has changed with it.
   * @param seq of the communication
   */
  writeShare(seq: number): void {
    const { together } = this.#later;
    this.#owed += FOR_EACH;
    if (this.#queue.length === 0) {
      if (this.changed.size >= together || seq - this.#upTo >= MOST_FOR_EACH * together) this.#begin(seq);
    } else if (this.#owed >= this.#atOnce) this.#writeSome(this.#atOnce);
  }

  /** Writes all that is in memory. */
  save(): void {
    if (this.#queue.length > 0) this.#writeSome(this.#queue.length);
    const seq = this.#lastSeq.get()!.seq ?? 0;
    if (this.changed.size === 0 && this.#upTo === seq) return;
    this.#begin(seq);
    if (this.#queue.length > 0) this.#writeSome(this.#queue.length);
  }

  /** What is in memory is out of date. */
  forget(): void {
    this.#changed = null;
    this.#leaving = this.#later.empty();
    this.#queue = [];
  }

  /** Has what has changed so far be written: the last of the queue first. */
  #begin(seq: number): void {
    this.#leaving = this.changed;
    this.#changed = this.#later.empty();
    this.#upTo = seq;
    this.#queue = this.#later.inOrder(this.#leaving);
    if (this.#queue.length === 0) this.#writeSome(0);
  }

  #writeSome(count: number): void {
    this.#owed = 0;
    for (const item of this.#queue.splice(-count)) this.#later.write(item, this.#leaving);
    if (this.#queue.length > 0) return;
    this.#leaving = this.#later.empty();
    this.#written.write(String(this.#upTo));
  }
}
