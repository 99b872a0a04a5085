import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { ApiFaultKind } from '../../core/api-faults.ts';
import type { EndpointName } from '../../core/endpoints.ts';
import type { ApiContext } from '../context.ts';
import { plainAddress } from './address.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { maskedCall } from './mask.ts';

/** `TOO_LARGE`: it was not read to its end; `HUNG_UP`: the client did not send it to its end. */
type Reading = 'WHOLE' | 'TOO_LARGE' | 'HUNG_UP';

const NO_BODY = Buffer.alloc(0);

/**
 * One request to the real API from its first byte to its record. The answer is written here and not left to the
 * framework: what is recorded is what was sent.
 */
export class Exchange {
  readonly remoteAddress: string;
  /** What struck it so far. */
  readonly faults: ApiFaultKind[] = [];
  /** Whose it is and what came of it, once there is a call. */
  call: Call | null = null;
  #body: Buffer = NO_BODY;
  readonly #context: ApiContext;
  readonly #c: Context;
  readonly #endpoint: EndpointName | null;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  readonly #at: number;
  readonly #started = performance.now();

  /** @param endpoint null: there is none at this address */
  constructor(context: ApiContext, c: Context, endpoint: EndpointName | null) {
    const { incoming, outgoing } = c.env as HttpBindings;
    this.#context = context;
    this.#c = c;
    this.#endpoint = endpoint;
    this.#incoming = incoming as IncomingMessage;
    this.#outgoing = outgoing as ServerResponse;
    this.#at = context.clock.now();
    this.remoteAddress = plainAddress(incoming.socket.remoteAddress ?? '');
  }

  /** What was read of the body. */
  get body(): Buffer {
    return this.#body;
  }

  /** Reads the body, as far as it is not too long. */
  async read(): Promise<Reading> {
    const { maxBodyBytes } = this.#context.limits;
    const chunks: Buffer[] = [];
    const reading =
      Number(this.#incoming.headers['content-length'] ?? 0) > maxBodyBytes
        ? 'TOO_LARGE'
        : await receive(this.#incoming, chunks, maxBodyBytes);
    this.#body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    return reading;
  }

  /** Whether somebody still waits for an answer. */
  get #isOpen(): boolean {
    return !this.#outgoing.destroyed && !this.#incoming.socket.destroyed;
  }

  /** Holds the answer back for so many real ms, or until the client hangs up. */
  async wait(ms: number): Promise<void> {
    const hungUp = new AbortController();
    const giveUp = () => hungUp.abort();
    this.#outgoing.once('close', giveUp);
    if (this.#isOpen) await setTimeout(ms, undefined, { signal: hungUp.signal }).catch(() => {});
    this.#outgoing.off('close', giveUp);
  }

  /** Answers and records it. @param malformed sends only the first half of the body */
  answer({ status, headers, body: whole }: Answer, malformed = false): Response {
    const body = malformed ? whole.slice(0, Math.floor(whole.length / 2)) : whole;
    if (this.#isOpen) {
      // Whoever reads the record may expect it by the time of the answer.
      this.#record(status, headers, body);
      this.#outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      this.#outgoing.end(body);
    } else this.#record(null, {}, '');
    return RESPONSE_ALREADY_SENT;
  }

  /** Cuts the connection and records that. */
  cut(): Response {
    this.#record(null, {}, '');
    this.#incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }

  #record(status: number | null, responseHeaders: Answer['headers'], responseBody: string): void {
    const { method, url } = this.#c.req;
    const sent = {
      headers: headersOf(this.#incoming),
      // In another charset, or with a byte order mark, nobody would find what stands in it.
      body: this.call?.text ?? this.#body,
      bytes: this.#body.byteLength,
    };
    const answered = {
      headers: responseHeaders,
      body: responseBody,
      bytes: Buffer.byteLength(responseBody),
    };
    this.#context.requestLog.add({
      at: this.#at,
      endpoint: this.#endpoint,
      customerId: this.call?.customer?.id ?? null,
      method,
      ...maskedCall(this.#endpoint, url, sent, answered),
      remoteAddress: this.remoteAddress,
      status,
      durationMs: Math.round((performance.now() - this.#started) * 1000) / 1000,
      communicationIds: this.call?.communicationIds ?? [],
      faults: this.faults,
    });
  }
}

function receive(incoming: IncomingMessage, chunks: Buffer[], most: number): Promise<Reading> {
  return new Promise((resolve) => {
    let bytes = 0;
    const end = (reading: Reading) => {
      incoming.off('data', take).off('end', done).off('close', hungUp);
      resolve(reading);
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      // The rest flows by, so that the client gets to read its answer.
      if (bytes > most) end('TOO_LARGE');
    };
    const done = () => end('WHOLE');
    const hungUp = () => end('HUNG_UP');
    incoming.on('data', take).on('end', done).on('close', hungUp);
  });
}

/** As they were sent; of those that came more than once all values. */
function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name, value] = [rawHeaders[index]!, rawHeaders[index + 1]!];
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
