import { z } from 'zod';
import {
  CALL_STATUSES,
  type OutgoingType,
  RECIPIENT_STATUSES,
  SMS_STATUSES,
  STATUSES,
  type Status,
} from '../vocabulary.ts';
import { OUTCOME_NAMES, planNamed } from './named-outcomes.ts';
import type { Plan, Report } from './outcome.ts';

const TEN_YEARS_MS = 315_360_000_000;
const MOST_STEPS = 100;
const MOST_KEYS = 999;

const afterMs = z.int().min(0).max(TEN_YEARS_MS).describe('Platform milliseconds after it was sent');
const callLength = z.int().min(0).max(86_400).describe('Seconds; of an answered call');

const reportFields = {
  status: z.enum(STATUSES),
  recipientStatus: z.enum(RECIPIENT_STATUSES).optional().describe('Of an SMS; EXISTS without it'),
  callLength: callLength.optional(),
  keyChoices: z
    .array(z.string().regex(/^[0-9*#]$/, 'one of 0 to 9, * and #'))
    .max(MOST_KEYS)
    .optional(),
  doneAfterMs: z
    .int()
    .min(-TEN_YEARS_MS)
    .max(TEN_YEARS_MS)
    .optional()
    .describe('When it says that it was done, if that is not when it comes'),
};

const replyFields = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('SMS'), text: z.string().max(100_000), afterMs }),
  z.strictObject({ kind: z.literal('CALL'), callLength, afterMs }),
]);

/** Names of outcomes, as `GET /v1/magic-numbers` lists them. */
export const outcomeName = z.enum(OUTCOME_NAMES);

/** How an outcome is asked for. */
export const outcomeRequest = z
  .strictObject({
    named: outcomeName.optional().describe('One of those that `GET /v1/magic-numbers` lists'),
    ...reportFields,
    status: reportFields.status.optional().describe('Of its only report'),
    afterMs: afterMs.optional().describe('When that comes; 2000 without it'),
    reports: z
      .array(z.strictObject({ ...reportFields, afterMs }))
      .max(MOST_STEPS)
      .optional()
      .describe('All of its reports, in order of time; none: no report ever comes'),
    replies: z.array(replyFields).max(MOST_STEPS).optional().describe('What the recipient does afterwards'),
  })
  .superRefine((given, context) => {
    const ways = [given.named, given.status, given.reports].filter((way) => way !== undefined);
    if (ways.length !== 1) context.addIssue('one of named, status and reports');
    const { named, status, reports, replies, ...details } = given;
    const idle = Object.keys(details).find((key) => status === undefined && key in given);
    if (idle !== undefined)
      context.addIssue({ code: 'custom', path: [idle], message: 'nothing here, or a status beside it' });
    for (const [name, steps] of Object.entries({ reports, replies })) {
      const unordered = steps?.findIndex(({ afterMs: at }, index) => at < (steps[index - 1]?.afterMs ?? 0));
      if (unordered !== undefined && unordered > -1)
        context.addIssue({ code: 'custom', path: [name, unordered, 'afterMs'], message: 'in order of time' });
    }
  })
  .describe('By name, by the status of its only report, or all of its reports')
  .meta({ id: 'OutcomeRequest' });

export type OutcomeRequest = z.output<typeof outcomeRequest>;

const DEFAULT_AFTER_MS = 2000;

/**
 * What an asked-for outcome means for an SMS or a call.
 * @returns what of it cannot be, in words, for a type that has no such status
 */
export function planOf(request: OutcomeRequest, type: OutgoingType): Plan | string {
  const { named, status, reports, replies = [], ...details } = request;
  if (named !== undefined) {
    const plan = planNamed(named, type);
    if (plan === null) return `${named} means nothing for ${type}`;
    return { ...plan, replies: [...plan.replies, ...replies].sort(byTime) };
  }
  const wanted = reports ?? [{ ...details, status: status!, afterMs: details.afterMs ?? DEFAULT_AFTER_MS }];
  const allowed: readonly Status[] = type === 'OUTGOING_SMS' ? SMS_STATUSES : CALL_STATUSES;
  const strange = wanted.find((report) => !allowed.includes(report.status));
  if (strange) return `${type} has no status ${strange.status}`;
  return { reports: wanted.map((report) => completed(report, type)), replies };
}

const byTime = (a: { afterMs: number }, b: { afterMs: number }) => a.afterMs - b.afterMs;

type WantedReport = NonNullable<OutcomeRequest['reports']>[number];

/** With what is usual where nothing was said, and without what the type does not have. */
function completed(wanted: WantedReport, type: OutgoingType): Report {
  const { afterMs: at, status, recipientStatus, callLength: length, keyChoices, doneAfterMs } = wanted;
  const answered = type === 'OUTGOING_CALL' && status === 'DELIVERED';
  return {
    afterMs: at,
    status,
    ...(type === 'OUTGOING_SMS' && { recipientStatus: recipientStatus ?? 'EXISTS' }),
    ...(answered && { callLength: length ?? 30, keyChoices: keyChoices ?? [] }),
    ...(doneAfterMs !== undefined && { doneAfterMs }),
  };
}
