import type { Clock } from '../core/clock.ts';
import { type InboxAnswer, type InboxConfig, nextAnswer, turnedDown } from '../core/inbox.ts';
import type { InboxRequest, InboxRequestFilter, NewInboxRequest } from '../store/inbox.ts';
import type { Store } from '../store/store.ts';
import type { ArrivedBody } from './body.ts';
import type { Connection } from './connection.ts';

/** What came in at an inbox. */
export interface Arrival extends Pick<NewInboxRequest, 'method' | 'path' | 'headers'>, Connection {
  body: ArrivedBody;
  /** The header as it came, which is not stored. */
  authorization: string | undefined;
}

export interface InboxContext {
  store: Store;
  clock: Clock;
  /** How many requests each inbox remembers. */
  keep: number;
}

const TOO_LONG: InboxAnswer = {
  status: 413,
  delayMs: 0,
  headers: {},
  body: 'this is longer than an inbox reads',
};

/** The built-in receiver: any number of named inboxes that record what arrives and answer what they are told. */
export class Inbox {
  readonly #context: InboxContext;
  readonly #listeners = new Set<(name: string) => void>();
  readonly #ends = new Set<() => void>();
  #closed = false;

  constructor(context: InboxContext) {
    this.#context = context;
  }

  /**
   * Records what arrived at an inbox, which is made when it is first used.
   * @returns what it is answered; null: nobody is left to answer
   */
  receive(name: string, arrival: Arrival): InboxAnswer | null {
    const { store, clock, keep } = this.#context;
    const at = clock.now();
    const answer = store.transaction(() => {
      const inbox = store.inboxes.open(name, at);
      const { answer, rest } = answerTo(inbox.config, arrival);
      if (rest) store.inboxes.configure(inbox, rest);
      const { body, authorization, ...seen } = arrival;
      store.inboxes.add(
        inbox,
        {
          ...seen,
          at,
          body: body.kept,
          bodyBytes: body.bytes,
          complete: body.end === 'WHOLE',
          status: answer?.status ?? null,
        },
        keep,
      );
      return answer;
    });
    for (const listener of this.#listeners) listener(name);
    return answer;
  }

  /** Tells of every arrival, by the name of its inbox. @returns what ends it */
  listen(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Waits until so many requests that fit have arrived at an inbox.
   * @param wanted `after`: only requests with a higher ID
   * @param timeoutMs real ms
   * @param abort gives up when it is aborted
   * @returns the first of them, at the most `count`; fewer when the time is up
   */
  wait(
    name: string,
    { after, count, ...filter }: InboxRequestFilter & { after: number; count: number },
    timeoutMs: number,
    abort: AbortSignal,
  ): Promise<InboxRequest[]> {
    const { inboxes } = this.#context.store;
    const found: InboxRequest[] = [];
    // A page may be shorter than was asked for.
    const look = () => {
      for (let more = true; more && found.length < count; ) {
        const page = { limit: count - found.length, after: found.at(-1)?.id ?? after };
        const { items } = inboxes.requests(name, page, filter);
        found.push(...items);
        more = items.length > 0;
      }
      return found.length >= count;
    };
    if (look() || timeoutMs === 0 || this.#closed) return Promise.resolve(found);
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stopListening();
        this.#ends.delete(end);
        abort.removeEventListener('abort', end);
        resolve(found);
      };
      const timer = setTimeout(end, timeoutMs);
      this.#ends.add(end);
      abort.addEventListener('abort', end);
      const stopListening = this.listen((at) => {
        if (at === name && look()) end();
      });
    });
  }

  /**
   * Takes the time that a slow receiver takes.
   * @param ms real ms
   * @param onGone is given what ends it, for when the client has gone
   */
  dawdle(ms: number, onGone: (end: () => void) => void): Promise<void> {
    if (ms === 0 || this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#ends.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#ends.add(end);
      onGone(end);
    });
  }

  /** Answers at once whoever is kept waiting, from now on. */
  close(): void {
    this.#closed = true;
    for (const end of this.#ends) end();
  }
}

function answerTo(
  config: InboxConfig,
  { body, authorization, tls }: Arrival,
): { answer: InboxAnswer | null; rest: InboxConfig | null } {
  if (body.end === 'BROKEN_OFF') return { answer: null, rest: null };
  if (body.end === 'TOO_LONG') return { answer: TOO_LONG, rest: null };
  const refusal = turnedDown(config, {
    authorization,
    hasClientCertificate: Boolean(tls?.clientCertificate),
  });
  return refusal ? { answer: refusal, rest: null } : nextAnswer(config);
}
