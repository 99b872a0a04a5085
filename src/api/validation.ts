import type { z } from '@hono/zod-openapi';
import type { FieldProblem } from '../core/refusal.ts';

type Issue = z.core.$ZodIssue;

/** Says in our own words what a schema found wrong: each field by its path, the problem, and what would be right. */
export function fieldProblems(issues: readonly Issue[], parents: readonly PropertyKey[] = []): FieldProblem[] {
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
      return [
        issue.message.endsWith('received undefined')
          ? { field, problem: 'is missing', expected: article(issue.expected) }
          : { field, problem: `is ${received(issue.message)}`, expected: article(issue.expected) },
      ];
    case 'invalid_value':
      return [{ field, problem: 'is none of the values allowed', expected: issue.values.map(String).join(', ') }];
    case 'too_small':
      return [{ field, problem: 'is too small', expected: `${issue.minimum} ${unit(issue.origin)}or more` }];
    case 'too_big':
      return [{ field, problem: 'is too large', expected: `${issue.maximum} ${unit(issue.origin)}or less` }];
    case 'invalid_union': {
      const [closest] = [...issue.errors].sort((a, b) => a.length - b.length);
      return closest ? fieldProblems(closest, path) : [{ field, problem: issue.message }];
    }
    default:
      return [{ field, problem: issue.message }];
  }
}

function received(message: string): string {
  return article(/received (.+)$/.exec(message)?.[1] ?? 'something else');
}

function article(noun: string): string {
  const word = noun === 'int' ? 'whole number' : noun;
  return /^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`;
}

function unit(origin: string): string {
  return origin === 'string' ? 'characters ' : origin === 'array' || origin === 'set' ? 'items ' : '';
}
