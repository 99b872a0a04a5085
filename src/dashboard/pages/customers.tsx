import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import type { List } from '../parts/entities.ts';
import { Wide } from '../parts/inputs.tsx';
import { Pasted } from '../parts/listing.tsx';
import { Card, Chip, Facts, Nothing, Older, Refused, Time } from '../parts/parts.tsx';
import { AccountFields } from './customer-fields.tsx';
import { type Customer, wantedOf } from './customer-form.ts';

const LENGTH = 50;

/** All customers, and a form for another one. */
export const customersPages: Pages = {
  get: { '/customers': customers, '/customers/new': () => newCustomer({ accountLevel: 'CONFIRMED' }) },
  post: { '/customers/new': create },
};

async function customers({ api, asked, url }: PageContext): Promise<Page> {
  const page = await api.get<List<Customer>>(`/customers${query({ limit: LENGTH, after: asked('after') })}`);
  return {
    title: 'Customers',
    body: (
      <>
        <p class="lead">
          <a class="button strong" href="/customers/new">
            New customer
          </a>
        </p>
        {page.items.length === 0 ? (
          <Nothing>No more customers.</Nothing>
        ) : (
          <section class="card">
            <Wide label="Customers">
              <table class="roomy">
                <thead>
                  <tr>
                    <th scope="col">Customer</th>
                    <th scope="col" class="number">
                      ID
                    </th>
                    <th scope="col">Account level</th>
                    <th scope="col">Profile</th>
                    <th scope="col">Inbound numbers</th>
                    <th scope="col">Created</th>
                  </tr>
                </thead>
                <tbody>
                  {page.items.map((customer) => (
                    <Row customer={customer} />
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

function Row({ customer }: { customer: Customer }) {
  const { id, name, accountLevel, profile, inboundNumbers, createdAt } = customer;
  return (
    <tr id={`customer-${id}`}>
      <td class="broad">
        <a href={`/customers/${id}`}>{name}</a> <Modes customer={customer} />
      </td>
      <td class="number">{id}</td>
      <td>{accountLevel}</td>
      <td>{profile ?? <span class="soft">the platform's</span>}</td>
      <td>{inboundNumbers.map(({ number }) => number).join(', ') || <span class="soft">none</span>}</td>
      <td>
        <Time at={createdAt} />
      </td>
    </tr>
  );
}

/** What keeps all or some of what it sends from going out. */
export function Modes({ customer: { testMode, whitelistMode } }: { customer: Customer }) {
  return (
    <>
      {testMode && <Chip word="test mode" />} {whitelistMode && <Chip word="whitelist mode" />}
    </>
  );
}

function newCustomer(form: Form, problem: Problem | null = null): Page {
  return {
    title: 'New customer',
    body: (
      <section class="card">
        <form method="post" action="/customers/new" class="form" id="new-customer" data-keep>
          <Refused problem={problem} />
          <AccountFields form={form} problem={problem} profiles={null} />
          <p>
            <button type="submit" class="strong">
              Create
            </button>{' '}
            <small>Its API key is shown once, on the next page.</small>
          </p>
        </form>
      </section>
    ),
  };
}

async function create({ api }: PageContext, form: Form): Promise<Outcome> {
  const { name, accountLevel, testMode, whitelistMode } = wantedOf.account(form) as Customer;
  const told = await api.send<Customer & { apiKey: string }>('POST', '/customers', {
    name,
    accountLevel,
    testMode,
    whitelistMode,
  });
  if (told.ok) return { show: created(told.body) };
  return { again: newCustomer(form, told.problem), problem: told.problem };
}

function created({ id, name, apiKey }: Customer & { apiKey: string }): Page {
  return {
    title: 'Customer created',
    body: (
      <Card title={name}>
        <ShownOnce id={id} apiKey={apiKey} />
      </Card>
    ),
  };
}

/** The API key of a customer, which nobody can look up later. */
export function ShownOnce({ id, apiKey }: { id: number; apiKey: string }) {
  return (
    <>
      <p class="warned">The API key is shown this once: copy it now.</p>
      <Facts facts={{ ID: id }} />
      <ApiKey id="api-key" apiKey={apiKey} />
      <p class="row">
        <a class="button strong" href={`/customers/${id}`}>
          Its settings
        </a>
        <a href="/customers">All customers</a>
      </p>
    </>
  );
}

/** An API key that was just made, and where clients put it. */
export function ApiKey({ id, apiKey }: { id: string; apiKey: string }): Child {
  return (
    <div class="spaced">
      <Pasted id={id} label="the API key" text={apiKey} />
      <small>
        Clients of the messaging API send it as the header <code>X-ApiKey</code>; those of the contact API get
        a token for it.
      </small>
    </div>
  );
}
