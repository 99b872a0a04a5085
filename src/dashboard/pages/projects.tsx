import type { Child } from 'hono/jsx';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { CampaignTabs } from '../parts/campaign-parts.tsx';
import { customerAsked, customersOf, type List, numeric, type Project } from '../parts/entities.ts';
import { CustomerChoice, CustomerFilter, CustomerLink, Wide } from '../parts/inputs.tsx';
import { Card, Facts, Nothing, Older, Refused, Time } from '../parts/parts.tsx';
import { ProjectFields, projectForm, projectOf } from './project-fields.tsx';

const LENGTH = 50;
const MOST_CHARACTERS = 120;

/** Projects: what campaigns send, and whom it comes from. */
export const projectsPages: Pages = {
  get: {
    '/projects': projects,
    '/projects/new': (context) => newProject(context, {}),
    '/projects/:id{[0-9]+}': (context) => project(context),
  },
  post: { '/projects/new': create, '/projects/:id{[0-9]+}': change },
};

async function projects({ api, url, asked }: PageContext): Promise<Page> {
  const customerId = customerAsked(asked);
  const [customers, page] = await Promise.all([
    customersOf(api),
    api.get<List<Project>>(
      `/projects${query({ customerId, order: 'newest', limit: LENGTH, after: asked('after') })}`,
    ),
  ]);
  return {
    title: 'Projects',
    body: (
      <>
        <CampaignTabs current="/projects" />
        <p class="lead">
          <a class="button strong" href="/projects/new">
            New project
          </a>
        </p>
        <CustomerFilter customers={customers} path="/projects" value={customerId} />
        {page.items.length === 0 ? (
          <Nothing>
            No projects yet. A project is a sender with a text, or with the script of a call:{' '}
            <a href="/projects/new">create one</a>.
          </Nothing>
        ) : (
          <section class="card">
            <Wide label="Projects">
              <table class="roomy">
                <thead>
                  <tr>
                    <th scope="col">Project</th>
                    <th scope="col">Type</th>
                    <th scope="col">Sender</th>
                    <th scope="col">Text or script</th>
                    <th scope="col">Created</th>
                  </tr>
                </thead>
                <tbody>
                  {page.items.map(({ id, name, type, sender, template, createdAt }) => (
                    <tr id={`project-${id}`}>
                      <td>
                        <a href={`/projects/${id}`}>{name}</a>
                      </td>
                      <td>{type}</td>
                      <td>{sender}</td>
                      <td class="broad">{template.slice(0, MOST_CHARACTERS)}</td>
                      <td>
                        <Time at={createdAt} />
                      </td>
                    </tr>
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

async function newProject({ api }: PageContext, form: Form, refused: Child = null): Promise<Page> {
  const customers = await customersOf(api);
  return {
    title: 'New project',
    body: (
      <section class="card">
        <form method="post" action="/projects/new" class="form" id="new-project" data-keep>
          {refused}
          <CustomerChoice customers={customers} value={form.customerId} />
          <ProjectFields form={form} isNew={true} />
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

async function create(context: PageContext, form: Form): Promise<Outcome> {
  const told = await context.api.send<Project>('POST', '/projects', {
    customerId: numeric(form.customerId),
    type: form.type,
    ...projectOf(form),
  });
  if (told.ok) return { goTo: `/projects/${told.body.id}` };
  const again = await newProject(context, form, <Refused problem={told.problem} />);
  return { again, problem: told.problem };
}

async function project({ api, c }: PageContext, form?: Form, refused: Child = null): Promise<Page> {
  const found = await api.get<Project>(`/projects/${c.req.param('id')}`);
  const { id, customerId, type, name, createdAt } = found;
  return {
    title: name,
    body: (
      <>
        <p class="lead">
          <a class="button strong" href={`/campaigns/new?projectId=${id}`}>
            Run it over a contact list
          </a>{' '}
          <a class="button" href={`/communications?projectId=${id}`}>
            Its communications
          </a>
        </p>
        <Card title="Project">
          <Facts
            facts={{
              ID: id,
              Type: type,
              Customer: <CustomerLink id={customerId} />,
              Created: <Time at={createdAt} />,
            }}
          />
          <form method="post" action={`/projects/${id}`} class="form spaced" id="project" data-keep>
            {refused}
            <ProjectFields form={form ?? projectForm(found)} isNew={false} />
            <p>
              <button type="submit" class="strong">
                Save
              </button>{' '}
              <small>It holds for what is sent from now on.</small>
            </p>
          </form>
        </Card>
      </>
    ),
  };
}

async function change(context: PageContext, form: Form): Promise<Outcome> {
  const path = `/projects/${context.c.req.param('id')}`;
  const told = await context.api.send('PATCH', path, projectOf(form));
  if (told.ok) return { goTo: path };
  const again = await project(context, form, <Refused problem={told.problem} />);
  return { again, problem: told.problem };
}
