import type { Child } from 'hono/jsx';
import type { Communication } from './entities.ts';
import { Chip, Time } from './parts.tsx';

interface Reported {
  status: string | null;
  recipientStatus?: string | null;
  callLength?: number | null;
  keyChoices?: string[] | null;
}

/** An entry of the log. */
export interface Event extends Reported {
  id: number;
  at: string;
  deliveries: { callbackId: number; deliveryId: number; state: string }[];
}

/** What was decided to happen, in ms after it is sent. */
export interface Plan {
  reports: (Reported & { afterMs: number })[];
  replies: { afterMs: number; kind: 'SMS' | 'CALL'; text?: string; callLength?: number }[];
}

interface Props {
  communication: Communication;
  plan: Plan;
  events: readonly Event[];
  /** Platform time. */
  now: string;
}

interface Entry {
  key: string;
  /** ISO 8601; null: its time is not known yet. */
  at: string | null;
  what: Child;
  isToCome: boolean;
}

/** All that happened to a communication, in order of time, and what will. */
export function Timeline({ communication, plan, events, now }: Props) {
  const entries = [
    ...beginning(communication),
    ...events.map((event): Entry => {
      const what = <Happened event={event} isIncoming={communication.type.startsWith('INCOMING')} />;
      return { key: `event-${event.id}`, at: event.at, what, isToCome: false };
    }),
    ...toCome(communication, plan, events.length, now),
  ];
  const timed = entries.filter(({ at }) => at !== null).sort((a, b) => Date.parse(a.at!) - Date.parse(b.at!));
  // What has no time yet comes last.
  const inOrder = [...timed, ...entries.filter(({ at }) => at === null)];
  return (
    <ol class="timeline">
      {inOrder.map(({ key, at, what, isToCome }) => (
        <li id={key} class={isToCome ? 'to-come' : 'happened'}>
          <div class="at">
            {at !== null && <Time at={at} />}
            {isToCome && ' (to come)'}
          </div>
          <div>{what}</div>
        </li>
      ))}
    </ol>
  );
}

function beginning({
  type,
  acceptedAt,
  sentAt,
  decidedBy,
  reason,
  nextAt,
  state,
  held,
}: Communication): Entry[] {
  const isIncoming = type.startsWith('INCOMING');
  const entries: Entry[] = [
    { key: 'accepted', at: acceptedAt, what: isIncoming ? 'Came in' : 'Accepted', isToCome: false },
  ];
  const decided = (
    <>
      Its outcome was decided: {reason} <Chip word={decidedBy} />
    </>
  );
  if (!isIncoming) entries.push({ key: 'decided', at: acceptedAt, what: decided, isToCome: false });
  if (sentAt !== null && !isIncoming)
    entries.push({ key: 'sent', at: sentAt, what: 'Sent', isToCome: false });
  if (sentAt === null && state === 'QUEUED')
    entries.push({ key: 'sent', at: nextAt, what: 'To be sent', isToCome: true });
  if (held) {
    const what = 'It waits for somebody to decide what becomes of it';
    entries.push({ key: 'held', at: null, what, isToCome: false });
  }
  return entries;
}

function toCome(
  { sentAt, nextAt, state, type }: Communication,
  { reports, replies }: Plan,
  reported: number,
  now: string,
): Entry[] {
  const from = sentAt ?? nextAt;
  const at = (afterMs: number) => (from === null ? null : new Date(Date.parse(from) + afterMs).toISOString());
  const coming = type.startsWith('OUTGOING') && state !== 'DONE' ? reports.slice(reported) : [];
  return [
    ...coming.map((report, index): Entry => {
      const what = <Report report={report} />;
      return { key: `report-${reported + index}`, at: at(report.afterMs), what, isToCome: true };
    }),
    ...replies.map(({ afterMs, kind, text, callLength }, index): Entry => {
      const what =
        kind === 'SMS' ? `The recipient writes “${text}”` : `The recipient calls for ${callLength} s`;
      const when = at(afterMs);
      return { key: `reply-${index}`, at: when, what, isToCome: when === null || when > now };
    }),
  ];
}

function Happened({ event, isIncoming }: { event: Event; isIncoming: boolean }) {
  return (
    <>
      {isIncoming ? 'Noted in the log' : <Report report={event} />}
      {event.deliveries.length > 0 && (
        <ul class="carried">
          {event.deliveries.map(({ callbackId, deliveryId, state }) => (
            <li>
              told by <a href={`/callbacks/${callbackId}`}>callback {callbackId}</a> in{' '}
              <a href={`/deliveries/${deliveryId}`}>delivery {deliveryId}</a> <Chip word={state} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Report({ report: { status, recipientStatus, callLength, keyChoices } }: { report: Reported }) {
  return (
    <>
      <Chip word={status} />{' '}
      {recipientStatus && (
        <>
          recipient <Chip word={recipientStatus} />
        </>
      )}{' '}
      {typeof callLength === 'number' && `after ${callLength} s`}
      {keyChoices && keyChoices.length > 0 && `, keys ${keyChoices.join(' ')}`}
    </>
  );
}
