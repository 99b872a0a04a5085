import { describe, expect, it } from 'vitest';
import { plainAddress } from '../../../src/api/emulated/address.ts';
import { AllowLists } from '../../../src/api/emulated/allow-list.ts';

const allows = (address: string, ...ranges: string[]) =>
  new AllowLists().allows(1, plainAddress(address), ranges);

describe('an allow-list', () => {
  it.each([
    ['10.0.0.7', ['10.0.0.7']],
    ['10.0.0.7', ['192.0.2.1', '10.0.0.0/24']],
    ['10.255.0.1', ['10.1.2.3/8']],
    ['::ffff:10.0.0.7', ['10.0.0.0/24']],
    ['::FFFF:10.0.0.7', ['10.0.0.7']],
    ['10.0.0.7', ['::ffff:10.0.0.7']],
    ['10.0.0.7', ['::ffff:10.0.0.0/120']],
    ['2001:db8::1', ['2001:db8::/32']],
    ['2001:DB8:0::1', ['2001:db8::1']],
    ['fe80::1%eth0', ['fe80::/10']],
    ['203.0.113.9', ['0.0.0.0/0']],
  ])('lets %s pass by %j', (address, ranges) => {
    expect(allows(address, ...ranges)).toBe(true);
  });

  it.each([
    ['10.0.1.7', ['10.0.0.0/24', '10.0.1.8']],
    ['::ffff:10.0.1.7', ['10.0.0.0/24']],
    ['2001:db9::1', ['2001:db8::/32']],
    ['2001:db8::1', ['0.0.0.0/0']],
    ['10.0.0.7', []],
    ['', ['10.0.0.0/8']],
  ])('keeps %s out by %j', (address, ranges) => {
    expect(allows(address, ...ranges)).toBe(false);
  });

  it('lets all pass when there is none', () => {
    expect(new AllowLists().allows(1, '203.0.113.9', null)).toBe(true);
  });

  it('is another one once it has been changed, and for another customer', () => {
    const lists = new AllowLists();
    expect(lists.allows(1, '10.0.0.7', ['10.0.0.7'])).toBe(true);
    expect(lists.allows(1, '10.0.0.7', ['10.0.0.8'])).toBe(false);
    expect(lists.allows(2, '10.0.0.7', ['10.0.0.7'])).toBe(true);
  });
});
