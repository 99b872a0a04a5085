import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import { jsonFault } from '../../core/template/json-fault.ts';
import { refusedField } from '../api.ts';
import type { Form, Page, PageContext } from '../page.ts';
import { Text } from '../parts/inputs.tsx';
import { Card, Facts, Refused } from '../parts/parts.tsx';
import { wrongAt } from '../parts/wrong.tsx';
import { ApiKey } from './customers.tsx';

/** A longer file is not put back into the form: a page is to stay light. */
const KEPT_CHARACTERS = 60_000;
const SHOWN_IDS = 20;

const EXAMPLE = `{
  "customers": {"acme": {"name": "Acme"}},
  "contactLists": {
    "friends": {"customer": "acme", "name": "Friends", "recipients": [{"number": "46701740605"}]}
  }
}`;

/** A form for a seed. */
export function SeedForm({ form, problem }: { form: Form; problem: Problem | null }): Child {
  return (
    <form
      method="post"
      action="/world/seed#seed"
      enctype="multipart/form-data"
      class="form import"
      id="seed-form"
      data-keep
    >
      <Refused problem={problem} />
      <label class="drop">
        <span>Choose a seed file, or drop it on the button</span>
        <input type="file" name="file" accept=".json,application/json" />
        <small>
          Customers, projects, lists, callbacks, rules and campaigns that refer to each other by name. All of
          it is added or, when anything is wrong, nothing. <code>seed/demo.json</code> of the package is one.
        </small>
      </label>
      <Text
        name="seed"
        label="Or paste it"
        value={form.seed}
        rows={form.seed ? 16 : 8}
        code
        placeholder={EXAMPLE}
        wrong={problem ? (wrongAt(problem, 'seed') ?? 'Above stands what is wrong, by its path') : undefined}
      />
      <p>
        <button type="submit" class="strong">
          Add it
        </button>
      </p>
    </form>
  );
}

/** What was added, by the names in the seed; customers with their API keys. */
interface Seeded {
  customers: Record<string, { id: number; apiKey: string }>;
  projects: Record<string, number>;
  contactLists: Record<string, number>;
  callbacks: number[];
  outcomeRules: number[];
  campaigns: number[];
  communications: number[];
}

type Sown = { page: Page } | { form: Form; problem: Problem };

/** Adds the seed of a form: of the file, if one was chosen. */
export async function sow({ api, c }: PageContext, sent: Form): Promise<Sown> {
  // As it was sent: the form holds texts only.
  const { file } = await c.req.parseBody();
  const text = file instanceof File && file.size > 0 ? await file.text() : (sent.seed ?? '');
  const form = { seed: text.length > KEPT_CHARACTERS ? '' : text };
  const fault = jsonFault(text.replace(/^\ufeff/, ''));
  if (fault) {
    const problem = refusedField('seed', `is no JSON: ${placeOf(text, fault.offset)}`, fault.reason);
    return { form, problem };
  }
  const told = await api.send<Seeded>('POST', '/seed', JSON.parse(text.replace(/^\ufeff/, '')));
  return told.ok ? { page: seededPage(told.body) } : { form, problem: told.problem };
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, character ${before.at(-1)!.length + 1}`;
}

function seededPage(seeded: Seeded): Page {
  const customers = Object.entries(seeded.customers);
  return {
    title: 'Added',
    body: (
      <div class="grid halves">
        <Card title="What was added">
          <Facts
            facts={{
              Projects: <Named path="/projects" things={Object.entries(seeded.projects)} />,
              'Contact lists': <Named path="/contact-lists" things={Object.entries(seeded.contactLists)} />,
              Callbacks: <Named path="/callbacks" things={numbered(seeded.callbacks)} />,
              Campaigns: <Named path="/campaigns" things={numbered(seeded.campaigns)} />,
              Communications: <Named path="/communications" things={numbered(seeded.communications)} />,
              'Outcome rules': <a href="/rules">{seeded.outcomeRules.length}</a>,
            }}
          />
          <p class="row">
            <a class="button strong" href="/">
              Overview
            </a>
            <a href="/world">World</a>
          </p>
        </Card>
        {customers.length > 0 && (
          <Card title="Customers">
            <p class="warned">Their API keys are shown this once: copy them now.</p>
            {customers.map(([name, { id, apiKey }]) => (
              <>
                <h3 class="apart">
                  <a href={`/customers/${id}`}>{name}</a>
                </h3>
                <ApiKey id={`key-${id}`} apiKey={apiKey} />
              </>
            ))}
          </Card>
        )}
      </div>
    ),
  };
}

const numbered = (ids: readonly number[]) => ids.map((id): [string, number] => [String(id), id]);

/** Links to some things. */
function Named({ path, things }: { path: string; things: readonly (readonly [string, number])[] }) {
  if (things.length === 0) return <span class="soft">none</span>;
  return (
    <>
      {things.slice(0, SHOWN_IDS).map(([name, id], index) => (
        <>
          {index > 0 && ', '}
          <a href={`${path}/${id}`}>{name}</a>
        </>
      ))}
      {things.length > SHOWN_IDS && ` and ${things.length - SHOWN_IDS} more`}
    </>
  );
}
