import { chanceInteger } from '../../core/chance.ts';
import type { EventView } from '../../core/event-view.ts';
import type { CompiledCallback } from '../../core/template/compile.ts';
import type { Callback } from '../../store/callbacks.ts';
import type { OutgoingRequest } from '../transport/transport.ts';
import type { Strikes } from './strikes.ts';

/** Above every ID that the platform gives away, and still exact in a JSON number. */
const UNKNOWN_IDS = 9_000_000_000_000;

/** The event as it would look if it were about a communication that nobody has sent. */
export function withUnknownId(view: EventView): EventView {
  // Not a copy: a view may read its values when it is asked for them.
  return Object.create(view, { communicationId: { value: UNKNOWN_IDS + view.eventId } });
}

/** Renders a request, and lets faults spoil its body. */
export function renderRequest(
  callback: Callback,
  compiled: CompiledCallback,
  views: readonly EventView[],
  strikes: Strikes,
  seed: string,
): OutgoingRequest {
  const { method, format } = callback.config;
  const bad = strikes.has('BAD_ITEM')
    ? chanceInteger(seed, `callback/${callback.id}`, `bad-item/${views[0]!.eventId}`, 0, views.length)
    : -1;
  const empty = format === 'JSON' ? '{}' : '<item/>';
  const request = compiled.render(views, (item, index) => (index === bad ? empty : item));
  const body = request.body === null ? null : Buffer.from(spoilBody(request.body, strikes, format), 'utf8');
  const trickle = strikes.get('TRICKLE_BODY');
  return {
    method,
    url: request.url,
    headers: request.headers,
    body,
    ...(trickle && { manner: { trickleMs: trickle.trickleMs } }),
    ...(strikes.has('RESET_MIDWAY') && { manner: 'RESET' as const }),
  };
}

function spoilBody(body: string, strikes: Strikes, format: 'JSON' | 'XML' | null): string {
  if (strikes.size === 0) return body;
  const malformed = strikes.has('MALFORMED_BODY')
    ? `${body.slice(0, -1)}${format === 'XML' ? '<' : ','}`
    : body;
  return strikes.has('TRUNCATE_BODY') ? malformed.slice(0, Math.floor(malformed.length / 2)) : malformed;
}
