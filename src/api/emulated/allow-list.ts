import { BlockList, isIPv6 } from 'node:net';
import { plainAddress } from './address.ts';

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Knows which addresses each customer's calls may come from [C]. */
export class AllowLists {
  /** Read once, for as long as they stay the same. */
  readonly #lists = new Map<number, { ranges: string; list: BlockList }>();

  /**
   * Whether an address is one of those.
   * @param address as `plainAddress` writes it
   * @param ranges addresses and CIDR ranges; null: any
   */
  allows(customerId: number, address: string, ranges: readonly string[] | null): boolean {
    if (ranges === null) return true;
    const { list } = this.#of(customerId, ranges);
    return list.check(address, familyOf(address));
  }

  #of(customerId: number, ranges: readonly string[]) {
    const text = ranges.join();
    let known = this.#lists.get(customerId);
    if (known?.ranges !== text) {
      known = { ranges: text, list: listOf(ranges) };
      this.#lists.set(customerId, known);
    }
    return known;
  }
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address, bits] = range.split('/');
    const plain = plainAddress(address!);
    if (bits === undefined) list.addAddress(plain, familyOf(plain));
    else if (plain === address) list.addSubnet(address, Number(bits), familyOf(address));
    // Of a mapped address the first 96 bits are no part of the IPv4 one.
    else list.addSubnet(plain, Math.max(0, Number(bits) - 96), 'ipv4');
  }
  return list;
}
