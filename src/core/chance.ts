/**
 * Chance as a pure function of (seed, key, purpose). There is no shared stream of random numbers, so the
 * order of requests, concurrency and restarts cannot change what happens to a communication.
 */

/** Two 32-bit hashes of the text, mixed well enough that neighbouring keys share nothing. */
function hash64(text: string): [high: number, low: number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return [a >>> 0, b >>> 0];
}

/** A draw in [0, 1), the same for the same arguments, for ever. */
export function chance(seed: string, key: string, purpose: string): number {
  const [high, low] = hash64(`${seed}\u0000${key}\u0000${purpose}`);
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

/** A whole number from `from` up to but without `to`, the same for the same arguments. */
export function chanceInteger(seed: string, key: string, purpose: string, from: number, to: number): number {
  return from + Math.floor(chance(seed, key, purpose) * (to - from));
}

/** A whole number from 0 up to 2 ** 32 for a text, the same for ever; two texts seldom have the same. */
export function textHash(text: string): number {
  return hash64(text)[0];
}
