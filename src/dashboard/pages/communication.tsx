import type { Child } from 'hono/jsx';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Standing } from '../parts/communication-table.tsx';
import { CallDecision, Decide, decisionOf, type MagicNumber } from '../parts/decide.tsx';
import {
  byId,
  type Campaign,
  type Communication,
  type List,
  numberOf,
  type Project,
  typeInWords,
} from '../parts/entities.ts';
import { CustomerLink, Wide } from '../parts/inputs.tsx';
import { Card, Chip, Facts, Refused, Time } from '../parts/parts.tsx';
import { type Event, type Plan, Timeline } from '../parts/timeline.tsx';

interface WithTimeline extends Communication {
  plan: Plan;
  events: Event[];
}
interface Recipient {
  id: number;
  contactListId: number;
  fields: Record<string, string>;
}
interface Request {
  id: number;
  at: string;
  endpoint: string | null;
  status: number | null;
  request: { method: string; url: string };
}

const MOST_REQUESTS = 10;
const MOST_FIELDS = 10;

/** A communication: what it is, all that happened to it and why, and what is still to come. */
export const communicationPages: Pages = {
  get: { '/communications/:id{[0-9]+}': (context) => communication(context) },
  post: { '/communications/:id{[0-9]+}': decide },
};

async function communication(context: PageContext, refused: Child = null): Promise<Page> {
  const { api, c } = context;
  const id = Number(c.req.param('id'));
  const one = await api.get<WithTimeline>(`/communications/${id}`);
  const [campaigns, projects, recipients, requests, clock, names] = await Promise.all([
    byId<Campaign>(api, '/campaigns', [one.campaignId]),
    byId<Project>(api, '/projects', [one.projectId]),
    byId<Recipient>(api, '/recipients', [one.recipientId]),
    api.get<List<Request>>(`/requests${query({ communicationId: id, limit: MOST_REQUESTS })}`),
    api.get<{ now: string }>('/clock'),
    api.get<{ items: MagicNumber[] }>('/magic-numbers'),
  ]);
  const isOpen = one.state !== 'DONE' && one.type.startsWith('OUTGOING');
  return {
    title: `${typeInWords(one.type)} ${one.id}`,
    body: (
      <>
        {refused}
        <div class="lead">
          <Standing communication={one} />
        </div>
        <div class="grid halves">
          <Card title="What happened">
            <Timeline communication={one} plan={one.plan} events={one.events} now={clock.now} />
          </Card>
          <div>
            {isOpen && (
              <Card title={one.held ? 'It waits for you' : 'Decide now what becomes of it'}>
                {one.type === 'OUTGOING_CALL' && <CallDecision id={id} held={one.held} />}
                <Decide id={id} names={names.items} />
              </Card>
            )}
            <Card title="What it is">
              <WhatItIs one={one} campaign={campaigns} project={projects} recipient={recipients} />
            </Card>
          </div>
          {requests.items.length > 0 && (
            <Card title="Requests that led to it" wide>
              <Requests requests={requests.items} />
            </Card>
          )}
        </div>
      </>
    ),
  };
}

interface FactsProps {
  one: WithTimeline;
  campaign: ReadonlyMap<number, Campaign>;
  project: ReadonlyMap<number, Project>;
  recipient: ReadonlyMap<number, Recipient>;
}

function WhatItIs({ one, campaign, project, recipient }: FactsProps) {
  const number = numberOf(one);
  const text = one.bulk ?? one.content;
  const split = one.bulk !== null && one.bulk !== one.content ? one.content : null;
  return (
    <>
      {text !== null && <p class="message">{text}</p>}
      <Facts
        facts={{
          Recipient: one.recipient,
          Sender: one.sender,
          'At the other end': (
            <>
              <a href={`/phone/${encodeURIComponent(number)}`}>The phone {number}</a>
              {', '}
              <a href={`/communications${query({ recipient: number })}`}>all with this number</a>
            </>
          ),
          Campaign: one.campaignId && (
            <a href={`/campaigns/${one.campaignId}`}>
              {campaign.get(one.campaignId)?.name ?? one.campaignId}
            </a>
          ),
          Project: one.projectId && (
            <a href={`/projects/${one.projectId}`}>{project.get(one.projectId)?.name ?? one.projectId}</a>
          ),
          'Recipient ID': one.recipientId && (
            <OnList id={one.recipientId} recipient={recipient.get(one.recipientId)} />
          ),
          Customer: <CustomerLink id={one.customerId} />,
          Parts: one.smsParts,
          Prefix: one.prefix,
          Identifier: one.identifier,
          Content: split,
          'Call length': one.callLength === null ? null : `${one.callLength} s`,
          'Key choices': one.keyChoices?.join(' '),
          State: <Chip word={one.state} />,
          Status: one.status && <Chip word={one.status} />,
          'Recipient status': one.recipientStatus && <Chip word={one.recipientStatus} />,
          clientMessageId: one.clientMessageId,
          trackingId: one.trackingId && <code>{one.trackingId}</code>,
        }}
      />
    </>
  );
}

/** The recipient of a list, with the data fields that it has there now. */
function OnList({ id, recipient }: { id: number; recipient: Recipient | undefined }) {
  if (recipient === undefined) return <>{id}</>;
  const fields = Object.entries(recipient.fields).slice(0, MOST_FIELDS);
  return (
    <>
      {id}, on{' '}
      <a href={`/contact-lists/${recipient.contactListId}`}>contact list {recipient.contactListId}</a>
      {fields.map(([field, value]) => (
        <div class="soft">
          {`{${field}}`} {value.slice(0, 200)}
        </div>
      ))}
    </>
  );
}

function Requests({ requests }: { requests: readonly Request[] }) {
  return (
    <Wide label="Requests">
      <table>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Request</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {requests.map(({ id, at, endpoint, status, request }) => (
            <tr id={`request-${id}`}>
              <td>
                <Time at={at} />
              </td>
              <td>
                <a href={`/requests/${id}`}>
                  {request.method} {endpoint ?? request.url}
                </a>
              </td>
              <td>{status ?? 'none'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

async function decide(context: PageContext, form: Form): Promise<Outcome> {
  const path = `/communications/${context.c.req.param('id')}`;
  const told = await context.api.send('POST', `${path}/outcome`, decisionOf(form));
  if (told.ok) return { goTo: path };
  return { again: await communication(context, <Refused problem={told.problem} />), problem: told.problem };
}
