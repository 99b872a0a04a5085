import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSame, MOST_RECENT, withText } from '../../src/core/recent-texts.ts';

const SECOND = 1000;
const START = Date.UTC(2026, 0, 1);

interface Sent {
  text: string;
  at: number;
}

const NONE = '';
const remember = (all: readonly Sent[]) =>
  all.reduce((recent, { text, at }) => withText(recent, text, at), NONE);

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Hello', 'hello', 'Bye', '') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);
/** In order of time, at whole seconds. */
const sendings = fc
  .array(fc.record({ text, at: fc.nat(300).map((seconds) => START + seconds * SECOND) }), {
    maxLength: 2 * MOST_RECENT,
    size: 'max',
  })
  .map((all) => all.sort((a, b) => a.at - b.at));

describe('the recent texts to a number', () => {
  it('are none at first', () => {
    expect(countSame(NONE, 'Hello', 0)).toBe(0);
  });

  it('are counted as on paper: the last so many, of the same text, since an instant', () => {
    let counted = 0;
    fc.assert(
      fc.property(sendings, text, fc.nat(300), (all, wanted, seconds) => {
        const since = START + seconds * SECOND;
        const paper = all.slice(-MOST_RECENT).filter((one) => one.text === wanted && one.at >= since).length;
        expect(countSame(remember(all), wanted, since)).toBe(paper);
        counted += paper;
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(counted).toBeGreaterThan(500);
  });

  it('are known to the second: what was sent within the second before may count or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(60 * SECOND), { maxLength: MOST_RECENT }),
        fc.nat(60 * SECOND),
        (ms, after) => {
          const all = ms.sort((a, b) => a - b).map((at) => ({ text: 'Hello', at: START + at }));
          const since = (instant: number) => all.filter(({ at }) => at >= instant).length;
          const counted = countSame(remember(all), 'Hello', START + after);
          expect(counted).toBeLessThanOrEqual(since(START + after));
          expect(counted).toBeGreaterThanOrEqual(since(START + after + SECOND));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it('take no more room than the most of them do, whatever their length', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ text: 'x'.repeat(index), at: START + index }));
    expect(remember(many).length).toBeLessThan(20 * MOST_RECENT);
    expect(remember(many.slice(0, 3)).length).toBeLessThan(60);
  });

  it('last until the year 2106 at least', () => {
    const at = Date.UTC(2106, 0, 1);
    expect(countSame(remember([{ text: 'Hello', at }]), 'Hello', at)).toBe(1);
  });
});
