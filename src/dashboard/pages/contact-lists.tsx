import type { Child } from 'hono/jsx';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import {
  type ContactList,
  type Customer,
  customerAsked,
  customersOf,
  type List,
  numeric,
} from '../parts/entities.ts';
import { CustomerChoice, CustomerFilter, Wide } from '../parts/inputs.tsx';
import { Card, count, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';

const LENGTH = 50;
const MOST_FIELDS = 6;

/** All contact lists, and a form for another one. */
export const contactListsPages: Pages = {
  get: { '/contact-lists': (context) => contactLists(context, {}) },
  post: { '/contact-lists': create },
};

async function contactLists(
  { api, url, asked }: PageContext,
  form: Form,
  refused: Child = null,
): Promise<Page> {
  const customerId = customerAsked(asked);
  const [customers, page] = await Promise.all([
    customersOf(api),
    api.get<List<ContactList>>(
      `/contact-lists${query({ customerId, order: 'newest', limit: LENGTH, after: asked('after') })}`,
    ),
  ]);
  return {
    title: 'Contact lists',
    body: (
      <>
        <NewList customers={customers} form={form} refused={refused} />
        <Card title="Lists">
          <CustomerFilter customers={customers} path="/contact-lists" value={customerId} />
          {page.items.length === 0 ? (
            <Nothing>None yet. Create one above; then import the people who are on it from a CSV.</Nothing>
          ) : (
            <Lists lists={page.items} />
          )}
          <Older url={url} next={page.next} />
        </Card>
      </>
    ),
  };
}

interface NewListProps {
  customers: readonly Customer[];
  form: Form;
  refused: Child;
}

function NewList({ customers, form, refused }: NewListProps) {
  return (
    <form method="post" action="/contact-lists" id="new-list" data-keep>
      {refused}
      <div class="filters">
        <Field name="name" label="New list" value={form.name} required />
        <CustomerChoice customers={customers} value={form.customerId} />
        <button type="submit" class="strong">
          Create
        </button>
      </div>
    </form>
  );
}

function Lists({ lists }: { lists: readonly ContactList[] }) {
  return (
    <Wide label="Contact lists">
      <table class="roomy">
        <thead>
          <tr>
            <th scope="col">List</th>
            <th scope="col" class="number">
              Recipients
            </th>
            <th scope="col">Data fields</th>
            <th scope="col">Created</th>
            <th scope="col">
              <span class="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lists.map(({ id, name, size, fieldNames, imports, createdAt }) => (
            <tr id={`list-${id}`}>
              <td class="broad">
                <a href={`/contact-lists/${id}`}>{name}</a>
                {imports.length > 0 && <div class="soft">being imported</div>}
              </td>
              <td class="number">{count(size)}</td>
              <td class="broad soft">{fieldsInWords(fieldNames)}</td>
              <td>
                <Time at={createdAt} />
              </td>
              <td class="actions">
                <a class="button" href={`/contact-lists/${id}/import`}>
                  Import
                </a>{' '}
                {size > 0 && (
                  <a class="button" href={`/campaigns/new?contactListId=${id}`}>
                    New campaign
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function fieldsInWords(names: Readonly<Record<string, string>>): string {
  const fields = Object.entries(names).map(([number, name]) => `{${number}} ${name}`);
  return [...fields.slice(0, MOST_FIELDS), ...(fields.length > MOST_FIELDS ? ['…'] : [])].join(', ');
}

async function create(context: PageContext, form: Form): Promise<Outcome> {
  const told = await context.api.send<ContactList>('POST', '/contact-lists', {
    customerId: numeric(form.customerId),
    name: form.name,
  });
  if (told.ok) return { goTo: `/contact-lists/${told.body.id}` };
  const again = await contactLists(context, form, <Refused problem={told.problem} />);
  return { again, problem: told.problem };
}
