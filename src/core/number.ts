import parsePhoneNumber from 'libphonenumber-js/max';
import { KIND_OF_TYPE, kindByPlan } from './numbering-plan.ts';

/** What the numbering plan alone tells of a number; no look-up has been made. */
export type NumberKind = 'MOBILE' | 'LANDLINE' | 'IMPOSSIBLE' | 'UNKNOWN';

/** The numbers that Ofcom reserves for fiction look unassigned to a numbering plan; here they are mobiles. */
const FICTIONAL_UK_MOBILE = /^447700900\d{3}$/;

/**
 * Digits of a number as the platform writes them: with country code, without `+` [C].
 * Spaces, dashes, dots and parentheses are dropped, a leading `+` or `00` too, and a `(0)` after the country
 * code, which is dialled only within the country.
 * @returns null when what remains cannot be an international number (5 to 15 digits, no leading zero)
 */
export function toMsisdn(text: string): string | null {
  const digits = text
    .trim()
    .replace(/(?<=\d\s?)\(0\)/, '')
    .replace(/[\s().-]/g, '')
    .replace(/^(\+|00)/, '');
  return /^[1-9]\d{4,14}$/.test(digits) ? digits : null;
}

/**
 * Estimates from the numbering plan what a number is (facts sheet §4).
 * `IMPOSSIBLE`: no number of that country has this length, or there is no such country;
 * `UNKNOWN`: the length fits, the range is not one that the plan knows.
 */
export function numberKind(msisdn: string): NumberKind {
  if (FICTIONAL_UK_MOBILE.test(msisdn)) return 'MOBILE';
  return kindByPlan(msisdn) ?? kindParsed(msisdn);
}

/** Few numbers are in no range as they are, and parsing one takes much longer. */
function kindParsed(msisdn: string): NumberKind {
  const parsed = parsePhoneNumber(`+${msisdn}`);
  if (!parsed?.isPossible()) return 'IMPOSSIBLE';
  const type = parsed.getType();
  return type === undefined ? 'UNKNOWN' : KIND_OF_TYPE[type];
}
