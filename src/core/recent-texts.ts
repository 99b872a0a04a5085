import { textHash } from './chance.ts';

/** So many texts to a number are remembered, the newest. */
export const MOST_RECENT = 20;
const SECOND_MS = 1000;
const DIGITS = 36;

/**
 * How often a text is among the recent ones since an instant.
 * @param recent as `withText` writes it: for each text its hash and the second at which it was sent
 * @param since ms since the epoch
 */
export function countSame(recent: string, text: string, since: number): number {
  if (recent === '') return 0;
  const hash = textHash(text).toString(DIGITS);
  return recent.split(' ').filter((entry) => {
    const [sameHash, second] = entry.split('.');
    return sameHash === hash && Number.parseInt(second!, DIGITS) * SECOND_MS >= since;
  }).length;
}

/** The recent texts with one more, and without the oldest should they be too many; empty: none yet. */
export function withText(recent: string, text: string, now: number): string {
  const entry = `${textHash(text).toString(DIGITS)}.${Math.floor(now / SECOND_MS).toString(DIGITS)}`;
  if (recent === '') return entry;
  return [...recent.split(' ').slice(1 - MOST_RECENT), entry].join(' ');
}
