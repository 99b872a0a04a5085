import type { Child } from 'hono/jsx';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import type { ContactList } from '../parts/entities.ts';
import { Text, Tick, Wide } from '../parts/inputs.tsx';
import { Card, count, Nothing, Refused } from '../parts/parts.tsx';

interface Imported {
  added: number;
  rejected: number;
  errors: { line: number; reason: string }[];
}

const MOST_ERRORS = 200;
const BYTES_PER_MB = 1_000_000;

/** Recipients from a CSV: a page of its own, which also answers where there are no scripts. */
export const importPages: Pages = {
  get: { '/contact-lists/:id{[0-9]+}/import': (context) => importPage(context) },
  post: { '/contact-lists/:id{[0-9]+}/import': importCsv },
};

async function importPage({ api, c }: PageContext, outcome: Child = null): Promise<Page> {
  const list = await api.get<ContactList>(`/contact-lists/${c.req.param('id')}`);
  return {
    title: `Import into ${list.name}`,
    scripts: ['import'],
    body: (
      <>
        <p class="lead">
          <a href={`/contact-lists/${list.id}`}>Back to the list</a>{' '}
          <span class="soft">with its {count(list.size)} recipients</span>
        </p>
        {outcome}
        <Card title="A CSV">
          <UnderWay list={list} />
          <ImportForm listId={list.id} />
        </Card>
      </>
    ),
  };
}

/** A form for a CSV. With scripts it takes a file that is dropped, shows its first rows, and streams it to the API. */
export function ImportForm({ listId }: { listId: number }) {
  return (
    <form
      method="post"
      action={`/contact-lists/${listId}/import`}
      enctype="multipart/form-data"
      class="form import"
      id="import"
      data-keep
      data-import={`/v1/contact-lists/${listId}/recipients`}
    >
      <label class="drop">
        <span>Drop a CSV here, or choose one</span>
        <input type="file" name="file" accept=".csv,.txt,.tsv,text/csv,text/plain" />
        <small>
          The first row names the columns: one of them is <code>number</code>, the others become the data
          fields in their order. Commas, semicolons and tabs are understood, in UTF-8 or UTF-16.
        </small>
      </label>
      <details>
        <summary>Or paste rows</summary>
        <Text
          name="rows"
          label="Rows with their header"
          rows={6}
          hint="number,first name ⏎ 46701740605,Ada"
        />
      </details>
      <div class="first-rows" tabindex={-1} />
      <Tick name="allOrNothing" label="Add nothing unless every row is good" />
      <p>
        <button type="submit" class="strong">
          Import
        </button>
      </p>
      <div class="imported" role="status" />
    </form>
  );
}

/** How far each CSV has come that is being added to a list now. */
export function UnderWay({ list: { imports } }: { list: ContactList }) {
  return (
    <ul class="plain under-way" id="under-way">
      {imports.map(({ rows, rejected, bytes, totalBytes }, index) => (
        <li id={`import-${index}`}>
          <progress
            {...(totalBytes !== null && { max: Math.max(1, totalBytes), value: bytes })}
            aria-label="Import"
          />
          <span class="soft">
            {count(rows)} rows{rejected > 0 && `, ${count(rejected)} wrong`}
            {totalBytes !== null &&
              `, ${(bytes / BYTES_PER_MB).toFixed(1)} of ${(totalBytes / BYTES_PER_MB).toFixed(1)} MB`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What became of the rows. */
function ImportResult({ added, rejected, errors }: Imported) {
  return (
    <Card title="Imported">
      <p>
        {count(added)} recipients were added. {rejected > 0 && `${count(rejected)} rows were not:`}
      </p>
      {errors.length > 0 && (
        <Wide label="Rows that were not added">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number">
                  Line
                </th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {errors.slice(0, MOST_ERRORS).map(({ line, reason }) => (
                <tr>
                  <td class="number">{line}</td>
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {rejected > MOST_ERRORS && <Nothing>and {count(rejected - MOST_ERRORS)} more</Nothing>}
    </Card>
  );
}

async function importCsv(context: PageContext, form: Form): Promise<Outcome> {
  const { api, c } = context;
  // As it was sent: the form holds texts only.
  const { file } = await c.req.parseBody();
  const csv = file instanceof File && file.size > 0 ? file : (form.rows ?? '');
  const all = form.allOrNothing ? '?allOrNothing=true' : '';
  const told = await api.upload<Imported>(
    'POST',
    `/contact-lists/${c.req.param('id')}/recipients${all}`,
    'text/csv',
    csv,
  );
  if (told.ok) return { show: await importPage(context, <ImportResult {...told.body} />) };
  return { again: await importPage(context, <Refused problem={told.problem} />), problem: told.problem };
}
