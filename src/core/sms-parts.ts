import { SegmentedMessage } from 'sms-segments-calculator';

/** Whatever its alphabet, a text of this length fits one part: 70 UCS-2 units, or at most 140 septets. */
const ALWAYS_ONE_PART = 70;

let lastContent = '';
let lastParts = 1;

/**
 * SMS parts needed for the content [S]: GSM 03.38 in 160 / 153 septets, else UCS-2 in 70 / 67 units.
 * The library takes about 1 ms for a long text, so short texts skip it and a repeated one (a campaign
 * without personal fields) is counted once.
 */
export function smsParts(content: string): number {
  if (content.length <= ALWAYS_ONE_PART) return 1;
  if (content !== lastContent) {
    lastParts = new SegmentedMessage(content).segmentsCount;
    lastContent = content;
  }
  return lastParts;
}
