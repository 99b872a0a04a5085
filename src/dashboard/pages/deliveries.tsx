import type { z } from '@hono/zod-openapi';
import type { deliverySchema } from '../../api/control/deliveries.ts';
import { DELIVERY_STATES } from '../../core/vocabulary.ts';
import { query } from '../api.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { Wide } from '../parts/inputs.tsx';
import { Action, Chip, Choice, count, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';

export type Delivery = z.output<typeof deliverySchema>;

interface Callback {
  id: number;
  name: string;
  url: string;
}

/** Requests that were made, or are to be. */
export const deliveriesPages: Pages = {
  get: { '/deliveries': list },
  post: { '/deliveries/replay': replay },
};

async function list(context: PageContext, refused: unknown = null): Promise<Page> {
  const { api, asked, url } = context;
  const [callbackId, communicationId, state, after] = ['callbackId', 'communicationId', 'state', 'after'].map(
    asked,
  );
  const filter = { callbackId, communicationId, state };
  const [callbacks, told] = await Promise.all([
    api.get<{ items: Callback[] }>('/callbacks?limit=1000'),
    api.send<{ items: Delivery[]; next: number | null }>(
      'GET',
      `/deliveries${query({ ...filter, after, order: 'newest', limit: 50 })}`,
    ),
  ]);
  const page = told.ok ? told.body : { items: [], next: null };
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return {
    title: 'Deliveries',
    body: (
      <>
        {refused}
        {!told.ok && <Refused problem={told.problem} />}
        <form class="filters" method="get" action="/deliveries" data-keep id="filter">
          <Choice
            name="callbackId"
            label="Callback"
            none="all"
            options={callbacks.items.map(({ id, name, url: target }) => ({
              value: id,
              label: `${id} – ${short(name || target)}`,
            }))}
            value={callbackId}
          />
          <Choice name="state" label="State" none="all" options={DELIVERY_STATES} value={state} />
          <Field name="communicationId" label="Communication" value={communicationId} />
          <button type="submit">Filter</button>
          {isFiltered && <a href="/deliveries">All deliveries</a>}
        </form>
        {state === 'PARKED' && page.items.length > 0 && (
          <div class="row before">
            <Action
              to="/deliveries/replay"
              label="Send all parked ones again"
              values={{ state, ...(callbackId && { callbackId }) }}
            />
          </div>
        )}
        {page.items.length === 0 ? (
          <Nothing>
            {isFiltered ? (
              <>None fits.</>
            ) : (
              <>
                None yet. Deliveries are made when something is reported and a{' '}
                <a href="/callbacks">callback</a> is there for it.
              </>
            )}
          </Nothing>
        ) : (
          <DeliveryTable deliveries={page.items} callbacks={callbacks.items} />
        )}
        <Older url={url} next={page.next} />
      </>
    ),
  };
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

interface DeliveryTableProps {
  deliveries: readonly Delivery[];
  /** To tell them by name; of one callback without it. */
  callbacks?: readonly Callback[];
}

/** The newest first. */
export function DeliveryTable({ deliveries, callbacks }: DeliveryTableProps) {
  const nameOf = (callbackId: number) => callbacks?.find(({ id }) => id === callbackId)?.name || callbackId;
  return (
    <Wide label="Deliveries">
      <table>
        <thead>
          <tr>
            <th scope="col">Delivery</th>
            {callbacks && <th scope="col">Callback</th>}
            <th scope="col">State</th>
            <th scope="col" class="number">
              Events
            </th>
            <th scope="col" class="number">
              Attempts
            </th>
            <th scope="col">Made</th>
            <th scope="col">Last error, faults</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map(({ id, callbackId, state, items, attempts, createdAt, error, faults }) => (
            <tr id={`delivery-${id}`}>
              <td>
                <a href={`/deliveries/${id}`}>{id}</a>
              </td>
              {callbacks && (
                <td>
                  <a href={`/callbacks/${callbackId}`}>{nameOf(callbackId)}</a>
                </td>
              )}
              <td>
                <Chip word={state} />
              </td>
              <td class="number">{count(items)}</td>
              <td class="number">{attempts}</td>
              <td class="when">
                <Time at={createdAt} />
              </td>
              <td class="said">
                {error} {faults.length > 0 && <span class="soft">struck by {faults.join(', ')}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

async function replay(
  context: PageContext,
  { state, callbackId }: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const told = await context.api.send('POST', '/deliveries/replay', {
    state,
    ...(callbackId && { callbackId: Number(callbackId) }),
  });
  if (told.ok) return { back: true };
  return { again: await list(context, <Refused problem={told.problem} />), problem: told.problem };
}
