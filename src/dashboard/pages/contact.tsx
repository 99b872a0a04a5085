import type { Child } from 'hono/jsx';
import { toMsisdn } from '../../core/number.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { CustomerLink, Wide } from '../parts/inputs.tsx';
import { Listing } from '../parts/listing.tsx';
import { Action, Card, Chip, Facts, Nothing, Refused, Time } from '../parts/parts.tsx';
import { type Contact, numberOf } from './contacts.tsx';

const PATH = '/contacts/:id{[0-9]+}';

/** More of what clients sent is not shown: a page is to stay light. */
const SHOWN_CHARACTERS = 20_000;
const SHOWN_ROWS = 200;

interface Told {
  name: string;
  at: string;
  receivedAt: string;
}
interface WithHistory extends Contact {
  campaigns: {
    campaign: string;
    iteration: string;
    state: string;
    communicationId: number | null;
    at: string;
  }[];
  events: Told[];
  metrics: (Told & { value: number | string | boolean })[];
}

/** A contact: what clients told of it, and what that led to. */
export const contactPages: Pages = {
  get: { [PATH]: (context) => contact(context) },
  post: { [`${PATH}/resume`]: resume },
};

async function contact({ api, c }: PageContext, refused: Child = null): Promise<Page> {
  const found = await api.get<WithHistory>(`/contacts/${c.req.param('id')}`);
  const { id, campaigns, events, metrics } = found;
  return {
    title: `Contact ${found.contactId}`,
    body: (
      <>
        {refused}
        <p class="lead">
          <a href="/contacts">All contacts</a>
        </p>
        <div class="grid halves">
          <Card title="Contact">
            <ContactFacts contact={found} />
            {found.stoppedBy !== null && (
              <div class="row">
                <Action to={`/contacts/${id}/resume`} label="Let it be communicated with again" />
                <small>From the next campaign on.</small>
              </div>
            )}
          </Card>
          <Card title="What clients said of it">
            <h3>Personal</h3>
            {found.personal === null ? (
              <Nothing>Nothing, or it was cleared.</Nothing>
            ) : (
              <Data label="Personal" data={found.personal} />
            )}
            <h3 class="after">General</h3>
            <Data label="General" data={found.general} />
          </Card>
          <History
            title="Campaigns"
            none="It was not put on any."
            columns={['At', 'Campaign', 'Iteration', 'State', 'Led to']}
            rows={campaigns.map(({ campaign, iteration, state, communicationId, at }) => [
              <Time at={at} />,
              campaign,
              iteration,
              <Chip word={state} />,
              communicationId === null ? (
                <span class="soft">nothing</span>
              ) : (
                <a href={`/communications/${communicationId}`}>{communicationId}</a>
              ),
            ])}
          />
          <History
            title="Events"
            none="None."
            columns={['At', 'Event', 'Received']}
            rows={events.map(({ name, at, receivedAt }) => [
              <Time at={at} />,
              name,
              <Time at={receivedAt} />,
            ])}
          />
          <History
            title="Metrics"
            none="None."
            columns={['At', 'Metric', 'Value', 'Received']}
            rows={metrics.map(({ name, value, at, receivedAt }) => [
              <Time at={at} />,
              name,
              String(value),
              <Time at={receivedAt} />,
            ])}
          />
        </div>
      </>
    ),
  };
}

function ContactFacts({ contact: found }: { contact: Contact }) {
  const number = numberOf(found);
  const digits = number === null ? null : toMsisdn(number);
  return (
    <Facts
      facts={{
        'Contact ID': <code>{found.contactId}</code>,
        Customer: <CustomerLink id={found.customerId} />,
        Number: digits === null ? number : <a href={`/phone/${digits}`}>the phone {digits}</a>,
        Schema: found.schema,
        'Stopped by': found.stoppedBy && (
          <>
            {found.stoppedBy}, <Time at={found.stoppedAt} />
          </>
        ),
        Created: <Time at={found.createdAt} />,
        Changed: <Time at={found.updatedAt} />,
      }}
    />
  );
}

function Data({ label, data }: { label: string; data: Record<string, unknown> }) {
  const text = JSON.stringify(data, null, 2);
  return (
    <>
      <Listing label={label} text={text.slice(0, SHOWN_CHARACTERS)} />
      {text.length > SHOWN_CHARACTERS && <p class="soft">It goes on; the API shows all of it.</p>}
    </>
  );
}

interface HistoryProps {
  title: string;
  none: string;
  columns: readonly string[];
  /** In order of time. */
  rows: readonly (readonly Child[])[];
}

/** The newest first. */
function History({ title, none, columns, rows }: HistoryProps) {
  return (
    <Card title={title} wide>
      {rows.length === 0 ? (
        <Nothing>{none}</Nothing>
      ) : (
        <Wide label={title}>
          <table class="roomy">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th scope="col">{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows
                .toReversed()
                .slice(0, SHOWN_ROWS)
                .map((row) => (
                  <tr>
                    {row.map((cell) => (
                      <td>{cell}</td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </Wide>
      )}
      {rows.length > SHOWN_ROWS && <p class="soft">and {rows.length - SHOWN_ROWS} before that</p>}
    </Card>
  );
}

async function resume(context: PageContext): Promise<Outcome> {
  const told = await context.api.send('POST', `/contacts/${context.c.req.param('id')}/resume`);
  if (told.ok) return { back: true };
  return { again: await contact(context, <Refused problem={told.problem} />), problem: told.problem };
}
