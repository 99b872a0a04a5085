import fc from 'fast-check';
import { getCountries, getCountryCallingCode, getExampleNumber, PhoneNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { numberKind } from '../../src/core/number.ts';
import { kindByPlan } from '../../src/core/numbering-plan.ts';

const LANDLINES = ['FIXED_LINE', 'UAN', 'PREMIUM_RATE', 'TOLL_FREE', 'SHARED_COST'];
/** Codes of no country: free calls, satellites and their like. */
const WITHOUT_COUNTRY = ['800', '808', '870', '878', '881', '882', '883', '888', '979'];

/** What the library says of a number as it is. */
function byLibrary(msisdn: string) {
  try {
    const type = new PhoneNumber(`+${msisdn}`).getType();
    return type === undefined ? null : LANDLINES.includes(type) ? 'LANDLINE' : 'MOBILE';
  } catch {
    return null;
  }
}

const countries = getCountries();
const callingCodes = [
  ...new Set(countries.map((country) => getCountryCallingCode(country))),
  ...WITHOUT_COUNTRY,
];
const nationalNumber = fc.stringMatching(/^[0-9]{3,12}$/);
const msisdn = fc.tuple(fc.constantFrom(...callingCodes), nationalNumber).map((parts) => parts.join(''));

describe('the numbering plans', () => {
  it('know a mobile of every country, those that share a code too', () => {
    for (const country of countries) {
      const example = getExampleNumber(country, examples)!.number.slice(1);
      expect({ country, kind: numberKind(example) }).toEqual({ country, kind: 'MOBILE' });
      expect({ country, kind: kindByPlan(example) }).toEqual({ country, kind: byLibrary(example) });
    }
  });

  it('say of every number what the library says', () => {
    const seen = new Set<string | null>();
    fc.assert(
      fc.property(msisdn, (number) => {
        const kind = byLibrary(number);
        seen.add(kind);
        expect(kindByPlan(number)).toBe(kind);
      }),
      { numRuns: 20_000, seed: 2031 },
    );
    expect(seen).toEqual(new Set(['MOBILE', 'LANDLINE', null]));
  });

  it('know nothing of a code that no country has', () => {
    expect(kindByPlan('999123456789')).toBeNull();
  });
});
