import type { Child } from 'hono/jsx';
import { defaultTemplate } from '../../core/template/default-template.ts';
import type { Api } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Field, Refused } from '../parts/parts.tsx';
import { ConnectionFields, SelectionFields, WhereFields } from './callback-fields.tsx';
import { EMPTY_FORM, formOf, wantedOf } from './callback-form.ts';
import { Lint, LiveLints, Preview, preview } from './callback-preview.tsx';
import { type Callback, inboxUrl } from './callbacks.tsx';
import { MetricTable } from './metric-table.tsx';

/** The editor of a callback, a new one or one that is there. */
export const callbackEditorPages: Pages = {
  get: {
    '/callbacks/new': (context) => editor(context, null, { ...EMPTY_FORM, url: context.asked('url') }),
    '/callbacks/:id{[0-9]+}/edit': async (context) => {
      const callback = await find(context, context.c.req.param('id')!);
      return editor(context, callback, formOf(callback));
    },
  },
  post: {
    '/callbacks/new': register,
    '/callbacks/:id{[0-9]+}/edit': change,
    '/callbacks/preview': rehearse,
  },
};

interface Customer {
  id: number;
  name: string;
}

const find = ({ api }: PageContext, id: string) => api.get<Callback>(`/callbacks/${id}`);

async function editor(
  { api }: PageContext,
  before: Callback | null,
  form: Form,
  refused: Child = null,
): Promise<Page> {
  const [previewed, customers, inbox] = await Promise.all([
    preview(api, form),
    api.get<{ items: Customer[] }>('/customers?limit=1000'),
    inboxUrl(api),
  ]);
  const path = before ? `/callbacks/${before.id}/edit` : '/callbacks/new';
  return {
    title: before ? `Change ${before.name || `callback ${before.id}`}` : 'Register a callback',
    scripts: ['editor'],
    body: (
      <form
        class="editor"
        id="editor"
        data-keep
        // What is not right yet is to be previewed too, and refused in words.
        novalidate
        method="post"
        action={path}
        hx-post="/callbacks/preview"
        hx-trigger="input delay:250ms"
        hx-target="#preview"
        hx-select="#preview"
        hx-swap="morph:outerHTML"
        hx-sync="this:queue last"
        hx-params="not password,key,passphrase,pfx,cert"
      >
        <div class="fields">
          {refused}
          {before && <input type="hidden" name="id" value={String(before.id)} />}
          <WhereFields
            form={form}
            customers={before ? null : customers.items}
            inbox={inbox}
            lint={<Lint field="url" previewed={previewed} />}
          />
          <fieldset class="only-post">
            <legend>Body</legend>
            <label class="field">
              <span>Template of one event</span>
              <textarea
                class="code"
                name="template"
                rows={14}
                spellcheck={false}
                data-metrics
                placeholder={defaultTemplate(form.format === 'XML' ? 'XML' : 'JSON')}
                aria-describedby="template-hint"
              >
                {form.template ?? ''}
              </textarea>
            </label>
            <small id="template-hint">
              Type <kbd>{'{'}</kbd> for the metrics. Empty: the default template, which holds them all.
            </small>
            <Lint field="template" previewed={previewed} />
          </fieldset>
          <SelectionFields form={form} lint={<Lint field="batch" previewed={previewed} />} />
          <ConnectionFields
            form={form}
            before={before}
            lint={<Lint field="headers" previewed={previewed} />}
          />
          <div class="row">
            <button type="submit" class="strong">
              {before ? 'Save' : 'Register'}
            </button>
            <noscript>
              <button type="submit" formaction="/callbacks/preview">
                Preview
              </button>
            </noscript>
            <a class="button" href={before ? `/callbacks/${before.id}` : '/callbacks'}>
              Leave it
            </a>
          </div>
        </div>
        <div class="beside">
          <Field
            name="communicationId"
            label="Preview of a communication"
            value={form.communicationId}
            hint="Its ID: its newest event is shown; samples without it"
          />
          <Preview previewed={previewed} />
          <MetricTable />
        </div>
      </form>
    ),
  };
}

async function register(context: PageContext, form: Form): Promise<Outcome> {
  const told = await context.api.send<Callback>('POST', '/callbacks', wantedOf(form, null));
  if (!told.ok) {
    const again = await editor(context, null, form, <Refused problem={told.problem} />);
    return { again, problem: told.problem };
  }
  return afterwards(context.api, told.body, form);
}

async function change(context: PageContext, form: Form): Promise<Outcome> {
  const before = await find(context, context.c.req.param('id')!);
  const told = await context.api.send<Callback>('PATCH', `/callbacks/${before.id}`, wantedOf(form, before));
  if (!told.ok) {
    const again = await editor(context, before, form, <Refused problem={told.problem} />);
    return { again, problem: told.problem };
  }
  return afterwards(context.api, told.body, form);
}

/** A certificate is issued for a callback that is there. */
async function afterwards(api: Api, { id, name }: Callback, form: Form): Promise<Outcome> {
  if (form.certificate === 'issue') {
    const commonName = (name || `callback ${id}`).slice(0, 64);
    await api.send('POST', '/certificates/client', { callbackId: id, commonName });
  }
  return { goTo: `/callbacks/${id}` };
}

/** Answers with the preview alone, or without scripts with the whole editor. */
async function rehearse(context: PageContext, form: Form): Promise<Outcome> {
  const { c, api } = context;
  if (c.req.header('hx-request') === undefined) {
    const before = form.id ? await find(context, form.id) : null;
    return { show: await editor(context, before, form) };
  }
  const previewed = await preview(api, form);
  const body = (
    <>
      <LiveLints previewed={previewed} />
      <Preview previewed={previewed} />
    </>
  );
  return { show: { title: 'Preview', body } };
}
