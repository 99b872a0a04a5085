import { numberKind } from '../core/number.ts';
import type { Outcome } from '../core/outcome.ts';
import type { OutgoingType } from '../core/vocabulary.ts';
import type { Customer } from '../store/customers.ts';
import { drawCall, drawSms, estimate, type Profile } from './profile.ts';

/** What an outcome is decided on. */
export interface Question {
  seed: string;
  /** The communication's own key: what sets it apart from all others, whatever the order of requests. */
  key: string;
  type: OutgoingType;
  recipient: string;
  customer: Customer;
  /** Asked only in whitelist mode. */
  isWhitelisted: () => boolean;
  profile: Profile;
}

/** Real networks turn a hopeless number down within seconds. */
const TURNED_DOWN_AFTER_MS = 1500;

/** Decides what becomes of a communication. A pure function: the same question always has the same answer. */
export function decide(question: Question): Outcome {
  const { type, recipient, customer, profile } = question;
  const sms = type === 'OUTGOING_SMS';
  const kind = numberKind(recipient);
  const refused = sms ? { recipientStatus: estimate(kind) } : {};

  if (customer.testMode) {
    return {
      decidedBy: 'TEST_MODE',
      reason: 'the customer is in test mode: nothing goes out',
      reports: [{ afterMs: 0, status: 'TEST', ...refused }],
    };
  }
  if (sms && customer.whitelistMode && !question.isWhitelisted()) {
    return {
      decidedBy: 'WHITELIST',
      reason: `the customer is in whitelist mode and ${recipient} is not on the whitelist`,
      reports: [{ afterMs: 0, status: 'NOT_WHITELISTED', ...refused }],
    };
  }
  if (kind === 'IMPOSSIBLE') {
    return {
      decidedBy: 'NUMBER',
      reason: `no number of any country looks like ${recipient}`,
      reports: [
        sms
          ? { afterMs: TURNED_DOWN_AFTER_MS, status: 'NOT_DELIVERED', recipientStatus: 'DOESNOTEXIST' }
          : { afterMs: TURNED_DOWN_AFTER_MS, status: 'INCORRECTNUMBER' },
      ],
    };
  }
  if (sms && kind === 'LANDLINE') {
    return {
      decidedBy: 'NUMBER',
      reason: `${recipient} is a landline by its numbering plan, which takes no SMS`,
      reports: [
        { afterMs: TURNED_DOWN_AFTER_MS, status: 'NOT_DELIVERED', recipientStatus: 'LANDLINENUMBER' },
      ],
    };
  }
  if (sms && kind === 'UNKNOWN') {
    return {
      decidedBy: 'NUMBER',
      reason: `${recipient} has the length of a number but lies in no range that is in use`,
      reports: [
        {
          afterMs: profile.sms.validityMs,
          status: 'NOT_DELIVERED',
          recipientStatus: customer.accountLevel === 'CONFIRMED' ? 'DOESNOTEXIST' : 'UNKNOWN',
        },
      ],
    };
  }
  const subject = {
    seed: question.seed,
    key: question.key,
    recipient,
    kind,
    accountLevel: customer.accountLevel,
  };
  return {
    decidedBy: 'PROFILE',
    reason: `drawn from the profile with the seed ${question.seed}`,
    reports: sms ? drawSms(profile, subject) : drawCall(profile, subject),
  };
}
