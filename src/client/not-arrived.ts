import type { ControlApi } from './operations.ts';

/** What was waited for did not arrive in time. Its message shows what did, and what may have kept the rest away. */
export class NotArrivedError extends Error {
  override readonly name = 'NotArrivedError';
}

/** So many of those that did arrive are shown. */
const MOST_SHOWN = 10;

/** Real ms to wait on a manual clock: less than test runners give a test, so that the message is seen. */
const MANUAL_MS = 4000;
/** On a real clock two ticks come within it, as they usually are. */
const REAL_MS = 32_000;

/** How long to wait, in real ms, where nobody says. */
export async function patience(api: ControlApi): Promise<number> {
  return (await api.getClock()).mode === 'manual' ? MANUAL_MS : REAL_MS;
}

/** What did not arrive, as it is told. */
interface Missing {
  /** What was waited for. */
  what: string;
  /** Real ms. */
  timeoutMs: number;
  /** What is to be known beside it, a line each. */
  hints: readonly string[];
  /** One line each, the newest last. */
  arrived: readonly string[];
}

/** The error to reject with. */
export function notArrived({ what, timeoutMs, hints, arrived }: Missing): NotArrivedError {
  const newest = arrived.slice(-MOST_SHOWN);
  const count = arrived.length > newest.length ? `${arrived.length} did, the newest of them:` : 'What did:';
  return new NotArrivedError(
    [
      `${what} within ${timeoutMs} ms`,
      ...hints,
      ...(arrived.length === 0
        ? ['Nothing else arrived either.']
        : [count, ...newest.map((line) => `  ${line}`)]),
    ].join('\n'),
  );
}

/** When something becomes due: by a manual clock that stands still, or with the next tick of a real one. */
export async function clockHint(api: ControlApi): Promise<string> {
  const { mode, now } = await api.getClock();
  if (mode === 'manual')
    return `The clock is manual and stands still at ${now}: nothing becomes due until it is advanced.`;
  const { items } = await api.getSettings();
  const tick = items.find(({ name }) => name === 'tick')?.value;
  return `The clock is real, and callbacks are sent when the setting tick says: ${tick} (seconds first).`;
}
