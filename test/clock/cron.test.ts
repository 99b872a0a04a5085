import fc from 'fast-check';
import { createTask } from 'node-cron';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cronProblem, cronSchedule } from '../../src/clock/cron.ts';

const SECOND = 1000;
const utc = (iso: string) => Date.parse(`${iso}Z`);
const iso = (ms: number | null) => ms && new Date(ms).toISOString().replace('.000Z', '');
const next = (expression: string, from: string) => iso(cronSchedule(expression).next(utc(from)));

/** What node-cron itself makes of an expression: the other opinion. */
const cronTask = (expression: string) => createTask(expression, () => {}, { timezone: 'Etc/UTC' });

afterEach(() => {
  vi.useRealTimers();
});

describe('the next instant of a cron expression', () => {
  it.each([
    ['every 15 seconds', '*/15 * * * * *', '2026-03-01T12:00:01', '2026-03-01T12:00:15'],
    ['that very instant', '*/15 * * * * *', '2026-03-01T12:00:15', '2026-03-01T12:00:15'],
    ['a ms too late', '*/15 * * * * *', '2026-03-01T12:00:15.001', '2026-03-01T12:00:30'],
    ['over the minute', '*/15 * * * * *', '2026-03-01T12:00:46', '2026-03-01T12:01:00'],
    ['over midnight', '10 30 8 * * *', '2026-03-01T08:30:11', '2026-03-02T08:30:10'],
    ['the last second of a year', '59 59 23 31 12 *', '2026-01-01T00:00:00', '2026-12-31T23:59:59'],
    ['over the last second of a year', '0 0 0 * * *', '2026-12-31T23:59:59.999', '2027-01-01T00:00:00'],
    ['a leap day', '0 0 12 29 2 *', '2026-03-01T00:00:00', '2028-02-29T12:00:00'],
    ['a leap day beyond a year that has none', '0 0 0 29 2 *', '2096-03-01T00:00:00', '2104-02-29T00:00:00'],
    ['a leap day that is a Monday', '0 0 0 29 2 1', '2025-01-01T00:00:00', '2044-02-29T00:00:00'],
    ['the rarest leap day', '0 0 0 29 2 1', '2072-03-01T00:00:00', '2112-02-29T00:00:00'],
    ['the last day of a month', '0 0 0 L * *', '2028-02-01T00:00:00', '2028-02-29T00:00:00'],
    ['names', '0 0 9 * jan mon', '2026-02-01T00:00:00', '2027-01-04T09:00:00'],
    ['before 1970', '0 0 0 1 1 *', '1968-06-01T00:00:00', '1969-01-01T00:00:00'],
  ])('is found: %s', (_what, expression, from, expected) => {
    expect(next(expression, from)).toBe(expected);
  });

  it('is in the first second of the minute when there are five fields', () => {
    expect(next('*/5 * * * *', '2026-03-01T12:00:01')).toBe('2026-03-01T12:05:00');
    expect(next('* * * * *', '2026-03-01T12:00:00')).toBe('2026-03-01T12:00:00');
  });

  it('does not depend on the time zone of the machine or on clocks going forward', () => {
    expect(next('0 30 2 * * *', '2026-03-29T00:00:00')).toBe('2026-03-29T02:30:00');
    expect(next('0 30 2 * * *', '2026-03-08T03:00:00')).toBe('2026-03-09T02:30:00');
  });

  it('is null when there is none in 40 years, and that is known quickly', () => {
    // The 30th day before the last of February.
    const never = cronSchedule('* * * L-30 2 *');
    const before = performance.now();
    expect(never.next(utc('2026-01-01T00:00:00'))).toBeNull();
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('any cron expression', () => {
  const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
  const span = (min: number, max: number) =>
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const field = (min: number, max: number, ...more: string[]) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('*') },
      { weight: 2, arbitrary: number(min, max) },
      span(min, max),
      fc
        .array(fc.oneof(number(min, max), span(min, max)), { minLength: 2, maxLength: 3 })
        .map((all) => all.join(',')),
      fc.tuple(fc.constantFrom('*', `${min}-${max}`), number(1, max)).map(([of, step]) => `${of}/${step}`),
      ...more.map((text) => fc.constant(text)),
    );
  const fiveFields = fc
    .tuple(
      field(0, 59),
      field(0, 23),
      field(1, 31, 'L', 'L-2', '15W', 'LW'),
      field(1, 12, 'feb', 'jun,dec'),
      field(0, 7, 'mon-fri', 'sun', '1#2', '5L'),
    )
    .map((fields) => fields.join(' '));
  const expression = fc
    .oneof(
      fiveFields,
      fc.tuple(field(0, 59), fiveFields).map(([second, rest]) => `${second} ${rest}`),
    )
    .filter((text) => cronProblem(text) === null);
  const instant = fc.integer({ min: utc('1999-12-30T00:00:00'), max: utc('2105-01-01T00:00:00') });

  it('names the instant that a search second by second finds', () => {
    let found = 0;
    fc.assert(
      fc.property(expression, instant, fc.boolean(), (text, somewhere, close) => {
        const schedule = cronSchedule(text);
        const task = cronTask(text);
        // Half of the searches begin shortly before a match, or most would find nothing.
        const from = close
          ? (schedule.next(somewhere) ?? somewhere) - 120 * SECOND - (somewhere % SECOND)
          : somewhere;
        let at = Math.ceil(from / SECOND) * SECOND;
        const end = at + 240 * SECOND;
        while (at < end && !task.match(new Date(at))) at += SECOND;
        if (at < end) {
          found += 1;
          expect(iso(schedule.next(from))).toBe(iso(at));
        } else {
          expect(schedule.next(from) ?? end).toBeGreaterThanOrEqual(end);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
    expect(found).toBeGreaterThan(40);
  });

  it('names the instant that node-cron would fire at next, however far off', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let far = 0;
    fc.assert(
      fc.property(expression, instant, (text, now) => {
        vi.setSystemTime(now);
        let fires: number;
        try {
          fires = cronTask(text).getNextRuns(1)[0]!.getTime();
        } catch {
          // It looks no further than some years.
          return;
        }
        if (fires - now > 86_400 * SECOND) far += 1;
        // node-cron does not count the second that it is.
        expect(iso(cronSchedule(text).next((Math.floor(now / SECOND) + 1) * SECOND))).toBe(iso(fires));
      }),
      { numRuns: 60, seed: 2 },
    );
    expect(far).toBeGreaterThan(15);
  });
});

describe('what is wrong with a cron expression', () => {
  it.each(['* * * * *', '*/15 * * * * *', '0 0 29 2 *', '0 9 * * mon-fri'])('nothing: %s', (expression) => {
    expect(cronProblem(expression)).toBeNull();
  });

  it.each([
    '',
    '*',
    '* * * *',
    '60 * * * * *',
    '* 24 * * *',
    '* * 32 * *',
    '* * 30 2 *',
    '*/0 * * * *',
    'soon',
  ])('is said in words: %j', (expression) => {
    expect(cronProblem(expression)).toMatch(/\w+ \w+/);
  });
});
