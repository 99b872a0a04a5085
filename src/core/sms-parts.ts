import { split } from 'split-sms';

/** Whatever its alphabet, a text of this length fits one part: 70 UCS-2 units, or at most 140 septets. */
const ALWAYS_ONE_PART = 70;

/**
 * SMS parts needed for the content [S]: GSM 03.38 in 160 / 153 septets, else UCS-2 in 70 / 67 units. No escape
 * sequence of the extension table and no surrogate pair is torn apart.
 */
export function smsParts(content: string): number {
  if (content.length <= ALWAYS_ONE_PART) return 1;
  return split(content, { summary: true }).parts.length;
}
