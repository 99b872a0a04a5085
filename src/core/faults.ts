import type { ApiFaultKind } from './api-faults.ts';
import type { CallbackConfig } from './callback-config.ts';
import type { EndpointName } from './endpoints.ts';

/** When a fault strikes: with a tick, when a delivery is made of events, with one attempt of it, or with a 2xx to that. */
export type FaultMoment = 'TICK' | 'DELIVERY' | 'ATTEMPT' | 'ANSWER';

interface FaultDescription {
  moment: FaultMoment;
  /** What it does, for the documentation and the dashboard. */
  does: string;
  /** Callbacks that it can strike; all without it. */
  needs?: { what: string; holds: (config: CallbackConfig) => boolean };
  /** Not all of what it was to carry is in the body: a receiver that takes it still has to get it whole. */
  spoilsBody?: true;
}

const https = { what: 'an https URL', holds: ({ url }: CallbackConfig) => /^https:/i.test(url) };
const body = { what: 'method POST', holds: ({ method }: CallbackConfig) => method === 'POST' };
const batch = {
  what: 'batches',
  holds: ({ method, batch }: CallbackConfig) => method === 'POST' && batch !== null,
};

/** Everything that can be broken on purpose between us and a receiver; the one table of it. */
export const CALLBACK_FAULTS = {
  HOLD_TICK: { moment: 'TICK', does: 'sends nothing with this tick; all of it waits for the next' },
  BURST: { moment: 'TICK', does: 'sends the whole backlog at once, 50 requests side by side, in no order' },
  DUPLICATE: { moment: 'DELIVERY', does: 'makes the delivery twice' },
  SPLIT_BATCH: { moment: 'DELIVERY', does: 'makes two deliveries of one batch', needs: batch },
  MERGE_BATCHES: {
    moment: 'DELIVERY',
    does: 'puts two batches into one delivery, above the maximum of items',
    needs: batch,
  },
  OUT_OF_ORDER: { moment: 'DELIVERY', does: 'lets the delivery after it go first' },
  DELAY: { moment: 'DELIVERY', does: 'holds the delivery back for `delayMs` of platform time' },
  DROP: {
    moment: 'DELIVERY',
    does: 'never sends the delivery. The one fault that loses; the delivery is kept as DROPPED',
  },
  UNKNOWN_EVENT: { moment: 'DELIVERY', does: 'sends one more callback, with an {ID} that nobody has sent' },
  LOST_ACKNOWLEDGEMENT: { moment: 'ANSWER', does: 'takes a 2xx for lost and sends the delivery again' },
  BAD_ITEM: {
    moment: 'ATTEMPT',
    does: 'puts an empty item in the place of one item of the batch; the document stays valid',
    needs: batch,
    spoilsBody: true,
  },
  MALFORMED_BODY: {
    moment: 'ATTEMPT',
    does: 'sends a body that is no JSON or XML',
    needs: body,
    spoilsBody: true,
  },
  TRUNCATE_BODY: {
    moment: 'ATTEMPT',
    does: 'sends the first half of the body as if it were all',
    needs: body,
    spoilsBody: true,
  },
  TRICKLE_BODY: { moment: 'ATTEMPT', does: 'sends the body in small pieces over `trickleMs`', needs: body },
  RESET_MIDWAY: { moment: 'ATTEMPT', does: 'cuts the connection in the middle of the body', needs: body },
  WRONG_PASSWORD: {
    moment: 'ATTEMPT',
    does: 'sends a wrong password',
    needs: { what: 'basic authentication', holds: ({ auth }) => auth !== null },
  },
  EXPIRED_CLIENT_CERTIFICATE: {
    moment: 'ATTEMPT',
    does: 'shows a client certificate that expired yesterday',
    needs: https,
  },
  OUTDATED_TLS: { moment: 'ATTEMPT', does: 'offers TLS 1.1 and nothing later', needs: https },
} as const satisfies Record<string, FaultDescription>;

export type CallbackFaultKind = keyof typeof CALLBACK_FAULTS;

export const CALLBACK_FAULT_KINDS = Object.keys(CALLBACK_FAULTS) as [
  CallbackFaultKind,
  ...CallbackFaultKind[],
];

/** What a fault lies between: us and a receiver of callbacks, or a client and the real API. */
export const FAULT_TARGETS = ['callback', 'api'] as const;
export type FaultTarget = (typeof FAULT_TARGETS)[number];

/** A fault that is switched on. */
export interface AnyFault {
  id: number;
  target: FaultTarget;
  kind: CallbackFaultKind | ApiFaultKind;
  /** The only callback that it strikes; null: all of them. */
  callbackId: number | null;
  /** The only endpoint of the real API that it strikes; null: all of them. */
  endpoint: EndpointName | null;
  /** The only customer whose calls of the real API it strikes; null: everybody's. */
  customerId: number | null;
  /** Chance of each occasion, above 0 to 1. */
  probability: number;
  /** How many more times it strikes; null: without end. */
  remaining: number | null;
  /** How often it has struck. */
  struck: number;
  /** Of DELAY, platform ms; of LATENCY, real ms. */
  delayMs: number;
  /** Of TRICKLE_BODY, real ms. */
  trickleMs: number;
  /** Of STATUS_429. */
  retryAfterSeconds: number;
  createdAt: number;
}

/** One between us and a receiver of callbacks. */
export interface Fault extends AnyFault {
  kind: CallbackFaultKind;
}

/** One between a client and the real API. */
export interface ApiFault extends AnyFault {
  kind: ApiFaultKind;
  /** How many calls it might have struck so far. */
  occasions: number;
}

/** Whether a kind of fault happens at this moment to a callback configured so. */
export function canStrike(kind: CallbackFaultKind, moment: FaultMoment, config: CallbackConfig): boolean {
  const fault: FaultDescription = CALLBACK_FAULTS[kind];
  return fault.moment === moment && (fault.needs?.holds(config) ?? true);
}

/** Whether an attempt struck by it carries less than it should. */
export function spoilsBody(kind: CallbackFaultKind): boolean {
  const fault: FaultDescription = CALLBACK_FAULTS[kind];
  return fault.spoilsBody === true;
}

/** What a callback lacks for a kind of fault to strike it, in words; null: nothing. */
export function lacksFor(kind: CallbackFaultKind, config: CallbackConfig): string | null {
  const { needs }: FaultDescription = CALLBACK_FAULTS[kind];
  return needs && !needs.holds(config) ? needs.what : null;
}
