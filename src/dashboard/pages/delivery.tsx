import type { z } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { callbackSchema } from '../../api/control/callback-schemas.ts';
import type { withAttempts } from '../../api/control/deliveries.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { Exchange, Struck } from '../parts/exchange.tsx';
import { Wide } from '../parts/inputs.tsx';
import { Action, Card, Chip, count, Facts, Nothing, Refused, Time } from '../parts/parts.tsx';
import { duration } from '../parts/timing.tsx';

type Delivery = z.output<typeof withAttempts>;
type Callback = z.output<typeof callbackSchema>;

const NAMED_COMMUNICATIONS = 6;

/** A delivery: what was sent and what came back. */
export const deliveryPages: Pages = {
  get: { '/deliveries/:id{[0-9]+}': (context) => delivery(context) },
  post: { '/deliveries/:id{[0-9]+}/replay': replay },
};

const idOf = ({ c }: PageContext) => c.req.param('id')!;

async function delivery(context: PageContext, refused: Child = null): Promise<Page> {
  const { api, asked } = context;
  const it = await api.get<Delivery>(`/deliveries/${idOf(context)}`);
  const callback = await api.get<Callback>(`/callbacks/${it.callbackId}`);
  const wanted = Number(asked('attempt'));
  const shown = it.attempts.find(({ number }) => number === wanted) ?? it.attempts.at(-1);
  return {
    title: `Delivery ${it.id}`,
    body: (
      <>
        {refused}
        <div class="grid">
          <Card title="The delivery">
            <DeliveryFacts delivery={it} callback={callback} />
            <Struck faults={it.faults} />
            {it.state !== 'PENDING' && (
              <div class="row">
                <Action to={`/deliveries/${it.id}/replay`} label="Send it again" tone="strong" />
              </div>
            )}
          </Card>
          <Card title="Attempts">
            {shown === undefined ? (
              <Nothing>
                {it.state === 'PENDING'
                  ? 'None yet; it goes out with the next tick.'
                  : 'None, or they are forgotten by now.'}
              </Nothing>
            ) : (
              <Attempts delivery={it} shown={shown.number} />
            )}
          </Card>
          {shown && (
            <Exchange
              id={String(shown.number)}
              attempt={shown}
              queuedMs={shown.queuedMs}
              insecure={!callback.tls.verify && callback.tls.ca == null}
              whole={`/v1/deliveries/${it.id}`}
            />
          )}
        </div>
      </>
    ),
  };
}

function DeliveryFacts({ delivery, callback }: { delivery: Delivery; callback: Callback }) {
  const { state, items, communicationIds, createdAt, settledAt, nextAttemptAt, error } = delivery;
  return (
    <Facts
      facts={{
        State: <Chip word={state} />,
        Callback: <a href={`/callbacks/${callback.id}`}>{callback.name || `callback ${callback.id}`}</a>,
        Carries: `${count(items)} ${items === 1 ? 'event' : 'events'}`,
        Of: (
          <>
            {communicationIds.slice(0, NAMED_COMMUNICATIONS).map((id, index) => (
              <>
                {index > 0 && ', '}
                <a href={`/communications/${id}`}>{id}</a>
              </>
            ))}
            {communicationIds.length > NAMED_COMMUNICATIONS &&
              ` and ${count(communicationIds.length - NAMED_COMMUNICATIONS)} more`}
          </>
        ),
        Made: <Time at={createdAt} />,
        Settled: settledAt && <Time at={settledAt} />,
        'Next attempt': nextAttemptAt && <Time at={nextAttemptAt} />,
        'Last error': error,
      }}
    />
  );
}

function Attempts({ delivery, shown }: { delivery: Delivery; shown: number }) {
  return (
    <Wide label="Attempts">
      <table>
        <thead>
          <tr>
            <th scope="col">Attempt</th>
            <th scope="col">Answer</th>
            <th scope="col">At</th>
            <th scope="col" class="number">
              Took
            </th>
            <th scope="col">Faults</th>
          </tr>
        </thead>
        <tbody>
          {delivery.attempts.map(({ number, ok, status, startedAt, timing, faults }) => (
            <tr id={`attempt-${number}`}>
              <td>
                <a
                  href={`/deliveries/${delivery.id}?attempt=${number}`}
                  {...(number === shown && { 'aria-current': 'true' })}
                >
                  {number}
                </a>
              </td>
              <td>
                <span class={`chip ${ok ? 'good' : 'bad'}`}>{status ?? 'no answer'}</span>
              </td>
              <td class="when">
                <Time at={startedAt} />
              </td>
              <td class="number">{duration(timing.totalMs)}</td>
              <td>{faults.join(', ') || <span class="soft">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

async function replay(context: PageContext): Promise<Outcome> {
  const told = await context.api.send('POST', `/deliveries/${idOf(context)}/replay`);
  if (told.ok) return { back: true };
  return { again: await delivery(context, <Refused problem={told.problem} />), problem: told.problem };
}
