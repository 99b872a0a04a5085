import { type CountryCode, Metadata, type PhoneNumberType } from 'libphonenumber-js/max';

/** A type of number as the library has it, beyond what it declares. */
interface NumberType {
  pattern(): string;
  possibleLengths(): readonly number[] | undefined;
}

interface LibraryPlan {
  nationalNumberPattern(): string;
  type(name: string): NumberType | undefined;
}

const LONGEST_CALLING_CODE = 3;

/** Beside mobiles and fixed lines, in the order in which the library looks at them. */
const OTHER_TYPES = {
  PREMIUM_RATE: 'LANDLINE',
  TOLL_FREE: 'LANDLINE',
  SHARED_COST: 'LANDLINE',
  VOIP: 'MOBILE',
  PERSONAL_NUMBER: 'MOBILE',
  PAGER: 'MOBILE',
  UAN: 'LANDLINE',
  VOICEMAIL: 'MOBILE',
} as const;

type Kind = (typeof OTHER_TYPES)[keyof typeof OTHER_TYPES];

/** What a number of each type is to us. */
export const KIND_OF_TYPE: Readonly<Record<NonNullable<PhoneNumberType>, Kind>> = {
  MOBILE: 'MOBILE',
  FIXED_LINE: 'LANDLINE',
  FIXED_LINE_OR_MOBILE: 'MOBILE',
  ...OTHER_TYPES,
};

/** By calling code; null: there is no such code. */
const plans = new Map<string, ((national: string) => Kind | null) | null>();

/**
 * What the plan of its country takes a number for; null: none of its ranges. As the library's `getType` does, which
 * compiles the patterns of the plan anew for each number.
 */
export function kindByPlan(msisdn: string): Kind | null {
  for (let length = 1; length <= LONGEST_CALLING_CODE; length++) {
    const plan = planOf(msisdn.slice(0, length));
    if (plan) return plan(msisdn.slice(length));
  }
  return null;
}

function planOf(callingCode: string) {
  let plan = plans.get(callingCode);
  if (plan === undefined) {
    plan = compiled(callingCode);
    plans.set(callingCode, plan);
  }
  return plan;
}

function compiled(callingCode: string): ((national: string) => Kind | null) | null {
  const metadata = new Metadata();
  try {
    metadata.selectNumberingPlan(callingCode as CountryCode);
  } catch {
    return null;
  }
  const plan = metadata.numberingPlan as unknown as LibraryPlan;
  const isNumber = whole(plan.nationalNumberPattern());
  const isOf = (name: string) => ofType(plan.type(name));
  const isMobile = isOf('MOBILE');
  const isFixedLine = isOf('FIXED_LINE');
  // Where the two cannot be told apart, the library has a pattern for fixed lines only.
  const fixedLine: Kind = plan.type('MOBILE')?.pattern() ? 'LANDLINE' : 'MOBILE';
  const others = Object.entries(OTHER_TYPES).map(([name, kind]) => ({ is: isOf(name), kind }));
  return (national) => {
    if (!isNumber.test(national)) return null;
    if (isMobile(national)) return 'MOBILE';
    if (isFixedLine(national)) return fixedLine;
    return others.find(({ is }) => is(national))?.kind ?? null;
  };
}

function ofType(type: NumberType | undefined): (national: string) => boolean {
  if (!type?.pattern()) return () => false;
  const pattern = whole(type.pattern());
  const lengths = type.possibleLengths();
  return (national) => (lengths?.includes(national.length) ?? true) && pattern.test(national);
}

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);
