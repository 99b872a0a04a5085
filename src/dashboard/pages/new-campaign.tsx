import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import type { Api } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import {
  byId,
  type Campaign,
  type ContactList,
  choices,
  customersOf,
  given,
  numeric,
  type Project,
  utc,
} from '../parts/entities.ts';
import { Tick } from '../parts/inputs.tsx';
import { Choice, count, Field, Refused } from '../parts/parts.tsx';
import { ProjectFields, projectOf } from './project-fields.tsx';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
/** What the fields of the project that is made on the way begin with. */
const PREFIX = 'project.';

/** A form for a campaign, and for its project on the way. */
export const newCampaignPages: Pages = {
  get: {
    '/campaigns/new': (context) => {
      const { asked } = context;
      return newCampaign(context, { projectId: asked('projectId'), contactListId: asked('contactListId') });
    },
  },
  post: { '/campaigns/new': create },
};

async function newCampaign({ api }: PageContext, form: Form, refused: Child = null): Promise<Page> {
  const [customers, projects, lists] = await Promise.all([
    customersOf(api),
    choices<Project>(api, '/projects'),
    choices<ContactList>(api, '/contact-lists'),
  ]);
  const whose = (customerId: number) => (customers.length > 1 ? `, customer ${customerId}` : '');
  const list = lists.find(({ id }) => String(id) === form.contactListId) ?? lists[0];
  const fitting = projects.find(({ customerId }) => customerId === list?.customerId);
  const wantsProject = fitting === undefined || form[`${PREFIX}name`] !== undefined;
  const start = form.start ?? 'now';
  return {
    title: 'New campaign',
    body: (
      <section class="card">
        <form method="post" action="/campaigns/new" class="form" id="new-campaign" data-keep>
          {refused}
          <Field
            name="name"
            label="Name"
            value={form.name}
            hint="Callbacks know it as {CAMPAIGN_NAME}"
            required
          />
          <Choice
            name="projectId"
            label="Project: what is sent"
            none="a new one, described below"
            options={projects.map(({ id, name, type, customerId }) => ({
              value: id,
              label: `${name} (${type}${whose(customerId)})`,
            }))}
            value={form.projectId || (wantsProject ? '' : fitting?.id)}
          />
          <details {...(wantsProject && !form.projectId && { open: true })}>
            <summary>A new project</summary>
            <fieldset class="form">
              <legend>New project</legend>
              <ProjectFields form={form} prefix={PREFIX} isNew={true} />
            </fieldset>
          </details>
          <Choice
            name="contactListId"
            label="Contact list: who gets it"
            {...(lists.length === 0 && { none: 'none there yet' })}
            options={lists.map(({ id, name, size, customerId }) => ({
              value: id,
              label: `${name} (${count(size)} recipients${whose(customerId)})`,
            }))}
            value={form.contactListId}
          />
          {lists.length === 0 && (
            <p class="warned">
              There is no contact list yet. <a href="/contact-lists">Import one</a> first.
            </p>
          )}
          <Pace form={form} />
          <fieldset>
            <legend>Start</legend>
            <Tick type="radio" name="start" value="now" label="At once" checked={start === 'now'} />
            <Tick
              type="radio"
              name="start"
              value="later"
              label="When somebody says so"
              checked={start === 'later'}
            />
            <Tick type="radio" name="start" value="at" label="At a time:" checked={start === 'at'} />
            <Field
              name="startAt"
              label="Time"
              type="datetime-local"
              value={form.startAt}
              hint="UTC, platform time"
            />
          </fieldset>
          <p>
            <button type="submit" class="strong">
              Create
            </button>
          </p>
        </form>
      </section>
    ),
  };
}

/** How fast and when it sends; all of it has defaults. */
function Pace({ form }: { form: Form }) {
  const changed = ['rate', 'from', 'to', 'outcomeField'].some((name) => form[name]);
  return (
    <details {...(changed && { open: true })}>
      <summary>Rate, calling hours, outcomes</summary>
      <div class="form spaced">
        <Field
          name="rate"
          label="Communications per second"
          value={form.rate}
          hint="Of platform time; the platform's setting without it"
        />
        <fieldset>
          <legend>Calling hours</legend>
          <div class="row">
            <Field name="from" label="From" type="time" value={form.from} />
            <Field name="to" label="To" type="time" value={form.to} />
            <Field name="timeZone" label="Time zone" value={form.timeZone ?? 'Europe/Stockholm'} />
          </div>
          <div class="row">
            {DAYS.map((day) => (
              <Tick name={day} label={day} checked={form.name === undefined || form[day] !== undefined} />
            ))}
          </div>
          <small>Without times it sends at any hour.</small>
        </fieldset>
        <Field
          name="outcomeField"
          label="Data field that names outcomes"
          type="number"
          value={form.outcomeField}
          hint="Its number, if a column of the list says what is to become of each recipient: DELIVERED, DOESNOTEXIST, …"
        />
      </div>
    </details>
  );
}

async function create(context: PageContext, sent: Form): Promise<Outcome> {
  const { api } = context;
  let form = sent;
  const customerId = await customerOf(api, form);
  const again = async (problem: Problem): Promise<Outcome> => ({
    again: await newCampaign(context, form, <Refused problem={problem} />),
    problem,
  });
  if (!form.projectId) {
    const told = await api.send<Project>('POST', '/projects', {
      customerId,
      type: form[`${PREFIX}type`],
      ...projectOf(form, PREFIX),
    });
    if (!told.ok) return again(ofProject(told.problem));
    // Should the campaign be refused, its project is there already.
    form = { ...form, projectId: String(told.body.id) };
  }
  const told = await api.send<Campaign>('POST', '/campaigns', { customerId, ...campaignOf(form) });
  if (!told.ok) return again(told.problem);
  const { id } = told.body;
  if (form.start === 'now') {
    const started = await api.send('POST', `/campaigns/${id}/start`);
    if (!started.ok) return again(started.problem);
  }
  return { goTo: `/campaigns/${id}` };
}

/** It is the list's customer who sends; without one there is nothing to be created, as the API will say. */
async function customerOf(api: Api, { contactListId }: Form): Promise<number> {
  const lists = await byId<ContactList>(api, '/contact-lists', [
    /^[1-9]\d{0,14}$/.test(contactListId ?? '') ? Number(contactListId) : null,
  ]);
  return lists.get(Number(contactListId))?.customerId ?? 1;
}

/** Names the fields as this form does. */
function ofProject(problem: Problem): Problem {
  const errors = problem.errors?.map((error) => ({ ...error, field: `${PREFIX}${error.field}` }));
  return { ...problem, ...(errors && { errors }) };
}

function campaignOf(form: Form) {
  const { name, rate, from, to, timeZone, outcomeField, start, startAt } = given(form);
  const hours = from !== undefined || to !== undefined;
  return {
    projectId: numeric(form.projectId),
    contactListId: numeric(form.contactListId),
    name,
    rate: numeric(rate),
    outcomeField: numeric(outcomeField),
    ...(start === 'at' && { startAt: utc(startAt ?? '') }),
    ...(hours && {
      callingHours: {
        from,
        to,
        days: DAYS.filter((day) => form[day] !== undefined),
        ...(timeZone && { timeZone }),
      },
    }),
  };
}
