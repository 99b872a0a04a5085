import { expect, test } from 'vitest';
import { Histogram } from '../../src/core/histogram.ts';

test('a histogram counts values by the bounds that they keep within, the bound included', () => {
  const histogram = new Histogram([1, 2]);
  for (const value of [0.5, 1, 1.5, 9]) histogram.add(value);
  expect(histogram.counts()).toEqual({
    buckets: [
      { bound: 1, count: 2 },
      { bound: 2, count: 3 },
    ],
    count: 4,
    sum: 12,
  });
});
