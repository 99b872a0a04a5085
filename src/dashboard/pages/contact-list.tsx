import type { Child } from 'hono/jsx';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { type ContactList, fieldsOf, type List } from '../parts/entities.ts';
import { CustomerLink, Wide } from '../parts/inputs.tsx';
import { Card, count, Facts, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';
import { ImportForm, UnderWay } from './import.tsx';

interface Recipient {
  id: number;
  number: string;
  fields: Record<string, string>;
}

const LENGTH = 50;
/** Columns of data fields that are shown even if they have no name. */
const FIELDS = 3;
const MOST_COLUMNS = 8;

/** A contact list with its recipients, and ways to add some. */
export const contactListPages: Pages = {
  get: { '/contact-lists/:id{[0-9]+}': (context) => contactList(context) },
  post: { '/contact-lists/:id{[0-9]+}': change },
};

async function contactList(context: PageContext, form?: Form, refused: Child = null): Promise<Page> {
  const { api, c, asked } = context;
  const id = c.req.param('id')!;
  const list = await api.get<ContactList>(`/contact-lists/${id}`);
  const search = asked('search');
  const page = await api.get<List<Recipient>>(
    `/contact-lists/${id}/recipients${query({ limit: LENGTH, after: asked('after'), search: search.slice(0, 200) })}`,
  );
  const isEmpty = list.size === 0;
  return {
    title: list.name,
    scripts: ['import'],
    body: (
      <>
        <p class="lead">
          <a class={`button ${isEmpty ? '' : 'strong'}`} href={`/campaigns/new?contactListId=${list.id}`}>
            New campaign
          </a>
        </p>
        <div class="grid halves">
          <Card title="Add recipients">
            <UnderWay list={list} />
            <ImportForm listId={list.id} />
            <AddOne id={list.id} refused={form?.what === 'add' ? refused : null} form={form ?? {}} />
          </Card>
          <Card title="List">
            <Facts
              facts={{
                ID: list.id,
                Customer: <CustomerLink id={list.customerId} />,
                Recipients: count(list.size),
                Created: <Time at={list.createdAt} />,
              }}
            />
            <Rename list={list} refused={form?.what === 'rename' ? refused : null} form={form} />
          </Card>
          <Card title="Recipients" wide>
            {(!isEmpty || search !== '') && <Search search={search} id={list.id} />}
            {isEmpty && search === '' && <Nothing>Nobody yet. Drop a CSV above to begin.</Nothing>}
            {!isEmpty && page.items.length === 0 && (
              <Nothing>
                {page.next === null ? 'Nobody like that.' : 'Nobody like that so far; look further.'}
              </Nothing>
            )}
            {page.items.length > 0 && <Recipients list={list} recipients={page.items} />}
            <Older url={context.url} next={page.next} />
          </Card>
        </div>
      </>
    ),
  };
}

function Search({ search, id }: { search: string; id: number }) {
  return (
    <form method="get" action={`/contact-lists/${id}`} class="filters" id="search" data-keep>
      <Field name="search" label="Number or text" value={search} type="search" />
      <button type="submit">Search</button>
      {search !== '' && <a href={`/contact-lists/${id}`}>Show all</a>}
    </form>
  );
}

function Recipients({ list, recipients }: { list: ContactList; recipients: readonly Recipient[] }) {
  const columns = columnsOf(list, recipients);
  return (
    <Wide label="Recipients">
      <table class="roomy">
        <thead>
          <tr>
            <th scope="col">Number</th>
            {columns.map((field) => (
              <th scope="col">
                {list.fieldNames[field] ?? ''} <span class="soft">{`{${field}}`}</span>
              </th>
            ))}
            <th scope="col">
              <span class="unseen">Links</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {recipients.map(({ id, number, fields }) => (
            <tr id={`recipient-${id}`}>
              <td class="whole">
                <a href={`/communications${query({ recipient: number })}`}>{number}</a>
              </td>
              {columns.map((field) => (
                <td>{(fields[field] ?? '').slice(0, 200)}</td>
              ))}
              <td class="actions">
                <a href={`/phone/${encodeURIComponent(number)}`}>Phone</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** The data fields that are shown: those with a name, and those that are used. */
function columnsOf({ fieldNames }: ContactList, recipients: readonly Recipient[]): string[] {
  const used = new Set([
    ...Object.keys(fieldNames),
    ...recipients.flatMap(({ fields }) => Object.keys(fields)),
  ]);
  return [...used].sort((a, b) => Number(a) - Number(b)).slice(0, MOST_COLUMNS);
}

interface FormProps {
  id: number;
  form: Form;
  refused: Child;
}

function AddOne({ id, form, refused }: FormProps) {
  return (
    <details {...(refused !== null && { open: true })}>
      <summary>Add one by hand</summary>
      <form method="post" action={`/contact-lists/${id}`} class="spaced" id="add-one" data-keep>
        {refused}
        <input type="hidden" name="what" value="add" />
        <div class="row">
          <Field name="number" label="Number" value={form.number} required />
          {Array.from({ length: FIELDS }, (_, index) => (
            <Field
              name={`field${index + 1}`}
              label={`Data field ${index + 1}`}
              value={form[`field${index + 1}`]}
            />
          ))}
          <button type="submit">Add</button>
        </div>
      </form>
    </details>
  );
}

function Rename({ list, form, refused }: { list: ContactList; form: Form | undefined; refused: Child }) {
  const names = Object.entries(list.fieldNames).map(([number, name]) => `${number}: ${name}`);
  const sent = form?.what === 'rename' ? form : undefined;
  return (
    <details {...(refused !== null && { open: true })}>
      <summary>Rename it or its data fields</summary>
      <form method="post" action={`/contact-lists/${list.id}`} class="form spaced" id="rename" data-keep>
        {refused}
        <input type="hidden" name="what" value="rename" />
        <Field name="name" label="Name" value={sent?.name ?? list.name} required />
        <label class="field">
          <span>Data fields</span>
          <textarea name="fieldNames" rows={4}>
            {sent?.fieldNames ?? names.join('\n')}
          </textarea>
          <small>A line for each, such as 1: first name</small>
        </label>
        <p>
          <button type="submit">Save</button>
        </p>
      </form>
    </details>
  );
}

async function change(context: PageContext, form: Form): Promise<Outcome> {
  const path = `/contact-lists/${context.c.req.param('id')}`;
  const told =
    form.what === 'add'
      ? await context.api.send('POST', `${path}/recipients`, { recipients: [recipientOf(form)] })
      : await context.api.send('PATCH', path, {
          name: form.name,
          fieldNames: fieldsOf(form.fieldNames),
        });
  if (told.ok) return { goTo: path };
  const again = await contactList(context, form, <Refused problem={told.problem} />);
  return { again, problem: told.problem };
}

function recipientOf(form: Form) {
  const fields = Array.from({ length: FIELDS }, (_, index) => [
    `${index + 1}`,
    form[`field${index + 1}`] ?? '',
  ]);
  return { number: form.number, fields: Object.fromEntries(fields.filter(([, value]) => value !== '')) };
}
