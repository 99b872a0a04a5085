import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECIDERS, type Outcome } from '../../../src/core/outcome/outcome.ts';
import { packOutcome, unpackOutcome } from '../../../src/core/outcome/packed-outcome.ts';
import { RECIPIENT_STATUSES, STATUSES } from '../../../src/core/vocabulary.ts';

const afterMs = fc.nat(315_360_000_000);
const callLength = fc.nat(86_400);

const report = fc.record(
  {
    afterMs,
    status: fc.option(fc.constantFrom(...STATUSES), { nil: null }),
    recipientStatus: fc.constantFrom(...RECIPIENT_STATUSES),
    callLength,
    keyChoices: fc.array(fc.constantFrom(...'0123456789*#'), { maxLength: 99 }),
    doneAfterMs: fc.integer({ min: -10_000, max: 315_360_000_000 }),
  },
  { requiredKeys: ['afterMs', 'status'] },
);
const reply = fc.oneof(
  fc.record({
    afterMs,
    kind: fc.constant('SMS' as const),
    text: fc.oneof(fc.string({ unit: 'binary' }), fc.string()),
  }),
  fc.record({ afterMs, kind: fc.constant('CALL' as const), callLength }),
);
const outcome: fc.Arbitrary<Outcome> = fc.record(
  {
    decidedBy: fc.constantFrom(...DECIDERS),
    detail: fc.string({ unit: 'grapheme' }),
    reports: fc.array(report, { maxLength: 6 }),
    replies: fc.array(reply, { maxLength: 4 }),
    held: fc.constant(true as const),
  },
  { requiredKeys: ['decidedBy', 'detail', 'reports', 'replies'] },
);

describe('an outcome, packed', () => {
  it('is the same when it is unpacked, whatever it is', () => {
    fc.assert(
      fc.property(outcome, (one) => {
        expect(unpackOutcome(packOutcome(one))).toEqual(one);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('keeps apart what is nothing and what is not there', () => {
    const one: Outcome = {
      decidedBy: 'REQUEST',
      detail: '',
      reports: [
        { afterMs: 0, status: 'DELIVERED', callLength: 0, keyChoices: [], doneAfterMs: 0 },
        { afterMs: 0, status: 'DELIVERED', keyChoices: [] },
        { afterMs: 0, status: 'DELIVERED', doneAfterMs: 0 },
        { afterMs: 0, status: 'DELIVERED' },
        { afterMs: 0, status: null },
      ],
      replies: [],
    };
    expect(unpackOutcome(packOutcome(one))).toStrictEqual(one);
  });

  it('of an SMS that is delivered takes few bytes: there is one for each recipient of a campaign', () => {
    const reports = [{ afterMs: 4000, status: 'DELIVERED', recipientStatus: 'EXISTS' } as const];
    const packed = packOutcome({ decidedBy: 'PROFILE', detail: 'realistic', reports, replies: [] });
    expect(packed.length).toBeLessThan(50);
  });

  it('from an earlier version is read as it was meant', () => {
    expect(
      unpackOutcome('[8,"realistic",[[30000,"NEXTATTEMPT"],[940000,"DELIVERED",null,30,["1"]]]]'),
    ).toEqual({
      decidedBy: 'PROFILE',
      detail: 'realistic',
      reports: [
        { afterMs: 30_000, status: 'NEXTATTEMPT' },
        { afterMs: 940_000, status: 'DELIVERED', callLength: 30, keyChoices: ['1'] },
      ],
      replies: [],
    });
  });
});
