import type { CallStatus, OutgoingType, RecipientStatus, SmsStatus } from '../vocabulary.ts';
import type { Plan, Reply, Report } from './outcome.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An outcome that can be asked for by its name, or by a number that stands for it. */
export interface NamedOutcome {
  /** Two digits of the numbers that stand for it. */
  code: number;
  description: string;
  /** What an SMS does; null: nothing special. */
  sms: Plan | null;
  /** What a call does; null: nothing special. */
  call: Plan | null;
}

const plan = (reports: Report[], ...replies: Reply[]): Plan => ({ reports, replies });

const sms = (status: SmsStatus, recipientStatus: RecipientStatus, afterMs = 2 * SECOND): Report => ({
  afterMs,
  status,
  recipientStatus,
});
const delivered = sms('DELIVERED', 'EXISTS');

/** For a person to decide. */
const HELD: Plan = { reports: [], replies: [], held: true };

const call = (status: CallStatus, afterMs: number): Report => ({ afterMs, status });
/** @param afterMs when it ends */
const answered = (callLength: number, keyChoices: readonly string[], afterMs: number): Report => ({
  afterMs,
  status: 'DELIVERED',
  callLength,
  keyChoices,
});
const RING = 10 * SECOND;
const promptlyAnswered = answered(30, ['1'], RING + 30 * SECOND);

const text = (afterMs: number, words: string): Reply => ({ afterMs, kind: 'SMS', text: words });

/** Everything that could break a document, a query, a spreadsheet or a page. */
const NASTY_TEXT =
  '"{ID}" \\ <b>&amp;</b> \'; DROP TABLE sms; -- ]]> %00 =1+1 \u{1F469}\u200d\u{1F469}\u200d\u{1F467} åäö';

/**
 * Every status and recipient status, and the cases that bring receivers down. The one table of them: rules, requests,
 * data fields and magic numbers name their outcomes by it.
 */
export const NAMED_OUTCOMES = {
  DELIVERED: {
    code: 0,
    description: 'delivered after 2 s; a call is answered for 30 s, key 1',
    sms: plan([delivered]),
    call: plan([promptlyAnswered]),
  },
  NOT_DELIVERED: {
    code: 1,
    description:
      'the phone is off until the validity of 24 h ends; a call is not answered and not tried again',
    sms: plan([sms('NOT_DELIVERED', 'EXISTS', 24 * HOUR)]),
    call: plan([call('NOTREACHED', 30 * SECOND)]),
  },
  DOESNOTEXIST: {
    code: 2,
    description: 'nobody has the number',
    sms: plan([sms('NOT_DELIVERED', 'DOESNOTEXIST')]),
    call: plan([call('INCORRECTNUMBER', 2 * SECOND)]),
  },
  LANDLINENUMBER: {
    code: 3,
    description: 'a landline: takes no SMS, but calls',
    sms: plan([sms('NOT_DELIVERED', 'LANDLINENUMBER')]),
    call: plan([promptlyAnswered]),
  },
  RECIPIENT_UNKNOWN: {
    code: 4,
    description: 'not delivered, and nobody knows whether the number exists; a call is an incorrect number',
    sms: plan([sms('NOT_DELIVERED', 'UNKNOWN')]),
    call: plan([call('INCORRECTNUMBER', 30 * SECOND)]),
  },
  FAILURE: {
    code: 5,
    description: 'the network fails; a call does not get through once',
    sms: plan([sms('FAILURE', 'UNKNOWN')]),
    call: plan([call('NOTREACHED', SECOND)]),
  },
  UNKNOWN: {
    code: 6,
    description: 'no operator knows what became of it after 24 h; a call rings for a minute in vain',
    sms: plan([sms('UNKNOWN', 'UNKNOWN', 24 * HOUR)]),
    call: plan([call('NOTREACHED', MINUTE)]),
  },
  OPTOUT: {
    code: 7,
    description: 'opted out: nothing goes out',
    sms: plan([sms('OPTOUT', 'EXISTS', 0)]),
    call: plan([call('OPTOUT', 0)]),
  },
  SPAM: {
    code: 8,
    description: 'taken for spam: nothing goes out',
    sms: plan([sms('SPAM', 'EXISTS', 0)]),
    call: plan([call('SPAM', 0)]),
  },
  TEST: {
    code: 9,
    description: 'as in test mode: nothing goes out',
    sms: plan([sms('TEST', 'EXISTS', 0)]),
    call: plan([call('TEST', 0)]),
  },
  NOT_WHITELISTED: {
    code: 10,
    description: 'as if not on the whitelist; a call has no such status and is answered',
    sms: plan([sms('NOT_WHITELISTED', 'EXISTS', 0)]),
    call: plan([promptlyAnswered]),
  },
  NEXTATTEMPT: {
    code: 11,
    description: 'a call is answered at its second attempt; an SMS is delivered after 15 min',
    sms: plan([sms('DELIVERED', 'EXISTS', 15 * MINUTE)]),
    call: plan([call('NEXTATTEMPT', 30 * SECOND), answered(30, ['1'], 15 * MINUTE + 70 * SECOND)]),
  },
  NOTREACHED: {
    code: 12,
    description: 'a call is not answered three times; an SMS is not delivered within its validity',
    sms: plan([sms('NOT_DELIVERED', 'EXISTS', 24 * HOUR)]),
    call: plan([
      call('NEXTATTEMPT', 30 * SECOND),
      call('NEXTATTEMPT', 15 * MINUTE + 60 * SECOND),
      call('NOTREACHED', 30 * MINUTE + 90 * SECOND),
    ]),
  },
  ANSWERED_AT_LAST: {
    code: 13,
    description: 'a call is not answered three times and then is; an SMS is delivered after 46 min',
    sms: plan([sms('DELIVERED', 'EXISTS', 46 * MINUTE)]),
    call: plan([
      call('NEXTATTEMPT', 30 * SECOND),
      call('NEXTATTEMPT', 15 * MINUTE + 60 * SECOND),
      call('NEXTATTEMPT', 30 * MINUTE + 90 * SECOND),
      answered(30, ['1'], 45 * MINUTE + 130 * SECOND),
    ]),
  },
  INCORRECTNUMBER: {
    code: 14,
    description: 'an incorrect number; to an SMS one that does not exist',
    sms: plan([sms('NOT_DELIVERED', 'DOESNOTEXIST', 0)]),
    call: plan([call('INCORRECTNUMBER', 0)]),
  },
  ANSWERED_FOR_0_S: {
    code: 15,
    description: 'a call is answered and over at once; an SMS is delivered in the moment in which it is sent',
    sms: plan([sms('DELIVERED', 'EXISTS', 0)]),
    call: plan([answered(0, [], RING)]),
  },
  NO_KEY_CHOICES: {
    code: 16,
    description: 'a call is answered and no key pressed; an SMS is delivered',
    sms: plan([delivered]),
    call: plan([answered(30, [], RING + 30 * SECOND)]),
  },
  KEY_CHOICES_99: {
    code: 17,
    description: '99 key choices, * and # among them; an SMS is delivered and answered with 99 characters',
    sms: plan([delivered], text(30 * SECOND, '123456789*#'.repeat(9))),
    call: plan([answered(600, [...'123456789*#'.repeat(9)], RING + 600 * SECOND)]),
  },
  LONG_CALL: {
    code: 18,
    description: 'a call of 2 h; an SMS is delivered after 2 h',
    sms: plan([sms('DELIVERED', 'EXISTS', 2 * HOUR)]),
    call: plan([answered(7200, ['1'], RING + 2 * HOUR)]),
  },
  DELIVERED_AFTER_72_H: {
    code: 20,
    description: 'delivered after 72 h; a call is answered at its fourth attempt, after 72 h',
    sms: plan([sms('DELIVERED', 'EXISTS', 72 * HOUR)]),
    call: plan([
      call('NEXTATTEMPT', 30 * SECOND),
      call('NEXTATTEMPT', 24 * HOUR),
      call('NEXTATTEMPT', 48 * HOUR),
      answered(30, ['1'], 72 * HOUR),
    ]),
  },
  NEVER_REPORTED: {
    code: 21,
    description: 'no report ever comes',
    sms: plan([]),
    call: plan([]),
  },
  CONTRADICTED: {
    code: 22,
    description: 'delivered, and a minute later reported as not delivered (a call: not reached)',
    sms: plan([delivered, sms('NOT_DELIVERED', 'UNKNOWN', MINUTE)]),
    call: plan([promptlyAnswered, call('NOTREACHED', 2 * MINUTE)]),
  },
  DELIVERED_AFTER_ALL: {
    code: 23,
    description: 'not delivered (a call: not reached), and a minute later delivered after all',
    sms: plan([sms('NOT_DELIVERED', 'EXISTS'), sms('DELIVERED', 'EXISTS', MINUTE)]),
    call: plan([call('NOTREACHED', 30 * SECOND), answered(30, ['1'], 2 * MINUTE)]),
  },
  REPORTED_TWICE: {
    code: 24,
    description: 'the same report twice, half a minute apart',
    sms: plan([delivered, { ...delivered, afterMs: 32 * SECOND, doneAfterMs: 2 * SECOND }]),
    call: plan([
      promptlyAnswered,
      { ...promptlyAnswered, afterMs: 70 * SECOND, doneAfterMs: promptlyAnswered.afterMs },
    ]),
  },
  DONE_BEFORE_SENT: {
    code: 25,
    description: 'done 5 s before it was sent, by clocks that disagree',
    sms: plan([{ ...delivered, doneAfterMs: -5 * SECOND }]),
    call: plan([{ ...promptlyAnswered, doneAfterMs: -5 * SECOND }]),
  },
  REPORTED_A_YEAR_LATER: {
    code: 26,
    description: 'delivered (a call: answered) at once, which is reported a year later',
    sms: plan([{ ...delivered, afterMs: 365 * 24 * HOUR, doneAfterMs: 2 * SECOND }]),
    call: plan([{ ...promptlyAnswered, afterMs: 365 * 24 * HOUR, doneAfterMs: promptlyAnswered.afterMs }]),
  },
  REPLIES: {
    code: 30,
    description: 'delivered (a call: answered), and after half a minute the recipient replies YES',
    sms: plan([delivered], text(32 * SECOND, 'YES')),
    call: plan([promptlyAnswered], text(70 * SECOND, 'YES')),
  },
  REPLIES_STOP: {
    code: 31,
    description: 'delivered (a call: answered), and after half a minute the recipient replies STOP',
    sms: plan([delivered], text(32 * SECOND, 'STOP')),
    call: plan([promptlyAnswered], text(70 * SECOND, 'STOP')),
  },
  REPLIES_STOP_THEN_START: {
    code: 32,
    description: 'replies STOP after half a minute, and START a minute later',
    sms: plan([delivered], text(32 * SECOND, 'STOP'), text(92 * SECOND, 'START')),
    call: plan([promptlyAnswered], text(70 * SECOND, 'STOP'), text(130 * SECOND, 'START')),
  },
  REPLIES_BEFORE_REPORT: {
    code: 33,
    description: 'the reply YES comes before the report',
    sms: plan([sms('DELIVERED', 'EXISTS', 20 * SECOND)], text(5 * SECOND, 'YES')),
    call: plan([promptlyAnswered], text(20 * SECOND, 'YES')),
  },
  REPLIES_NASTILY: {
    code: 34,
    description: 'replies with quotes, markup, a metric and emoji, which break what is not escaped',
    sms: plan([delivered], text(32 * SECOND, NASTY_TEXT)),
    call: plan([promptlyAnswered], text(70 * SECOND, NASTY_TEXT)),
  },
  REPLIES_EMPTY: {
    code: 35,
    description: 'replies with an empty text',
    sms: plan([delivered], text(32 * SECOND, '')),
    call: plan([promptlyAnswered], text(70 * SECOND, '')),
  },
  CALLS_BACK: {
    code: 36,
    description: 'an SMS is delivered, a call not reached; after two minutes the recipient calls for 45 s',
    sms: plan([delivered], { afterMs: 2 * MINUTE, kind: 'CALL', callLength: 45 }),
    call: plan([call('NOTREACHED', 30 * SECOND)], { afterMs: 2 * MINUTE, kind: 'CALL', callLength: 45 }),
  },
  ASK_ME: {
    code: 37,
    description: 'sent, and then held until somebody decides: `POST /v1/communications/{id}/outcome`',
    sms: HELD,
    call: HELD,
  },
} as const satisfies Record<string, NamedOutcome>;

export type OutcomeName = keyof typeof NAMED_OUTCOMES;

export const OUTCOME_NAMES = Object.keys(NAMED_OUTCOMES) as [OutcomeName, ...OutcomeName[]];

/** Whether there is an outcome of that name. */
export function isOutcomeName(name: string): name is OutcomeName {
  return Object.hasOwn(NAMED_OUTCOMES, name);
}

/** What a named outcome means for an SMS or a call. */
export function planNamed(name: OutcomeName, type: OutgoingType): Plan | null {
  const { sms: ofSms, call: ofCall }: NamedOutcome = NAMED_OUTCOMES[name];
  return type === 'OUTGOING_SMS' ? ofSms : ofCall;
}
