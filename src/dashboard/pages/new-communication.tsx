import type { Child } from 'hono/jsx';
import { OUTGOING_TYPES } from '../../core/vocabulary.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { type MagicNumber, OutcomeChoice } from '../parts/decide.tsx';
import {
  type Communication,
  choices,
  customersOf,
  fieldsOf,
  given,
  numeric,
  type Project,
  typeInWords,
  utc,
} from '../parts/entities.ts';
import { CustomerChoice, Text } from '../parts/inputs.tsx';
import { Choice, Field, Refused } from '../parts/parts.tsx';

const ASKED = ['type', 'recipient', 'sender', 'content', 'projectId', 'named'] as const;

/** A form for one SMS or call; its address may fill it in. */
export const newCommunicationPages: Pages = {
  get: {
    '/communications/new': (context) =>
      newCommunication(context, Object.fromEntries(ASKED.map((name) => [name, context.asked(name)]))),
  },
  post: { '/communications/new': send },
};

async function newCommunication({ api }: PageContext, form: Form, refused: Child = null): Promise<Page> {
  const [customers, projects, names] = await Promise.all([
    customersOf(api),
    choices<Project>(api, '/projects'),
    api.get<{ items: MagicNumber[] }>('/magic-numbers'),
  ]);
  return {
    title: 'Send one',
    body: (
      <section class="card">
        <form method="post" action="/communications/new" class="form" id="new-communication" data-keep>
          {refused}
          <CustomerChoice customers={customers} value={form.customerId} />
          <Choice
            name="type"
            label="Type"
            options={OUTGOING_TYPES.map((type) => ({ value: type, label: typeInWords(type) }))}
            value={form.type}
          />
          <Field
            name="recipient"
            label="Recipient"
            value={form.recipient}
            hint="A number with its country code, such as 46701740605"
            required
          />
          <Choice
            name="projectId"
            label="Project"
            none="none"
            options={projects.map(({ id, name, type }) => ({ value: id, label: `${name} (${type})` }))}
            value={form.projectId}
          />
          <Field name="sender" label="Sender" value={form.sender} hint="Without it the project's" />
          <Text name="content" label="Text" value={form.content} hint="Of an SMS; without it the project's" />
          <Text
            name="fields"
            label="Data fields"
            value={form.fields}
            rows={2}
            hint="For the project's text; a line for each, such as 1: Ada"
          />
          <OutcomeChoice names={names.items} value={form.named} none="as the platform decides" />
          <Field
            name="sendAt"
            label="When"
            type="datetime-local"
            value={form.sendAt}
            hint="UTC, platform time; at once without it"
          />
          <p>
            <button type="submit" class="strong">
              Send
            </button>
          </p>
        </form>
      </section>
    ),
  };
}

async function send(context: PageContext, form: Form): Promise<Outcome> {
  const { customerId, projectId, named, sendAt, fields, ...rest } = given(form);
  const told = await context.api.send<Communication>('POST', '/communications', {
    ...rest,
    customerId: numeric(customerId),
    projectId: numeric(projectId),
    ...(fields && { fields: fieldsOf(fields) }),
    ...(named && { outcome: { named } }),
    ...(sendAt && { sendAt: utc(sendAt) }),
  });
  if (told.ok) return { goTo: `/communications/${told.body.id}` };
  const again = await newCommunication(context, form, <Refused problem={told.problem} />);
  return { again, problem: told.problem };
}
