import { type CompiledCallback, compileCallback } from '../core/template/compile.ts';
import type { Callback } from '../store/callbacks.ts';
import type { CallbackContext } from './context.ts';
import type { Strikes } from './faults/strikes.ts';
import { BURST_CONCURRENCY, isSpoilt, spoiltTarget } from './faults/target.ts';
import type {
  Asking,
  AttemptResult,
  OutgoingRequest,
  Transport,
  TransportTarget,
} from './transport/contract.ts';

/** A callback ready to send: its template compiled, its connections open. */
export interface Line {
  callback: Callback;
  compiled: CompiledCallback;
  /** Makes a request on the callback's own connections, or on one that faults have spoilt; see `Transport.start`. */
  start(request: OutgoingRequest, now: number, strikes: Strikes, ending: Ending): void;
}

/** Who is to hear of the end of a request: of one of the two, once. */
export interface Ending extends Asking {
  /** Must not throw. */
  failed(reason: unknown): void;
}

interface OpenLine {
  config: string;
  compiled: CompiledCallback;
  transport: Transport;
}

/** Keeps what a callback needs to send: compiled once, connected once, and again when its configuration changes. */
export class Lines {
  readonly #context: CallbackContext;
  readonly #open = new Map<number, OpenLine>();
  /** Transports that make one request. */
  readonly #alone = new Set<Transport>();
  #connected = 0;

  constructor(context: CallbackContext) {
    this.#context = context;
  }

  /** The callback's line, with the callback as it is now. To be asked for by one at a time: an outdated line is closed. */
  async of(callback: Callback): Promise<Line> {
    const { compiled, transport } = await this.#line(callback);
    return {
      callback,
      compiled,
      start: (request, now, strikes, ending) => {
        if (!isSpoilt(strikes)) transport.start(request, now, ending);
        else {
          this.#sendSpoilt(callback, request, now, strikes).then(
            (result) => ending.settled(result),
            (reason) => ending.failed(reason),
          );
        }
      },
    };
  }

  /** Makes one request on a connection of its own. */
  async sendAlone(target: TransportTarget, request: OutgoingRequest, now: number): Promise<AttemptResult> {
    const transport = await this.#connect(target);
    this.#alone.add(transport);
    const result = await transport.send(request, now);
    this.#alone.delete(transport);
    await transport.close();
    return result;
  }

  async #sendSpoilt(
    { config }: Callback,
    request: OutgoingRequest,
    now: number,
    strikes: Strikes,
  ): Promise<AttemptResult> {
    return this.sendAlone(await spoiltTarget(config, strikes, this.#context), request, now);
  }

  /** Closes the callback's connections. */
  async close(callbackId: number): Promise<void> {
    const open = this.#open.get(callbackId);
    this.#open.delete(callbackId);
    await open?.transport.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
    await Promise.all([...this.#alone].map((transport) => transport.close()));
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
      transport,
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
