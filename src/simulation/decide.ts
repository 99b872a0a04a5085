import { nextOpening } from '../core/calling-hours.ts';
import { type NumberKind, numberKind } from '../core/number.ts';
import { outcomeOfNumber } from '../core/outcome/magic-numbers.ts';
import { planNamed } from '../core/outcome/named-outcomes.ts';
import type { Decider, Outcome, Plan, Report } from '../core/outcome/outcome.ts';
import { drawCall, drawSms, estimate, type Subject } from '../core/profile/draw.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { OutgoingType, Status } from '../core/vocabulary.ts';
import type { Campaign } from '../store/campaigns.ts';
import type { Customer } from '../store/customers.ts';
import type { Project } from '../store/projects.ts';

/** What an outcome is decided on. */
export interface Question {
  seed: string;
  /** The communication's own key: what sets it apart from all others, whatever the order of requests. */
  key: string;
  type: OutgoingType;
  recipient: string;
  customer: Customer;
  project: Project | null;
  campaign: Campaign | null;
  profile: Profile;
  /** Platform ms. */
  sentAt: number;
  /** What the request asked for, in words and as a plan; null: nothing. */
  asked: { detail: string; plan: Plan } | null;
  /** What a rule says; asked when the request says nothing, and counted as used then. */
  byRule: () => { ruleId: number; plan: Plan } | null;
  isOptedOut: () => boolean;
  isWhitelisted: () => boolean;
  /** In words, when the same text has gone to the number too often. */
  spam: () => string | null;
}

/** Real networks turn a hopeless number down within seconds. */
const TURNED_DOWN_AFTER_MS = 1500;

/**
 * Decides what becomes of a communication. What was asked for goes first: by the request, then by a rule. What was done
 * to the customer or by the recipient follows (test mode, opt-out, whitelist), then what the number stands for, and last
 * what is likely.
 */
export function decide(question: Question): Outcome {
  const { recipient, customer } = question;
  if (question.asked) return outcome('REQUEST', question.asked.detail, question.asked.plan);
  const rule = question.byRule();
  if (rule) return outcome('RULE', String(rule.ruleId), rule.plan);
  if (customer.testMode) return refused(question, 'TEST_MODE', '', 'TEST');
  if (question.isOptedOut()) return refused(question, 'OPT_OUT', '', 'OPTOUT');
  // A call has no such status [D].
  if (question.type === 'OUTGOING_SMS' && customer.whitelistMode && !question.isWhitelisted())
    return refused(question, 'WHITELIST', '', 'NOT_WHITELISTED');
  const named = outcomeOfNumber(recipient);
  const magic = named && planNamed(named, question.type);
  if (magic) return outcome('MAGIC_NUMBER', named, magic);
  const spam = question.spam();
  if (spam !== null) return refused(question, 'SPAM', spam, 'SPAM');
  const kind = numberKind(recipient);
  return byNumber(question, kind) ?? byProfile(question, kind);
}

function outcome(decidedBy: Decider, detail: string, plan: Plan): Outcome {
  return { decidedBy, detail, ...plan };
}

const only = (report: Report): Plan => ({ reports: [report], replies: [] });

/** Nothing goes out, which is known at once. */
function refused({ type, recipient }: Question, decidedBy: Decider, detail: string, status: Status): Outcome {
  const recipientStatus = type === 'OUTGOING_SMS' ? { recipientStatus: estimate(numberKind(recipient)) } : {};
  return outcome(decidedBy, detail, only({ afterMs: 0, status, ...recipientStatus }));
}

/** What the numbering plan alone decides. */
function byNumber({ type, customer, profile }: Question, kind: NumberKind): Outcome | null {
  const sms = type === 'OUTGOING_SMS';
  const decided = (detail: string, report: Report) => outcome('NUMBER', detail, only(report));
  if (kind === 'IMPOSSIBLE') {
    return decided(
      'no number of any country looks like this one',
      sms
        ? { afterMs: TURNED_DOWN_AFTER_MS, status: 'NOT_DELIVERED', recipientStatus: 'DOESNOTEXIST' }
        : { afterMs: TURNED_DOWN_AFTER_MS, status: 'INCORRECTNUMBER' },
    );
  }
  if (sms && kind === 'LANDLINE') {
    return decided('by its numbering plan it is a landline, which takes no SMS', {
      afterMs: TURNED_DOWN_AFTER_MS,
      status: 'NOT_DELIVERED',
      recipientStatus: 'LANDLINENUMBER',
    });
  }
  if (sms && kind === 'UNKNOWN') {
    return decided('it has the length of a number but lies in no range that is in use', {
      afterMs: profile.sms.validityMs,
      status: 'NOT_DELIVERED',
      recipientStatus: customer.accountLevel === 'CONFIRMED' ? 'DOESNOTEXIST' : 'UNKNOWN',
    });
  }
  return null;
}

function byProfile(question: Question, kind: NumberKind): Outcome {
  const { seed, key, type, recipient, customer, project, campaign, profile, sentAt } = question;
  const canReply = customer.settings.inboundNumbers.length > 0;
  const subject: Subject = { seed, key, recipient, kind, accountLevel: customer.accountLevel, canReply };
  const hours = campaign?.callingHours ?? null;
  const plan =
    type === 'OUTGOING_SMS'
      ? drawSms(profile, subject)
      : drawCall(profile, subject, {
          questions: project?.questions ?? [],
          sentAt,
          nextOpening: (at) => (hours === null ? at : nextOpening(hours, at)),
        });
  return outcome('PROFILE', profile.name, plan);
}
