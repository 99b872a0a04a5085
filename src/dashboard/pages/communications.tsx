import type { Problem } from '../../api/problem.ts';
import {
  COMMUNICATION_STATES,
  COMMUNICATION_TYPES,
  RECIPIENT_STATUSES,
  STATUSES,
} from '../../core/vocabulary.ts';
import { type Api, query } from '../api.ts';
import type { Page, PageContext, Pages } from '../page.ts';
import { CommunicationTable } from '../parts/communication-table.tsx';
import {
  byId,
  type Campaign,
  type Communication,
  type Customer,
  choices,
  customersOf,
  type List,
  type Project,
  typeInWords,
  utc,
} from '../parts/entities.ts';
import { Choice, Field, Nothing, Older, Refused } from '../parts/parts.tsx';

const LENGTH = 50;

const FILTERS = [
  'customerId',
  'recipient',
  'text',
  'status',
  'recipientStatus',
  'type',
  'state',
  'campaignId',
  'projectId',
  'since',
  'until',
  'trackingId',
  'clientMessageId',
] as const;
const RARE = ['recipientStatus', 'state', 'projectId', 'trackingId', 'clientMessageId'] as const;
type Filter = Readonly<Record<(typeof FILTERS)[number], string>>;

/** All communications, to be found by whatever is known of them. */
export const communicationsPages: Pages = { get: { '/communications': communications } };

async function communications({ api, url, asked }: PageContext): Promise<Page> {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, asked(name)])) as Filter;
  const isFiltered = FILTERS.some((name) => filter[name] !== '');
  const [found, customers, campaigns, projects] = await Promise.all([
    find(api, filter, asked('after')),
    customersOf(api),
    choices<Campaign>(api, '/campaigns'),
    choices<Project>(api, '/projects'),
  ]);
  const { items, next, problem } = found;
  const known = await byId<Campaign>(
    api,
    '/campaigns',
    items.map(({ campaignId }) => campaignId),
  );
  return {
    title: 'Communications',
    body: (
      <>
        <p class="lead">
          <a class="button" href="/communications/new">
            Send one
          </a>
        </p>
        <Filters
          filter={filter}
          isFiltered={isFiltered}
          customers={customers}
          campaigns={campaigns}
          projects={projects}
        />
        <Refused problem={problem} />
        <section class="card" aria-label="Found">
          {items.length > 0 && <CommunicationTable communications={items} campaign={known} />}
          {items.length === 0 && !problem && (
            <Nothing>
              {next !== null &&
                'None among the newest that were looked at; the older ones are still to be searched.'}
              {next === null && isFiltered && 'None that fits.'}
              {next === null && !isFiltered && (
                <>
                  Nothing has been sent yet. <a href="/campaigns/new">Start a campaign</a>, or{' '}
                  <a href="/communications/new">send a single one</a>.
                </>
              )}
            </Nothing>
          )}
          <Older url={url} next={next} />
        </section>
      </>
    ),
  };
}

interface Found {
  items: Communication[];
  next: number | null;
  problem: Problem | null;
}

async function find(api: Api, filter: Filter, after: string): Promise<Found> {
  const path = `/communications${query({
    ...filter,
    since: utc(filter.since),
    until: utc(filter.until),
    order: 'newest',
    limit: LENGTH,
    after,
  })}`;
  const told = await api.send<List<Communication>>('GET', path);
  if (!told.ok) return { items: [], next: null, problem: told.problem };
  return { ...told.body, problem: null };
}

interface FiltersProps {
  filter: Filter;
  isFiltered: boolean;
  customers: readonly Customer[];
  campaigns: readonly Campaign[];
  projects: readonly Project[];
}

function Filters({ filter, isFiltered, customers, campaigns, projects }: FiltersProps) {
  const named = (items: readonly { id: number; name: string }[], chosen: string) => {
    const options = items.map(({ id, name }) => ({ value: id, label: name }));
    const isThere = chosen === '' || options.some(({ value }) => String(value) === chosen);
    return isThere ? options : [{ value: chosen, label: chosen }, ...options];
  };
  return (
    <form method="get" action="/communications" id="filters" class="card" data-keep>
      <div class="filters">
        <Field name="recipient" label="Number" value={filter.recipient} type="search" />
        <Field name="text" label="Text" value={filter.text} type="search" />
        <Choice name="status" label="Status" none="any" options={STATUSES} value={filter.status} />
        {customers.length > 1 && (
          <Choice
            name="customerId"
            label="Customer"
            none="any"
            options={named(customers, filter.customerId)}
            value={filter.customerId}
          />
        )}
        <Choice
          name="campaignId"
          label="Campaign"
          none="any"
          options={named(campaigns, filter.campaignId)}
          value={filter.campaignId}
        />
        <Choice
          name="type"
          label="Type"
          none="any"
          options={COMMUNICATION_TYPES.map((type) => ({ value: type, label: typeInWords(type) }))}
          value={filter.type}
        />
        <div class="pair">
          <Field name="since" label="From (UTC)" value={forField(filter.since)} type="datetime-local" />
          <Field name="until" label="To (UTC)" value={forField(filter.until)} type="datetime-local" />
        </div>
      </div>
      <details {...(RARE.some((name) => filter[name] !== '') && { open: true })}>
        <summary>More filters</summary>
        <div class="filters spaced">
          <Choice name="state" label="State" none="any" options={COMMUNICATION_STATES} value={filter.state} />
          <Choice
            name="recipientStatus"
            label="Recipient status"
            none="any"
            options={RECIPIENT_STATUSES}
            value={filter.recipientStatus}
          />
          <Choice
            name="projectId"
            label="Project"
            none="any"
            options={named(projects, filter.projectId)}
            value={filter.projectId}
          />
          <Field name="trackingId" label="trackingId" value={filter.trackingId} />
          <Field name="clientMessageId" label="clientMessageId" value={filter.clientMessageId} />
        </div>
      </details>
      <div class="row">
        <button type="submit" class="strong">
          Find
        </button>
        {isFiltered && (
          <a class="button" href="/communications">
            Show all
          </a>
        )}
      </div>
    </form>
  );
}

/** A time as the field of a browser has it: without its zone. */
const forField = (time: string) => time.replace(/Z$/, '');
