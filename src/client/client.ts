import { controlApi } from './api.ts';
import { type ArrivedCallback, type CallbackWait, waitForCallback } from './callbacks.ts';
import { type ClientInbox, clientInbox } from './inbox.ts';
import type { Match } from './items.ts';
import type { ControlApi } from './operations.ts';
import { listRequests, type RequestMatch, waitForRequest } from './requests.ts';
import type {
  AdvanceClockBody,
  Advanced,
  Callback,
  Clock,
  Communication,
  CreateCallbackBody,
  CreateCommunicationBody,
  CreateOutcomeRuleBody,
  OutcomeRequest,
  OutcomeRule,
  Request,
  ResetBody,
} from './schemas.ts';
import { openTransport } from './transport.ts';
import { reachableUrls, seenFrom, type Urls } from './urls.ts';

type OutcomeName = NonNullable<OutcomeRequest['named']>;

/** What a test does with a platform, wherever that runs. */
export interface MockWirayaClient extends AsyncDisposable {
  /** Where it is reached from here, without a trailing slash. */
  readonly httpUrl: string;
  readonly httpsUrl: string;
  /** For `HTTPS_PROXY`: leads to the platform under its real names; null unless `proxyPort` is set. */
  readonly proxyUrl: string | null;
  /** PEM of the authority that signed its certificate, for clients to trust. */
  readonly caCertificate: string;
  /** Every operation of the control API by its operationId, as `/docs` describes them. */
  readonly api: ControlApi;
  /** Sends one SMS or call; without further details one that says Hello, of customer 1. */
  send(
    communication: Pick<CreateCommunicationBody, 'recipient'> & Partial<CreateCommunicationBody>,
  ): Promise<Communication>;
  /** Registers a callback, by POST and of customer 1 unless the options say otherwise. */
  registerCallback(url: string, options?: Partial<CreateCallbackBody>): Promise<Callback>;
  /** Has what is sent to the number from now on end so: an outcome's name, or one in detail. The newest rule decides. */
  force(
    number: string,
    outcome: OutcomeName | OutcomeRequest,
    options?: Pick<CreateOutcomeRuleBody, 'times'> & Omit<CreateOutcomeRuleBody['match'], 'number'>,
  ): Promise<OutcomeRule>;
  /** Moves a manual clock on: by an ISO 8601 duration, to an instant, or until nothing is left to do. */
  advance(target: string | AdvanceClockBody): Promise<Advanced>;
  /** What arrives at an inbox of the built-in receiver. */
  inbox(name: string): ClientInbox;
  /**
   * Waits until a receiver has got an item that fits: that holds these fields, or this text, or for which the function
   * says so. Answers at once when one has got it already.
   * @throws NotArrivedError when the time is up, saying what did arrive
   */
  waitForCallback<Item = Record<string, unknown>>(
    match?: Match<NoInfer<Item>>,
    options?: CallbackWait,
  ): Promise<ArrivedCallback<Item>>;
  /** The calls of the real API that fit, in the order in which they were answered. */
  requests(match?: RequestMatch): Promise<Request[]>;
  /**
   * Waits until there is a call of the real API that fits; answers at once when there is one already.
   * @throws NotArrivedError when the time is up, saying what did arrive
   */
  waitForRequest(match?: RequestMatch, options?: { timeoutMs?: number; after?: number }): Promise<Request>;
  /** Removes all that there is but customer 1 and its API key. */
  reset(options?: ResetBody): Promise<Clock>;
  /** Closes the connections; a platform that runs elsewhere goes on. */
  close(): Promise<void>;
}

/** Where a platform is, and what it is trusted by. */
export type Whereabouts = Pick<MockWirayaClient, 'httpUrl' | 'httpsUrl' | 'proxyUrl' | 'caCertificate'>;

export interface ConnectOptions {
  /** PEM of the authority that its certificate must lead to, for an `https:` URL. */
  ca?: string;
  /** Where it is reached from here, when its ports are mapped to others. */
  httpUrl?: string;
  httpsUrl?: string;
  proxyUrl?: string;
}

/**
 * Connects to a platform that runs somewhere else: in a container, on another machine, by the command.
 * @param url where it listens, over HTTP or HTTPS
 * @throws Error in plain words when none answers there
 */
export async function connectMockWiraya(
  url: string,
  options: ConnectOptions = {},
): Promise<MockWirayaClient> {
  const { api, close } = openApi(url, options.ca);
  try {
    const [own, caCertificate] = await Promise.all([api.getUrls(), api.getCaCertificate()]);
    return clientOf(api, { ...seenFrom(url, own, options), caCertificate }, close, own);
  } catch (error) {
    await close();
    throw error;
  }
}

/** The control API of the platform at a URL. */
export function openApi(url: string, ca?: string): { api: ControlApi; close(): Promise<void> } {
  const transport = openTransport(url, ca);
  return { api: controlApi(transport), close: async () => transport.close() };
}

/**
 * @param close what is to be done at the end
 * @param own where the platform itself says that it listens: its callbacks reach its inboxes there
 */
export function clientOf(
  api: ControlApi,
  whereabouts: Whereabouts,
  close: () => Promise<void>,
  own: Urls = whereabouts,
): MockWirayaClient {
  return {
    ...whereabouts,
    api,
    send: (communication) => api.createCommunication(withDetails(communication)),
    registerCallback: (url, options = {}) =>
      api.createCallback({ customerId: 1, method: 'POST', ...options, url }),
    force: (number, outcome, { times, ...match } = {}) =>
      api.createOutcomeRule({
        match: { ...match, number },
        outcome: typeof outcome === 'string' ? { named: outcome } : outcome,
        ...(times !== undefined && { times }),
      }),
    advance: (target) => api.advanceClock(typeof target === 'string' ? { by: target } : target),
    inbox: (name) => clientInbox(api, reachableUrls(own), name),
    waitForCallback: (match, options = {}) => waitForCallback(api, match, options),
    requests: (match = {}) => listRequests(api, match),
    waitForRequest: (match = {}, options = {}) => waitForRequest(api, match, options),
    reset: (options = {}) => api.reset(options),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function withDetails(
  given: Pick<CreateCommunicationBody, 'recipient'> & Partial<CreateCommunicationBody>,
): CreateCommunicationBody {
  const type = given.type ?? 'OUTGOING_SMS';
  const details = type === 'OUTGOING_SMS' ? { sender: 'Acme', content: 'Hello' } : { sender: '46846500400' };
  // A project has its own.
  return { customerId: 1, ...(given.projectId === undefined && details), ...given, type };
}
