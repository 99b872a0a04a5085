import { numberKind } from '../core/number.ts';
import { type Decider, type Report, reportsMade } from '../core/outcome/outcome.ts';
import { estimate } from '../core/profile/draw.ts';
import type { MovingCommunication } from '../store/communications.ts';
import type { World } from './world.ts';

/** Why a communication is stopped, for the timeline. */
export interface Stop {
  decidedBy: Extract<Decider, 'OPT_OUT' | 'STOPPED'>;
  detail: string;
}

/**
 * Has nothing more go out for a communication, visibly. What was never sent is not sent: it is reported as `OPTOUT` after
 * an opt-out, and otherwise never heard of again, as what a cancelled campaign had still to send. A call that was to be
 * tried again is over, after the attempt under way: as `OPTOUT`, or as `NOTREACHED`. Reports come when the clock gets
 * there. To be called inside a transaction.
 * @returns whether there was anything to stop
 */
export function stopCommunication(
  { store, clock }: World,
  communication: MovingCommunication,
  { decidedBy, detail }: Stop,
): boolean {
  const { type, state, status, steps, outcome, recipient } = communication;
  const isOptOut = decidedBy === 'OPT_OUT';
  const made = reportsMade(outcome, steps);
  const now = clock.now();
  let last: Report | null = null;
  if (state === 'QUEUED') {
    const estimated = type === 'OUTGOING_SMS' ? { recipientStatus: estimate(numberKind(recipient)) } : {};
    if (isOptOut) last = { afterMs: 0, status: 'OPTOUT', ...estimated };
    communication.nextAt = isOptOut ? now : null;
    communication.state = isOptOut ? 'QUEUED' : 'DONE';
  } else if (state === 'SENT' && type === 'OUTGOING_CALL') {
    const next = outcome.reports[made.length];
    if (status !== 'NEXTATTEMPT' && next?.status !== 'NEXTATTEMPT') return false;
    const afterMs = status === 'NEXTATTEMPT' ? now - communication.sentAt! : next!.afterMs;
    last = { afterMs, status: isOptOut ? 'OPTOUT' : 'NOTREACHED' };
    communication.nextAt = communication.sentAt! + afterMs;
  } else return false;
  communication.outcome = {
    decidedBy,
    detail,
    reports: last === null ? made : [...made, last],
    replies: [],
  };
  communication.steps = made.length;
  store.communications.saveOutcome(communication);
  store.communications.saveProgress(communication);
  return true;
}
