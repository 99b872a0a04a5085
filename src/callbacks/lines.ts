import { compileCallback } from '../core/template/compile.ts';
import type { Callback } from '../store/callbacks.ts';
import type { Line } from './drain.ts';
import type { NetworkPolicy, Transport } from './transport/transport.ts';

/** Keeps what a callback needs to send: compiled once, connected once, and again when its configuration changes. */
export class Lines {
  readonly #network: NetworkPolicy;
  readonly #open = new Map<number, { config: string; line: Promise<Line> }>();

  constructor(network: NetworkPolicy) {
    this.#network = network;
  }

  /** The callback's line, with the callback as it is now. */
  async of(callback: Callback): Promise<Line> {
    const config = JSON.stringify(callback.config);
    const open = this.#open.get(callback.id);
    if (open?.config === config) return { ...(await open.line), callback };
    await this.close(callback.id);
    const line = openLine(callback, this.#network);
    this.#open.set(callback.id, { config, line });
    return line;
  }

  /** Closes the callback's connections once their requests are answered. */
  async close(callbackId: number): Promise<void> {
    const open = this.#open.get(callbackId);
    this.#open.delete(callbackId);
    await (await open?.line)?.transport.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
  }
}

async function openLine(callback: Callback, network: NetworkPolicy): Promise<Line> {
  // The HTTP client is loaded with the first callback that sends: a start does not wait for it.
  const { openTransport } = await import('./transport/transport.ts');
  const transport: Transport = await openTransport(callback.config, network);
  return { callback, compiled: compileCallback(callback.config), transport };
}
