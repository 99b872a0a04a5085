import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callingHours, nextOpening } from '../../src/core/calling-hours.ts';
import { beginsWithOneOf, OPT_OUT_WORDS } from '../../src/core/incoming.ts';
import type { Plan, Report } from '../../src/core/outcome/outcome.ts';
import { type CallScript, drawCall, drawSms, estimate, type Subject } from '../../src/core/profile/draw.ts';
import { type Profile, type ProfileData, profileData, profileName } from '../../src/core/profile/profile.ts';
import { SHIPPED_PROFILES } from '../../src/core/profile/shipped.ts';
import { DEFAULT_PROFILE } from '../../src/core/profile/usual.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 15, 12);
const DRAWS = 2000;

const shipped = (name: string): Profile => SHIPPED_PROFILES.find((one) => one.name === name)!;
const REALISTIC = shipped('realistic');

const subject = (index: number, more: Partial<Subject> = {}): Subject => ({
  seed: '1',
  key: `1/OUTGOING_SMS/${index}/1`,
  recipient: String(46_700_000_000 + index),
  kind: 'MOBILE',
  accountLevel: 'CONFIRMED',
  canReply: true,
  ...more,
});

const script = (more: Partial<CallScript> = {}): CallScript => ({
  questions: [],
  sentAt: START,
  nextOpening: (at) => at,
  ...more,
});

const many = <Drawn>(draw: (index: number) => Drawn) =>
  Array.from({ length: DRAWS }, (_, index) => draw(index));
const texts = (profile: Profile, more: Partial<Subject> = {}): Plan[] =>
  many((index) => drawSms(profile, subject(index, more)));
const calls = (profile: Profile, more: Partial<Subject> = {}, own: Partial<CallScript> = {}): Plan[] =>
  many((index) => drawCall(profile, subject(index, more), script(own)));

/** The one report of an SMS. */
const told = ({ reports }: Plan): Report => {
  expect(reports).toHaveLength(1);
  return reports[0]!;
};
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Chance alone is further away once in 16 000 cases. */
function expectShare(count: number, of: number, share: number, what?: string): void {
  const deviation = Math.sqrt((share * (1 - share)) / of);
  expect(Math.abs(count / of - share), what).toBeLessThanOrEqual(4 * deviation);
}

describe('the profiles that come with the platform', () => {
  it('are these four, the usual one first', () => {
    expect(SHIPPED_PROFILES.map(({ name }) => name)).toEqual([
      'realistic',
      'all-delivered',
      'flaky-network',
      'worst-day',
    ]);
    expect(DEFAULT_PROFILE).toBe('realistic');
  });

  it.each(SHIPPED_PROFILES)(
    '$name is one that could be sent to the API, and says what it is for',
    (profile) => {
      const { name, ...data } = profile;
      expect(profileData.parse(data)).toEqual(data);
      expect(profileName.parse(name)).toBe(name);
      expect(data.description.length).toBeGreaterThan(50);
    },
  );

  it('realistic: nearly all within seconds, one number in fifty is nobody’s, three calls in five answered', () => {
    const all = texts(REALISTIC).map(told);
    expectShare(
      all.filter(({ recipientStatus }) => recipientStatus === 'DOESNOTEXIST').length,
      DRAWS,
      1 / 50,
    );
    const delivered = all.filter(({ status }) => status === 'DELIVERED').map(({ afterMs }) => afterMs);
    expect(delivered.filter((ms) => ms < MINUTE).length / DRAWS).toBeGreaterThan(0.8);
    expect(Math.max(...delivered)).toBeGreaterThan(HOUR);
    const atOnce = calls(REALISTIC).filter(({ reports }) => reports[0]!.status === 'DELIVERED').length;
    expect(atOnce / DRAWS).toBeLessThan(2 / 3);
    expectShare(atOnce, DRAWS, 0.6 * 0.98);
  });

  it('all-delivered: every text after 2 s, every call at once for 30 s after 5 s, and nobody replies', () => {
    const profile = shipped('all-delivered');
    for (const plan of texts(profile)) {
      expect(plan).toEqual({
        reports: [{ afterMs: 2 * SECOND, status: 'DELIVERED', recipientStatus: 'EXISTS' }],
        replies: [],
      });
    }
    for (const plan of calls(profile)) {
      expect(plan).toMatchObject({
        reports: [{ afterMs: 35 * SECOND, status: 'DELIVERED', callLength: 30 }],
        replies: [],
      });
    }
  });

  it('flaky-network: a minute at the median, some take hours, one text in eight fails or gets lost', () => {
    const all = texts(shipped('flaky-network')).map(told);
    const exist = all.filter(({ recipientStatus }) => recipientStatus !== 'DOESNOTEXIST');
    const lost = exist.filter(({ status }) => status === 'FAILURE' || status === 'UNKNOWN').length;
    expectShare(lost, exist.length, 1 / 8);
    const delivered = exist.filter(({ status }) => status === 'DELIVERED').map(({ afterMs }) => afterMs);
    expect(median(delivered)).toBeGreaterThan(MINUTE / 2);
    expect(median(delivered)).toBeLessThan(3 * MINUTE);
    expect(delivered.filter((ms) => ms > 2 * HOUR).length / delivered.length).toBeGreaterThan(0.05);
  });

  it('worst-day: less than half arrive, a fifth of the numbers is nobody’s, who is reached wants no more', () => {
    const profile = shipped('worst-day');
    const plans = texts(profile);
    const all = plans.map(told);
    expect(all.filter(({ status }) => status === 'DELIVERED').length / DRAWS).toBeLessThan(0.5);
    expectShare(all.filter(({ recipientStatus }) => recipientStatus === 'DOESNOTEXIST').length, DRAWS, 1 / 5);
    const replies = plans.flatMap((plan) => plan.replies);
    const stop = replies.filter(
      (reply) => reply.kind === 'SMS' && beginsWithOneOf(reply.text, OPT_OUT_WORDS),
    );
    expectShare(stop.length, replies.length, 4 / 5);
    expectShare(replies.length, all.filter(({ status }) => status === 'DELIVERED').length, 1 / 2);
  });

  it('get worse in this order: fewer SMS are delivered, fewer calls answered', () => {
    const order = ['all-delivered', 'realistic', 'flaky-network', 'worst-day'].map(shipped);
    const delivered = (plans: Plan[]) =>
      plans.filter(({ reports }) => reports.at(-1)!.status === 'DELIVERED').length;
    for (const counts of [
      order.map((one) => delivered(texts(one))),
      order.map((one) => delivered(calls(one))),
    ]) {
      expect(new Set(counts).size).toBe(order.length);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
    }
  });
});

describe('an SMS, drawn from a profile', () => {
  it('ends in each status as often as the profile says', () => {
    const profile: Profile = {
      ...REALISTIC,
      unassignedNumbers: 0,
      sms: { ...REALISTIC.sms, failure: 0.1, unknown: 0.2, notDelivered: 0.3 },
    };
    const all = texts(profile).map(told);
    for (const [status, share] of Object.entries({
      FAILURE: 0.1,
      UNKNOWN: 0.2,
      NOT_DELIVERED: 0.3,
      DELIVERED: 0.4,
    }))
      expectShare(all.filter((one) => one.status === status).length, DRAWS, share, status);
    for (const { status, afterMs } of all) {
      if (status === 'UNKNOWN' || status === 'NOT_DELIVERED') expect(afterMs).toBe(profile.sms.validityMs);
      if (status === 'DELIVERED') expect(afterMs).toBeLessThanOrEqual(profile.sms.validityMs);
    }
  });

  it('is reported after the median in half of the cases, and further from it the greater the spread', () => {
    const delays = (spread: number) =>
      texts({
        ...REALISTIC,
        unassignedNumbers: 0,
        sms: { ...REALISTIC.sms, late: 0, medianMs: 4000, spread },
      })
        .map(told)
        .filter(({ status }) => status === 'DELIVERED')
        .map(({ afterMs }) => afterMs);
    const [narrow, wide] = [delays(0.3), delays(1.5)];
    for (const all of [narrow, wide]) expectShare(all.filter((ms) => ms < 4000).length, all.length, 0.5);
    // One standard deviation to either side of the logarithm.
    const within = (all: number[], spread: number) =>
      all.filter((ms) => Math.abs(Math.log(ms / 4000)) < spread).length;
    expectShare(within(narrow, 0.3), narrow.length, 0.6827);
    expectShare(within(wide, 1.5), wide.length, 0.6827);
    expect(new Set(delays(0))).toEqual(new Set([4000]));
  });

  it('waits for phones to be switched on, as many and as long as the profile says', () => {
    const sms = {
      ...REALISTIC.sms,
      failure: 0,
      unknown: 0,
      notDelivered: 0,
      spread: 0,
      medianMs: 1,
      late: 0.5,
    };
    const waits = texts({ ...REALISTIC, unassignedNumbers: 0, sms: { ...sms, lateMeanMs: HOUR } })
      .map((plan) => told(plan).afterMs)
      .filter((ms) => ms > 1);
    expectShare(waits.length, DRAWS, 0.5);
    const mean = waits.reduce((sum, ms) => sum + ms, 0) / waits.length;
    expect(Math.abs(mean - HOUR) / HOUR).toBeLessThan(4 / Math.sqrt(waits.length));
  });

  it('is drawn the same again, and otherwise for another key or seed', () => {
    const first = texts(REALISTIC);
    expect(texts(REALISTIC)).toEqual(first);
    for (const other of [texts(REALISTIC, { seed: '2' }), texts(REALISTIC, { key: 'another' })]) {
      const differing = other.filter((plan, index) => told(plan).afterMs !== told(first[index]!).afterMs);
      expect(differing.length).toBeGreaterThan(0.8 * DRAWS);
    }
  });
});

describe('a number that nobody has', () => {
  const profile: Profile = { ...REALISTIC, unassignedNumbers: 0.3, unknownEstimates: 0.4 };
  const nobody = texts(profile).flatMap((plan, index) =>
    told(plan).recipientStatus === 'DOESNOTEXIST' ? [index] : [],
  );

  it('is drawn as often as the profile says, and is nobody’s whatever is sent, by whom and how often', () => {
    expectShare(nobody.length, DRAWS, 0.3);
    for (const key of ['2/OUTGOING_SMS/1', '1/OUTGOING_SMS/2']) {
      const again = many((index) => told(drawSms(profile, subject(index, { key: `${key}/${index}` }))));
      expect(
        again.flatMap(({ recipientStatus }, index) => (recipientStatus === 'DOESNOTEXIST' ? [index] : [])),
      ).toEqual(nobody);
    }
  });

  it('DOESNOTEXIST to the operator; an estimate says UNKNOWN or takes it for one that EXISTS [S]', () => {
    const estimated = texts(profile, { accountLevel: 'ESTIMATED' }).map(told);
    const statuses = nobody.map((index) => estimated[index]!.recipientStatus);
    expect(new Set(statuses)).toEqual(new Set(['UNKNOWN', 'EXISTS']));
    expectShare(statuses.filter((status) => status === 'UNKNOWN').length, nobody.length, 0.4);
    // Of the others it is right, or knows no better.
    const others = estimated.filter((_, index) => !nobody.includes(index));
    expect(new Set(others.map(({ recipientStatus }) => recipientStatus))).toEqual(new Set(['EXISTS']));
    expect(estimated.map(({ status, afterMs }) => ({ status, afterMs }))).toEqual(
      texts(profile).map((plan) => ({ status: told(plan).status, afterMs: told(plan).afterMs })),
    );
  });

  it('is estimated alike each time', () => {
    const twice = [1, 2].map((nth) =>
      nobody.map((index) => {
        const own = subject(index, { accountLevel: 'ESTIMATED', key: `${index}/${nth}` });
        return told(drawSms(profile, own)).recipientStatus;
      }),
    );
    expect(twice[0]).toEqual(twice[1]);
  });

  it('is called in vain', () => {
    const answering: Profile = { ...profile, call: { ...profile.call, answered: 1 } };
    for (const [index, { reports, replies }] of calls(answering).entries()) {
      expect(reports.at(-1)!.status).toBe(nobody.includes(index) ? 'NOTREACHED' : 'DELIVERED');
      if (nobody.includes(index)) expect(replies).toEqual([]);
    }
  });

  it('is what the numbering plan makes of it, where only that is known', () => {
    expect((['MOBILE', 'LANDLINE', 'IMPOSSIBLE', 'UNKNOWN'] as const).map(estimate)).toEqual([
      'EXISTS',
      'LANDLINENUMBER',
      'DOESNOTEXIST',
      'UNKNOWN',
    ]);
  });
});

describe('a call, drawn from a profile', () => {
  const oneOf = <Item>(...items: Item[]) => fc.constantFrom(...items);
  const keys = fc.uniqueArray(oneOf(...'0123456789*#'), { minLength: 1, maxLength: 4 });
  const call: fc.Arbitrary<ProfileData['call']> = fc.record({
    answered: oneOf(0, 0.3, 0.7, 1),
    attempts: fc.integer({ min: 1, max: 6 }),
    pauseMs: oneOf(0, MINUTE, 5 * HOUR),
    // Always as long, so that it can be told when an attempt began.
    ringMs: oneOf(0, 7000, 45_000).map((ms) => ({ min: ms, max: ms })),
    medianLengthMs: oneOf(1, 30_000),
    lengthSpread: oneOf(0, 1),
    answersQuestion: oneOf(0, 0.5, 1),
    keys,
    maxChoices: oneOf(0, 1, 5, 99),
    callBack: oneOf(null, { share: 1, medianMs: MINUTE, spread: 1, medianLengthMs: 20_000 }),
  });
  const given = fc.record({
    call,
    seed: fc.string(),
    questions: fc.array(keys, { maxLength: 5 }),
    canReply: fc.boolean(),
    kind: oneOf('MOBILE' as const, 'LANDLINE' as const, 'UNKNOWN' as const),
    unassignedNumbers: oneOf(0, 0.3),
    days: fc.subarray(['MON', 'WED', 'THU'] as const, { minLength: 1 }),
    from: oneOf('00:00', '09:00', '12:30'),
    to: oneOf('13:00', '17:15', '24:00'),
  });

  it('reports NEXTATTEMPT each time but the last, at its pace and in its hours, with the keys of the script', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        given,
        ({ call: own, seed, questions, canReply, kind, unassignedNumbers, days, from, to }) => {
          const profile: Profile = { ...REALISTIC, unassignedNumbers, call: own };
          const hours = callingHours.parse({ from, to, days });
          const opens = (at: number) => nextOpening(hours, at);
          const sentAt = opens(START);
          const plan = drawCall(
            profile,
            subject(0, { seed, canReply, kind }),
            script({ questions, sentAt, nextOpening: opens }),
          );
          const last = plan.reports.at(-1)!;
          const answered = last.status === 'DELIVERED';
          seen.add(`${last.status} of ${own.attempts} after ${plan.reports.length}`);
          if (!answered) expect(plan.reports).toHaveLength(own.attempts);
          if (kind === 'UNKNOWN' || own.answered === 0) expect(answered).toBe(false);
          if (kind !== 'UNKNOWN' && own.answered === 1 && unassignedNumbers === 0)
            expect(plan.reports).toHaveLength(1);

          let earliest = sentAt;
          for (const [index, report] of plan.reports.entries()) {
            const isLast = index === plan.reports.length - 1;
            if (!isLast) expect(report.status).toBe('NEXTATTEMPT');
            else expect(['DELIVERED', 'NOTREACHED']).toContain(report.status);
            const dialled = sentAt + report.afterMs - (report.callLength ?? 0) * SECOND - own.ringMs.min;
            // As soon as it may, and not outside of its hours.
            expect(dialled).toBe(opens(earliest));
            expect(report.recipientStatus).toBeUndefined();
            expect([report.callLength !== undefined, report.keyChoices !== undefined]).toEqual(
              report.status === 'DELIVERED' ? [true, true] : [false, false],
            );
            earliest = sentAt + report.afterMs + own.pauseMs;
          }

          if (answered) {
            expect(Number.isInteger(last.callLength)).toBe(true);
            expect(last.callLength).toBeGreaterThanOrEqual(1);
            const pressed = last.keyChoices!;
            if (questions.length > 0) {
              // One key at the most for each question, in their order.
              let question = 0;
              for (const key of pressed) {
                while (question < questions.length && !questions[question]!.includes(key)) question += 1;
                expect(question, `${pressed} for ${JSON.stringify(questions)}`).toBeLessThan(
                  questions.length,
                );
                question += 1;
              }
              if (own.answersQuestion === 1) expect(pressed).toHaveLength(questions.length);
              if (own.answersQuestion === 0) expect(pressed).toEqual([]);
            } else {
              expect(pressed.length).toBeLessThanOrEqual(own.maxChoices);
              for (const key of pressed) expect(own.keys).toContain(key);
            }
          }
          if (answered || !canReply || own.callBack === null) expect(plan.replies).toEqual([]);
          for (const reply of plan.replies) {
            expect(reply.kind).toBe('CALL');
            expect(reply.afterMs).toBeGreaterThanOrEqual(last.afterMs);
          }
        },
      ),
      { numRuns: 600, seed: 1 },
    );
    expect(seen).toContain('DELIVERED of 3 after 2');
    expect(seen).toContain('NOTREACHED of 6 after 6');
  });

  it('is answered at each attempt as often as the profile says', () => {
    const profile: Profile = { ...REALISTIC, unassignedNumbers: 0, call: { ...REALISTIC.call, attempts: 3 } };
    const all = calls(profile);
    const answeredAfter = (attempts: number) =>
      all.filter(({ reports }) => reports.length === attempts && reports.at(-1)!.status === 'DELIVERED')
        .length;
    const { answered } = profile.call;
    expectShare(answeredAfter(1), DRAWS, answered);
    expectShare(answeredAfter(2), DRAWS, (1 - answered) * answered);
    expectShare(answeredAfter(3), DRAWS, (1 - answered) ** 2 * answered);
  });

  it('is called back about as often as the profile says', () => {
    const callBack = { share: 0.4, medianMs: MINUTE, spread: 1, medianLengthMs: 20_000 };
    const profile: Profile = {
      ...REALISTIC,
      unassignedNumbers: 0,
      call: { ...REALISTIC.call, answered: 0, callBack },
    };
    const replies = calls(profile).flatMap((plan) => plan.replies);
    expectShare(replies.length, DRAWS, 0.4);
    expect(new Set(replies.map(({ kind }) => kind))).toEqual(new Set(['CALL']));
  });

  it('has its questions answered as often as the profile says, each key alike', () => {
    const questions = [
      ['1', '2'],
      ['3', '4', '5', '6'],
    ];
    const profile: Profile = {
      ...REALISTIC,
      unassignedNumbers: 0,
      call: { ...REALISTIC.call, answered: 1, answersQuestion: 0.7 },
    };
    const pressed = calls(profile, {}, { questions }).flatMap(({ reports }) => reports.at(-1)!.keyChoices!);
    const count = (key: string) => pressed.filter((one) => one === key).length;
    for (const own of questions) for (const key of own) expectShare(count(key), DRAWS, 0.7 / own.length, key);
  });
});

describe('a profile of one’s own', () => {
  const { name: _name, ...data } = REALISTIC;

  it('needs no description, no replies and no calls back', () => {
    const { description: _text, sms, call, ...rest } = data;
    const { reply: _reply, ...bareSms } = sms;
    const { callBack: _callBack, ...bareCall } = call;
    expect(profileData.parse({ ...rest, sms: bareSms, call: bareCall })).toMatchObject({
      description: '',
      sms: { reply: null },
      call: { callBack: null },
    });
  });

  const sms = (change: object) => ({ ...data, sms: { ...data.sms, ...change } });
  const call = (change: object) => ({ ...data, call: { ...data.call, ...change } });
  const reply = (change: object) => sms({ reply: { ...data.sms.reply, ...change } });

  it.each([
    ['a share above 1', { ...data, unassignedNumbers: 1.1 }, 'unassignedNumbers'],
    ['a share below 0', sms({ late: -0.1 }), 'sms.late'],
    [
      'shares of statuses that are more than all',
      sms({ failure: 0.5, unknown: 0.3, notDelivered: 0.3 }),
      'sms',
    ],
    ['half a millisecond', sms({ lateMeanMs: 0.5 }), 'sms.lateMeanMs'],
    ['a median of nothing', sms({ medianMs: 0 }), 'sms.medianMs'],
    ['a spread beyond all measure', sms({ spread: 6 }), 'sms.spread'],
    ['replies without a text', reply({ texts: [] }), 'sms.reply.texts'],
    ['a text that nobody writes', reply({ texts: [{ text: 'Ja', weight: 0 }] }), 'sms.reply.texts.0.weight'],
    ['no attempt', call({ attempts: 0 }), 'call.attempts'],
    ['ringing that ends before it begins', call({ ringMs: { min: 2, max: 1 } }), 'call.ringMs'],
    ['no keys', call({ keys: [] }), 'call.keys'],
    ['a key that no phone has', call({ keys: ['1', 'A'] }), 'call.keys.1'],
    ['a word of its own', { ...data, mood: 'bad' }, ''],
  ])('with %s is refused, and told where', (_what, given, where) => {
    const { error } = profileData.safeParse(given);
    expect(error!.issues.map(({ path }) => path.join('.'))).toEqual([where]);
  });

  it('has a name of small letters, digits and dashes', () => {
    const isName = (name: string) => profileName.safeParse(name).success;
    expect(['quiet-sunday', '24h', 'a'].filter(isName)).toHaveLength(3);
    expect(['', 'Quiet', '-a', 'a b', 'å', 'a/b', 'x'.repeat(101)].filter(isName)).toEqual([]);
  });
});
