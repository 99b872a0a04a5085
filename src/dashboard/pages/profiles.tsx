import type { Child } from 'hono/jsx';
import type { Profile as ProfileOfCore } from '../../core/profile/profile.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Action, Card, Choice, Field, Refused } from '../parts/parts.tsx';
import type { PartOutcome } from './magic-numbers.tsx';

export type Profile = ProfileOfCore & { own: boolean };

export interface CustomerProfile {
  id: number;
  name: string;
  profile: string | null;
}

const PATH = '/rules/profiles/:name';

/** How likely outcomes are: those that come with the platform, and your own. */
export const profilesPages: Pages = {
  get: { [PATH]: async (context) => profile(context, await find(context)) },
  post: { '/rules/profiles': put, [`${PATH}/remove`]: remove },
};

const pathOf = (name: string) => `/profiles/${encodeURIComponent(name)}`;
const find = ({ api, c }: PageContext) => api.get<Profile>(pathOf(c.req.param('name')!));

interface ProfilesCardProps {
  profiles: readonly Profile[];
  customers: readonly CustomerProfile[];
}

export function ProfilesCard({ profiles, customers }: ProfilesCardProps) {
  return (
    <Card title="Profiles">
      <ul class="plain">
        {profiles.map(({ name, description, own, sms, call }) => (
          <li id={`profile-${name}`}>
            <a href={`/rules/profiles/${name}`}>{name}</a> {own && <span class="chip">your own</span>}
            <br />
            <small>{description}</small>
            <br />
            <small>
              SMS delivered {percent(1 - sms.failure - sms.unknown - sms.notDelivered)}, calls answered{' '}
              {percent(call.answered)} at once
            </small>
          </li>
        ))}
      </ul>
      <h3 class="after">Which customer has which</h3>
      {customers.map(({ id, name, profile: its }) => (
        <form class="row" method="post" action="/rules/profile" data-keep id={`customer-${id}`}>
          <input type="hidden" name="customerId" value={String(id)} />
          <Choice
            name="profile"
            label={`${id} – ${name}`}
            none="the platform's"
            options={profiles.map((one) => one.name)}
            value={its}
          />
          <button type="submit">Set</button>
        </form>
      ))}
    </Card>
  );
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/** Gives a customer a profile. */
export async function setProfile({ api }: PageContext, form: Form): Promise<PartOutcome> {
  const told = await api.send('PATCH', `/customers/${Number(form.customerId)}`, {
    profile: form.profile || null,
  });
  return told.ok ? { back: true } : { problem: told.problem };
}

async function profile(
  _context: PageContext,
  { name, own, ...data }: Profile,
  filled: Form = {},
  refused: Child = null,
): Promise<Page> {
  return {
    title: `Profile ${name}`,
    body: (
      <>
        {refused}
        <form class="form wide-form" method="post" action="/rules/profiles" data-keep id="profile">
          {own ? (
            <input type="hidden" name="name" value={name} />
          ) : (
            <Field
              name="name"
              label="Name of your own"
              value={filled.name}
              hint="This one comes with the platform or from a file; what you change becomes one of your own"
              required
            />
          )}
          <input type="hidden" name="like" value={name} />
          <label class="field">
            <span>How likely things are, and how long they take</span>
            <textarea class="code" name="data" rows={40} spellcheck={false}>
              {filled.data ?? JSON.stringify(data, null, 2)}
            </textarea>
            <small>
              JSON; <a href="/docs">the API's page</a> says what each means
            </small>
          </label>
          <div>
            <button type="submit" class="strong">
              {own ? 'Save' : 'Create'}
            </button>{' '}
            <a class="button" href="/rules">
              Leave it
            </a>
          </div>
        </form>
        {own && (
          <div class="row">
            <Action
              to={`/rules/profiles/${name}/remove`}
              label="Remove"
              tone="danger"
              confirm={`Remove ${name}?`}
            />
          </div>
        )}
      </>
    ),
  };
}

async function put(context: PageContext, form: Form): Promise<Outcome> {
  const { api } = context;
  const { name = '', like = '', data = '' } = form;
  const again = async (problem: NonNullable<Parameters<typeof Refused>[0]['problem']>) => {
    const beginning = await api.get<Profile>(pathOf(like));
    return { again: await profile(context, beginning, form, <Refused problem={problem} />), problem };
  };
  let wanted: unknown;
  try {
    wanted = JSON.parse(data);
  } catch (error) {
    const detail = `data: ${(error as Error).message}`;
    return again({ type: 'about:blank', title: 'Bad Request', status: 400, detail });
  }
  const told = await api.send('PUT', pathOf(name), wanted);
  return told.ok ? { goTo: '/rules' } : again(told.problem);
}

async function remove(context: PageContext): Promise<Outcome> {
  const { api, c } = context;
  const told = await api.send('DELETE', pathOf(c.req.param('name')!));
  if (told.ok) return { goTo: '/rules' };
  const again = await profile(context, await find(context), {}, <Refused problem={told.problem} />);
  return { again, problem: told.problem };
}
