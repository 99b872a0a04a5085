import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import type { Form } from '../page.ts';
import { Text } from '../parts/inputs.tsx';
import { Field } from '../parts/parts.tsx';
import { wrongAt } from '../parts/wrong.tsx';

/** What was filled in, and what was wrong with it. */
export interface FieldsProps {
  form: Form;
  problem: Problem | null;
}

/** The rows that are there, and an empty one to add another. */
export const withSpare = <Row,>(rows: readonly Row[]): (Row | Record<string, never>)[] => [...rows, {}];

/** What is wrong with all of it together, without what is wrong with a part. */
export function exactly(problem: Problem | null, name: string): string | undefined {
  if (!problem) return undefined;
  return wrongAt({ ...problem, errors: problem.errors?.filter(({ field }) => field === name) ?? [] }, name);
}

interface NamedProps extends FieldsProps {
  name: string;
  label: string;
  hint?: string;
}

/** A number. */
export function Typed({ form, problem, name, label }: NamedProps): Child {
  return <Field name={name} label={label} type="number" value={form[name]} wrong={wrongAt(problem, name)} />;
}

/** Several of a kind, one on a line. */
export function Lines({ form, problem, name, label, hint }: NamedProps): Child {
  return (
    <Text
      name={name}
      label={label}
      value={form[name]}
      wrong={wrongAt(problem, name)}
      {...(hint && { hint })}
    />
  );
}
