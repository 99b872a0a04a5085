import { type FieldProblem, inOneLine } from '../core/refusal.ts';
import type { Reply } from './transport.ts';

/** Of an answer that is no problem+json so much is shown. */
const MOST_SHOWN = 500;

/** An operation that the platform did not carry out; nothing has been changed. Its message names every wrong field. */
export class RefusalError extends Error {
  /** Its operationId, such as `createCampaign`. */
  readonly operation: string;
  /** Of the answer, such as 400. */
  readonly status: number;
  /** What that status is called, such as `Bad Request`. */
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];

  constructor(operation: string, reply: Reply) {
    const { title, detail, errors } = problemOf(reply);
    const lines = errors.length > 0 ? errors.map(inOneLine) : [detail];
    super([`${operation} was refused: ${reply.status} ${title}`, ...lines].join('\n  '));
    this.name = 'RefusalError';
    this.operation = operation;
    this.status = reply.status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }
}

function problemOf({ contentType, body, reason }: Reply): {
  title: string;
  detail: string;
  errors: readonly FieldProblem[];
} {
  const text = body.toString('utf8');
  if (contentType.startsWith('application/problem+json')) {
    const { title = reason, detail = '', errors = [] } = JSON.parse(text);
    return { title, detail, errors };
  }
  return { title: reason, detail: text.slice(0, MOST_SHOWN) || 'without a word', errors: [] };
}
