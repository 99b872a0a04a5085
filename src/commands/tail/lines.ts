import type { LoggedEvent, WaitForAttemptsAnswer } from '../../client/schemas.ts';

/** An attempt of a delivery, as the API tells of it: secrets are masked. */
export type TailedAttempt = WaitForAttemptsAnswer['items'][number];

const LONGEST_TEXT = 60;
const NAME_WIDTH = 14;

/** An entry of the log in one line. */
export function eventLine(event: LoggedEvent): string {
  const { communicationId, campaignId, customerId } = event;
  const outgoing = event.type.startsWith('OUTGOING');
  const details = [
    event.recipientStatus,
    event.callLength !== null && `${event.callLength} s`,
    event.keyChoices !== null &&
      event.keyChoices.length > 0 &&
      `keys ${shortened(event.keyChoices.join(','))}`,
    event.text !== null && JSON.stringify(shortened(event.text)),
    `communication ${communicationId}`,
    campaignId !== null && `campaign ${campaignId}`,
    `customer ${customerId}`,
  ];
  const who = outgoing ? `to ${event.recipient}` : `from ${event.sender} to ${event.recipient}`;
  return line(event.at, event.type, `${event.status ?? 'RECEIVED'} ${who}`, details);
}

/** An attempt in one line. */
export function attemptLine(attempt: TailedAttempt): string {
  const { request, deliveryId, callbackId, number, ok, status, error, faults, timing } = attempt;
  const result = ok ? `${status} in ${Math.round(timing.totalMs)} ms` : `FAILED: ${error}`;
  return line(attempt.startedAt, 'delivery', result, [
    `${request.method} ${request.url}`,
    faults.length > 0 && `faults ${faults.join(',')}`,
    `delivery ${deliveryId}`,
    number > 1 && `attempt ${number}`,
    `callback ${callbackId}`,
  ]);
}

function line(at: string, name: string, what: string, details: readonly (string | null | false)[]): string {
  const time = at.slice(11, 19);
  return `${time}  ${name.padEnd(NAME_WIDTH)}  ${what}  (${details.filter(Boolean).join(', ')})`;
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
