import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAMED_OUTCOMES, OUTCOME_NAMES } from '../../../src/core/outcome/named-outcomes.ts';
import { outcomeRequest, planOf } from '../../../src/core/outcome/outcome-request.ts';
import {
  CALL_STATUSES,
  OUTGOING_TYPES,
  type OutgoingType,
  SMS_STATUSES,
  STATUSES,
  type Status,
} from '../../../src/core/vocabulary.ts';

/** What is wrong with it, as `where: what`. */
const problems = (given: unknown) => {
  const { error } = outcomeRequest.safeParse(given);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
};

const ONE_WAY = ': one of named, status and reports';
const IDLE = ': nothing here, or a status beside it';
const ORDER = ': in order of time';
const reply = (afterMs: number, text = 'YES') => ({ kind: 'SMS' as const, text, afterMs });
const delivered = (afterMs: number) => ({ status: 'DELIVERED' as const, afterMs });

describe('a request for an outcome', () => {
  it.each([
    [{ named: 'NEVER_REPORTED' }],
    [{ status: 'DELIVERED' }],
    [{ status: 'DELIVERED', afterMs: 0, recipientStatus: 'LANDLINENUMBER' }],
    [{ status: 'DELIVERED', callLength: 0, keyChoices: ['0', '*', '#'], doneAfterMs: -5000 }],
    [{ reports: [] }],
    [{ reports: [delivered(0), delivered(0), { ...delivered(7), doneAfterMs: 3 }] }],
    [{ named: 'FAILURE', replies: [reply(0), { kind: 'CALL', callLength: 7, afterMs: 0 }] }],
    [{ status: 'FAILURE', replies: [] }],
  ])('%j is one', (given) => {
    expect(problems(given)).toEqual([]);
  });

  it.each([
    ['says nothing', {}, [ONE_WAY]],
    ['has replies alone', { replies: [reply(0)] }, [ONE_WAY]],
    ['says it twice', { named: 'FAILURE', status: 'FAILURE' }, [ONE_WAY]],
    ['says it three times', { named: 'FAILURE', status: 'FAILURE', reports: [] }, [ONE_WAY]],
    ['has details of no status', { callLength: 5 }, [ONE_WAY, `callLength${IDLE}`]],
    ['has details beside a name', { named: 'DELIVERED', afterMs: 5 }, [`afterMs${IDLE}`]],
    ['has details beside reports', { reports: [], keyChoices: ['1'] }, [`keyChoices${IDLE}`]],
    ['has reports out of order', { reports: [delivered(9), delivered(8)] }, [`reports.1.afterMs${ORDER}`]],
    [
      'has replies out of order',
      { named: 'FAILURE', replies: [reply(1), reply(3), reply(2)] },
      [`replies.2.afterMs${ORDER}`],
    ],
  ])('that %s is refused', (_what, given, expected) => {
    expect(problems(given)).toEqual(expected);
  });

  it.each([
    ['a name that none has', { named: 'Delivered' }, 'named'],
    ['a status that none has', { status: 'NOT DELIVERED' }, 'status'],
    ['a recipient status that none has', { status: 'DELIVERED', recipientStatus: 'YES' }, 'recipientStatus'],
    ['a time before the sending', { status: 'DELIVERED', afterMs: -1 }, 'afterMs'],
    ['half a millisecond', { status: 'DELIVERED', afterMs: 0.5 }, 'afterMs'],
    ['a time beyond ten years', { status: 'DELIVERED', afterMs: 315_360_000_001 }, 'afterMs'],
    ['a length below 0', { status: 'DELIVERED', callLength: -1 }, 'callLength'],
    ['a call of more than a day', { status: 'DELIVERED', callLength: 86_401 }, 'callLength'],
    ['a key that no phone has', { status: 'DELIVERED', keyChoices: ['1', 'A'] }, 'keyChoices.1'],
    ['two keys in one', { status: 'DELIVERED', keyChoices: ['12'] }, 'keyChoices.0'],
    ['a report without a time', { reports: [{ status: 'DELIVERED' }] }, 'reports.0.afterMs'],
    ['a report without a status', { reports: [{ afterMs: 0 }] }, 'reports.0.status'],
    ['what reports do not have', { reports: [{ ...delivered(0), length: 3 }] }, 'reports.0'],
    ['what requests do not have', { status: 'DELIVERED', delay: 3 }, ''],
    [
      'more reports than anybody needs',
      { reports: Array.from({ length: 101 }, () => delivered(0)) },
      'reports',
    ],
    ['a reply of no kind', { status: 'DELIVERED', replies: [{ text: 'YES', afterMs: 0 }] }, 'replies.0.kind'],
    ['an SMS that lasts', { status: 'DELIVERED', replies: [{ ...reply(0), callLength: 3 }] }, 'replies.0'],
  ])('with %s is refused, and told where', (_what, given, where) => {
    const { error } = outcomeRequest.safeParse(given);
    expect(error!.issues.map(({ path }) => path.join('.'))[0]).toBe(where);
  });
});

describe('what a request for an outcome means', () => {
  it('is a report after 2 s of a number that exists, when only a status is given', () => {
    expect(planOf({ status: 'FAILURE' }, 'OUTGOING_SMS')).toEqual({
      reports: [{ status: 'FAILURE', afterMs: 2000, recipientStatus: 'EXISTS' }],
      replies: [],
    });
    expect(planOf({ status: 'NOTREACHED' }, 'OUTGOING_CALL')).toEqual({
      reports: [{ status: 'NOTREACHED', afterMs: 2000 }],
      replies: [],
    });
  });

  it('is half a minute without keys, when a call is answered and nothing else is given', () => {
    expect(planOf({ status: 'DELIVERED' }, 'OUTGOING_CALL')).toEqual({
      reports: [{ status: 'DELIVERED', afterMs: 2000, callLength: 30, keyChoices: [] }],
      replies: [],
    });
  });

  it('is what is given, where the type has it', () => {
    const report = {
      status: 'DELIVERED',
      afterMs: 9000,
      recipientStatus: 'UNKNOWN',
      callLength: 0,
      keyChoices: ['1', '#'],
      doneAfterMs: -5000,
    } as const;
    const { recipientStatus, callLength, keyChoices, ...rest } = {
      ...report,
      keyChoices: [...report.keyChoices],
    };
    for (const given of [
      { ...rest, recipientStatus, callLength, keyChoices },
      { reports: [{ ...rest, recipientStatus, callLength, keyChoices }] },
    ]) {
      expect(planOf(given, 'OUTGOING_SMS')).toEqual({ reports: [{ ...rest, recipientStatus }], replies: [] });
      expect(planOf(given, 'OUTGOING_CALL')).toEqual({
        reports: [{ ...rest, callLength, keyChoices }],
        replies: [],
      });
    }
  });

  it('has a length and keys for answered calls only', () => {
    const given = { status: 'NOTREACHED' as const, callLength: 7, keyChoices: ['1'] };
    expect(planOf(given, 'OUTGOING_CALL')).toEqual({
      reports: [{ status: 'NOTREACHED', afterMs: 2000 }],
      replies: [],
    });
  });

  it.each(OUTCOME_NAMES)('is what %s says, of an SMS and of a call', (named) => {
    const { sms, call } = NAMED_OUTCOMES[named];
    expect(planOf({ named }, 'OUTGOING_SMS')).toEqual(sms);
    expect(planOf({ named }, 'OUTGOING_CALL')).toEqual(call);
  });

  it('is what a name says and the replies beside it, in order of time', () => {
    const plan = planOf(
      { named: 'REPLIES_STOP', replies: [reply(0, 'a'), reply(99_000, 'b')] },
      'OUTGOING_SMS',
    );
    expect(plan).toEqual({
      reports: NAMED_OUTCOMES.REPLIES_STOP.sms.reports,
      replies: [reply(0, 'a'), reply(32_000, 'STOP'), reply(99_000, 'b')],
    });
    // The table is as it was.
    expect(NAMED_OUTCOMES.REPLIES_STOP.sms.replies).toHaveLength(1);
  });

  it('is nothing at all when no report is to come', () => {
    for (const type of OUTGOING_TYPES)
      expect(planOf({ reports: [], replies: [reply(5)] }, type)).toEqual({
        reports: [],
        replies: [reply(5)],
      });
  });

  it.each([
    ['OUTGOING_SMS', SMS_STATUSES],
    ['OUTGOING_CALL', CALL_STATUSES],
  ] as const)('is told to be impossible for a status that %s does not have', (type, own) => {
    const possible = (status: Status) => typeof planOf({ status }, type) !== 'string';
    expect(STATUSES.filter(possible)).toEqual(
      STATUSES.filter((status) => (own as readonly Status[]).includes(status)),
    );
    const strange = STATUSES.find((status) => !possible(status))!;
    expect(planOf({ status: strange }, type)).toBe(`${type} has no status ${strange}`);
    expect(planOf({ reports: [delivered(0), { status: strange, afterMs: 9 }] }, type)).toBe(
      `${type} has no status ${strange}`,
    );
  });

  it('is a plan in order of time, with as many reports as were asked for, whatever was', () => {
    const at = fc.nat(100_000);
    const reports = (type: OutgoingType) =>
      fc
        .array(
          fc.record(
            {
              afterMs: at,
              status: fc.constantFrom(...(type === 'OUTGOING_SMS' ? SMS_STATUSES : CALL_STATUSES)),
              callLength: fc.nat(100),
              doneAfterMs: fc.integer({ min: -100, max: 100 }),
            },
            { requiredKeys: ['afterMs', 'status'] },
          ),
          { maxLength: 6 },
        )
        .map((all) => all.sort((a, b) => a.afterMs - b.afterMs));
    const replies = fc
      .array(at, { maxLength: 4 })
      .map((all) => all.sort((a, b) => a - b).map((afterMs) => reply(afterMs)));
    const request = fc.constantFrom(...OUTGOING_TYPES).chain((type) =>
      fc.record({
        type: fc.constant(type),
        request: fc.oneof(
          fc.record({ reports: reports(type), replies }),
          fc.record({ named: fc.constantFrom(...OUTCOME_NAMES), replies }),
        ),
      }),
    );
    fc.assert(
      fc.property(request, ({ type, request: given }) => {
        expect(problems(given)).toEqual([]);
        const plan = planOf(outcomeRequest.parse(given), type);
        if (typeof plan === 'string') throw new Error(plan);
        for (const steps of [plan.reports, plan.replies]) {
          const times = steps.map(({ afterMs }) => afterMs);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
        expect(plan.replies.length).toBeGreaterThanOrEqual(given.replies.length);
        if ('reports' in given) {
          expect(plan.reports.map(({ afterMs, status }) => ({ afterMs, status }))).toEqual(
            given.reports.map(({ afterMs, status }) => ({ afterMs, status })),
          );
        }
        for (const { status, callLength, keyChoices, recipientStatus } of plan.reports) {
          const answered = type === 'OUTGOING_CALL' && status === 'DELIVERED';
          expect([callLength !== undefined, keyChoices !== undefined]).toEqual([answered, answered]);
          expect(recipientStatus !== undefined).toBe(type === 'OUTGOING_SMS');
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
