import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chance, chanceInteger } from '../../src/core/chance.ts';

const CELLS = 10;
const DRAWS = 20_000;

/**
 * How far the draws are from evenly spread over 10 × 10 cells, as chi-square with 99 degrees of freedom: 99 on
 * average; chance alone stays below the limit in all but one of 100 000 cases.
 */
const LIMIT = 165;

function chiSquare(pairs: readonly (readonly [number, number])[]): number {
  const cells = new Array<number>(CELLS * CELLS).fill(0);
  for (const [a, b] of pairs) cells[Math.floor(a * CELLS) * CELLS + Math.floor(b * CELLS)]! += 1;
  const expected = pairs.length / cells.length;
  return cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const draws = (draw: (index: number) => readonly [number, number]) =>
  chiSquare(Array.from({ length: DRAWS }, (_, index) => draw(index)));

const key = (index: number) => `1/OUTGOING_SMS/${447_700_900_000 + index}/1`;

describe('chance', () => {
  it('is a number from 0 up to but without 1, and the same for the same arguments', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (seed, key, purpose) => {
        const drawn = chance(seed, key, purpose);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThan(1);
        expect(chance(seed, key, purpose)).toBe(drawn);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('never changes from one version to the next: what a seed once gave, it gives', () => {
    expect([
      chance('1', '1/OUTGOING_SMS/46701740605/1', 'status'),
      chance('1', '46701740605', 'unassigned'),
      chance('räksmörgås 🦐', '', ''),
    ]).toEqual([0.5638233257959417, 0.8038271478553558, 0.9292552171786732]);
  });

  it('tells where seed, key and purpose begin and end', () => {
    const all = [chance('1', '2', '3'), chance('12', '3', ''), chance('', '1', '23'), chance('1', '23', '')];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(['1', '2', 'another seed'])('is evenly spread over many keys, with the seed %j', (seed) => {
    // Two digits of each draw: neighbouring values of 100, evenly.
    expect(
      draws((i) => {
        const drawn = chance(seed, key(i), 'status');
        return [drawn, (drawn * CELLS) % 1];
      }),
    ).toBeLessThan(LIMIT);
  });

  it('draws independently for neighbouring numbers, repeats, purposes and seeds', () => {
    const one = (i: number) => chance('1', key(i), 'status');
    const others: Record<string, (i: number) => number> = {
      'the next number': (i) => chance('1', key(i + 1), 'status'),
      'the next but ten': (i) => chance('1', key(i + 10), 'status'),
      'the second to the same number': (i) => chance('1', key(i).replace(/1$/, '2'), 'status'),
      'the next customer': (i) => chance('1', key(i).replace(/^1/, '2'), 'status'),
      'a call': (i) => chance('1', key(i).replace('SMS', 'CALL'), 'status'),
      'another purpose': (i) => chance('1', key(i), 'late'),
      'the next seed': (i) => chance('2', key(i), 'status'),
    };
    for (const [what, other] of Object.entries(others)) {
      expect(
        draws((i) => [one(i), other(i)]),
        what,
      ).toBeLessThan(LIMIT);
    }
  });

  it('draws independently for purposes that differ in their last letter', () => {
    for (const [a, b] of [
      ['delay', 'delay2'],
      ['answered/1', 'answered/2'],
      ['key/0/1', 'key/1/1'],
    ] as const) {
      expect(
        draws((i) => [chance('1', key(i), a), chance('1', key(i), b)]),
        a,
      ).toBeLessThan(LIMIT);
    }
  });
});

describe('a whole number by chance', () => {
  it('is from `from` up to but without `to`, each as likely', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 8000; i++) {
      const drawn = chanceInteger('1', key(i), 'choices', -2, 6);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3, 4, 5]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('is the only one there is when there is one', () => {
    expect(chanceInteger('1', 'a', 'b', 7, 8)).toBe(7);
  });
});
