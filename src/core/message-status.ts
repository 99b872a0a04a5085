import type { CommunicationState, SmsStatus, Status } from './vocabulary.ts';

/** What `GetMessageStatus` knows of an SMS [C]. */
export const MESSAGE_STATUSES = [
  'INQUEUE',
  'SENT',
  'DELIVERED',
  'NOT DELIVERED',
  'TOOLATE',
  'FAILURE',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** The word of `GetMessageStatus` for each status of a callback [I]: what never went out is a failure. */
const WORD_FOR: Record<SmsStatus, MessageStatus> = {
  DELIVERED: 'DELIVERED',
  NOT_DELIVERED: 'NOT DELIVERED',
  FAILURE: 'FAILURE',
  // It was sent, and nobody will tell what became of it.
  UNKNOWN: 'SENT',
  NOT_WHITELISTED: 'FAILURE',
  OPTOUT: 'FAILURE',
  SPAM: 'FAILURE',
  TEST: 'FAILURE',
};

/** Outcomes that are asked for by name end the validity after a day, whatever the profile. */
const DAY_MS = 86_400_000;

/** What decides the status of an SMS. Times are platform ms. */
export interface SmsProgress {
  state: CommunicationState;
  status: Status | null;
  sentAt: number | null;
  doneAt: number | null;
}

/**
 * What became of an SMS in the words of `GetMessageStatus` [C]: one that was not delivered is `TOOLATE` when that was
 * found out by the end of its validity.
 * @param validityMs how long networks try
 */
export function messageStatus(
  { state, status, sentAt, doneAt }: SmsProgress,
  validityMs: number,
): MessageStatus {
  if (status === null && state === 'QUEUED') return 'INQUEUE';
  if (status === null) return sentAt === null ? 'FAILURE' : 'SENT';
  const took = (doneAt ?? 0) - (sentAt ?? 0);
  if (status === 'NOT_DELIVERED' && took >= Math.min(validityMs, DAY_MS)) return 'TOOLATE';
  return WORD_FOR[status as SmsStatus];
}
