import type { Child } from 'hono/jsx';
import { COMMUNICATION_TYPES } from '../../core/vocabulary.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Exchange } from '../parts/exchange.tsx';
import { CustomerLink } from '../parts/inputs.tsx';
import { Listing } from '../parts/listing.tsx';
import { Action, Card, Choice, count, Facts, Nothing, Refused, Time } from '../parts/parts.tsx';
import { duration } from '../parts/timing.tsx';
import type { Try } from '../parts/try.ts';
import { type Callback, Health, inboxOf, PauseOrResume, sends } from './callbacks.tsx';
import { type Delivery, DeliveryTable } from './deliveries.tsx';

const PATH = '/callbacks/:id{[0-9]+}';

/** A callback, how it is, and what can be done with it. */
export const callbackPages: Pages = {
  get: { [PATH]: (context) => callback(context) },
  post: {
    [`${PATH}/pause`]: (context) => act(context, 'POST', '/pause'),
    [`${PATH}/resume`]: (context) => act(context, 'POST', '/resume'),
    [`${PATH}/cursor`]: moveCursor,
    [`${PATH}/replay`]: replayParked,
    [`${PATH}/remove`]: remove,
    [`${PATH}/test`]: test,
  },
};

const idOf = ({ c }: PageContext) => c.req.param('id')!;

interface Beside {
  refused?: Child;
  /** Of a sample that was just sent. */
  sample?: Try;
}

async function callback(context: PageContext, { refused = null, sample }: Beside = {}): Promise<Page> {
  const { api } = context;
  const id = idOf(context);
  const [it, { items }] = await Promise.all([
    api.get<Callback>(`/callbacks/${id}`),
    api.get<{ items: Delivery[] }>(`/deliveries?callbackId=${id}&order=newest&limit=10`),
  ]);
  return {
    title: it.name || `Callback ${id}`,
    body: (
      <>
        {refused}
        <div class="row before">
          <a class="button strong" href={`/callbacks/${id}/edit`}>
            Change
          </a>
          <PauseOrResume callback={it} />
          <Action to={`/callbacks/${id}/replay`} label="Send parked ones again" />
          <Action
            to={`/callbacks/${id}/remove`}
            label="Remove"
            tone="danger"
            confirm="Remove the callback and all of its deliveries?"
          />
        </div>
        <div class="grid">
          <State callback={it} />
          <Card title="What it is">
            <Described callback={it} />
          </Card>
          <Sample callback={it} sample={sample} />
          <Card title="Last deliveries" wide>
            {items.length === 0 ? (
              <Nothing>None yet. They are made with the next tick after something is reported.</Nothing>
            ) : (
              <>
                <DeliveryTable deliveries={items} />
                <p class="pager">
                  <a href={`/deliveries?callbackId=${id}`}>All of its deliveries</a>
                </p>
              </>
            )}
          </Card>
        </div>
      </>
    ),
  };
}

function State({ callback: it }: { callback: Callback }) {
  const { lag } = it;
  const inbox = inboxOf(it.url);
  return (
    <Card title="How it is">
      <Facts
        facts={{
          Health: <Health callback={it} />,
          Behind: lag.lagMs === 0 ? 'not at all' : duration(lag.lagMs),
          'Log behind its cursor': `${count(lag.backlog)} ${lag.backlog === 1 ? 'entry' : 'entries'}`,
          'Deliveries that wait': (
            <a href={`/deliveries?callbackId=${it.id}&state=PENDING`}>{count(lag.pending)}</a>
          ),
          'Place in the log': `after event ${it.cursor}`,
          Arrivals: inbox && <a href={`/inboxes/${inbox}`}>inbox {inbox}</a>,
        }}
      />
      {it.warnings.length > 0 && (
        <ul class="plain after">
          {it.warnings.map(({ field, warning }) => (
            <li class="warned">
              <code>{field}</code> {warning}
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>Move its place in the log</summary>
        <form class="row" method="post" action={`/callbacks/${it.id}/cursor`} data-keep id="cursor">
          <Choice
            name="to"
            label="To"
            options={[
              { value: 'BEGINNING', label: 'the beginning: all is sent again' },
              { value: 'END', label: 'the end: what waits is passed over' },
              { value: 'EVENT', label: 'after an event' },
            ]}
          />
          <label class="field">
            <span>Event</span>
            <input name="event" type="number" min="0" placeholder={String(it.cursor)} />
          </label>
          <button type="submit">Move</button>
        </form>
      </details>
    </Card>
  );
}

function Described({ callback: it }: { callback: Callback }) {
  const { tls, timeouts, clientCertificate } = it;
  const headers = Object.entries(it.headers);
  return (
    <>
      <Facts
        facts={{
          Customer: <CustomerLink id={it.customerId} />,
          URL: <code>{it.url}</code>,
          Sends: sends(it),
          Types: it.types.join(', ') || 'all',
          Statuses: it.statuses.join(', ') || 'all',
          Headers:
            headers.length === 0 ? null : (
              <ul class="plain-list">
                {headers.map(([name, value]) => (
                  <li>
                    <code>
                      {name}: {value}
                    </code>
                  </li>
                ))}
              </ul>
            ),
          'Basic authentication': it.auth && `as ${it.auth.username}`,
          'Client certificate': clientCertificate && (
            <>
              {clientCertificate.subject}, until <Time at={clientCertificate.validTo} />
            </>
          ),
          TLS: `${tls.minVersion} to ${tls.maxVersion}; ${
            tls.verify || tls.ca ? 'the receiver is verified' : 'self-signed receivers are accepted'
          }`,
          'Requests at once': String(it.concurrency),
          Patience: `${duration(timeouts.connectMs ?? 0)} to connect, ${duration(timeouts.answerMs ?? 0)} to answer`,
          Registered: <Time at={it.createdAt} />,
        }}
      />
      {it.method === 'POST' && (
        <details>
          <summary>Template</summary>
          {it.template === null ? (
            <p class="soft">The default one.</p>
          ) : (
            <Listing label="Template" text={it.template} />
          )}
        </details>
      )}
    </>
  );
}

function Sample({ callback: it, sample }: { callback: Callback; sample: Try | undefined }) {
  const path = `/callbacks/${it.id}/test`;
  const types = it.types.length > 0 ? it.types : COMMUNICATION_TYPES;
  return (
    <div class="wide sample" data-keep id="try">
      <Card title="Try it">
        <form
          class="row"
          method="post"
          action={path}
          hx-post={path}
          hx-target="#sample"
          hx-select="#sample"
          hx-swap="outerHTML"
          hx-disabled-elt="find button"
        >
          <Choice name="type" label="Sample of" options={types} />
          <button type="submit">Send a sample now</button>
          <small>Nothing of it is stored, and it is not tried again.</small>
        </form>
      </Card>
      <div id="sample" aria-live="polite">
        {sample && (
          <div class="grid after">
            <Exchange
              id="sample"
              attempt={sample}
              insecure={!it.tls.verify && it.tls.ca == null}
              whole={null}
            />
          </div>
        )}
      </div>
    </div>
  );
}

async function act(context: PageContext, method: string, path: string, body?: object): Promise<Outcome> {
  const told = await context.api.send(method, `/callbacks/${idOf(context)}${path}`, body);
  return told.ok ? { back: true } : refusedHere(context, told.problem);
}

type Problem = Parameters<typeof Refused>[0]['problem'] & object;

async function refusedHere(context: PageContext, problem: Problem): Promise<Outcome> {
  return { again: await callback(context, { refused: <Refused problem={problem} /> }), problem };
}

function moveCursor(context: PageContext, { to, event }: Form): Promise<Outcome> {
  return act(context, 'POST', '/cursor', { to: to === 'EVENT' ? Number(event || Number.NaN) : to });
}

async function replayParked(context: PageContext): Promise<Outcome> {
  const told = await context.api.send('POST', '/deliveries/replay', {
    callbackId: Number(idOf(context)),
    state: 'PARKED',
  });
  return told.ok ? { back: true } : refusedHere(context, told.problem);
}

async function remove(context: PageContext): Promise<Outcome> {
  const told = await context.api.send('DELETE', `/callbacks/${idOf(context)}`);
  return told.ok ? { goTo: '/callbacks' } : refusedHere(context, told.problem);
}

async function test(context: PageContext, { type }: Form): Promise<Outcome> {
  const told = await context.api.send<Try>('POST', `/callbacks/${idOf(context)}/test`, type ? { type } : {});
  if (!told.ok) return refusedHere(context, told.problem);
  return { show: await callback(context, { sample: told.body }) };
}
