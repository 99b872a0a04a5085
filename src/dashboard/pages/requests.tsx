import type { z } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { requestSchema } from '../../api/control/requests.ts';
import { ENDPOINT_NAMES } from '../../core/endpoints.ts';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Body, Headers } from '../parts/exchange.tsx';
import { CustomerLink, Wide } from '../parts/inputs.tsx';
import { Action, Card, Chip, Choice, Facts, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';
import { RealApiTabs } from '../parts/real-api-tabs.tsx';
import { StatusChip } from './inboxes.tsx';

type Request = z.output<typeof requestSchema>;

/** Calls of the real API. */
export const requestsPages: Pages = {
  get: { '/requests': list, '/requests/:id': request },
  post: { '/requests/clear': clear },
};

const FILTERS = ['endpoint', 'customerId', 'method', 'status', 'url', 'contains', 'match', 'communicationId'];

async function list({ api, asked, url }: PageContext): Promise<Page> {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, asked(name)]));
  const [customers, told] = await Promise.all([
    api.get<{ items: { id: number; name: string }[] }>('/customers?limit=1000'),
    api.send<{ items: Request[]; next: number | null }>(
      'GET',
      `/requests${query({ ...filter, after: asked('after'), order: 'newest', limit: 50 })}`,
    ),
  ]);
  const { items, next } = told.ok ? told.body : { items: [], next: null };
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return {
    title: 'Requests',
    body: (
      <>
        <RealApiTabs current="/requests" />
        {!told.ok && <Refused problem={told.problem} />}
        <p class="lead">What clients sent to the real API here, and what they got.</p>
        <form class="filters" method="get" action="/requests" data-keep id="filter">
          <Choice
            name="endpoint"
            label="Endpoint"
            none="all"
            options={ENDPOINT_NAMES}
            value={filter.endpoint}
          />
          {customers.items.length > 1 && (
            <Choice
              name="customerId"
              label="Customer"
              none="all"
              options={customers.items.map(({ id, name }) => ({ value: id, label: `${id} – ${name}` }))}
              value={filter.customerId}
            />
          )}
          <Field name="status" label="Status" value={filter.status} />
          <Field name="url" label="URL contains" value={filter.url} />
          <Field name="contains" label="Body contains" value={filter.contains} />
          <label class="field">
            <span>Body holds (JSON)</span>
            <input name="match" value={filter.match} placeholder={'{"sender":"Acme"}'} />
          </label>
          <button type="submit">Filter</button>
          {isFiltered && <a href="/requests">All requests</a>}
        </form>
        {items.length === 0 ? (
          <Nothing>
            {isFiltered ? (
              'None fits.'
            ) : (
              <>
                None yet. Point a client of the real API here; <a href="/certificates">Certificates</a> says
                how it comes to trust this platform.
              </>
            )}
          </Nothing>
        ) : (
          <Table requests={items} />
        )}
        <Older url={url} next={next} />
        {items.length > 0 && (
          <p class="row">
            <Forget customerId={filter.customerId ?? ''} />
          </p>
        )}
      </>
    ),
  };
}

/** All of them, or those of the customer that is shown. */
function Forget({ customerId }: { customerId: string }) {
  const whose = customerId === '' ? '' : ` of customer ${customerId}`;
  return (
    <Action
      to="/requests/clear"
      label={`Forget all${whose}`}
      confirm={`Forget all requests${whose}?`}
      values={{ customerId }}
    />
  );
}

function Table({ requests }: { requests: readonly Request[] }) {
  return (
    <Wide label="Requests">
      <table>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Request</th>
            <th scope="col">Answer</th>
            <th scope="col">Customer</th>
            <th scope="col" class="number">
              Took
            </th>
            <th scope="col">Led to</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((call) => (
            <tr id={`request-${call.id}`}>
              <td class="when">
                <a href={`/requests/${call.id}`}>
                  <Time at={call.at} />
                </a>
              </td>
              <td>
                <strong>{call.request.method}</strong> {pathOf(call.request.url)}
              </td>
              <td>
                <StatusChip status={call.status} />{' '}
                {call.faults.length > 0 && <span class="soft">struck by {call.faults.join(', ')}</span>}
              </td>
              <td>{call.customerId ?? <span class="soft">–</span>}</td>
              <td class="number">{tookMs(call.durationMs)}</td>
              <td>
                <Communications ids={call.communicationIds} most={3} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** A client may send what it likes as an address. */
const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : url);

const tookMs = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

function Communications({ ids, most }: { ids: readonly number[]; most: number }): Child {
  if (ids.length === 0) return <span class="soft">–</span>;
  return (
    <>
      {ids.slice(0, most).map((id, index) => (
        <>
          {index > 0 && ', '}
          <a href={`/communications/${id}`}>{id}</a>
        </>
      ))}
      {ids.length > most && <span class="soft"> and {ids.length - most} more</span>}
    </>
  );
}

async function request({ api, c }: PageContext): Promise<Page> {
  const call = await api.get<Request>(`/requests/${encodeURIComponent(c.req.param('id')!)}`);
  const { id, request: sent, response, faults } = call;
  const whole = `/v1/requests/${id}`;
  return {
    title: `Request ${id}`,
    body: (
      <div class="grid halves">
        <Card title="In short" wide>
          <Facts
            facts={{
              'At (platform time)': <Time at={call.at} />,
              Endpoint: call.endpoint ?? 'none: there is nothing at this address',
              Customer:
                call.customerId === null ? 'nobody that is known' : <CustomerLink id={call.customerId} />,
              From: call.remoteAddress,
              Took: tookMs(call.durationMs),
              'Led to': <Communications ids={call.communicationIds} most={50} />,
              Faults: faults.length > 0 ? faults.map((kind) => <Chip word={kind} />) : null,
            }}
          />
        </Card>
        <Card title="Sent">
          <p class="request-line">
            <strong>{sent.method}</strong> <code>{sent.url}</code>
          </p>
          <Headers headers={sent.headers} />
          <Body text={sent.body} none="It has no body." whole={whole} />
          <Length bytes={sent.bytes} />
        </Card>
        <Card title="Answered">
          {response === null ? (
            <Nothing>Nothing: the connection was cut.</Nothing>
          ) : (
            <>
              <p class="request-line">
                Status <StatusChip status={response.status} />
              </p>
              <Headers headers={response.headers} />
              <Body text={response.body} none="The answer has no body." whole={whole} />
              <Length bytes={response.bytes} />
            </>
          )}
        </Card>
        <p class="wide">
          <a href="/requests">All requests</a>
        </p>
      </div>
    ),
  };
}

/** So much of a body is kept. */
const KEPT_BYTES = 65_536;

/** What is stored may be less than what went over the wire. */
function Length({ bytes }: { bytes: number }) {
  if (bytes <= KEPT_BYTES) return null;
  return <p class="soft">The whole body had {bytes} bytes; only its beginning was kept.</p>;
}

async function clear({ api }: PageContext, { customerId }: Form): Promise<Outcome> {
  await api.send('DELETE', `/requests${query({ customerId })}`);
  return { back: true };
}
