import type { Client, Dispatcher } from 'undici';
import type { Connection, Connector } from './connector.ts';

const MAX_HEADER_BYTES = 16_384;

/** A request that may take too long. */
export interface Watched {
  giveUp(): void;
}

/** A request for which there is no lane yet. */
export interface Waiting {
  takeLane(lane: Lane): void;
}

/** One connection at a time to a receiver, kept alive between requests, made anew when it is gone. */
export class Lane {
  /** That requests now travel on; null until there was one, and when the last try to make one failed. */
  connection: Connection | null = null;
  readonly #client: Client;
  #stopConnecting = () => {};
  /** One for all requests, and only looked at when its time comes: nearly all have been answered by then. */
  #timer: NodeJS.Timeout | null = null;
  #watched: Watched | null = null;
  #lateAt = 0;

  /** @param ClientClass undici's, which is loaded late */
  constructor(ClientClass: typeof Client, origin: URL, connector: Connector) {
    this.#client = new ClientClass(origin, {
      // A lane has one request at a time; with more allowed undici sends it at once, not a turn of the event loop later.
      pipelining: 2,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Time limits are the attempt's; these are only good to a second.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, callback) => {
        this.#stopConnecting = connector((failure, connection) => {
          this.connection = connection;
          if (connection === null) callback(failure!, null);
          else callback(null, connection.socket);
        });
      },
    });
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /** Has a request given up when so many real ms have passed, the same number for each, since `now`. */
  watch(ms: number, request: Watched, now: number): void {
    this.#watched = request;
    this.#lateAt = now + ms;
    if (this.#timer === null) this.#wake(ms);
  }

  unwatch(): void {
    this.#watched = null;
  }

  #wake(ms: number): void {
    this.#timer = setTimeout(() => this.#look(), ms).unref();
  }

  #look(): void {
    const watched = this.#watched;
    this.#timer = null;
    if (watched === null) return;
    const left = this.#lateAt - performance.now();
    if (left > 0) {
      this.#wake(Math.ceil(left));
      return;
    }
    // The event loop gets a turn first: after a busy stretch of ours, the answer may be there already.
    setImmediate(() => {
      if (this.#watched === watched) watched.giveUp();
    });
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    const closed = this.#client.destroy();
    this.#stopConnecting();
    await closed;
  }
}

/** The lanes to one receiver, opened as they are needed, and the queue for them. */
export class Lanes {
  readonly #free: Lane[] = [];
  readonly #all: Lane[] = [];
  readonly #waiting: Waiting[] = [];

  constructor(
    readonly limit: number,
    readonly open: () => Lane,
  ) {}

  /** The lane used last, which most likely still has its connection; null: all are taken. */
  free(): Lane | null {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#all.length >= this.limit) return null;
    const lane = this.open();
    this.#all.push(lane);
    return lane;
  }

  /** Has a request given the next lane that becomes free. */
  whenFree(request: Waiting): void {
    this.#waiting.push(request);
  }

  /** Whoever waits longest gets it. */
  release(lane: Lane): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(lane);
    else next.takeLane(lane);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((lane) => lane.close()));
  }
}
