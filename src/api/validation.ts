import type { z } from '@hono/zod-openapi';
import type { FieldProblem } from '../core/refusal.ts';

type Issue = z.core.$ZodIssue;

/** What zod says of a union that has no words of its own. */
const UNION_MESSAGE = 'Invalid input';

/** Says in our own words what a schema found wrong: each field by its path, the problem, and what would be right. */
export function fieldProblems(
  issues: readonly Issue[],
  parents: readonly PropertyKey[] = [],
): FieldProblem[] {
  return issues.flatMap((issue) => describe(issue, [...parents, ...issue.path]));
}

function describe(issue: Issue, path: readonly PropertyKey[]): FieldProblem[] {
  const field = path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: [...path, key].join('.'),
        problem: 'there is no such field',
        expected: 'a field that /docs names',
      }));
    case 'invalid_type':
      return [{ field, problem: received(issue.message), expected: article(issue.expected) }];
    case 'invalid_value':
      return [
        { field, problem: 'is none of the values allowed', expected: issue.values.map(String).join(', ') },
      ];
    case 'too_small': {
      const { minimum, origin } = issue;
      const expected = issue.inclusive ? `${minimum}${unit(origin)} or more` : `more than ${minimum}`;
      return [{ field, problem: unit(origin) ? 'is too short' : 'is too small', expected }];
    }
    case 'too_big': {
      const { maximum, origin } = issue;
      const expected = `${maximum}${unit(origin)} or less`;
      return [{ field, problem: unit(origin) ? 'is too long' : 'is too large', expected }];
    }
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({
        field,
        problem: 'there is no such field',
        expected: message,
      }));
    case 'invalid_format':
      return [
        {
          field,
          problem: 'does not have the right form',
          expected:
            issue.format === 'datetime'
              ? 'an instant in ISO 8601, such as 2026-01-31T12:00:00Z'
              : issue.message,
        },
      ];
    // What our own checks say is what they expect.
    case 'custom':
      return [{ field, problem: 'does not have the right form', expected: issue.message }];
    case 'invalid_union': {
      // What of our own says what the union as a whole expects tells more than its closest part.
      if (issue.message !== UNION_MESSAGE)
        return [{ field, problem: 'does not have the right form', expected: issue.message }];
      const [closest] = [...issue.errors].sort((a, b) => a.length - b.length);
      return closest ? fieldProblems(closest, path) : [{ field, problem: issue.message }];
    }
    default:
      return [{ field, problem: issue.message }];
  }
}

function received(message: string): string {
  const what = /received (.+)$/.exec(message)?.[1] ?? 'something else';
  if (what === 'undefined') return 'is missing';
  if (what === 'NaN') return 'is not a number';
  return what === 'null' ? 'is null' : `is ${article(what)}`;
}

function article(noun: string): string {
  const word = noun === 'int' ? 'whole number' : noun;
  return /^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`;
}

/** What the length of such a value counts; empty for what has none. */
function unit(origin: string): string {
  if (origin === 'string') return ' character(s)';
  return origin === 'array' ? ' item(s)' : '';
}
