import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallingHours, callingHours, nextOpening } from '../../src/core/calling-hours.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

const hours = (from: string, to: string, more: Partial<CallingHours> = {}): CallingHours =>
  callingHours.parse({ from, to, ...more });

const utc = (iso: string) => Date.parse(`${iso}Z`);
const opening = (given: CallingHours, iso: string) =>
  new Date(nextOpening(given, utc(iso))).toISOString().replace(/:00\.000Z$/, '');

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock and a calendar on the wall show: `SUN 09:30`. */
function wall(timeZone: string, at: number): { day: string; time: string } {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  clocks.set(timeZone, clock);
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: parts.get('weekday')!.toUpperCase(), time: `${parts.get('hour')}:${parts.get('minute')}` };
}

function isWithin({ from, to, days, timeZone }: CallingHours, at: number): boolean {
  const { day, time } = wall(timeZone, at);
  return (days as readonly string[]).includes(day) && time >= from && time < to;
}

/** Looks at the clock on the wall every five minutes. */
function openingByLooking(given: CallingHours, at: number): number {
  if (isWithin(given, at)) return at;
  const step = 5 * MINUTE;
  for (let next = Math.ceil(at / step) * step; ; next += step) if (isWithin(given, next)) return next;
}

describe('the next opening of calling hours', () => {
  const office = hours('09:00', '17:00', { days: ['MON', 'TUE', 'WED', 'THU', 'FRI'] });

  it.each([
    ['before they begin', '2026-01-15T05:30', '2026-01-15T08:00'],
    ['when they begin', '2026-01-15T08:00', '2026-01-15T08:00'],
    ['within them', '2026-01-15T12:34', '2026-01-15T12:34'],
    ['in their last minute', '2026-01-15T15:59', '2026-01-15T15:59'],
    ['when they end', '2026-01-15T16:00', '2026-01-16T08:00'],
    ['after midnight', '2026-01-15T23:30', '2026-01-16T08:00'],
    ['on Friday evening', '2026-01-16T17:00', '2026-01-19T08:00'],
    ['on Sunday', '2026-01-18T12:00', '2026-01-19T08:00'],
    ['in summer', '2026-07-15T05:30', '2026-07-15T07:00'],
  ])('%s (%s UTC) is %s UTC, from nine to five on weekdays in Sweden', (_what, at, expected) => {
    expect(opening(office, at)).toBe(expected);
  });

  it('is to the millisecond where it is now', () => {
    const at = utc('2026-01-15T12:34') + 56_789;
    expect(nextOpening(office, at)).toBe(at);
    const last = utc('2026-01-15T16:00') - 1;
    expect(nextOpening(office, last)).toBe(last);
  });

  it('is a week later when only this day is wanted and its hours are over', () => {
    const thursdays = hours('09:00', '17:00', { days: ['THU'] });
    expect(opening(thursdays, '2026-01-15T16:00')).toBe('2026-01-22T08:00');
    // Clocks are put on meanwhile.
    expect(opening(thursdays, '2026-03-26T16:00')).toBe('2026-04-02T07:00');
  });

  it('lasts to the end of the day when they end at 24:00', () => {
    const evenings = hours('20:00', '24:00');
    expect(opening(evenings, '2026-01-15T22:59')).toBe('2026-01-15T22:59');
    expect(opening(evenings, '2026-01-15T23:00')).toBe('2026-01-16T19:00');
    const nights = hours('00:00', '06:00');
    expect(opening(nights, '2026-01-15T22:59')).toBe('2026-01-15T23:00');
    expect(opening(nights, '2026-01-16T05:00')).toBe('2026-01-16T23:00');
  });

  it('is always now from 00:00 to 24:00 every day', () => {
    const zone = fc.constantFrom('Europe/Stockholm', 'America/New_York', 'America/Santiago', 'Pacific/Apia');
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: utc('2000-01-01T00:00'), max: utc('2050-01-01T00:00') }),
        (timeZone, at) => {
          expect(nextOpening(hours('00:00', '24:00', { timeZone }), at)).toBe(at);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  it('is by the clock of their own time zone', () => {
    const at = '2026-01-15T06:00';
    const inZone = (timeZone: string) => opening(hours('09:00', '17:00', { timeZone }), at);
    const zones = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Auckland', 'Pacific/Kiritimati'];
    expect(zones.map(inZone)).toEqual([
      '2026-01-15T09:00',
      at,
      '2026-01-15T14:00',
      '2026-01-15T20:00',
      '2026-01-15T19:00',
    ]);
  });
});

describe('calling hours where clocks are changed', () => {
  const daily = hours('09:00', '17:00');

  // Sunday 29 March 2026, 02:00 to 03:00, and Sunday 25 October 2026, 03:00 back to 02:00.
  it('begin at the same time by the clock, an hour earlier or later', () => {
    expect(opening(daily, '2026-03-28T16:00')).toBe('2026-03-29T07:00');
    expect(opening(daily, '2026-10-24T15:00')).toBe('2026-10-25T08:00');
  });

  it('take in the hour that comes twice, both times', () => {
    const nights = hours('01:00', '04:00');
    for (const at of ['2026-10-25T00:30', '2026-10-25T01:30']) expect(opening(nights, at)).toBe(at);
    expect(opening(nights, '2026-10-25T03:00')).toBe('2026-10-26T00:00');
  });

  it('that lie in the hour that is left out altogether are not that day', () => {
    expect(opening(hours('02:00', '03:00'), '2026-03-29T00:30')).toBe('2026-03-30T00:00');
    const sundays = hours('02:15', '02:45', { days: ['SUN'] });
    expect(wall('Europe/Stockholm', nextOpening(sundays, utc('2026-03-30T12:00')))).toEqual({
      day: 'SUN',
      time: '02:15',
    });
  });

  it('that begin or end with the hour that is left out do so without it', () => {
    expect(opening(hours('02:00', '06:00'), '2026-03-29T00:30')).toBe('2026-03-29T01:00');
    expect(opening(hours('01:00', '03:00'), '2026-03-29T00:59')).toBe('2026-03-29T00:59');
    expect(opening(hours('01:00', '03:00'), '2026-03-29T01:00')).toBe('2026-03-29T23:00');
  });

  describe('within the hour that is left out', () => {
    it('begin when it is over', () => {
      expect(opening(hours('02:30', '06:00'), '2026-03-29T00:30')).toBe('2026-03-29T01:00');
    });

    it('do not begin before it, west of Greenwich', () => {
      // Sunday 8 March 2026, 02:00 to 03:00.
      const nights = hours('02:30', '06:00', { timeZone: 'America/New_York' });
      const opens = nextOpening(nights, utc('2026-03-08T05:00'));
      expect(wall('America/New_York', opens)).toEqual({ day: 'SUN', time: '03:00' });
    });

    it('end with it', () => {
      // 03:15 by the clock on the wall.
      expect(opening(hours('01:00', '02:30'), '2026-03-29T01:15')).toBe('2026-03-29T23:00');
    });

    it('begin on their own day where midnight is left out', () => {
      // Sunday 6 September 2026, 00:00 to 01:00.
      const sundays = hours('00:00', '06:00', { timeZone: 'America/Santiago', days: ['SUN'] });
      const opens = nextOpening(sundays, utc('2026-09-05T12:00'));
      expect(wall('America/Santiago', opens)).toEqual({ day: 'SUN', time: '01:00' });
    });
  });
});

describe('any calling hours, at any time', () => {
  /** Not within the hour that is changed. */
  const quarters = (first: number, last: number) =>
    fc.integer({ min: first, max: last }).map((quarter) => {
      const two = (value: number) => String(value).padStart(2, '0');
      return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
    });
  const begin = fc.oneof(
    { weight: 1, arbitrary: fc.constant('00:00') },
    { weight: 3, arbitrary: quarters(16, 95) },
  );
  const given = fc
    .record({
      from: begin,
      to: quarters(17, 96),
      days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      timeZone: fc.constantFrom(
        'Europe/Stockholm',
        'Europe/Stockholm',
        'America/New_York',
        'Asia/Kolkata',
        'Australia/Lord_Howe',
        'Pacific/Auckland',
        'UTC',
      ),
    })
    .filter(({ from, to }) => from < to);
  const around = (iso: string) => fc.integer({ min: -2 * DAY, max: 2 * DAY }).map((ms) => utc(iso) + ms);
  const at = fc.oneof(
    around('2026-03-29T01:00'),
    around('2026-10-25T01:00'),
    around('2026-03-08T07:00'),
    around('2026-11-01T06:00'),
    around('2026-04-04T15:00'),
    fc.integer({ min: utc('2020-01-01T00:00'), max: utc('2030-01-01T00:00') }),
  );

  it('next open when a clock on the wall first says so, and not before now', () => {
    let waits = 0;
    fc.assert(
      fc.property(given, at, (wanted, now) => {
        const opens = nextOpening(wanted, now);
        expect(opens).toBeGreaterThanOrEqual(now);
        expect(isWithin(wanted, opens)).toBe(true);
        expect(opens).toBe(openingByLooking(wanted, now));
        expect(nextOpening(wanted, opens)).toBe(opens);
        if (opens > now) waits += 1;
      }),
      { numRuns: 250, seed: 1 },
    );
    expect(waits).toBeGreaterThan(100);
  });

  it('never next open earlier because it is later', () => {
    fc.assert(
      fc.property(given, at, fc.nat(DAY), (wanted, now, later) => {
        expect(nextOpening(wanted, now + later)).toBeGreaterThanOrEqual(nextOpening(wanted, now));
      }),
      { numRuns: 250, seed: 1 },
    );
  });
});

describe('what calling hours are', () => {
  it('are on every day and in Sweden when nothing else is said', () => {
    const { days, timeZone } = callingHours.parse({ from: '09:00', to: '17:00' });
    expect([...days].sort()).toEqual([...WEEKDAYS].sort());
    expect(timeZone).toBe('Europe/Stockholm');
  });

  it.each([
    ['hours that end before they begin', { from: '17:00', to: '09:00' }, ''],
    ['hours that end when they begin', { from: '09:00', to: '09:00' }, ''],
    ['a time of one digit', { from: '9:00', to: '17:00' }, 'from'],
    ['a time beyond the day', { from: '09:00', to: '24:01' }, 'to'],
    ['a 61st minute', { from: '09:00', to: '17:60' }, 'to'],
    ['seconds', { from: '09:00:00', to: '17:00' }, 'from'],
    ['no day', { from: '09:00', to: '17:00', days: [] }, 'days'],
    ['a day that is none', { from: '09:00', to: '17:00', days: ['MON', 'Tue'] }, 'days.1'],
    ['a time zone that is none', { from: '09:00', to: '17:00', timeZone: 'Europe/Nowhere' }, 'timeZone'],
    ['something else', { from: '09:00', to: '17:00', zone: 'UTC' }, ''],
  ])('is not %s', (_what, wanted, field) => {
    const { error } = callingHours.safeParse(wanted);
    expect(error!.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
