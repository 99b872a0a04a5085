import { invalid } from '../../core/refusal.ts';
import { trackingIdOf } from '../../core/tracking-id.ts';
import { accept } from '../../simulation/accept.ts';
import type { Customer } from '../../store/customers.ts';
import type { ApiContext } from '../context.ts';
import { MAX_NAME_LENGTH } from '../control/common.ts';
import type { Call, Handler } from '../emulated/serve.ts';
import { answer, type Bilingual } from './answers.ts';
import { readTyped } from './body.ts';
import { readItem } from './content.ts';
import { type Fields, field, isFields, text } from './fields.ts';
import { ProjectsOf } from './projects.ts';
import { xmlText } from './xml-text.ts';

/** Most communications of one request [I]. */
export const MOST_COMMUNICATIONS = 10_000;

/** What became of one item. */
type Result = { trackingId: string } | { error: string };

/**
 * `EnqueueCommunications` [D]. All that is taken is stored in one transaction before the answer; an item that is refused
 * keeps nothing else back. Of several items with the same `clientMessageId` the first counts, since there is but one
 * place for their result [I].
 */
export function enqueueCommunications(context: ApiContext): Handler {
  return (c, call) => {
    const items = itemsIn(readTyped(c.req.header('content-type') ?? '', call));
    return answer(c, written(enqueue(context, call, call.customer!, items)));
  };
}

/**
 * The items by their `clientMessageId`, under which each is answered; without one there is no answer.
 * @throws Refusal when the request as a whole is none
 */
function itemsIn(body: unknown): Map<string, Fields> {
  const communications = isFields(body) ? field(body, 'communications') : undefined;
  if (!Array.isArray(communications)) throw invalid('communications', 'is missing', 'an array');
  if (communications.length > MOST_COMMUNICATIONS)
    throw invalid('communications', `are more than ${MOST_COMMUNICATIONS}`);
  const items = new Map<string, Fields>();
  for (const [index, item] of communications.entries()) {
    const told = (isFields(item) ? field(item, 'clientMessageId') : null) ?? '';
    const id = text(told);
    const at = `communications[${index}].clientMessageId`;
    if (told === '') throw invalid(at, 'is missing');
    if (id === null) throw invalid(at, 'is no text');
    if (id.length > MAX_NAME_LENGTH) throw invalid(at, `is longer than ${MAX_NAME_LENGTH} characters`);
    if (!items.has(id)) items.set(id, item);
  }
  return items;
}

function enqueue(
  { store, world, clock }: ApiContext,
  call: Call,
  customer: Customer,
  items: ReadonlyMap<string, Fields>,
): Map<string, Result> {
  const projects = new ProjectsOf(store, customer.id);
  const results = new Map<string, Result>();
  const sent: number[] = [];
  const enqueueOne = (clientMessageId: string, item: Fields): Result => {
    if (customer.settings.uniqueMessageIds) {
      const before = store.enqueued.first(customer.id, clientMessageId);
      if (before !== null) return { trackingId: trackingIdOf(before) };
    }
    const wish = readItem(item, customer, projects);
    if (typeof wish === 'string') return { error: wish };
    const { id, seq } = accept(world, wish);
    sent.push(id);
    store.enqueued.add({
      communicationSeq: seq,
      communicationId: id,
      customerId: customer.id,
      clientMessageId,
    });
    return { trackingId: trackingIdOf(id) };
  };
  store.transaction(() => {
    for (const [id, item] of items) results.set(id, enqueueOne(id, item));
  });
  call.communicationIds = sent;
  clock.wake();
  return results;
}

/**
 * Beside success too there is `isTransientError`, as in the vendor's sample [D]. A failed item has no `trackingId`, and
 * says why under `error` [I].
 */
function written(results: ReadonlyMap<string, Result>): Bilingual {
  return {
    json() {
      const entries = Array.from(results, ([id, result]) => {
        const key = JSON.stringify(id);
        return 'error' in result
          ? `${key}:{"trackingId":null,"success":false,"isTransientError":false,"error":${JSON.stringify(result.error)}}`
          : `${key}:{"trackingId":"${result.trackingId}","success":true,"isTransientError":false}`;
      });
      return `{"results":{${entries.join(',')}}}`;
    },
    xml() {
      const entries = Array.from(results, ([id, result]) => {
        const told =
          'error' in result
            ? `<success>false</success><isTransientError>false</isTransientError><error>${xmlText(result.error)}</error>`
            : `<trackingId>${result.trackingId}</trackingId><success>true</success><isTransientError>false</isTransientError>`;
        return `<result><clientMessageId>${xmlText(id)}</clientMessageId>${told}</result>`;
      });
      return `<EnqueueCommunicationsResponse><results>${entries.join('')}</results></EnqueueCommunicationsResponse>`;
    },
  };
}
