import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/callbacks/transport/retry-after.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

describe('Retry-After', () => {
  it('in seconds', () => {
    expect(retryAfterMs({ 'retry-after': '120' }, NOW)).toBe(120_000);
  });

  it("as a date is taken relative to the answer's own date", () => {
    const headers = { 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT', date: 'Wed, 21 Oct 2015 07:28:00 GMT' };
    expect(retryAfterMs(headers, NOW)).toBe(30_000);
  });

  it('as a date without a date of the answer is taken relative to the time given', () => {
    expect(retryAfterMs({ 'retry-after': 'Thu, 01 Jan 2026 12:00:45 GMT' }, NOW)).toBe(45_000);
  });

  it('in the past means no wait', () => {
    expect(retryAfterMs({ 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT' }, NOW)).toBe(0);
  });

  it('given twice counts once', () => {
    expect(retryAfterMs({ 'retry-after': ['5', '9'] }, NOW)).toBe(5000);
  });

  it.each(['', 'soon', 'in 5 minutes', '-5', '1.5', '2026-01-01', '99999999999'])(
    'that is neither (%j) is none',
    (value) => {
      expect(retryAfterMs({ 'retry-after': value }, NOW)).toBeNull();
    },
  );

  it('may be absent', () => {
    expect(retryAfterMs({}, NOW)).toBeNull();
  });
});
