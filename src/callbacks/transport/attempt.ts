import type { Dispatcher } from 'undici';
import type { RequestHead } from '../../store/attempts.ts';
import { addressOf } from './address.ts';
import { answerProblem } from './answer-problem.ts';
import { bodyInManner } from './body-manner.ts';
import type { Conceal, ConcealIn } from './conceal.ts';
import { ConnectFailure, type Connection } from './connector.ts';
import { type Asking, NO_PEER, type OutgoingRequest, type TransportTarget } from './contract.ts';
import { exchangeProblem, isConnectionLoss } from './exchange-problem.ts';
import type { Lane, Lanes, Waiting, Watched } from './lanes.ts';
import type { NetworkPolicy } from './network-policy.ts';
import { ResponseBody } from './response-body.ts';
import { retryAfterMs } from './retry-after.ts';

/** Where a request goes, and what it begins with: mostly the same for one after the other. */
export interface Way {
  lanes: Lanes;
  url: URL;
  /** With the query. */
  path: string;
  /** Names and values in turn, as undici takes them. */
  sent: string[];
  head: RequestHead;
  conceal: Conceal;
  concealIn: ConcealIn;
}

/** A close that crossed our request on its way shows within a round trip; one later is the receiver's doing. */
const CROSSED_WITHIN_MS = 1000;

/** One request, from sending it on a lane to the result. */
export class Attempt implements Dispatcher.DispatchHandler, Waiting, Watched {
  readonly #request: OutgoingRequest;
  readonly #way: Way;
  readonly #target: TransportTarget;
  readonly #now: number;
  readonly #body: ResponseBody;
  readonly #asking: Asking;
  #lane!: Lane;
  #startedAt = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #connection: Connection | null = null;
  #reused = false;
  #repeated = false;
  #late = false;
  #sentAt = 0;
  #firstByteAt: number | null = null;
  #interimStatus: number | null = null;
  #status: number | null = null;
  #phrase = '';
  #headers: Record<string, string | string[]> | null = null;

  /** @param now platform time in ms */
  constructor(
    request: OutgoingRequest,
    way: Way,
    target: TransportTarget,
    { maxResponseBytes }: NetworkPolicy,
    now: number,
    asking: Asking,
  ) {
    this.#request = request;
    this.#way = way;
    this.#target = target;
    this.#now = now;
    this.#body = new ResponseBody(maxResponseBytes);
    this.#asking = asking;
  }

  /** Makes the request on a lane that is free, or as soon as one is. */
  start(): void {
    const free = this.#way.lanes.free();
    if (free === null) this.#way.lanes.whenFree(this);
    else this.takeLane(free);
  }

  takeLane(lane: Lane): void {
    this.#lane = lane;
    this.#startedAt = performance.now();
    this.#dispatch();
  }

  #dispatch(): void {
    const { method, body, manner } = this.#request;
    const { path, sent } = this.#way;
    this.#lane.dispatch(
      {
        path,
        method,
        body: bodyInManner(body, manner),
        // undici itself only knows the length of a body that is sent at once.
        headers: body && manner ? [...sent, 'content-length', String(body.length)] : sent,
      },
      this,
    );
  }

  /** There is a connection, and the request is about to be written to it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#connection = this.#lane.connection;
    this.#reused = this.#connection !== null && this.#connection.requests++ > 0;
    this.#sentAt = performance.now();
    this.#lane.watch(this.#target.timeouts.answerMs, this, this.#sentAt);
  }

  onResponseStarted(): void {
    this.#firstByteAt ??= performance.now();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[]>,
    phrase = '',
  ): void {
    if (status < 200) {
      this.#interimStatus = status;
      return;
    }
    this.#status = status;
    this.#phrase = phrase;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#body.add(chunk)) controller.abort(new Error('enough has been read'));
  }

  onResponseEnd(): void {
    this.#lane.unwatch();
    this.#onceUndiciIsDone(() => this.#finish(this.#judgeAnswer()));
  }

  onResponseError(_controller: Dispatcher.DispatchController, reported: Error): void {
    const error = isConnectionLoss(reported) ? (this.#connection?.failure ?? reported) : reported;
    const repeat = !this.#body.cut && !this.#late && this.#crossedClose(error);
    this.#lane.unwatch();
    this.#onceUndiciIsDone(() => {
      if (repeat) this.#repeat();
      else if (this.#body.cut) this.#finish(this.#judgeAnswer());
      else if (this.#late) {
        this.#finish(`no complete answer within ${this.#target.timeouts.answerMs} ms`);
      } else if (error instanceof ConnectFailure) {
        this.#finish(error.message, error);
      } else this.#finish(this.#brokenOff(error));
    });
  }

  /**
   * What is sent next has to wait: until then, the rest of what has come in would be taken for its answer, and it might be
   * sent on a connection that is about to be put away.
   */
  #onceUndiciIsDone(work: () => void): void {
    queueMicrotask(work);
  }

  /** The receiver has taken too long. */
  giveUp(): void {
    if (this.#controller === undefined) return;
    this.#late = true;
    this.#controller.abort(new Error('too late'));
  }

  /**
   * A receiver may close a kept-alive connection at the very moment we send on it. That is nobody's failure,
   * and nothing of the request has been acted upon, as a rule; if it has, the receiver gets it twice, which
   * is what delivery at least once means.
   */
  #crossedClose(error: Error): boolean {
    return (
      this.#reused &&
      !this.#repeated &&
      this.#firstByteAt === null &&
      isConnectionLoss(error) &&
      performance.now() - this.#sentAt < CROSSED_WITHIN_MS
    );
  }

  #repeat(): void {
    this.#repeated = true;
    this.#controller = undefined;
    this.#connection = null;
    this.#dispatch();
  }

  /** Null: it was a success. */
  #judgeAnswer(): string | null {
    const status = this.#status!;
    if (status >= 200 && status < 300) return null;
    const { url, head } = this.#way;
    return answerProblem({
      status,
      phrase: this.#phrase,
      location: first(this.#headers?.location),
      retryAfter: first(this.#headers?.['retry-after']),
      body: this.#body.text(this.#headers),
      method: head.method,
      insecure: url.protocol === 'http:',
      credentialsSent: Object.keys(head.headers).some((name) => name.toLowerCase() === 'authorization'),
      clientCertificateMissing: this.#asked() && this.#target.clientCertificate === null,
    });
  }

  #brokenOff(error: Error): string {
    const { url } = this.#way;
    return exchangeProblem(error, this.#target, {
      address: addressOf(url),
      secure: url.protocol === 'https:',
      answerBegun: this.#firstByteAt !== null,
      status: this.#status,
      interimStatus: this.#interimStatus,
      firstOnConnection: !this.#reused,
      askedForClientCertificate: this.#asked(),
    });
  }

  #asked(): boolean {
    return this.#connection?.askedForClientCertificate ?? false;
  }

  #finish(error: string | null, where: ConnectFailure | Connection | null = this.#connection): void {
    const status = this.#status;
    const headers = this.#headers;
    const { conceal, concealIn, head } = this.#way;
    this.#way.lanes.release(this.#lane);
    this.#asking.settled({
      ok: error === null,
      status,
      responseHeaders: headers && concealIn(headers),
      responseBody: status === null ? null : conceal(this.#body.text(headers)),
      responseCut: this.#body.cut,
      request: head,
      peer: where?.peer ?? NO_PEER,
      timing: {
        connectMs: this.#reused ? null : (this.#connection?.connectMs ?? null),
        firstByteMs: this.#firstByteAt === null ? null : this.#firstByteAt - this.#sentAt,
        totalMs: performance.now() - this.#startedAt,
      },
      error: error && conceal(error),
      retryAfterMs:
        headers !== null && (status === 429 || status === 503) ? retryAfterMs(headers, this.#now) : null,
    });
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
