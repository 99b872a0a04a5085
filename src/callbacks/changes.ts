/** Tells whoever waits for a delivery that some have changed. */
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
}
