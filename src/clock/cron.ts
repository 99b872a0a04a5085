import { createTask, parse, validateDetailed } from 'node-cron';

const SECOND_MS = 1000;
const DAY_MS = 86_400 * SECOND_MS;
/** Long enough to reach any 29 February that falls on a wanted weekday. */
const HORIZON_DAYS = 40 * 366;

/** The instants that a cron expression names, in UTC. */
export interface CronSchedule {
  /** The first matching instant at or after `from` (ms since the epoch); null when there is none within 40 years. */
  next(from: number): number | null;
}

/** What is wrong with a cron expression (five fields, or six with seconds first), in words; null when it is right. */
export function cronProblem(expression: string): string | null {
  const { valid, errors } = validateDetailed(expression);
  return valid ? null : errors.map(({ message }) => message).join('; ');
}

/**
 * Reads a cron expression. node-cron says which fields and days match, so that the real clock and the manual one
 * understand an expression alike; only the walk from match to match is ours, because node-cron's own starts at
 * the machine's time.
 */
export function cronSchedule(expression: string): CronSchedule {
  const { second, minute, hour, month } = parse(expression);
  const timesOfDay = { second: ascending(second), minute: ascending(minute), hour: ascending(hour) };
  const task = createTask(expression, () => {}, { timezone: 'Etc/UTC' });
  const months = new Set(month);
  const firstOfDay =
    (timesOfDay.hour[0]! * 3600 + timesOfDay.minute[0]! * 60 + timesOfDay.second[0]!) * SECOND_MS;

  function search(from: number): number | null {
    const start = Math.ceil(from / SECOND_MS) * SECOND_MS;
    let day = Math.floor(start / DAY_MS) * DAY_MS;
    let earliest = start - day;
    for (let days = 0; days < HORIZON_DAYS; days++, day += DAY_MS, earliest = 0) {
      const first = new Date(day + firstOfDay);
      // Asking node-cron is slow: a schedule for one day in years would hold up the clock.
      if (!months.has(first.getUTCMonth() + 1) || !task.match(first)) continue;
      const offset = nextTimeOfDay(timesOfDay, earliest);
      if (offset !== null) return day + offset;
    }
    return null;
  }

  /** Asked many times for the same match, which nothing lies before. */
  let found: { from: number; next: number } | null = null;

  return {
    next(from) {
      if (found !== null && from >= found.from && from <= found.next) return found.next;
      const next = search(from);
      found = next === null ? null : { from, next };
      return next;
    },
  };
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The first time of day at or after `earliest` (ms since midnight) that the fields allow; null: not today. */
function nextTimeOfDay(
  { second, minute, hour }: { second: number[]; minute: number[]; hour: number[] },
  earliest: number,
): number | null {
  for (const h of hour) {
    for (const m of minute) {
      const start = (h * 3600 + m * 60) * SECOND_MS;
      if (start + 59 * SECOND_MS < earliest) continue;
      for (const s of second) {
        const offset = start + s * SECOND_MS;
        if (offset >= earliest) return offset;
      }
    }
  }
  return null;
}
