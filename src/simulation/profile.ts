import { chance, chanceInteger } from '../core/chance.ts';
import type { NumberKind } from '../core/number.ts';
import type { Report } from '../core/outcome.ts';
import type { AccountLevel, RecipientStatus } from '../core/vocabulary.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How likely things are, and how long they take (platform ms). Everything here is inferred [I]. */
export interface Profile {
  /** Share of the mobile numbers of a list that nobody has. */
  unassignedNumbers: number;
  sms: {
    /** Shares of what remains; the rest is `DELIVERED`. */
    failure: number;
    unknown: number;
    notDelivered: number;
    /** Most reports come in seconds: half of them within the median, spread log-normally. */
    medianMs: number;
    spread: number;
    /** Share of the delivered that wait for a phone to be switched on, and for how long on average. */
    late: number;
    lateMeanMs: number;
    /** An unanswered phone gives no report before this has passed. */
    validityMs: number;
  };
  call: {
    /** Of one attempt. */
    answered: number;
    attempts: number;
    pauseMs: number;
    ringMs: { min: number; max: number };
    medianLengthMs: number;
    lengthSpread: number;
    /** Keys that the callee is asked for, and how many times at the most. */
    keys: readonly string[];
    maxChoices: number;
  };
}

/** Nordic consumers on a weekday: nearly all texts arrive at once, calls are answered by fewer than two in three. */
export const REALISTIC: Profile = {
  unassignedNumbers: 0.02,
  sms: {
    failure: 0.015,
    unknown: 0.01,
    notDelivered: 0.05,
    medianMs: 4 * SECOND,
    spread: 0.8,
    late: 0.05,
    lateMeanMs: 30 * MINUTE,
    validityMs: 24 * HOUR,
  },
  call: {
    answered: 0.6,
    attempts: 3,
    pauseMs: 15 * MINUTE,
    ringMs: { min: 4 * SECOND, max: 30 * SECOND },
    medianLengthMs: 40 * SECOND,
    lengthSpread: 0.7,
    keys: ['1', '2', '9'],
    maxChoices: 3,
  },
};

/** Who is asked, and with which chance. */
export interface Subject {
  seed: string;
  /** The communication's own key. */
  key: string;
  recipient: string;
  kind: NumberKind;
  accountLevel: AccountLevel;
}

/** Draws the reports of an SMS to a number that can be one of a mobile. */
export function drawSms(profile: Profile, subject: Subject): Report[] {
  const { sms } = profile;
  const draw = (purpose: string) => chance(subject.seed, subject.key, purpose);
  const promptly = Math.round(logNormal(sms.medianMs, sms.spread, draw('delay'), draw('delay2')));
  if (isUnassigned(profile, subject)) {
    return [
      {
        afterMs: promptly,
        status: 'NOT_DELIVERED',
        recipientStatus: subject.accountLevel === 'CONFIRMED' ? 'DOESNOTEXIST' : estimate(subject.kind),
      },
    ];
  }
  const confirmed = (status: RecipientStatus) =>
    subject.accountLevel === 'CONFIRMED' ? status : estimate(subject.kind);
  const share = draw('status');
  if (share < sms.failure)
    return [{ afterMs: promptly, status: 'FAILURE', recipientStatus: confirmed('UNKNOWN') }];
  if (share < sms.failure + sms.unknown) {
    return [{ afterMs: sms.validityMs, status: 'UNKNOWN', recipientStatus: confirmed('UNKNOWN') }];
  }
  if (share < sms.failure + sms.unknown + sms.notDelivered) {
    return [{ afterMs: sms.validityMs, status: 'NOT_DELIVERED', recipientStatus: confirmed('EXISTS') }];
  }
  const wait = draw('late') < sms.late ? Math.round(-Math.log(1 - draw('wait')) * sms.lateMeanMs) : 0;
  return [
    {
      afterMs: Math.min(promptly + wait, sms.validityMs),
      status: 'DELIVERED',
      recipientStatus: confirmed('EXISTS'),
    },
  ];
}

/** Draws the reports of a call: `NEXTATTEMPT` after each unanswered attempt but the last, which is `NOTREACHED`. */
export function drawCall(profile: Profile, subject: Subject): Report[] {
  const { call } = profile;
  const reports: Report[] = [];
  const unreachable = subject.kind === 'UNKNOWN' || isUnassigned(profile, subject);
  let at = 0;
  for (let attempt = 1; attempt <= call.attempts; attempt++) {
    const draw = (purpose: string) => chance(subject.seed, subject.key, `${purpose}/${attempt}`);
    at += Math.round(call.ringMs.min + draw('ring') * (call.ringMs.max - call.ringMs.min));
    if (!unreachable && draw('answered') < call.answered) {
      const lengthMs = logNormal(call.medianLengthMs, call.lengthSpread, draw('length'), draw('length2'));
      const callLength = Math.max(1, Math.round(lengthMs / SECOND));
      const choices = chanceInteger(subject.seed, subject.key, 'choices', 0, call.maxChoices + 1);
      const keyChoices = Array.from(
        { length: choices },
        (_, index) => call.keys[Math.floor(draw(`key/${index}`) * call.keys.length)]!,
      );
      reports.push({ afterMs: at + callLength * SECOND, status: 'DELIVERED', callLength, keyChoices });
      return reports;
    }
    reports.push({ afterMs: at, status: attempt < call.attempts ? 'NEXTATTEMPT' : 'NOTREACHED' });
    at += call.pauseMs;
  }
  return reports;
}

/** What the numbering plan alone makes of a number, for customers at the level `ESTIMATED` [S]. */
export function estimate(kind: NumberKind): RecipientStatus {
  return (
    { MOBILE: 'EXISTS', LANDLINE: 'LANDLINENUMBER', IMPOSSIBLE: 'DOESNOTEXIST', UNKNOWN: 'UNKNOWN' } as const
  )[kind];
}

/** A number that nobody has stays so, whoever sends to it and however often. */
function isUnassigned(profile: Profile, { seed, recipient }: Subject): boolean {
  return chance(seed, recipient, 'unassigned') < profile.unassignedNumbers;
}

function logNormal(median: number, spread: number, uniform1: number, uniform2: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - uniform1)) * Math.cos(2 * Math.PI * uniform2);
  return median * Math.exp(spread * normal);
}
