import { createHash } from 'node:crypto';

/** Stands where a number was that has been cleared: nobody's, and still a number wherever there must be one. */
export const NO_NUMBER = '0';

const PREFIX = 'cleared:';
const HEX_DIGITS = 40;

/**
 * What is kept of a number that has been cleared and must still be known again. Nobody reads the number off it; whoever
 * tries all numbers finds it.
 */
export function numberDigest(customerId: number, number: string): string {
  const digest = createHash('sha256').update(`${customerId}/${number}`).digest('hex');
  return PREFIX + digest.slice(0, HEX_DIGITS);
}

/** Whether it is one of those, and no number. */
export function isNumberDigest(text: string): boolean {
  return text.startsWith(PREFIX);
}
