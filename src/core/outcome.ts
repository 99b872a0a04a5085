import type { RecipientStatus, Status } from './vocabulary.ts';

/** One report on a communication, `afterMs` platform milliseconds after it was sent. */
export interface Report {
  afterMs: number;
  status: Status;
  recipientStatus?: RecipientStatus;
  /** Whole seconds; for answered calls. */
  callLength?: number;
  /** For answered calls, in the order pressed. */
  keyChoices?: readonly string[];
}

/** What decided an outcome, for the timeline. */
export const DECIDERS = ['TEST_MODE', 'WHITELIST', 'NUMBER', 'PROFILE'] as const;
export type Decider = (typeof DECIDERS)[number];

/** What will happen to a communication, decided whole when it is accepted. */
export interface Outcome {
  decidedBy: Decider;
  /** In plain words, for whoever reads the timeline. */
  reason: string;
  /** In order of time; never empty. */
  reports: readonly Report[];
}
