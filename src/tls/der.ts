/**
 * The little of DER (ITU-T X.690) that a certificate is made of. Values are whole: tag, length and content.
 */

type Bytes = Uint8Array;

const EMPTY = new Uint8Array();

/** Any value, by its tag. */
export function tagged(tag: number, ...contents: readonly Bytes[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

export const sequence = (...values: readonly Bytes[]) => tagged(0x30, ...values);
export const set = (...values: readonly Bytes[]) => tagged(0x31, ...values);
export const octets = (content: Bytes) => tagged(0x04, content);
export const text = (value: string) => tagged(0x0c, Buffer.from(value, 'utf8'));
export const TRUE = tagged(0x01, Buffer.from([0xff]));

/** @param bytes of a number that is not negative, the most significant first, without needless zeros */
export function integer(bytes: Bytes): Buffer {
  // With the highest bit set it would be negative.
  return tagged(0x02, bytes[0]! >= 0x80 ? Buffer.from([0]) : EMPTY, bytes);
}

/** @param unused how many bits of the last byte do not count */
export function bits(content: Bytes, unused = 0): Buffer {
  return tagged(0x03, Buffer.from([unused]), content);
}

/** @param dotted such as 2.5.4.3 */
export function objectId(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first! * 40 + second!, ...rest.flatMap(septets)]));
}

/** A time to the second, in the form that certificates demand for its year (RFC 5280, 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2), 'latin1'))
    : tagged(0x18, Buffer.from(digits, 'latin1'));
}

/** The values that a sequence holds. */
export function valuesIn(sequence: Bytes): Bytes[] {
  const values: Bytes[] = [];
  const [from, to] = contentOf(sequence, 0);
  for (let at = from; at < to; ) {
    const [, end] = contentOf(sequence, at);
    values.push(sequence.subarray(at, end));
    at = end;
  }
  return values;
}

/** Where the content of the value at an offset begins and ends. */
function contentOf(bytes: Bytes, offset: number): [from: number, to: number] {
  const first = bytes[offset + 1]!;
  if (first < 0x80) return [offset + 2, offset + 2 + first];
  const from = offset + 2 + (first & 0x7f);
  const length = bytes.subarray(offset + 2, from).reduce((sum, byte) => sum * 256 + byte, 0);
  return [from, from + length];
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}

/** Seven bits each, all but the last with the highest bit set. */
function septets(arc: number): number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift(0x80 + (rest % 128));
  return bytes;
}
