/** Of the mobile numbers that Ofcom keeps for fiction, the first so many (1000 at the most). */
export function smsNumbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(447700900000 + index));
}
