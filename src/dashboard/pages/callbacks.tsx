import type { z } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { callbackSchema } from '../../api/control/callback-schemas.ts';
import { reachableUrl } from '../../core/platform-url.ts';
import type { Api } from '../api.ts';
import { query } from '../api.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { customerAsked, customersOf } from '../parts/entities.ts';
import { CustomerFilter, Wide } from '../parts/inputs.tsx';
import { Action, count, Nothing, Older, Refused } from '../parts/parts.tsx';
import { duration } from '../parts/timing.tsx';

export type Callback = z.output<typeof callbackSchema>;

/** Where the first callback of a newcomer points. */
const FIRST_INBOX = 'first';

/** The callbacks with how they are. */
export const callbacksPages: Pages = {
  get: { '/callbacks': (context) => list(context) },
  post: { '/callbacks/first': registerFirst },
};

async function list(context: PageContext, refused: Child = null): Promise<Page> {
  const { api, asked, url } = context;
  const customerId = customerAsked(asked);
  const [customers, page, sources] = await Promise.all([
    customersOf(api),
    api.get<{ items: Callback[]; next: number | null }>(
      `/callbacks${query({ customerId, after: asked('after'), limit: 100 })}`,
    ),
    api.get<{ addresses: string[] }>('/source-addresses'),
  ]);
  return {
    title: 'Callbacks',
    body: (
      <>
        {refused}
        <div class="row before">
          <a class="button strong" href="/callbacks/new">
            Register a callback
          </a>
          <Action to="/callbacks/first" label="Register one that points at an inbox here" />
        </div>
        <CustomerFilter customers={customers} path="/callbacks" value={customerId} />
        {page.items.length === 0 ? (
          <Nothing>
            None yet. A callback is a URL of yours that the platform tells what became of SMS and calls.
            Without an endpoint of your own, point one at an{' '}
            <a href={`/inboxes/${FIRST_INBOX}`}>inbox here</a> and see what arrives.
          </Nothing>
        ) : (
          <Table callbacks={page.items} />
        )}
        <Older url={url} next={page.next} />
        <p class="soft apart">
          Requests come from {sources.addresses.join(', ')}: for a receiver's allow-list.
        </p>
      </>
    ),
  };
}

function Table({ callbacks }: { callbacks: readonly Callback[] }) {
  return (
    <Wide label="Callbacks">
      <table>
        <thead>
          <tr>
            <th scope="col">Callback</th>
            <th scope="col">Health</th>
            <th scope="col">Sends</th>
            <th scope="col" class="number">
              Waiting
            </th>
            <th scope="col" class="number">
              Behind
            </th>
            <th scope="col">
              <span class="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {callbacks.map((callback) => (
            <tr id={`callback-${callback.id}`}>
              <td class="target">
                <a href={`/callbacks/${callback.id}`}>{callback.name || `callback ${callback.id}`}</a>
                <br />
                <small>{callback.url}</small>
              </td>
              <td class="said">
                <Health callback={callback} />
              </td>
              <td>{sends(callback)}</td>
              <td class="number">{count(callback.lag.backlog + callback.lag.pending)}</td>
              <td class="number">{callback.lag.lagMs === 0 ? '–' : duration(callback.lag.lagMs)}</td>
              <td>
                <PauseOrResume callback={callback} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** Whether it works, in one word and, if not, why. */
export function Health({ callback: { enabled, lag, warnings } }: { callback: Callback }) {
  const word = !enabled ? 'paused' : lag.error !== null ? 'failing' : 'well';
  const tone = { paused: 'busy', failing: 'bad', well: 'good' }[word];
  return (
    <>
      <span class={`chip ${tone}`}>{word}</span> {lag.error !== null && <small>{lag.error}</small>}
      {warnings.length > 0 && (
        <small>
          {' '}
          {warnings.length} {warnings.length === 1 ? 'warning' : 'warnings'}
        </small>
      )}
    </>
  );
}

export function PauseOrResume({ callback: { id, enabled } }: { callback: Callback }) {
  return enabled ? (
    <Action to={`/callbacks/${id}/pause`} label="Pause" />
  ) : (
    <Action to={`/callbacks/${id}/resume`} label="Resume" tone="strong" />
  );
}

/** What it sends, in short: `POST JSON, up to 100 in a batch`. */
export function sends({ method, format, batch }: Pick<Callback, 'method' | 'format' | 'batch'>): string {
  const what = method === 'GET' ? 'GET' : `POST ${format}`;
  return batch && method === 'POST' ? `${what}, up to ${count(batch.maxItems)} in a batch` : what;
}

/** Registers one with the default template for the first customer, at an inbox of the platform itself. */
async function registerFirst(context: PageContext): Promise<Outcome> {
  const { api } = context;
  const told = await api.send<Callback>('POST', '/callbacks', {
    customerId: await firstCustomer(api),
    name: 'To the inbox',
    url: await inboxUrl(api),
    method: 'POST',
  });
  if (told.ok) return { goTo: `/callbacks/${told.body.id}` };
  return { again: await list(context, <Refused problem={told.problem} />), problem: told.problem };
}

async function firstCustomer(api: Api): Promise<number | undefined> {
  const { items } = await api.get<{ items: { id: number }[] }>('/customers?limit=1');
  return items[0]?.id;
}

/** Of an inbox of the built-in receiver, as callbacks reach it. */
export async function inboxUrl(api: Api, name: string = FIRST_INBOX): Promise<string> {
  const { httpsUrl } = await api.get<{ httpsUrl: string }>('/urls');
  return `${reachableUrl(httpsUrl)}/inbox/${name}`;
}

/** The name of the inbox here that a URL leads to; null: it leads elsewhere. */
export function inboxOf(url: string): string | null {
  return (
    /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\/inbox\/([a-z0-9-]{1,100})\b/.exec(url)?.[1] ??
    null
  );
}
