import { type CompiledCallback, compileCallback } from '../core/template/compile.ts';
import type { Callback } from '../store/callbacks.ts';
import type { CallbackContext } from './context.ts';
import type { Strikes } from './faults/strikes.ts';
import { BURST_CONCURRENCY, isSpoilt, spoiltTarget } from './faults/target.ts';
import type { Transport, TransportTarget } from './transport/transport.ts';

/** A transport for one attempt, and what to do when it is over. */
interface LentTransport {
  transport: Transport;
  done: () => Promise<void>;
}

/** A callback ready to send: its template compiled, its connections open. */
export interface Line {
  callback: Callback;
  compiled: CompiledCallback;
  /** The callback's own transport, or one that faults have spoilt. */
  transportFor(strikes: Strikes): Promise<LentTransport>;
}

interface OpenLine {
  config: string;
  compiled: CompiledCallback;
  lent: LentTransport;
}

/** Keeps what a callback needs to send: compiled once, connected once, and again when its configuration changes. */
export class Lines {
  readonly #context: CallbackContext;
  readonly #open = new Map<number, OpenLine>();
  readonly #lent = new Set<Transport>();
  #connected = 0;

  constructor(context: CallbackContext) {
    this.#context = context;
  }

  /** The callback's line, with the callback as it is now. To be asked for by one at a time: an outdated line is closed. */
  async of(callback: Callback): Promise<Line> {
    const { compiled, lent } = await this.#line(callback);
    return {
      callback,
      compiled,
      transportFor: async (strikes) =>
        isSpoilt(strikes) ? this.lend(await spoiltTarget(callback.config, strikes, this.#context)) : lent,
    };
  }

  /** A connection of its own, for one attempt. */
  async lend(target: TransportTarget): Promise<LentTransport> {
    const transport = await this.#connect(target);
    this.#lent.add(transport);
    return {
      transport,
      done: () => {
        this.#lent.delete(transport);
        return transport.close();
      },
    };
  }

  /** Closes the callback's connections. */
  async close(callbackId: number): Promise<void> {
    const open = this.#open.get(callbackId);
    this.#open.delete(callbackId);
    await open?.lent.transport.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
    await Promise.all([...this.#lent].map((transport) => transport.close()));
  }

  async #line(callback: Callback): Promise<OpenLine> {
    const config = JSON.stringify(callback.config);
    const before = this.#open.get(callback.id);
    if (before?.config === config) return before;
    await this.close(callback.id);
    const transport = await this.#connect(callback.config);
    const line = {
      config,
      compiled: compileCallback(callback.config),
      lent: { transport, done: async () => {} },
    };
    this.#open.set(callback.id, line);
    return line;
  }

  async #connect(target: TransportTarget): Promise<Transport> {
    // The HTTP client is loaded with the first callback that sends: a start does not wait for it.
    const { openTransport } = await import('./transport/transport.ts');
    // How many requests are under way is the drain's to say; a burst takes more than the callback's own number.
    const concurrency = Math.max(target.concurrency, BURST_CONCURRENCY);
    // Each transport begins with the next source address: most of them make one connection and keep it.
    const { network } = this.#context;
    const first = this.#connected++ % (network.sourceAddresses.length || 1);
    const sourceAddresses = [
      ...network.sourceAddresses.slice(first),
      ...network.sourceAddresses.slice(0, first),
    ];
    return openTransport({ ...target, concurrency }, { ...network, sourceAddresses });
  }
}
