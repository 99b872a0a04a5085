/**
 * The closed word lists of the platform. Every schema, filter, table and page derives its lists from here.
 * Sources: facts sheet §1 Metrics; `{TYPE}` tokens are inferred [I], the rest is [S]/[D].
 */

/** `{TYPE}` [I]. */
export const COMMUNICATION_TYPES = [
  'OUTGOING_SMS',
  'INCOMING_SMS',
  'OUTGOING_CALL',
  'INCOMING_CALL',
] as const;
export type CommunicationType = (typeof COMMUNICATION_TYPES)[number];

/** The types that a customer can send; the others arrive. */
export const OUTGOING_TYPES = ['OUTGOING_SMS', 'OUTGOING_CALL'] as const;
export type OutgoingType = (typeof OUTGOING_TYPES)[number];

/** `{STATUS}` of an outgoing SMS [D]. */
export const SMS_STATUSES = [
  'DELIVERED',
  'NOT_DELIVERED',
  'NOT_WHITELISTED',
  'OPTOUT',
  'FAILURE',
  'UNKNOWN',
  'SPAM',
  'TEST',
] as const;
export type SmsStatus = (typeof SMS_STATUSES)[number];

/** `{STATUS}` of an outgoing call [D]. */
export const CALL_STATUSES = [
  'DELIVERED',
  'NEXTATTEMPT',
  'NOTREACHED',
  'OPTOUT',
  'INCORRECTNUMBER',
  'SPAM',
  'TEST',
] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export type Status = SmsStatus | CallStatus;

/** Every `{STATUS}` of either kind, each once. */
export const STATUSES: readonly Status[] = [...new Set<Status>([...SMS_STATUSES, ...CALL_STATUSES])];

/** `{RECIPIENT_STATUS}` of an outgoing SMS [S]. */
export const RECIPIENT_STATUSES = ['EXISTS', 'DOESNOTEXIST', 'UNKNOWN', 'LANDLINENUMBER'] as const;
export type RecipientStatus = (typeof RECIPIENT_STATUSES)[number];

/** Decides whether `{RECIPIENT_STATUS}` is estimated or confirmed by the operator [S]. */
export const ACCOUNT_LEVELS = ['ESTIMATED', 'CONFIRMED'] as const;
export type AccountLevel = (typeof ACCOUNT_LEVELS)[number];

export const PROJECT_TYPES = ['SMS', 'VOICE', 'WHATSAPP'] as const;
export type ProjectType = (typeof PROJECT_TYPES)[number];

/** Where a communication is in its life. `QUEUED`: accepted, not sent; `SENT`: a report is to come; `DONE`: no more reports. */
export const COMMUNICATION_STATES = ['QUEUED', 'SENT', 'DONE'] as const;
export type CommunicationState = (typeof COMMUNICATION_STATES)[number];

export const CAMPAIGN_STATES = [
  'CREATED',
  'SCHEDULED',
  'RUNNING',
  'PAUSED',
  'CANCELLED',
  'COMPLETED',
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/**
 * `PENDING`: to be attempted, again or for the first time; `PARKED`: given up until someone replays it;
 * `DROPPED`: never sent, by a fault that was asked for.
 */
export const DELIVERY_STATES = ['PENDING', 'DELIVERED', 'PARKED', 'DROPPED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Data fields of a recipient are numbered 1 to 99 [S]. */
export const MAX_DATA_FIELDS = 99;
