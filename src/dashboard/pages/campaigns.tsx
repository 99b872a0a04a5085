import { query } from '../api.ts';
import type { Page, PageContext, Pages } from '../page.ts';
import { StatusBar } from '../parts/breakdown.tsx';
import { CampaignActions, CampaignTabs, Progress } from '../parts/campaign-parts.tsx';
import {
  byId,
  type Campaign,
  type ContactList,
  customerAsked,
  customersOf,
  type List,
  type Project,
} from '../parts/entities.ts';
import { CustomerFilter, Wide } from '../parts/inputs.tsx';
import { Chip, count, Nothing, Older, Time } from '../parts/parts.tsx';

const LENGTH = 50;

/** All campaigns, how far each has come, and what can be done with it. */
export const campaignsPages: Pages = { get: { '/campaigns': campaigns } };

async function campaigns({ api, url, asked }: PageContext): Promise<Page> {
  const customerId = customerAsked(asked);
  const page = await api.get<List<Campaign>>(
    `/campaigns${query({ customerId, order: 'newest', limit: LENGTH, after: asked('after') })}`,
  );
  const [customers, projects, lists] = await Promise.all([
    customersOf(api),
    byId<Project>(
      api,
      '/projects',
      page.items.map(({ projectId }) => projectId),
    ),
    byId<ContactList>(
      api,
      '/contact-lists',
      page.items.map(({ contactListId }) => contactListId),
    ),
  ]);
  return {
    title: 'Campaigns',
    body: (
      <>
        <CampaignTabs current="/campaigns" />
        <p class="lead">
          <a class="button strong" href="/campaigns/new">
            New campaign
          </a>
        </p>
        <CustomerFilter customers={customers} path="/campaigns" value={customerId} />
        {page.items.length === 0 ? (
          <Nothing>
            No campaigns {asked('after') ? 'before these' : 'yet'}. A campaign sends a project's text, or
            makes its calls, to everyone on a contact list: <a href="/contact-lists">import a list</a>, then{' '}
            <a href="/campaigns/new">create a campaign</a>.
          </Nothing>
        ) : (
          <section class="card">
            <Wide label="Campaigns">
              <table class="roomy">
                <thead>
                  <tr>
                    <th scope="col">Campaign</th>
                    <th scope="col">State</th>
                    <th scope="col">Sent</th>
                    <th scope="col">What came of it</th>
                    <th scope="col">Created</th>
                    <th scope="col">
                      <span class="unseen">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {page.items.map((campaign) => (
                    <Row
                      campaign={campaign}
                      project={projects.get(campaign.projectId)}
                      list={lists.get(campaign.contactListId)}
                    />
                  ))}
                </tbody>
              </table>
            </Wide>
            <Older url={url} next={page.next} />
          </section>
        )}
      </>
    ),
  };
}

interface RowProps {
  campaign: Campaign;
  project: Project | undefined;
  list: ContactList | undefined;
}

function Row({ campaign, project, list }: RowProps) {
  const { id, name, state, counts, sent, createdAt } = campaign;
  return (
    <tr id={`campaign-${id}`}>
      <td class="broad">
        <a href={`/campaigns/${id}`}>{name}</a>
        <div class="soft">
          {project?.name ?? 'a project'} to {list?.name ?? 'a list'}
        </div>
      </td>
      <td>
        <Chip word={state} />
      </td>
      <td class="broad">
        <Progress campaign={campaign} />
      </td>
      <td class="broad">
        <StatusBar counts={counts} of={sent} />
        <span class="soft">{inWords(counts)}</span>
      </td>
      <td>
        <Time at={createdAt} />
      </td>
      <td class="actions">
        <CampaignActions id={id} state={state} />
      </td>
    </tr>
  );
}

/** The most frequent statuses. */
function inWords(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([status, number]) => `${count(number)} ${status}`);
  return words.length === 0
    ? 'nothing yet'
    : [...words.slice(0, 2), ...(words.length > 2 ? ['…'] : [])].join(', ');
}
