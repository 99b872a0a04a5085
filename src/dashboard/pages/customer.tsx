import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { CustomerTabs } from '../parts/customer-tabs.tsx';
import { choices, type List, type Project } from '../parts/entities.ts';
import { Card, Facts, Refused, Time } from '../parts/parts.tsx';
import { ContactApiFields, RealApiFields } from './customer-api-fields.tsx';
import { Dangers } from './customer-dangers.tsx';
import { AccountFields, MessageFields } from './customer-fields.tsx';
import {
  asInForm,
  type Customer,
  formOf,
  SECTIONS,
  type Section,
  wantedOf,
  wrongWith,
} from './customer-form.ts';
import { Modes } from './customers.tsx';

const PATH = '/customers/:id{[0-9]+}';

/** A customer: what holds for what it sends and gets, and for whoever calls in its name. */
export const customerPages: Pages = {
  get: { [PATH]: (context) => customer(context) },
  post: Object.fromEntries(
    SECTIONS.map((section) => [
      `${PATH}/${section}`,
      (context: PageContext, form: Form) => change(context, section, form),
    ]),
  ),
};

const TITLES: Readonly<Record<Section, string>> = {
  account: 'Account',
  messages: 'SMS and calls',
  'real-api': 'Messaging API',
  'contact-api': 'Contact API',
};

/** A form that was refused, and why. */
interface Again {
  section: Section;
  form: Form;
  problem: Problem;
}

async function customer({ api, c, asked }: PageContext, again: Again | null = null): Promise<Page> {
  const found = await api.get<Customer>(`/customers/${c.req.param('id')}`);
  const { id, name, createdAt } = found;
  const [profiles, projects] = await Promise.all([
    api.get<List<{ name: string }>>('/profiles'),
    choices<Project>(api, '/projects', { customerId: id }),
  ]);
  const filled = (section: Section) => ({
    form: again?.section === section ? again.form : formOf[section](found),
    problem: again?.section === section ? again.problem : null,
  });
  const fields: Readonly<Record<Section, Child>> = {
    account: (
      <AccountFields {...filled('account')} profiles={profiles.items.map((profile) => profile.name)} />
    ),
    messages: <MessageFields {...filled('messages')} />,
    'real-api': <RealApiFields {...filled('real-api')} />,
    'contact-api': <ContactApiFields {...filled('contact-api')} projects={projects} />,
  };
  const card = (section: Section) => (
    <SectionCard section={section} id={id} saved={asked('saved')} problem={filled(section).problem}>
      {fields[section]}
    </SectionCard>
  );
  return {
    title: name,
    body: (
      <>
        <CustomerTabs id={id} current="" />
        <div class="grid halves">
          <div>
            <Card title="Customer">
              <Facts
                facts={{
                  ID: id,
                  Mode: found.testMode || found.whitelistMode ? <Modes customer={found} /> : null,
                  Created: <Time at={createdAt} />,
                  'API key': 'shown once, when it is made',
                  Has: <Has id={id} />,
                }}
              />
            </Card>
            {(['account', 'messages'] as const).map(card)}
          </div>
          <div>
            {(['real-api', 'contact-api'] as const).map(card)}
            <Dangers id={id} name={name} />
          </div>
        </div>
      </>
    ),
  };
}

/** Leads to all that is a customer's. */
function Has({ id }: { id: number }) {
  const whose = query({ customerId: id });
  return (
    <>
      <a href={`/campaigns${whose}`}>campaigns</a>, <a href={`/projects${whose}`}>projects</a>,{' '}
      <a href={`/contact-lists${whose}`}>contact lists</a>,{' '}
      <a href={`/communications${whose}`}>communications</a>, <a href={`/callbacks${whose}`}>callbacks</a>,{' '}
      <a href={`/requests${whose}`}>requests</a>, <a href={`/contacts${whose}`}>contacts</a>,{' '}
      <a href={`/pin-codes${whose}`}>PIN codes</a>
    </>
  );
}

interface SectionProps {
  section: Section;
  id: number;
  /** The section that was just saved. */
  saved: string;
  problem: Problem | null;
  children: Child;
}

function SectionCard({ section, id, saved, problem, children }: SectionProps) {
  return (
    <section class="card" id={section}>
      <h2>{TITLES[section]}</h2>
      {saved === section && (
        <p class="saved" role="status">
          Saved. It holds for what is accepted from now on.
        </p>
      )}
      <form
        // Back to where it stands, saved or refused.
        action={`/customers/${id}/${section}#${section}`}
        method="post"
        class="form"
        id={`${section}-form`}
        data-keep
      >
        <Refused problem={problem} />
        {children}
        <p>
          <button type="submit" class="strong">
            Save<span class="unseen"> {TITLES[section]}</span>
          </button>
        </p>
      </form>
    </section>
  );
}

async function change(context: PageContext, section: Section, form: Form): Promise<Outcome> {
  const path = `/customers/${context.c.req.param('id')}`;
  const wrong = section === 'contact-api' ? wrongWith(form) : null;
  const told = wrong
    ? { ok: false as const, problem: wrong }
    : await context.api.send('PATCH', path, wantedOf[section](form));
  if (told.ok) return { goTo: `${path}${query({ saved: section })}` };
  const problem = asInForm(told.problem, form);
  return { again: await customer(context, { section, form, problem }), problem };
}
