import { afterMsOf, type Outcome, type Plan, reportsMade, stepsOf } from '../core/outcome/outcome.ts';
import { type OutcomeRequest, planOf } from '../core/outcome/outcome-request.ts';
import { conflict, invalid } from '../core/refusal.ts';
import type { Communication } from '../store/communications.ts';
import type { World } from './world.ts';

/** Whether it has been sent and nothing more is reported of it until somebody decides. */
export function isHeld({
  state,
  outcome,
  steps,
}: Pick<Communication, 'state' | 'outcome' | 'steps'>): boolean {
  if (state !== 'SENT' || !outcome.held) return false;
  return reportsMade(outcome, steps).length === outcome.reports.length;
}

/**
 * Has somebody decide what becomes of a communication from now on, whoever decided before and whether it is held or
 * not. Times of the request count from now; of a communication that is still to be sent, from when it is. What has been
 * reported stays reported. An opt-out does not stop what was decided so, as with any outcome that was asked for. The
 * clock does the rest: nothing is reported here.
 * @throws Refusal when it is over, when it came in, or when it can have no such outcome
 */
export function decideAnew(
  { store, clock }: World,
  communication: Communication,
  request: OutcomeRequest,
): Communication {
  const { type, state, sentAt, outcome, steps } = communication;
  if (type === 'INCOMING_SMS' || type === 'INCOMING_CALL')
    throw conflict('id', 'it came in: nothing about it is left to decide', 'an outgoing SMS or call');
  if (state === 'DONE')
    throw conflict('id', 'it is DONE: no more is reported of it', 'a communication that is QUEUED or SENT');
  const plan = planOf(request, type);
  if (typeof plan === 'string') throw invalid(wayOf(request), plan, `an outcome for ${type}`);
  const now = clock.now();
  const made = reportsMade(outcome, steps);
  const decided: Outcome = {
    decidedBy: 'REQUEST',
    detail: [request.named, `decided later, at ${new Date(now).toISOString()}`].filter(Boolean).join(', '),
    ...(sentAt === null ? plan : after(plan, Math.max(0, now - sentAt))),
  };
  const changed = {
    ...communication,
    outcome: { ...decided, reports: [...made, ...decided.reports] },
    steps: made.length,
  };
  if (sentAt !== null) changed.nextAt = nextAtOf(changed, sentAt, now);
  store.transaction(() => {
    store.communications.saveOutcome(changed);
    store.communications.saveProgress(changed);
  });
  clock.wake();
  return changed;
}

function wayOf({ named, status }: OutcomeRequest): string {
  if (named !== undefined) return 'named';
  return status === undefined ? 'reports' : 'status';
}

/** The plan, but so many ms later. */
function after({ reports, replies, held }: Plan, ms: number): Plan {
  return {
    reports: reports.map(({ afterMs, doneAfterMs, ...report }) => ({
      ...report,
      afterMs: afterMs + ms,
      ...(doneAfterMs !== undefined && { doneAfterMs: doneAfterMs + ms }),
    })),
    replies: replies.map((reply) => ({ ...reply, afterMs: reply.afterMs + ms })),
    ...(held && { held }),
  };
}

/** When the clock is to look at it: with the next step; at once when there is none, which ends it; never while it is held. */
function nextAtOf({ outcome, steps }: Communication, sentAt: number, now: number): number | null {
  const next = stepsOf(outcome)[steps];
  if (next !== undefined) return sentAt + afterMsOf(next);
  return outcome.held ? null : now;
}
