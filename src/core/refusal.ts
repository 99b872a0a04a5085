/** One thing that is wrong with a request: where, what, and what would be right. */
export interface FieldProblem {
  /** Path of the field in dotted form, e.g. `recipients.3.number`; empty for the request as a whole. */
  field: string;
  problem: string;
  /** What would have been accepted. */
  expected?: string;
}

/** A field problem on one line, with what would be right. */
export function inOneLine({ field, problem, expected }: FieldProblem): string {
  const where = field && `${field}: `;
  return `${where}${problem}${expected === undefined ? '' : `; expected ${expected}`}`;
}

/** Why a request is refused, in terms that the API maps to an HTTP status. */
export type RefusalKind = 'invalid' | 'not-found' | 'conflict' | 'too-large' | 'unsupported-media-type';

/** Thrown by any part of the platform for a request that cannot be carried out; nothing has been changed. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly problems: readonly FieldProblem[],
  ) {
    super(problems.map(({ field, problem }) => (field ? `${field}: ${problem}` : problem)).join('; '));
    this.name = 'Refusal';
  }
}

/** A refusal of one field's value. */
export function invalid(field: string, problem: string, expected?: string): Refusal {
  return new Refusal('invalid', [expected === undefined ? { field, problem } : { field, problem, expected }]);
}

/** A refusal because the thing that `field` names does not exist. */
export function notFound(field: string, what: string): Refusal {
  return new Refusal('not-found', [{ field, problem: `there is no ${what}` }]);
}

/** A refusal because the customer that a body names does not exist. */
export function noSuchCustomer(id: number): Refusal {
  return invalid('customerId', `there is no customer ${id}`, 'the id of a customer');
}

/** A refusal because the thing is not in a state that allows this. */
export function conflict(field: string, problem: string, expected?: string): Refusal {
  return new Refusal('conflict', [
    expected === undefined ? { field, problem } : { field, problem, expected },
  ]);
}
