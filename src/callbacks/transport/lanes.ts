import type { Client, Dispatcher } from 'undici';
import type { Connection, Connector } from './connector.ts';

const MAX_HEADER_BYTES = 16_384;

/** One connection at a time to a receiver, kept alive between requests, made anew when it is gone. */
export class Lane {
  /** That requests now travel on; null until there was one, and when the last try to make one failed. */
  connection: Connection | null = null;
  readonly #client: Client;
  #stopConnecting = () => {};

  /** @param ClientClass undici's, which is loaded late */
  constructor(ClientClass: typeof Client, origin: URL, connector: Connector) {
    this.#client = new ClientClass(origin, {
      pipelining: 1,
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

  async close(): Promise<void> {
    const closed = this.#client.destroy();
    this.#stopConnecting();
    await closed;
  }
}

/** The lanes to one receiver, opened as they are needed, and the queue for them. */
export class Lanes {
  readonly #free: Lane[] = [];
  readonly #all: Lane[] = [];
  readonly #waiting: ((lane: Lane) => void)[] = [];

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

  nextFree(): Promise<Lane> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Whoever waits longest gets it. */
  release(lane: Lane): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(lane);
    else next(lane);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((lane) => lane.close()));
  }
}
