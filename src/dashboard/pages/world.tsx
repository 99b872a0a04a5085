import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { required, utc } from '../parts/entities.ts';
import { Action, Chip, count, Facts, Field, Refused } from '../parts/parts.tsx';
import { wrongAt } from '../parts/wrong.tsx';
import { SeedForm, sow } from './seed.tsx';

/** What a snapshot is sent as. */
const SNAPSHOT_TYPE = 'application/vnd.sqlite3';

interface Clock {
  mode: 'real' | 'manual';
  now: string;
}
interface Alive {
  enabled: boolean;
  everySeconds: number;
  rounds: number;
}

/** All that there is at once: more of it, kept in a file, put back, or removed; and what keeps it busy. */
export const worldPages: Pages = {
  get: { '/world': (context) => world(context) },
  post: {
    '/world/seed': seed,
    '/world/restore': restore,
    '/world/reset': reset,
    '/world/alive': alive,
  },
};

/** A form that was refused, and why. */
interface Again {
  what: 'seed' | 'restore' | 'reset' | 'alive';
  form: Form;
  problem: Problem;
}

async function world({ api, asked }: PageContext, again: Again | null = null): Promise<Page> {
  const [clock, busy] = await Promise.all([api.get<Clock>('/clock'), api.get<Alive>('/alive')]);
  const refused = (what: Again['what']) => (again?.what === what ? again : { form: {}, problem: null });
  return {
    title: 'World',
    scripts: ['restore'],
    body: (
      <div class="grid halves">
        <div>
          <section class="card" id="seed">
            <h2>Add a seed</h2>
            <SeedForm {...refused('seed')} />
          </section>
          <Reset clock={clock} {...refused('reset')} />
        </div>
        <div>
          <Snapshot {...refused('restore')} restored={asked('restored') !== ''} />
          <AliveCard alive={busy} {...refused('alive')} />
        </div>
      </div>
    ),
  };
}

interface PartProps {
  form: Form;
  problem: Problem | null;
}

function Snapshot({ problem, restored }: PartProps & { restored: boolean }): Child {
  return (
    <section class="card" id="snapshot">
      <h2>Snapshot</h2>
      {restored && (
        <p class="saved" role="status">
          Restored: all is as it was when the snapshot was taken.
        </p>
      )}
      <p>All that there is as one file, the clock with it.</p>
      <p class="row">
        <a class="button" href="/v1/snapshot" download>
          Download a snapshot
        </a>
        <small>It holds passwords and private keys of callbacks: keep it as you keep those.</small>
      </p>
      <form
        method="post"
        action="/world/restore#snapshot"
        enctype="multipart/form-data"
        class="form apart"
        id="restore"
        data-keep
        data-confirm="Restore it in the place of all that there is now?"
        data-restore="/v1/snapshot"
        data-type={SNAPSHOT_TYPE}
      >
        <Refused problem={problem} />
        <Field
          name="file"
          type="file"
          label="Restore one"
          required
          hint="In the place of all that there is now"
          wrong={problem?.detail}
        />
        <p>
          <button type="submit" class="danger">
            Restore
          </button>
        </p>
        <div class="restored" role="status" />
      </form>
    </section>
  );
}

function AliveCard({ alive: busy, form, problem }: PartProps & { alive: Alive }): Child {
  const { enabled, everySeconds, rounds } = busy;
  return (
    <section class="card" id="alive">
      <h2>Alive mode</h2>
      <p class="lead">
        Keeps the platform busy: campaigns over people who do not exist, and what these write and call of
        their own accord.
      </p>
      <Facts
        facts={{
          State: <Chip word={enabled ? 'ON' : 'OFF'} />,
          'A campaign': `every ${count(everySeconds)} s of platform time, on average`,
          'So far': `${count(rounds)} ${rounds === 1 ? 'campaign' : 'campaigns'}`,
        }}
      />
      <div class="row">
        {enabled ? (
          <Action to="/world/alive" label="Stop it" values={{ enabled: 'false' }} />
        ) : (
          <Action to="/world/alive" label="Start it" tone="strong" values={{ enabled: 'true' }} />
        )}
      </div>
      <form class="form apart" method="post" action="/world/alive#alive" data-keep id="alive-form">
        <Refused problem={problem} />
        <Field
          name="everySeconds"
          label="Seconds from one campaign to the next"
          type="number"
          value={form.everySeconds ?? everySeconds}
          required
          wrong={wrongAt(problem, 'everySeconds')}
        />
        <p>
          <button type="submit">Change</button>
        </p>
      </form>
    </section>
  );
}

function Reset({ clock, form, problem }: PartProps & { clock: Clock }): Child {
  return (
    <section class="card" id="reset">
      <h2>Reset</h2>
      <p>
        Removes all that there is but customer 1, whose settings go back to what they were at first, and its
        API key. Afterwards the same requests have the same outcomes again.
      </p>
      <form
        class="form apart"
        method="post"
        action="/world/reset"
        data-confirm="Remove everything but customer 1?"
        data-keep
        id="reset-form"
      >
        <Refused problem={problem} />
        {clock.mode === 'manual' && (
          <Field
            name="now"
            label="What the clock shows afterwards"
            type="datetime-local"
            value={form.now}
            hint="UTC; back in time too. Without it the clock stays as it is"
            wrong={wrongAt(problem, 'now')}
          />
        )}
        <p>
          <button type="submit" class="danger">
            Reset everything
          </button>
        </p>
      </form>
    </section>
  );
}

async function seed(context: PageContext, sent: Form): Promise<Outcome> {
  const sown = await sow(context, sent);
  if ('page' in sown) return { show: sown.page };
  return { again: await world(context, { what: 'seed', ...sown }), problem: sown.problem };
}

/** Without scripts; with them the file is streamed to the API. */
async function restore(context: PageContext): Promise<Outcome> {
  const { file } = await context.c.req.parseBody();
  const snapshot = file instanceof File ? file : new Blob([]);
  const told = await context.api.upload('PUT', '/snapshot', SNAPSHOT_TYPE, snapshot);
  if (told.ok) return { goTo: '/world?restored=1' };
  const again = await world(context, { what: 'restore', form: {}, problem: told.problem });
  return { again, problem: told.problem };
}

async function alive(context: PageContext, form: Form): Promise<Outcome> {
  const change =
    form.enabled === undefined
      ? { everySeconds: required(form.everySeconds) }
      : { enabled: form.enabled === 'true' };
  const told = await context.api.send('PUT', '/alive', change);
  if (told.ok) return { goTo: '/world', stays: true };
  const again = await world(context, { what: 'alive', form, problem: told.problem });
  return { again, problem: told.problem };
}

async function reset(context: PageContext, form: Form): Promise<Outcome> {
  const now = form.now ? { now: utc(form.now) } : {};
  const told = await context.api.send('POST', '/reset', now);
  if (told.ok) return { goTo: '/' };
  return {
    again: await world(context, { what: 'reset', form, problem: told.problem }),
    problem: told.problem,
  };
}
