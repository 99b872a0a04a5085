import { NAMED_OUTCOMES, type NamedOutcome, OUTCOME_NAMES, type OutcomeName } from './named-outcomes.ts';

/** Of the mobile numbers that Ofcom reserves for fiction: two digits of outcome and one of choice follow. */
const PREFIX = '447700900';
const MAGIC = new RegExp(`^${PREFIX}(\\d\\d)\\d$`);
/** So many numbers stand for each outcome, that tests which run side by side need not share. */
const CHOICES = 10;

const BY_CODE = new Map<number, OutcomeName>(OUTCOME_NAMES.map((name) => [NAMED_OUTCOMES[name].code, name]));

/** A row of the table of magic numbers. */
export interface MagicNumber {
  number: string;
  /** All that stand for it, the first among them. */
  numbers: string[];
  outcome: OutcomeName;
  description: string;
}

/** The outcome that a number (MSISDN digits) stands for; null: it is an ordinary number. */
export function outcomeOfNumber(number: string): OutcomeName | null {
  const code = MAGIC.exec(number)?.[1];
  return code === undefined ? null : (BY_CODE.get(Number(code)) ?? null);
}

/** The table, in order of the numbers. */
export function magicNumbers(): MagicNumber[] {
  return OUTCOME_NAMES.map((outcome) => {
    const { code, description }: NamedOutcome = NAMED_OUTCOMES[outcome];
    const first = `${PREFIX}${String(code).padStart(2, '0')}`;
    const numbers = Array.from({ length: CHOICES }, (_, choice) => `${first}${choice}`);
    return { number: numbers[0]!, numbers, outcome, description };
  }).sort((a, b) => a.number.localeCompare(b.number));
}
