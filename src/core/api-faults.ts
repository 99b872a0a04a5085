/**
 * When a fault strikes a call of the real API: to the answer, whatever it is; before the endpoint does its work, and in
 * the place of that; or after it has done it.
 */
export type ApiFaultMoment = 'ANSWER' | 'BEFORE_WORK' | 'AFTER_WORK';

interface ApiFaultDescription {
  moment: ApiFaultMoment;
  /** What it does, for the documentation and the dashboard. */
  does: string;
}

/** Everything that can be broken on purpose between a client and the real API; the one table of it. */
export const API_FAULTS = {
  LATENCY: { moment: 'ANSWER', does: 'holds the answer back for `delayMs` of real time' },
  STATUS_500: { moment: 'BEFORE_WORK', does: 'answers 500 and does nothing' },
  STATUS_502: { moment: 'BEFORE_WORK', does: 'answers 502, as a gateway does in HTML, and does nothing' },
  STATUS_503: { moment: 'BEFORE_WORK', does: 'answers 503, as a gateway does in HTML, and does nothing' },
  STATUS_429: {
    moment: 'BEFORE_WORK',
    does: 'answers 429 with a `Retry-After` of `retryAfterSeconds` and does nothing',
  },
  CUT_BEFORE_WORK: { moment: 'BEFORE_WORK', does: 'cuts the connection and does nothing' },
  CUT_AFTER_WORK: {
    moment: 'AFTER_WORK',
    does: 'does what was asked for and cuts the connection unanswered',
  },
  MALFORMED_ANSWER: {
    moment: 'AFTER_WORK',
    does: 'does what was asked for and sends the first half of the answer as if it were all',
  },
} as const satisfies Record<string, ApiFaultDescription>;

export type ApiFaultKind = keyof typeof API_FAULTS;

export const API_FAULT_KINDS = Object.keys(API_FAULTS) as [ApiFaultKind, ...ApiFaultKind[]];
