import type { CommunicationType, RecipientStatus, Status } from './vocabulary.ts';

/**
 * What a communication was at the moment of one event, with all that a metric may read.
 * Values that a communication does not have are `null`.
 */
export interface EventView {
  /** Position in the event log. */
  eventId: number;
  type: CommunicationType;
  communicationId: number;
  customerId: number;
  /** Of the contact list's recipient, if a list was involved. */
  recipientId: number | null;
  projectId: number | null;
  /** MSISDN digits without `+`. */
  recipient: string;
  sender: string;
  status: Status | null;
  content: string | null;
  /** Data fields by number, as JSON: `{"1":"Ada"}`; null when no contact list was involved. */
  fields: string | null;
  campaignName: string | null;
  /** Whole seconds; null when not answered. */
  callLength: number | null;
  /** In the order pressed; null when there was no call. */
  keyChoices: readonly string[] | null;
  smsParts: number | null;
  /** Platform time, ms since the Unix epoch. */
  sentAt: number;
  /** Platform time, ms since the Unix epoch; null until there is a report. */
  doneAt: number | null;
  recipientStatus: RecipientStatus | null;
  /** Incoming SMS only: all of the text, and what was split off it. */
  bulk: string | null;
  identifier: string | null;
  prefix: string | null;
}
