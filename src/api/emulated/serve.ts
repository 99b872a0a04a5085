import type { Context, Hono } from 'hono';
import { ENDPOINTS, type EndpointName } from '../../core/endpoints.ts';
import type { ApiContext } from '../context.ts';
import { AllowLists } from './allow-list.ts';
import type { Answer } from './answer.ts';
import type { Call, Handler, House } from './call.ts';
import { Exchange } from './exchange.ts';
import { struckAnswer, tooMany } from './gateway.ts';
import { routeOf } from './path.ts';
import { RateLimiter } from './rate-limiter.ts';
import { drawStrike } from './strikes.ts';

export type { Call, Handler, House, Turndown } from './call.ts';

/**
 * Serves an endpoint of the real API: what a client sends has its body read, its sender known, its address and its rate
 * looked at, and faults let loose on it before the endpoint sees it; each call is recorded.
 */
export function serve(
  app: Hono,
  context: ApiContext,
  house: House,
  endpoint: EndpointName,
  handle: Handler,
): void {
  const { methods, path } = ENDPOINTS[endpoint];
  const gate = new Gate(context, house, endpoint, handle);
  app.on([...methods], [routeOf(path)], (c) => gate.pass(c));
}

/** What stands between the clients and one endpoint. */
class Gate {
  readonly #context: ApiContext;
  readonly #house: House;
  readonly #endpoint: EndpointName;
  readonly #handle: Handler;
  readonly #allowLists = new AllowLists();
  readonly #rateLimiter = new RateLimiter();

  constructor(context: ApiContext, house: House, endpoint: EndpointName, handle: Handler) {
    this.#context = context;
    this.#house = house;
    this.#endpoint = endpoint;
    this.#handle = handle;
  }

  async pass(c: Context): Promise<Response> {
    const exchange = new Exchange(this.#context, c, this.#endpoint);
    const reading = await exchange.read();
    if (reading === 'HUNG_UP') return exchange.cut();
    const call: Call = {
      endpoint: this.#endpoint,
      body: exchange.body,
      text: null,
      customer: null,
      communicationIds: [],
    };
    exchange.call = call;
    try {
      if (reading === 'WHOLE') call.customer = this.#house.identify(c, call);
      const latency = this.#strike(exchange, 'ANSWER');
      const end = await this.#decide(c, call, exchange, reading === 'TOO_LARGE');
      if (latency) await exchange.wait(latency.delayMs);
      return end();
    } catch (error) {
      this.#context.log.error({ error, endpoint: this.#endpoint }, 'a call of the real API broke off');
      return exchange.answer(this.#house.turnDown(c, 'FAILED'));
    }
  }

  /** @returns what ends the exchange */
  async #decide(c: Context, call: Call, exchange: Exchange, isTooLarge: boolean): Promise<() => Response> {
    const instead = this.#strike(exchange, 'BEFORE_WORK');
    if (instead?.kind === 'CUT_BEFORE_WORK') return () => exchange.cut();
    if (instead) return () => exchange.answer(struckAnswer(c, this.#house, instead));
    if (isTooLarge) return () => exchange.answer(this.#house.turnDown(c, 'TOO_LARGE'));
    const isOpen = this.#house.open.includes(this.#endpoint);
    if (call.customer === null && !isOpen) {
      return () => exchange.answer(this.#house.turnDown(c, 'UNAUTHENTICATED'));
    }
    const refused = this.#turnedDown(c, call, exchange);
    if (refused) return () => exchange.answer(refused);
    const isKnown = call.customer !== null;
    const answer = await this.#handle(c, call);
    // An open endpoint finds out itself whose call it is: then what holds for the customer holds for the answer.
    const refusedLater = isKnown ? null : this.#turnedDown(c, call, exchange);
    if (refusedLater) return () => exchange.answer(refusedLater);
    const afterwards = this.#strike(exchange, 'AFTER_WORK');
    if (afterwards?.kind === 'CUT_AFTER_WORK') return () => exchange.cut();
    return () => exchange.answer(answer, afterwards?.kind === 'MALFORMED_ANSWER');
  }

  #strike(exchange: Exchange, moment: Parameters<typeof drawStrike>[3]) {
    const strike = drawStrike(this.#context, this.#endpoint, exchange.call?.customer?.id ?? null, moment);
    if (strike) exchange.faults.push(strike.kind);
    return strike;
  }

  /** The answer to a customer whose address or whose rate is not right; null: both are. */
  #turnedDown(c: Context, { customer }: Call, { remoteAddress }: Exchange): Answer | null {
    if (customer === null) return null;
    const { allowedAddresses, rateLimits } = customer.settings;
    if (!this.#allowLists.allows(customer.id, remoteAddress, allowedAddresses)) {
      return this.#house.turnDown(c, 'ADDRESS');
    }
    const { clock, store } = this.#context;
    const limits = rateLimits.filter(({ endpoint }) => endpoint === null || endpoint === this.#endpoint);
    const waitSeconds = this.#rateLimiter.take(
      customer.id,
      limits,
      clock.now(),
      store.generation(customer.id),
    );
    return waitSeconds === 0 ? null : tooMany(c, this.#house, waitSeconds);
  }
}
