import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import type { ApiFault } from '../../core/faults.ts';
import type { House } from './call.ts';

/** Turns a call down until so many seconds have passed. */
export function tooMany(c: Context, house: House, afterSeconds: number): Response {
  const response = house.turnDown(c, 'TOO_MANY');
  response.headers.set('retry-after', String(afterSeconds));
  return response;
}

/** The answer that a fault gives in the place of the endpoint. */
export function struckAnswer(c: Context, house: House, { kind, retryAfterSeconds }: ApiFault): Response {
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
function gatewayError(status: 502 | 503): Response {
  const title = `${status} ${STATUS_CODES[status]}`;
  const html = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return new Response(html, { status, headers: { 'content-type': 'text/html' } });
}
