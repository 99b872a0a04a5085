import type { RecipientStatus, Status } from '../vocabulary.ts';

/** One report on a communication, `afterMs` platform milliseconds after it was sent. */
export interface Report {
  afterMs: number;
  /** Null: something incoming, which has no status. */
  status: Status | null;
  recipientStatus?: RecipientStatus;
  /** Whole seconds; for answered calls. */
  callLength?: number;
  /** For answered calls, in the order pressed. */
  keyChoices?: readonly string[];
  /** When it says that the communication was done, if that is not when it comes: below 0 before it was sent. */
  doneAfterMs?: number;
}

/** What the recipient does of their own accord, `afterMs` platform milliseconds after it was sent. */
export type Reply =
  | { afterMs: number; kind: 'SMS'; text: string }
  /** `callLength` in whole seconds. */
  | { afterMs: number; kind: 'CALL'; callLength: number };

/** What will happen to a communication. Both in order of time. */
export interface Plan {
  /** Empty: no report ever comes, unless it is held. */
  reports: readonly Report[];
  replies: readonly Reply[];
  /** Once that has happened nothing does until somebody decides what is to come. */
  held?: true;
}

/** What decided an outcome, for the timeline. */
export const DECIDERS = [
  'REQUEST',
  'RULE',
  'TEST_MODE',
  'OPT_OUT',
  'WHITELIST',
  'MAGIC_NUMBER',
  'SPAM',
  'NUMBER',
  'PROFILE',
  'ARRIVAL',
  'STOPPED',
] as const;
export type Decider = (typeof DECIDERS)[number];

/** What will happen to a communication, decided whole when it is accepted. */
export interface Outcome extends Plan {
  decidedBy: Decider;
  /** Which rule, profile, named outcome … it was, for `reasonOf`. */
  detail: string;
}

/** Why an outcome is what it is, in plain words, for whoever reads the timeline. */
export function reasonOf({ decidedBy, detail }: Pick<Outcome, 'decidedBy' | 'detail'>): string {
  switch (decidedBy) {
    case 'REQUEST':
      return `the request asked for it${detail && ` (${detail})`}`;
    case 'RULE':
      return `outcome rule ${detail} matched`;
    case 'TEST_MODE':
      return 'the customer is in test mode: nothing goes out';
    case 'OPT_OUT':
      return `the recipient has opted out${detail && ` (${detail})`}`;
    case 'WHITELIST':
      return 'the customer is in whitelist mode and the number is not on the whitelist';
    case 'MAGIC_NUMBER':
      return `the number stands for the outcome ${detail}`;
    case 'SPAM':
      return `the same text went to the same number too often (${detail})`;
    case 'NUMBER':
      return detail;
    case 'PROFILE':
      return `drawn from the profile "${detail}" with the seed`;
    case 'ARRIVAL':
      return detail;
    case 'STOPPED':
      return `stopped before it was over: ${detail}`;
  }
}

/** One thing that happens to a communication after it was sent. */
export type Step = { report: Report } | { reply: Reply };

/** Reports and replies in order of time; a report comes before a reply of the same moment. */
export function stepsOf({ reports, replies }: Plan): Step[] {
  if (replies.length === 0) return reports.map((report) => ({ report }));
  const steps: (Step & { afterMs: number })[] = [
    ...reports.map((report) => ({ report, afterMs: report.afterMs })),
    ...replies.map((reply) => ({ reply, afterMs: reply.afterMs })),
  ];
  return steps.sort((a, b) => a.afterMs - b.afterMs);
}

/** The reports among the first so many steps. */
export function reportsMade(plan: Plan, steps: number): Report[] {
  return stepsOf(plan)
    .slice(0, steps)
    .flatMap((step) => ('report' in step ? [step.report] : []));
}

/** When a step happens, in platform ms after the communication was sent. */
export function afterMsOf(step: Step): number {
  return 'report' in step ? step.report.afterMs : step.reply.afterMs;
}
