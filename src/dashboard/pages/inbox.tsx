import type { z } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { inboxRequestSchema } from '../../api/control/inbox-schemas.ts';
import { INBOX_NAME } from '../../core/inbox.ts';
import { NotThere, query } from '../api.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { Body, Headers } from '../parts/exchange.tsx';
import {
  Action,
  Card,
  count,
  Facts,
  Field,
  Nothing,
  Older,
  Refused,
  shortTime,
  Time,
} from '../parts/parts.tsx';
import { inboxUrl } from './callbacks.tsx';
import { AnswerForm, type AnswerValues, NextForm, valuesOf } from './inbox-forms.tsx';
import { Answers, type Inbox, StatusChip } from './inboxes.tsx';

type Arrival = z.output<typeof inboxRequestSchema>;

/** So many of the newest are listed. */
const LISTED = 25;

/** So many characters of a body tell it from others. */
const GLIMPSE = 120;

/** One inbox: what arrived, what it answers. */
export const inboxPages: Pages = {
  get: { '/inboxes/:name': (context) => inboxPage(context) },
  post: { '/inboxes/:name/clear': clear, '/inboxes/:name/remove': remove },
};

/** What a form held that was refused, and why. */
interface Again {
  values?: AnswerValues;
  refused?: Child;
}

/** @throws NotThere for a name that no inbox can have */
export async function inboxPage(context: PageContext, { values, refused }: Again = {}): Promise<Page> {
  const { api, c, asked, url } = context;
  const name = c.req.param('name')!;
  if (!INBOX_NAME.test(name)) throw new NotThere(name);
  const path = `/inbox/${name}`;
  const [method, contains, after] = ['method', 'contains', 'after'].map(asked);
  const filter = { method, contains };
  const [inbox, arrivals, target] = await Promise.all([
    api.get<Inbox>(path),
    api.send<{ items: Arrival[]; next: number | null }>(
      'GET',
      `${path}/requests${query({ ...filter, after, order: 'newest', limit: LISTED })}`,
    ),
    inboxUrl(api, name),
  ]);
  const page = arrivals.ok ? arrivals.body : { items: [], next: null };
  const wanted = Number(asked('request'));
  const shown =
    page.items.find(({ id }) => id === wanted) ?? (wanted ? await read(context, wanted) : page.items[0]);
  const isFiltered = contains !== '' || method !== '';
  return {
    title: `Inbox ${name}`,
    body: (
      <>
        {refused}
        {!arrivals.ok && <Refused problem={arrivals.problem} />}
        <div class="grid halves">
          <Card title="Where it is">
            <p>
              <code id="inbox-url">{target}</code>{' '}
              <button type="button" data-copy="#inbox-url">
                Copy
              </button>
            </p>
            <p class="row">
              <a class="button" href={`/callbacks/new?url=${encodeURIComponent(target)}`}>
                Point a callback here
              </a>
              <a href={`/callbacks`}>Callbacks</a>
              <a href="/inboxes">All inboxes</a>
            </p>
          </Card>
          <Card title="What it answers">
            <p>
              <Answers inbox={inbox} />
            </p>
            <NextForm inbox={inbox} />
            <details>
              <summary>Change what it answers and demands</summary>
              <AnswerForm name={name} values={values ?? valuesOf(inbox)} />
            </details>
          </Card>
        </div>
        <div class="mail">
          <section class="card" aria-labelledby="arrived">
            <h2 id="arrived">
              Arrived <span class="soft">{count(inbox.requests)}</span>
            </h2>
            <form class="filters" method="get" action={`/inboxes/${name}`} data-keep id="filter">
              <Field name="contains" label="Contains" value={contains} />
              <button type="submit">Filter</button>
              {isFiltered && <a href={`/inboxes/${name}`}>All</a>}
            </form>
            {page.items.length === 0 ? (
              <Nothing>
                {isFiltered ? 'None fits.' : 'Nothing yet. It is shown here the moment it arrives.'}
              </Nothing>
            ) : (
              <ol class="arrivals">
                {page.items.map((arrival) => (
                  <Line
                    name={name}
                    arrival={arrival}
                    filter={{ ...filter, after }}
                    chosen={arrival.id === shown?.id}
                  />
                ))}
              </ol>
            )}
            <Older url={url} next={page.next} />
            {inbox.requests > 0 && (
              <div class="row">
                <Action
                  to={`/inboxes/${name}/clear`}
                  label="Forget all"
                  confirm="Forget what arrived here?"
                />
                <Action
                  to={`/inboxes/${name}/remove`}
                  label="Remove the inbox"
                  tone="danger"
                  confirm="Remove the inbox, what arrived, and what it answers?"
                />
              </div>
            )}
          </section>
          {shown && <Shown arrival={shown} whole={`/v1${path}/requests/${shown.id}`} />}
        </div>
      </>
    ),
  };
}

function read({ api, c }: PageContext, id: number): Promise<Arrival | undefined> {
  const path = `/inbox/${encodeURIComponent(c.req.param('name')!)}/requests/${id}`;
  return api.send<Arrival>('GET', path).then((told) => (told.ok ? told.body : undefined));
}

interface LineProps {
  name: string;
  arrival: Arrival;
  filter: Readonly<Record<string, string | undefined>>;
  chosen: boolean;
}

function Line({
  name,
  arrival: { id, at, method, path, status, body, bodyBytes },
  filter,
  chosen,
}: LineProps) {
  return (
    <li id={`arrival-${id}`}>
      <a
        class="pick"
        href={`/inboxes/${name}${query({ ...filter, request: id })}`}
        {...(chosen && { 'aria-current': 'true' as const })}
      >
        <span>
          <strong>{method}</strong> {below(path, name)}
        </span>
        <StatusChip status={status} />
        <span class="soft">
          <time datetime={at}>{shortTime(at)}</time>, {count(bodyBytes)} bytes
        </span>
        <span class="soft glimpse">{body.slice(0, GLIMPSE)}</span>
      </a>
    </li>
  );
}

/** The path without what all have in common. */
const below = (path: string, name: string) => path.slice(`/inbox/${name}`.length) || '/';

function Shown({ arrival, whole }: { arrival: Arrival; whole: string }) {
  const { id, method, path, headers, body, encoding, complete, tls } = arrival;
  const certificate = tls?.clientCertificate;
  return (
    <article class="card" aria-labelledby="shown">
      <h2 id="shown">Request {id}</h2>
      <p class="request-line">
        <strong>{method}</strong> <code>{path}</code>
      </p>
      {!complete && <p class="warned">It did not come whole.</p>}
      {encoding === 'BASE64' && body !== '' && (
        <p class="soft">The body is no text; it is shown in base64.</p>
      )}
      <Body text={body} none="It has no body." whole={whole} />
      <h3>Headers</h3>
      <Headers headers={headers} />
      <h3>Connection</h3>
      <Facts
        facts={{
          'At (platform time)': <Time at={arrival.at} />,
          From: arrival.remoteAddress,
          Answered: <StatusChip status={arrival.status} />,
          TLS: tls ? `${tls.version}, ${tls.cipher}` : 'none: plain http',
        }}
      />
      {certificate && (
        <>
          <h3>Client certificate</h3>
          <Facts
            facts={{
              Of: certificate.subject,
              'Issued by': `${certificate.issuer}${certificate.leadsToCa ? ' (the authority of this platform)' : ''}`,
              Valid: (
                <>
                  <Time at={certificate.validFrom} /> to <Time at={certificate.validTo} />
                </>
              ),
              'SHA-256': <code>{certificate.fingerprint256}</code>,
            }}
          />
        </>
      )}
    </article>
  );
}

const pathOf = ({ c }: PageContext) => `/inbox/${encodeURIComponent(c.req.param('name')!)}`;

async function clear(context: PageContext): Promise<Outcome> {
  await context.api.send('DELETE', `${pathOf(context)}/requests`);
  return { goTo: `/inboxes/${context.c.req.param('name')}` };
}

async function remove(context: PageContext): Promise<Outcome> {
  await context.api.send('DELETE', pathOf(context));
  return { goTo: '/inboxes' };
}
