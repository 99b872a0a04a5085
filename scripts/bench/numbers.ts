/** Of the mobile numbers that Ofcom keeps for fiction, those that stand for no outcome: the first so many, 600 at the most. */
export function smsNumbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(447700900400 + index));
}

/**
 * A mobile number of its own for each of some millions, in no order of their size. There are not so many that are kept
 * for fiction; nothing is ever sent to one.
 */
export function distinctNumber(nth: number): string {
  return String(46730000000 + ((nth * 7919) % 9_999_991));
}
