import { chance, chanceInteger } from '../chance.ts';
import type { NumberKind } from '../number.ts';
import type { Plan, Reply, Report } from '../outcome/outcome.ts';
import type { AccountLevel, RecipientStatus } from '../vocabulary.ts';
import type { Profile } from './profile.ts';

const SECOND = 1000;

/** Who is asked, and with which chance. */
export interface Subject {
  seed: string;
  /** The communication's own key. */
  key: string;
  recipient: string;
  kind: NumberKind;
  accountLevel: AccountLevel;
  /** Whether the recipient has a number to reply to or to call back. */
  canReply: boolean;
}

/** What a call is made of beside chance. */
export interface CallScript {
  /** For each question in turn, the keys that answer it; empty: the profile's own. */
  questions: readonly (readonly string[])[];
  /** When it is sent, platform ms. */
  sentAt: number;
  /** The first instant from this one on at which calls may be made. */
  nextOpening: (at: number) => number;
}

/** Draws what becomes of an SMS to a number that can be one of a mobile. */
export function drawSms(profile: Profile, subject: Subject): Plan {
  const { sms } = profile;
  const draw = (purpose: string) => chance(subject.seed, subject.key, purpose);
  const only = (report: Report): Plan => ({ reports: [report], replies: [] });
  const promptly = Math.round(logNormal(sms, draw('delay'), draw('delay2')));
  if (isUnassigned(profile, subject)) {
    const recipientStatus = confirmed(profile, subject, 'DOESNOTEXIST');
    return only({ afterMs: promptly, status: 'NOT_DELIVERED', recipientStatus });
  }
  const share = draw('status');
  if (share < sms.failure) {
    const recipientStatus = confirmed(profile, subject, 'UNKNOWN');
    return only({ afterMs: promptly, status: 'FAILURE', recipientStatus });
  }
  if (share < sms.failure + sms.unknown) {
    const recipientStatus = confirmed(profile, subject, 'UNKNOWN');
    return only({ afterMs: sms.validityMs, status: 'UNKNOWN', recipientStatus });
  }
  const recipientStatus = confirmed(profile, subject, 'EXISTS');
  if (share < sms.failure + sms.unknown + sms.notDelivered) {
    return only({ afterMs: sms.validityMs, status: 'NOT_DELIVERED', recipientStatus });
  }
  const wait = draw('late') < sms.late ? Math.round(-Math.log(1 - draw('wait')) * sms.lateMeanMs) : 0;
  const afterMs = Math.min(promptly + wait, sms.validityMs);
  return {
    reports: [{ afterMs, status: 'DELIVERED', recipientStatus }],
    replies: drawReply(profile, subject, afterMs),
  };
}

function drawReply({ sms: { reply } }: Profile, { seed, key, canReply }: Subject, afterMs: number): Reply[] {
  if (reply === null || !canReply) return [];
  const draw = (purpose: string) => chance(seed, key, `reply/${purpose}`);
  if (draw('share') >= reply.share) return [];
  const later = Math.round(logNormal(reply, draw('delay'), draw('delay2')));
  return [{ afterMs: afterMs + later, kind: 'SMS', text: weighted(reply.texts, draw('text')) }];
}

function weighted(texts: readonly { text: string; weight: number }[], uniform: number): string {
  const place = uniform * texts.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { text, weight } of texts) {
    passed += weight;
    if (place < passed) return text;
  }
  return texts.at(-1)!.text;
}

/** Draws what becomes of a call: `NEXTATTEMPT` after each unanswered attempt but the last, which is `NOTREACHED`. */
export function drawCall(profile: Profile, subject: Subject, script: CallScript): Plan {
  const { call } = profile;
  const { seed, key } = subject;
  const reports: Report[] = [];
  const unreachable = subject.kind === 'UNKNOWN' || isUnassigned(profile, subject);
  let at = 0;
  for (let attempt = 1; attempt <= call.attempts; attempt++) {
    const draw = (purpose: string) => chance(seed, key, `${purpose}/${attempt}`);
    at = script.nextOpening(script.sentAt + at) - script.sentAt;
    at += Math.round(call.ringMs.min + draw('ring') * (call.ringMs.max - call.ringMs.min));
    if (!unreachable && draw('answered') < call.answered) {
      const length = { medianMs: call.medianLengthMs, spread: call.lengthSpread };
      const callLength = Math.max(1, Math.round(logNormal(length, draw('length'), draw('length2')) / SECOND));
      const keyChoices = drawKeys(profile, subject, script, draw);
      reports.push({ afterMs: at + callLength * SECOND, status: 'DELIVERED', callLength, keyChoices });
      return { reports, replies: [] };
    }
    reports.push({ afterMs: at, status: attempt < call.attempts ? 'NEXTATTEMPT' : 'NOTREACHED' });
    at += call.pauseMs;
  }
  return { reports, replies: unreachable ? [] : drawCallBack(profile, subject, reports.at(-1)!.afterMs) };
}

/** The keys that the project's script allows, question by question; without a script those of the profile. */
function drawKeys(
  { call }: Profile,
  { seed, key }: Subject,
  { questions }: CallScript,
  draw: (purpose: string) => number,
): string[] {
  const oneOf = (keys: readonly string[], index: number) =>
    keys[Math.floor(draw(`key/${index}`) * keys.length)]!;
  if (questions.length > 0) {
    return questions
      .map((keys, index) => (draw(`question/${index}`) < call.answersQuestion ? oneOf(keys, index) : null))
      .filter((pressed) => pressed !== null);
  }
  const choices = chanceInteger(seed, key, 'choices', 0, call.maxChoices + 1);
  return Array.from({ length: choices }, (_, index) => oneOf(call.keys, index));
}

function drawCallBack(
  { call: { callBack } }: Profile,
  { seed, key, canReply }: Subject,
  afterMs: number,
): Reply[] {
  if (callBack === null || !canReply) return [];
  const draw = (purpose: string) => chance(seed, key, `call-back/${purpose}`);
  if (draw('share') >= callBack.share) return [];
  const length = logNormal(
    { medianMs: callBack.medianLengthMs, spread: 0.5 },
    draw('length'),
    draw('length2'),
  );
  return [
    {
      afterMs: afterMs + Math.round(logNormal(callBack, draw('delay'), draw('delay2'))),
      kind: 'CALL',
      callLength: Math.max(1, Math.round(length / SECOND)),
    },
  ];
}

/** What the numbering plan alone makes of a number, for customers at the level `ESTIMATED` [S]. */
export function estimate(kind: NumberKind): RecipientStatus {
  return (
    { MOBILE: 'EXISTS', LANDLINE: 'LANDLINENUMBER', IMPOSSIBLE: 'DOESNOTEXIST', UNKNOWN: 'UNKNOWN' } as const
  )[kind];
}

/**
 * What a customer is told of a number: what the operator knows or, at the level `ESTIMATED`, what the numbering plan
 * suggests. Estimations err: a number that nobody has is taken for one that exists, or for one of which nothing is known.
 */
function confirmed(profile: Profile, subject: Subject, status: RecipientStatus): RecipientStatus {
  if (subject.accountLevel === 'CONFIRMED') return status;
  const doubtful = chance(subject.seed, subject.recipient, 'estimate') < profile.unknownEstimates;
  return status === 'DOESNOTEXIST' && doubtful ? 'UNKNOWN' : estimate(subject.kind);
}

/** A number that nobody has stays so, whoever sends to it and however often. */
function isUnassigned(profile: Profile, { seed, recipient }: Subject): boolean {
  return chance(seed, recipient, 'unassigned') < profile.unassignedNumbers;
}

function logNormal(
  { medianMs, spread }: { medianMs: number; spread: number },
  uniform1: number,
  uniform2: number,
): number {
  if (spread === 0) return medianMs;
  const normal = Math.sqrt(-2 * Math.log(1 - uniform1)) * Math.cos(2 * Math.PI * uniform2);
  return medianMs * Math.exp(spread * normal);
}
