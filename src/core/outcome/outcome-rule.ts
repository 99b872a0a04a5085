import { z } from 'zod';
import { OUTGOING_TYPES, type OutgoingType } from '../vocabulary.ts';
import type { Plan } from './outcome.ts';
import { type OutcomeRequest, outcomeRequest, planOf } from './outcome-request.ts';

const MOST_TEXT = 1000;
const id = z.int().positive();

/** What a rule looks at; all that is given must fit. */
export const ruleMatch = z
  .strictObject({
    customerId: id.optional(),
    type: z.enum(OUTGOING_TYPES).optional(),
    number: z
      .string()
      .regex(/^\d{5,15}$/, 'a number with its country code, digits only')
      .optional(),
    prefix: z
      .string()
      .regex(/^\d{1,15}$/, 'the first digits of numbers, country code included')
      .optional(),
    pattern: z
      .string()
      .min(1)
      .max(MOST_TEXT)
      .refine(isPattern, 'a regular expression, such as ^4670.*5$')
      .optional()
      .describe('A regular expression that the number must match'),
    projectId: id.optional(),
    campaignId: id.optional(),
    content: z.string().min(1).max(MOST_TEXT).optional().describe('Text that the SMS must contain'),
    nth: z.int().positive().optional().describe("It is the customer's n-th SMS (or call) to the number"),
  })
  .meta({ id: 'OutcomeRuleMatch' });

export type RuleMatch = z.output<typeof ruleMatch>;

/** A rule as someone wants it. */
export const newRule = z.strictObject({
  match: ruleMatch,
  outcome: outcomeRequest,
  times: z.int().positive().optional().describe('It holds for the next so many; without end otherwise'),
});

/** An outcome for whatever fits. */
export interface OutcomeRule {
  id: number;
  match: RuleMatch;
  outcome: OutcomeRequest;
  /** How many more times it holds; null: without end. */
  remaining: number | null;
  /** How often it has decided. */
  used: number;
  createdAt: number;
}

/** What of a communication rules look at. */
export interface RuleSubject {
  customerId: number;
  type: OutgoingType;
  recipient: string;
  projectId: number | null;
  campaignId: number | null;
  content: string | null;
  nth: number;
}

/** Whether a rule is for the communication, and has an outcome for its type. */
export function planByRule({ match, outcome, remaining }: OutcomeRule, subject: RuleSubject): Plan | null {
  if (remaining === 0 || !fits(match, subject)) return null;
  const plan = planOf(outcome, subject.type);
  return typeof plan === 'string' ? null : plan;
}

function fits(match: RuleMatch, subject: RuleSubject): boolean {
  const { recipient } = subject;
  return (
    (match.customerId === undefined || match.customerId === subject.customerId) &&
    (match.type === undefined || match.type === subject.type) &&
    (match.number === undefined || match.number === recipient) &&
    (match.prefix === undefined || recipient.startsWith(match.prefix)) &&
    (match.pattern === undefined || new RegExp(match.pattern).test(recipient)) &&
    (match.projectId === undefined || match.projectId === subject.projectId) &&
    (match.campaignId === undefined || match.campaignId === subject.campaignId) &&
    (match.content === undefined || subject.content?.includes(match.content) === true) &&
    (match.nth === undefined || match.nth === subject.nth)
  );
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
