import { Changes } from '../../callbacks/changes.ts';
import type { Log } from '../../core/log.ts';
import type { RecordedRequest, RequestFilter, StoredRequest } from '../../store/requests.ts';
import type { Store } from '../../store/store.ts';

/** Calls of so many real ms are written together. */
const WRITE_WITHIN_MS = 10;

/** Every call of the real API, the newest of them. */
export class RequestLog {
  readonly #store: Store;
  readonly #keep: number;
  readonly #log: Log;
  readonly #changes = new Changes();
  #scheduled = false;

  /** @param keep how many are remembered */
  constructor(store: Store, keep: number, log: Log) {
    this.#store = store;
    this.#keep = keep;
    this.#log = log;
  }

  /** Remembers a call. Those of the last few milliseconds are lost should the process be killed. */
  add(request: RecordedRequest): void {
    if (this.#keep === 0 || !this.#store.isOpen()) return;
    this.#quietly(() => this.#store.requests.add(request, this.#keep));
    if (!this.#scheduled) {
      this.#scheduled = true;
      // What closes the store writes the rest.
      setTimeout(() => this.#save(), WRITE_WITHIN_MS).unref();
    }
    this.#changes.announce();
  }

  /**
   * Waits until there is a call that fits.
   * @param wanted `after`: only calls with a higher ID
   * @param timeoutMs real ms
   * @param abort gives up when it is aborted
   * @returns the first that fits; null when the time is up
   */
  wait(
    { after, ...filter }: RequestFilter & { after: number },
    timeoutMs: number,
    abort: AbortSignal,
  ): Promise<StoredRequest | null> {
    const { requests } = this.#store;
    let from = after;
    const find = () => {
      const [found] = requests.list({ limit: 1, after: from }, filter).items;
      // What has been looked at once is not looked at again.
      if (!found) from = Math.max(after, requests.lastId());
      return found ?? null;
    };
    return this.#changes.until(find, timeoutMs, abort);
  }

  #save(): void {
    this.#scheduled = false;
    if (this.#store.isOpen()) this.#quietly(() => this.#store.requests.save());
  }

  /** A client gets its answer even when that cannot be remembered. */
  #quietly(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#log.error({ error }, 'calls of the real API could not be recorded');
    }
  }
}
