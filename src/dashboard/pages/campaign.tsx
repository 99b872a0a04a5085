import type { Child } from 'hono/jsx';
import { query } from '../api.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { Breakdown } from '../parts/breakdown.tsx';
import { type Act, CAMPAIGN_ACTS, CampaignActions, Progress } from '../parts/campaign-parts.tsx';
import { CommunicationTable } from '../parts/communication-table.tsx';
import type { Campaign, Communication, ContactList, List, Project } from '../parts/entities.ts';
import { CustomerLink } from '../parts/inputs.tsx';
import { Card, Chip, count, Facts, Nothing, Refused, Time } from '../parts/parts.tsx';

const LATEST = 20;

/** A campaign: how far it has come, and what became of what it sent. */
export const campaignPages: Pages = {
  get: { '/campaigns/:id{[0-9]+}': campaign },
  post: Object.fromEntries(
    CAMPAIGN_ACTS.map((act) => [
      `/campaigns/:id{[0-9]+}/${act}`,
      (context: PageContext) => perform(context, act),
    ]),
  ),
};

async function perform(context: PageContext, act: Act): Promise<Outcome> {
  const id = context.c.req.param('id')!;
  const told = await context.api.send('POST', `/campaigns/${id}/${act}`);
  if (told.ok) return { back: true };
  return { again: await campaign(context, <Refused problem={told.problem} />), problem: told.problem };
}

async function campaign({ api, c }: PageContext, refused: Child = null): Promise<Page> {
  const found = await api.get<Campaign>(`/campaigns/${c.req.param('id')}`);
  const { id, projectId, contactListId, name, state, sent, counts } = found;
  const [project, list, latest] = await Promise.all([
    api.get<Project>(`/projects/${projectId}`),
    api.get<ContactList>(`/contact-lists/${contactListId}`),
    api.get<List<Communication>>(
      `/communications${query({ campaignId: id, order: 'newest', limit: LATEST })}`,
    ),
  ]);
  return {
    title: name,
    body: (
      <>
        {refused}
        <div class="lead">
          <Chip word={state} /> <CampaignActions id={id} state={state} />
        </div>
        <div class="grid halves">
          <Card title="Progress">
            <Progress campaign={found} />
            <p class="soft after">{waitsFor(found)}</p>
            <CampaignFacts campaign={found} project={project} list={list} />
          </Card>
          <Card title="What came of it">
            {sent === 0 ? (
              <Nothing>Nothing has been sent yet.</Nothing>
            ) : (
              <Breakdown
                counts={counts}
                of={sent}
                href={(status) => `/communications${query({ campaignId: id, status })}`}
              />
            )}
          </Card>
          <Card title="Its latest communications" wide>
            {latest.items.length === 0 ? (
              <Nothing>None yet.</Nothing>
            ) : (
              <CommunicationTable communications={latest.items} campaign={false} />
            )}
            {latest.items.length > 0 && (
              <p class="pager">
                <a href={`/communications${query({ campaignId: id })}`}>All of them, with filters</a>
              </p>
            )}
          </Card>
        </div>
      </>
    ),
  };
}

interface FactsProps {
  campaign: Campaign;
  project: Project;
  list: ContactList;
}

function CampaignFacts({ campaign: found, project, list }: FactsProps) {
  const { callingHours: hours, rate, outcomeField, startAt, startedAt, endedAt, createdAt } = found;
  return (
    <Facts
      facts={{
        Customer: <CustomerLink id={found.customerId} />,
        Project: (
          <>
            <a href={`/projects/${project.id}`}>{project.name}</a> <span class="soft">{project.type}</span>
          </>
        ),
        'Contact list': (
          <>
            <a href={`/contact-lists/${list.id}`}>{list.name}</a>{' '}
            <span class="soft">{count(list.size)} recipients</span>
          </>
        ),
        Rate: `${rate} per second of platform time`,
        'Calling hours': hours
          ? `${hours.from} to ${hours.to}, ${hours.days.length === 7 ? 'every day' : hours.days.join(' ')}, ${hours.timeZone}`
          : 'at any time',
        'Outcome field': outcomeField && `{${outcomeField}} names each recipient's outcome`,
        'Starts at': startedAt === null && startAt !== null ? <Time at={startAt} /> : null,
        Started: startedAt && <Time at={startedAt} />,
        Ended: endedAt && <Time at={endedAt} />,
        Created: <Time at={createdAt} />,
      }}
    />
  );
}

/** What it waits for, in words. */
function waitsFor({ state, recipients, sent, done, rate }: Campaign): string {
  switch (state) {
    case 'CREATED':
      return recipients === 0
        ? 'Its list is empty: nobody would get anything.'
        : 'It waits for somebody to start it.';
    case 'SCHEDULED':
      return 'It starts by itself when its time comes.';
    case 'PAUSED':
      return 'Nothing more is sent until it is resumed.';
    case 'CANCELLED':
      return 'What had not been sent never will be; what was sent still gets its reports.';
    case 'RUNNING':
      if (sent < recipients) return `About ${duration((recipients - sent) / rate)} of platform time to go.`;
      return `All are sent; ${count(sent - done)} still wait for their last report.`;
    default:
      return 'Everyone on the list has been sent to, and every last report has come.';
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
