import type { z } from '@hono/zod-openapi';
import type { inboxSchema } from '../../api/control/inbox-schemas.ts';
import { INBOX_NAME } from '../../core/inbox.ts';
import { query, refusedField } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Wide } from '../parts/inputs.tsx';
import { Card, Chip, count, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';

export type Inbox = z.output<typeof inboxSchema>;

/** The endpoints of the built-in receiver. */
export const inboxesPages: Pages = {
  get: { '/inboxes': (context) => list(context) },
  post: { '/inboxes': open },
};

async function list({ api, asked, url }: PageContext, name = '', refused: unknown = null): Promise<Page> {
  const { items, next } = await api.get<{ items: Inbox[]; next: number | null }>(
    `/inbox${query({ after: asked('after'), limit: 100 })}`,
  );
  return {
    title: 'Inbox',
    body: (
      <>
        {refused}
        <p class="lead">
          An inbox is a receiver that is built in: it takes whatever is sent to <code>/inbox/…</code>, shows
          it, and answers what you tell it to. Any name of small letters, digits and hyphens is one.
        </p>
        {items.length === 0 ? (
          <Nothing>
            None has been used yet. <a href="/inboxes/first">Open the first one</a> and point a callback
            there.
          </Nothing>
        ) : (
          <Card title="Inboxes">
            <Table inboxes={items} />
          </Card>
        )}
        <Older url={url} next={next} />
        <form class="row apart" method="post" action="/inboxes" data-keep id="open-inbox">
          <Field name="name" label="Open another" value={name} required />
          <button type="submit">Open</button>
        </form>
      </>
    ),
  };
}

function Table({ inboxes }: { inboxes: readonly Inbox[] }) {
  return (
    <Wide label="Inboxes">
      <table>
        <thead>
          <tr>
            <th scope="col">Inbox</th>
            <th scope="col" class="number">
              Requests
            </th>
            <th scope="col">Newest</th>
            <th scope="col">Answers</th>
          </tr>
        </thead>
        <tbody>
          {inboxes.map((inbox) => (
            <tr id={`inbox-${inbox.name}`}>
              <td>
                <a href={`/inboxes/${inbox.name}`}>{inbox.name}</a>
              </td>
              <td class="number">{count(inbox.requests)}</td>
              <td>
                <Time at={inbox.lastAt} />
              </td>
              <td>
                <Answers inbox={inbox} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** What it answers, in short. */
export function Answers({ inbox: { answer, next, auth, requireClientCertificate } }: { inbox: Inbox }) {
  const demands = [auth && 'a password', requireClientCertificate && 'a client certificate'].filter(Boolean);
  return (
    <>
      <StatusChip status={answer.status} />
      {answer.delayMs > 0 && ` after ${answer.delayMs} ms`}
      {next.length > 0 && ', but first '}
      {next.map(({ status, times }, index) => (
        <>
          {index > 0 && ', '}
          {times} × <StatusChip status={status} />
        </>
      ))}
      {demands.length > 0 && <span class="soft">; demands {demands.join(' and ')}</span>}
    </>
  );
}

/** A status of HTTP, its colour by whether it is a success. */
export function StatusChip({ status }: { status: number | null }) {
  if (status === null) return <Chip word="no answer" />;
  return <span class={`chip ${status < 300 ? 'good' : status < 400 ? 'busy' : 'bad'}`}>{status}</span>;
}

async function open(context: PageContext, { name = '' }: Form): Promise<Outcome> {
  if (INBOX_NAME.test(name)) return { goTo: `/inboxes/${name}` };
  const problem = refusedField('name', 'is no name of an inbox', 'small letters, digits and hyphens');
  return { again: await list(context, name, <Refused problem={problem} />), problem };
}
