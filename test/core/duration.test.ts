import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/core/duration.ts';

describe('an ISO 8601 duration', () => {
  it.each([
    ['PT0S', 0],
    ['PT15S', 15_000],
    ['PT0.5S', 500],
    ['PT1.005S', 1005],
    ['PT90M', 5_400_000],
    ['PT1H30M', 5_400_000],
    ['P1D', 86_400_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['P1W1DT1H1M1.001S', 694_861_001],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '15',
    '15S',
    'PT15',
    'pt15s',
    'P1Y',
    'P1M',
    'PT1S1M',
    'P1H',
    '-PT1S',
    'PT-1S',
    'PT+1S',
    'PT1.5H',
    'PT.5S',
    'PT1.S',
    'PT1.0001S',
    'PT1,5S',
    ' PT1S',
    'PT1S\n',
    'PT1 S',
    'PT1e3S',
  ])('%j is none of weeks, days, hours, minutes and seconds', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('is the sum of its parts', () => {
    const part = fc.option(fc.nat(10_000), { nil: null });
    fc.assert(
      fc.property(part, part, part, part, fc.option(fc.nat(100_000_000), { nil: null }), (w, d, h, m, ms) => {
        const write = (value: number | null, unit: string) => (value === null ? '' : `${value}${unit}`);
        const time = write(h, 'H') + write(m, 'M') + write(ms === null ? null : ms / 1000, 'S');
        const date = write(w, 'W') + write(d, 'D');
        fc.pre(date !== '' || time !== '');
        const minutes = ((w ?? 0) * 7 + (d ?? 0)) * 1440 + (h ?? 0) * 60 + (m ?? 0);
        expect(parseDuration(`P${date}${time && `T${time}`}`)).toBe(minutes * 60_000 + (ms ?? 0));
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
