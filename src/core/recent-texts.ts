import { textHash } from './chance.ts';

/** So many texts to a number are remembered, the newest. */
export const MOST_RECENT = 20;
const ENTRY_BYTES = 8;
const SECOND_MS = 1000;

/**
 * How often a text is among the recent ones since an instant.
 * @param recent as `withText` writes it: for each text four bytes of its hash and four of when it was sent
 * @param since ms since the epoch
 */
export function countSame(recent: Uint8Array | null, text: string, since: number): number {
  if (recent === null) return 0;
  const entries = viewOf(recent);
  const hash = textHash(text);
  let count = 0;
  for (let at = 0; at < entries.byteLength; at += ENTRY_BYTES) {
    if (entries.getUint32(at) === hash && entries.getUint32(at + 4) * SECOND_MS >= since) count += 1;
  }
  return count;
}

/** The recent texts with one more, and without the oldest should they be too many. */
export function withText(recent: Uint8Array | null, text: string, now: number): Uint8Array {
  const before = recent ?? new Uint8Array();
  const kept = before.subarray(Math.max(0, before.length - (MOST_RECENT - 1) * ENTRY_BYTES));
  const all = new Uint8Array(kept.length + ENTRY_BYTES);
  all.set(kept);
  const entries = viewOf(all);
  entries.setUint32(kept.length, textHash(text));
  entries.setUint32(kept.length + 4, Math.floor(now / SECOND_MS));
  return all;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
