const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

/** What each character of GSM 03.38 takes. */
const SEPTETS = new Map([
  ...[...BASIC].map((c) => [c, 1] as const),
  ...[...EXTENSION].map((c) => [c, 2] as const),
]);

/** Units that a text may take in one part, and in each of several. */
const GSM = { whole: 160, part: 153 };
const UCS2 = { whole: 70, part: 67 };

/**
 * SMS parts needed for the content [S]: GSM 03.38 in 160 / 153 septets, else UCS-2 in 70 / 67 units. No escape
 * sequence of the extension table and no surrogate pair is torn apart.
 */
export function smsParts(content: string): number {
  // Whatever its alphabet: 70 characters take 140 septets at the most.
  if (content.length <= UCS2.whole) return 1;
  const characters = [...content];
  const isGsm = characters.every((character) => SEPTETS.has(character));
  const { whole, part } = isGsm ? GSM : UCS2;
  let [units, parts, room] = [0, 1, part];
  for (const character of characters) {
    const size = isGsm ? SEPTETS.get(character)! : character.length;
    units += size;
    if (size > room) {
      parts += 1;
      room = part;
    }
    room -= size;
  }
  return units <= whole ? 1 : parts;
}
