import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberKind, toMsisdn } from '../../src/core/number.ts';

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index));

describe('a number in any common notation', () => {
  it.each([
    '46701740605',
    '+46701740605',
    '0046701740605',
    '+46 70 174 06 05',
    '+46 70-174 06 05',
    ' +46.70.174.06.05 ',
    '(+46) 701740605',
    '+46 (70) 174-0605',
    '+46 (0)70-174 06 05',
    '0046(0)701740605',
  ])('%j is written as digits without + [C]', (notation) => {
    expect(toMsisdn(notation)).toBe('46701740605');
  });

  it.each([
    ['a number without its country code', '0701740605'],
    ['a number without its country code in parentheses', '(0)701740605'],
    ['too few digits', '4670'],
    ['too many digits', '4670174060512345'],
    ['letters', '46701740605x'],
    ['two numbers', '46701740605,46701740606'],
    ['two pluses', '++46701740605'],
    ['a plus in the middle', '46+701740605'],
    ['digits of another script', '٤٦٧٠١٧٤٠٦٠٥'],
    ['nothing', ''],
    ['only punctuation', '+-()'],
  ])('%s is none', (_what, text) => {
    expect(toMsisdn(text)).toBeNull();
  });

  it('has 5 to 15 digits', () => {
    expect([4, 5, 15, 16].map((length) => toMsisdn('4'.repeat(length)) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is read once and for all: what was read reads as itself, and is digits only', () => {
    const notation = fc.array(
      fc.constantFrom(...'0123456789', ' ', '-', '.', '(', ')', '(0)', '+', '00', '+46', 'x'),
      {
        maxLength: 24,
      },
    );
    let numbers = 0;
    fc.assert(
      fc.property(notation, (pieces) => {
        const msisdn = toMsisdn(pieces.join(''));
        if (msisdn === null) return;
        numbers += 1;
        expect(msisdn).toMatch(/^[1-9]\d{4,14}$/);
        expect(toMsisdn(msisdn)).toBe(msisdn);
        expect(toMsisdn(`+${msisdn}`)).toBe(msisdn);
        expect(toMsisdn(`00${msisdn}`)).toBe(msisdn);
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(numbers).toBeGreaterThan(100);
  });
});

describe('landline or mobile, estimated from the numbering plan (facts sheet §4)', () => {
  it.each([
    ['Swedish mobiles', range(46701740605, 46701740699), 95, 'MOBILE'],
    ['UK mobiles', range(447700900000, 447700900999), 1000, 'MOBILE'],
    ['Swedish landlines of area 31', range(46313900600, 46313900699), 100, 'LANDLINE'],
    ['Swedish landlines of area 40', range(46406280400, 46406280499), 100, 'LANDLINE'],
    ['Swedish landlines of area 8', range(46846500400, 46846500499), 100, 'LANDLINE'],
    ['German landlines', range(493023125000, 493023125999), 1000, 'LANDLINE'],
  ] as const)('all fictional %s', (_what, numbers, count, kind) => {
    expect(numbers).toHaveLength(count);
    expect(numbers.filter((number) => numberKind(number) !== kind)).toEqual([]);
  });

  it.each([
    ['shorter than any number of its country', '46701'],
    ['longer than any number of its country', '447700900123456'],
    ['of no country', '999999999999'],
    ['an emergency call', '46112'],
    ['five digits', '12345'],
  ])('impossible: %s', (_what, number) => {
    expect(numberKind(number)).toBe('IMPOSSIBLE');
  });

  it.each([
    ['a Swedish range that does not exist', '46000000000'],
    ['a Swedish mobile with a digit missing', '4670174060'],
    ['a UK range that does not exist', '440000000000'],
  ])('unknown: %s', (_what, number) => {
    expect(numberKind(number)).toBe('UNKNOWN');
  });

  it('has an answer for every number that can be written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{4,14}$/), (number) => {
        expect(['MOBILE', 'LANDLINE', 'IMPOSSIBLE', 'UNKNOWN']).toContain(numberKind(number));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});
