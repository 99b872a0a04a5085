import { z } from 'zod';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** Enough to reach the next wanted weekday, whatever clocks are changed on the way. */
const MOST_DAYS = 9;

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day such as 09:00, or 24:00');

/** When a campaign may send and call. */
export const callingHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .default([...WEEKDAYS]),
    timeZone: z
      .string()
      .refine(isTimeZone, 'a time zone such as Europe/Stockholm')
      .default('Europe/Stockholm'),
  })
  .refine(({ from, to }) => minutes(from) < minutes(to), 'hours that begin before they end')
  .describe('When it may send and call: outside of these hours it waits')
  .meta({ id: 'CallingHours' });

export type CallingHours = z.output<typeof callingHours>;

/**
 * The first instant at or after `at` that lies within the hours.
 * Where clocks are put on, hours that begin in the gap begin after it.
 * @param at ms since the epoch, UTC
 */
export function nextOpening({ from, to, days, timeZone }: CallingHours, at: number): number {
  const local = at + offsetOf(timeZone, at);
  const today = Math.floor(local / DAY_MS) * DAY_MS;
  for (let day = 0; day < MOST_DAYS; day++) {
    const midnight = today + day * DAY_MS;
    if (!days.includes(WEEKDAYS[new Date(midnight).getUTCDay()]!)) continue;
    const opens = toInstant(timeZone, midnight + minutes(from) * MINUTE_MS);
    const closes = toInstant(timeZone, midnight + minutes(to) * MINUTE_MS);
    if (at < closes && opens < closes) return Math.max(at, opens);
  }
  return at;
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

/**
 * The first instant at which clocks of a zone show a time, written as if it were UTC, or a later one: a time that is
 * left out is when clocks are put on.
 */
function toInstant(timeZone: string, local: number): number {
  const before = local - offsetOf(timeZone, local - DAY_MS);
  const after = local - offsetOf(timeZone, local + DAY_MS);
  // As on nearly every day: no clock is changed, and asking for an offset takes its time.
  if (before === after) return before;
  const shows = (at: number) => at + offsetOf(timeZone, at);
  if (shows(before) === local) return before;
  if (shows(after) === local) return after;
  let [early, late] = [Math.min(before, after), Math.max(before, after)];
  while (late - early > MINUTE_MS) {
    const middle = early + Math.floor((late - early) / 2 / MINUTE_MS) * MINUTE_MS;
    if (shows(middle) < local) early = middle;
    else late = middle;
  }
  return late;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC at an instant, in ms. */
function offsetOf(timeZone: string, at: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
  return shown - Math.floor(at / 1000) * 1000;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
