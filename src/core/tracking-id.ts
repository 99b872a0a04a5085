import { textHash } from './chance.ts';

const WORD = 2 ** 32;
const TRACKING_ID = /^([0-9a-f]{8})([0-9a-f]{8})[0-9a-f]{6}([0-9a-f]{2})([0-9a-f]{8})$/;

/** Two hexadecimal characters for each byte: they are written a thousand times a request. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hex24 = (value: number): string =>
  BYTES[(value >>> 16) & 0xff]! + BYTES[(value >>> 8) & 0xff]! + BYTES[value & 0xff]!;
const hex32 = (value: number): string => BYTES[value >>> 24]! + hex24(value);

/**
 * The `trackingId` of a communication: 32 lower-case hexadecimal characters [D]. It is made of the communication's ID,
 * which it leads back to without being looked up, and as random as that one [I].
 * @param communicationId `{ID}`, less than 2 ** 40
 */
export function trackingIdOf(communicationId: number): string {
  const a = textHash(`tracking/${communicationId}`);
  const b = textHash(`${communicationId}/tracking`);
  const c = Math.imul(a ^ (b >>> 15), 0x9e3779b1);
  const high = Math.floor(communicationId / WORD) ^ (b & 0xff);
  return hex32(a) + hex32(b) + hex24(c) + BYTES[high]! + hex32(communicationId ^ a);
}

/** ID of the communication that a `trackingId` is of; null: it is of none. */
export function communicationIdIn(trackingId: string): number | null {
  const words = TRACKING_ID.exec(trackingId)
    ?.slice(1)
    .map((word) => Number.parseInt(word, 16));
  if (words === undefined) return null;
  const [a, b, high, low] = words as [number, number, number, number];
  const id = (high ^ (b & 0xff)) * WORD + ((low ^ a) >>> 0);
  return trackingIdOf(id) === trackingId ? id : null;
}
