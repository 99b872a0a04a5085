import type { Problem } from '../../api/problem.ts';

type FieldError = NonNullable<Problem['errors']>[number];

/**
 * What the API says of a field of a form, and of all below it: `words` of `words.3`.
 * @returns undefined: nothing
 */
export function wrongAt(problem: Problem | null, name: string): string | undefined {
  const below = `${name}.`;
  const said = (problem?.errors ?? [])
    .filter(({ field }) => field === name || field.startsWith(below))
    .map((error) => `${placeIn(error.field.slice(below.length))}${inWords(error)}`);
  return said.length === 0 ? undefined : said.join('; ');
}

/** Which of several, as people count. */
function placeIn(rest: string): string {
  const [first = ''] = rest.split('.');
  return /^\d+$/.test(first) ? `no. ${Number(first) + 1} ` : '';
}

const inWords = ({ problem, expected }: FieldError) =>
  expected === undefined ? problem : `${problem} (expected ${expected})`;

/** Says so below the field. */
export function Wrong({ wrong }: { wrong: string | undefined }) {
  if (wrong === undefined) return null;
  return <small class="mistake">{wrong}</small>;
}

/** Attributes of the field itself. */
export const invalid = (wrong: string | undefined) =>
  wrong === undefined ? {} : { 'aria-invalid': 'true' as const };
