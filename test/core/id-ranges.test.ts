import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRanges, toRanges } from '../../src/core/id-ranges.ts';

describe('ascending IDs, written as ranges', () => {
  it.each([
    [[], ''],
    [[7], '7'],
    [[7, 8], '7-8'],
    [[1, 2, 3, 7], '1-3,7'],
    [[1, 3, 5], '1,3,5'],
    [[0, 1, 999_999_999_999, 1_000_000_000_000], '0-1,999999999999-1000000000000'],
  ])('%j is %j', (ids, text) => {
    expect(toRanges(ids)).toBe(text);
    expect(fromRanges(text)).toEqual(ids);
  });

  it('read back as they were', () => {
    const ids = fc
      .uniqueArray(fc.oneof(fc.nat(60), fc.nat(1e12)), { maxLength: 60 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(ids, (list) => {
        expect(fromRanges(toRanges(list))).toEqual(list);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('take the room of one range for a batch of a busy log, however long', () => {
    expect(toRanges(Array.from({ length: 100_000 }, (_, index) => index + 5))).toBe('5-100004');
  });
});
