import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { Card, count, Facts, Refused } from '../parts/parts.tsx';
import { ShownOnce } from './customers.tsx';

const PATH = '/customers/:id{[0-9]+}';

/** What cannot be taken back. */
export const customerDangersPages: Pages = {
  get: {},
  post: { [`${PATH}/api-key`]: renewKey, [`${PATH}/clear-personal-data`]: clear, [`${PATH}/reset`]: reset },
};

/** Buttons for it. */
export function Dangers({ id, name }: { id: number; name: string }) {
  return (
    <Card title="For good">
      <Danger
        action={`/customers/${id}/api-key`}
        question={`Make a new API key for ${name}? The one that it has no longer holds then.`}
        button="Make a new API key"
      >
        For when the key is lost, or known to too many: the one before is refused from then on.
      </Danger>
      <Danger
        action={`/customers/${id}/clear-personal-data`}
        question={`Clear all personal data of whom ${name} has communicated with?`}
        button="Clear personal data"
      >
        Numbers, names, texts and data fields go from everything that is shown, as at the end of a project.
        IDs, statuses, counts and times stay, and opt-outs keep working.
      </Danger>
      <Danger
        action={`/customers/${id}/reset`}
        question={`Remove all that ${name} has?`}
        button="Remove all that it has"
      >
        Projects, lists, campaigns, communications and callbacks go. Its settings, its API key and its
        whitelist stay.
      </Danger>
    </Card>
  );
}

interface DangerProps {
  action: string;
  /** Asked before. */
  question: string;
  button: string;
  /** What it does. */
  children: Child;
}

/** Not by htmx: the answer is a page to look at. */
function Danger({ action, question, button, children }: DangerProps) {
  return (
    <form class="apart" method="post" action={action} data-confirm={question}>
      <p class="soft">{children}</p>
      <p class="row">
        <button type="submit" class="danger">
          {button}
        </button>
      </p>
    </form>
  );
}

interface Cleared {
  contacts: number;
  recipients: number;
  communications: number;
  attempts: number;
  requests: number;
}

const idOf = ({ c }: PageContext) => c.req.param('id')!;

async function renewKey(context: PageContext): Promise<Outcome> {
  const id = idOf(context);
  const told = await context.api.send<{ apiKey: string }>('POST', `/customers/${id}/api-key`);
  if (!told.ok) return refused(id, told.problem);
  const body = (
    <Card title={`Customer ${id}`}>
      <ShownOnce id={Number(id)} apiKey={told.body.apiKey} />
    </Card>
  );
  return { show: { title: 'New API key', body } };
}

async function clear(context: PageContext): Promise<Outcome> {
  const id = idOf(context);
  const told = await context.api.send<Cleared>('POST', `/customers/${id}/clear-personal-data`);
  if (!told.ok) return refused(id, told.problem);
  const { contacts, recipients, communications, attempts, requests } = told.body;
  return done(id, 'Personal data cleared', {
    Contacts: count(contacts),
    Recipients: count(recipients),
    Communications: count(communications),
    'Attempts of callbacks': count(attempts),
    Requests: count(requests),
  });
}

async function reset(context: PageContext): Promise<Outcome> {
  const id = idOf(context);
  const told = await context.api.send('POST', '/reset', { customerId: Number(id) });
  if (!told.ok) return refused(id, told.problem);
  return done(id, 'All that it had is removed', { Left: 'its settings, its API key and its whitelist' });
}

function done(id: string, title: string, facts: Readonly<Record<string, string>>): Outcome {
  const body = (
    <Card title={`Customer ${id}`}>
      <Facts facts={facts} />
      <Back id={id} />
    </Card>
  );
  return { show: { title, body } };
}

function refused(id: string, problem: Problem): Outcome {
  const again: Page = {
    title: `Customer ${id}`,
    body: (
      <>
        <Refused problem={problem} />
        <Back id={id} />
      </>
    ),
  };
  return { again, problem };
}

function Back({ id }: { id: string }) {
  return (
    <p class="row">
      <a class="button" href={`/customers/${id}`}>
        Back to the customer
      </a>
    </p>
  );
}
