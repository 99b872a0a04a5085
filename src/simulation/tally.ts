/** Counts the communications that change from one moment on, each once. */
export class Tally {
  /** A bit for each, by its place in the order in which they were accepted. */
  #changed = new Uint8Array(0);
  #count = 0;
  #counting = false;

  /** Counts from now on. @returns how many it has been since, when asked, which ends it */
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

  #grow(place: number): void {
    const longer = new Uint8Array(Math.max(2 * this.#changed.length, place + 1, 1024));
    longer.set(this.#changed);
    this.#changed = longer;
  }
}
