import type { Communication } from '../store/communications.ts';
import type { Store } from '../store/store.ts';

/** Counts the communications that change from one moment on, each once, by what they say of themselves. */
export class Tally {
  readonly #store: Store;
  #count = 0;
  #begun = { seq: 0, eventId: 0, instant: 0 };

  constructor(store: Store) {
    this.#store = store;
  }

  /** Counts from now on. @returns how many it has been since, when asked */
  begin(now: number): () => number {
    const { communications, events } = this.#store;
    this.#count = 0;
    this.#begun = { seq: communications.lastSeq(), eventId: events.end(), instant: now };
    return () => this.#count;
  }

  /** So many were sent, or came in. */
  added(communications: number): void {
    this.#count += communications;
  }

  /** One is about to move on. */
  moves({ seq, lastEventId, sentAt }: Communication): void {
    const begun = this.#begun;
    const counted = seq > begun.seq || (lastEventId ?? 0) > begun.eventId || (sentAt ?? 0) > begun.instant;
    if (!counted) this.#count += 1;
  }
}
