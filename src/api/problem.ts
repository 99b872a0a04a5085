import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import { type FieldProblem, Refusal, type RefusalKind } from '../core/refusal.ts';

/** What a refusal is answered with, on any of the APIs. */
export const STATUS_OF: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
};

/** A body of RFC 9457, with every wrong field under `errors`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly FieldProblem[];
}

/** Answers with problem+json. */
export function problem(
  context: Context,
  status: number,
  detail: string,
  errors?: readonly FieldProblem[],
): Response {
  const body: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(errors && errors.length > 0 ? { errors } : {}),
  };
  return context.body(JSON.stringify(body), status as 400, { 'content-type': 'application/problem+json' });
}

/** How many problems the detail tells of; the others stand under `errors` only. */
const IN_DETAIL = 5;

/** Answers a refusal, from whatever part of the platform it came. */
export function refused(context: Context, { kind, problems }: Refusal): Response {
  const { message } = new Refusal(kind, problems.slice(0, IN_DETAIL));
  const more = problems.length - IN_DETAIL;
  const detail = more > 0 ? `${message}; and ${more} more under errors` : message;
  return problem(context, STATUS_OF[kind], detail, problems);
}
