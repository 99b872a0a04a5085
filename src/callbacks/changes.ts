/** Tells whoever waits for a delivery, or a call of the real API, that some have changed. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  /** @returns what ends the listening */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Waits until there is what is looked for, looking again whenever something has changed.
   * @param timeoutMs real ms
   * @param abort gives up when it is aborted
   * @returns null when the time is up
   */
  until<Found>(find: () => Found | null, timeoutMs: number, abort: AbortSignal): Promise<Found | null> {
    const present = find();
    if (present || timeoutMs === 0) return Promise.resolve(present);
    return new Promise((resolve) => {
      const end = (found: Found | null) => {
        clearTimeout(timer);
        stopListening();
        abort.removeEventListener('abort', giveUp);
        resolve(found);
      };
      const giveUp = () => end(null);
      const timer = setTimeout(giveUp, timeoutMs);
      abort.addEventListener('abort', giveUp);
      const stopListening = this.listen(() => {
        const found = find();
        if (found) end(found);
      });
    });
  }
}
