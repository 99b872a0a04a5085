import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import type { ApiFault } from '../../core/faults.ts';
import type { Answer } from './answer.ts';
import type { House } from './call.ts';

/** Turns a call down until so many seconds have passed. */
export function tooMany(c: Context, house: House, afterSeconds: number): Answer {
  const answer = house.turnDown(c, 'TOO_MANY');
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(afterSeconds) } };
}

/** The answer that a fault gives in the place of the endpoint. */
export function struckAnswer(c: Context, house: House, { kind, retryAfterSeconds }: ApiFault): Answer {
  switch (kind) {
    case 'STATUS_429':
      return tooMany(c, house, retryAfterSeconds);
    case 'STATUS_502':
      return gatewayError(502);
    case 'STATUS_503':
      return gatewayError(503);
    default:
      return house.turnDown(c, 'FAILED');
  }
}

/** What a gateway says when it cannot reach the API: clients that take every answer for JSON fail on it [I]. */
function gatewayError(status: 502 | 503): Answer {
  const title = `${status} ${STATUS_CODES[status]}`;
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}
