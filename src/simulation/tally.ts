import type { CommunicationType, Status } from '../core/vocabulary.ts';

/** Counts what happens, so that nobody has to look through the store for it. */
export class Tally {
  /** A bit for each, by its place in the order in which they were accepted. */
  #changed = new Uint8Array(0);
  #count = 0;
  #counting = false;
  readonly #reports = new Map<CommunicationType, Map<Status | null, number>>();

  /** Counts the communications that change from now on, each once. @returns how many it has been since, when asked, which ends it */
  begin(): () => number {
    this.#changed = new Uint8Array(0);
    this.#count = 0;
    this.#counting = true;
    return () => {
      this.#counting = false;
      this.#changed = new Uint8Array(0);
      return this.#count;
    };
  }

  /** One was sent, reported, or came in. */
  changed({ seq }: { seq: number }): void {
    if (!this.#counting) return;
    const [place, bit] = [seq >> 3, 1 << (seq & 7)];
    if (place >= this.#changed.length) this.#grow(place);
    if (this.#changed[place]! & bit) return;
    this.#changed[place]! |= bit;
    this.#count += 1;
  }

  /** The log got an entry. What breaks off is done, and counted, once more. */
  reported({ type, status }: { type: CommunicationType; status: Status | null }): void {
    const counts = this.#reports.get(type) ?? new Map<Status | null, number>();
    this.#reports.set(type, counts);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }

  /** Entries of the log since the start, by type and status; what comes in has none. */
  get reports(): ReadonlyMap<CommunicationType, ReadonlyMap<Status | null, number>> {
    return this.#reports;
  }

  #grow(place: number): void {
    const longer = new Uint8Array(Math.max(2 * this.#changed.length, place + 1, 1024));
    longer.set(this.#changed);
    this.#changed = longer;
  }
}
