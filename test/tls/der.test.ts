import { describe, expect, it } from 'vitest';
import { integer, objectId, octets, sequence, text, time, valuesIn } from '../../src/tls/der.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('DER', () => {
  it.each([
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ])('says of %i bytes how many they are, as short as can be', (length, head) => {
    const value = octets(Buffer.alloc(length));
    expect(hex(value).slice(0, head.length)).toBe(head);
    expect(value).toHaveLength(head.length / 2 + length);
    expect(valuesIn(sequence(value, text('after')))).toEqual([value, text('after')]);
  });

  it('keeps numbers from being taken for negative ones', () => {
    expect([hex(integer(Buffer.from([0x7f]))), hex(integer(Buffer.from([0x80])))]).toEqual([
      '02017f',
      '02020080',
    ]);
  });

  it('packs object identifiers', () => {
    expect(hex(objectId('2.5.4.3'))).toBe('0603550403');
    expect(hex(objectId('1.2.840.10045.4.3.2'))).toBe('06082a8648ce3d040302');
  });

  it.each([
    ['1949-12-31T23:59:59Z', '19491231235959Z', 0x18],
    ['1950-01-01T00:00:00Z', '500101000000Z', 0x17],
    ['2049-12-31T23:59:59.999Z', '491231235959Z', 0x17],
    ['2050-01-01T00:00:00Z', '20500101000000Z', 0x18],
  ])('writes %s as certificates have it', (instant, written, tag) => {
    const value = time(new Date(instant));
    expect([value[0], value.subarray(2).toString('latin1')]).toEqual([tag, written]);
  });
});
