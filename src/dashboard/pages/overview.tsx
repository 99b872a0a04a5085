import type { Child } from 'hono/jsx';
import { type Api, query } from '../api.ts';
import type { Outcome, Page, PageContext, Pages } from '../page.ts';
import { Bars, type Series } from '../parts/charts.tsx';
import { type Campaign, given, type List, utc } from '../parts/entities.ts';
import {
  Action,
  Card,
  Chip,
  Choice,
  count,
  Facts,
  Field,
  Nothing,
  Refused,
  shortTime,
  Time,
} from '../parts/parts.tsx';
import { statusColour } from '../parts/status-colour.ts';

interface Health {
  version: string;
  seed: string;
  clock: { mode: string; now: string };
  callbacks: { enabled: number; parked: number };
}
interface Clock {
  mode: 'real' | 'manual';
  speed: number;
  now: string;
}
interface Callback {
  id: number;
  name: string;
  url: string;
  enabled: boolean;
  lag: { backlog: number; pending: number; lagMs: number; error: string | null };
  warnings: { field: string; warning: string }[];
}
interface Fault {
  id: number;
  kind: string;
  remaining: number | null;
  struck: number;
}
interface Statistics {
  spanSeconds: number;
  spans: { from: string; events: Record<string, number>; requests: number; failed: number }[];
}
/** Campaigns that are shown; the others are on a page of their own. */
const MOST_RUNNING = 8;
/** How far the charts go back, in minutes of platform time. */
const MINUTES = [5, 60, 1440];

/** What the platform did, and what needs somebody's attention. */
export const overviewPages: Pages = {
  get: { '/': overview },
  post: { '/clock': changeClock, '/clock/advance': advance, '/flush': flush, '/reset': reset },
};

async function overview(context: PageContext, refused: Child = null): Promise<Page> {
  const { api, asked } = context;
  const minutes = MINUTES.includes(Number(asked('minutes'))) ? Number(asked('minutes')) : 60;
  const [health, clock, campaigns, callbacks, faults, statistics] = await Promise.all([
    api.get<Health>('/health'),
    api.get<Clock>('/clock'),
    api.get<List<Campaign>>('/campaigns?order=newest&limit=20'),
    api.get<List<Callback>>('/callbacks?limit=100'),
    api.get<List<Fault>>('/faults?limit=100'),
    api.get<Statistics>(`/statistics${query({ minutes })}`),
  ]);
  const running = campaigns.items.filter(({ state }) => !['COMPLETED', 'CANCELLED'].includes(state));
  return {
    title: 'Overview',
    body: (
      <>
        {refused}
        <div class="grid">
          <ClockCard clock={clock} seed={health.seed} />
          <Attention health={health} callbacks={callbacks.items} faults={faults.items} />
          <Charts statistics={statistics} minutes={minutes} />
          <Running campaigns={running} />
          <Lag callbacks={callbacks.items} />
        </div>
      </>
    ),
  };
}

function ClockCard({ clock, seed }: { clock: Clock; seed: string }) {
  const manual = clock.mode === 'manual';
  return (
    <Card title="Clock">
      <Facts
        facts={{
          Now: <Time at={clock.now} />,
          Runs: manual ? 'by hand' : `at speed ${clock.speed}`,
          Seed: seed,
        }}
      />
      {manual ? (
        <div class="row">
          {[
            ['15 s', 'PT15S'],
            ['1 h', 'PT1H'],
            ['1 day', 'P1D'],
          ].map(([label, by]) => (
            <Action to="/clock/advance" label={`+ ${label}`} values={{ by: by! }} />
          ))}
          <Action to="/clock/advance" label="Until idle" tone="strong" values={{ until: 'idle' }} />
          <Action to="/clock" label="Let it run" values={{ mode: 'real' }} />
        </div>
      ) : (
        <div class="row">
          <Action to="/clock" label="Stop it" values={{ mode: 'manual' }} />
          {[1, 60, 1000].map((speed) => (
            <Action to="/clock" label={`× ${speed}`} values={{ mode: 'real', speed }} />
          ))}
        </div>
      )}
      <details>
        <summary>More</summary>
        <div data-keep id="clock-forms">
          <form method="post" action="/clock/advance" class="row">
            <Field name="by" label="Advance by" hint="ISO 8601, such as PT90M" value="PT5M" />
            <button type="submit">Advance</button>
          </form>
          <form method="post" action="/clock/advance" class="row">
            <Field name="to" label="Advance to (UTC)" type="datetime-local" required />
            <button type="submit">Advance</button>
          </form>
          <form method="post" action="/clock" class="row">
            <Choice name="mode" label="Mode" options={['real', 'manual']} value={clock.mode} />
            <Field name="speed" label="Speed" type="number" value={clock.speed} />
            <button type="submit">Change</button>
          </form>
        </div>
        <div class="row">
          <Action to="/flush" label="Send all callbacks now" />
          <Action
            to="/reset"
            label="Reset everything"
            tone="danger"
            confirm="Remove everything but customer 1?"
          />
        </div>
      </details>
    </Card>
  );
}

interface AttentionProps {
  health: Health;
  callbacks: readonly Callback[];
  faults: readonly Fault[];
}

function Attention({ health, callbacks, faults }: AttentionProps) {
  const failing = callbacks.filter(({ lag }) => lag.error !== null);
  const warned = callbacks.filter(({ warnings }) => warnings.length > 0);
  const on = faults.filter(({ remaining }) => remaining !== 0);
  const quiet = failing.length + warned.length + on.length + health.callbacks.parked === 0;
  return (
    <Card title="Needs attention">
      {quiet && <Nothing>Nothing. All is well.</Nothing>}
      <ul class="attention">
        {failing.map(({ id, name, lag }) => (
          <li>
            <a href={`/callbacks/${id}`}>Callback {name || id}</a> fails: {lag.error}
          </li>
        ))}
        {health.callbacks.parked > 0 && (
          <li>
            <a href="/deliveries?state=PARKED">{count(health.callbacks.parked)} deliveries</a> were given up
          </li>
        )}
        {warned.map(({ id, name, warnings }) => (
          <li>
            <a href={`/callbacks/${id}`}>Callback {name || id}</a>: {warnings[0]!.warning}
            {warnings.length > 1 && `, and ${warnings.length - 1} more`}
          </li>
        ))}
        {on.map(({ kind, struck }) => (
          <li>
            The fault <a href="/faults">{kind}</a> is on; it has struck {struck} times
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Charts({ statistics: { spans }, minutes }: { statistics: Statistics; minutes: number }) {
  const kinds = [...new Set(spans.flatMap(({ events }) => Object.keys(events)))].sort();
  const outcomes: Series[] = kinds.map((name) => ({
    name,
    colour: statusColour(name),
    values: spans.map(({ events }) => events[name] ?? 0),
  }));
  const requests: Series[] = [
    { name: 'answered', colour: 'c-good', values: spans.map((span) => span.requests) },
    { name: 'failed', colour: 'c-bad', values: spans.map((span) => span.failed) },
  ];
  const time = (at: string) => shortTime(at).slice(0, 16);
  const frame = { from: time(spans[0]!.from), to: time(spans.at(-1)!.from) };
  return (
    <>
      <Card title="Outcomes" wide>
        <p class="tabs">
          {MINUTES.map((choice) => (
            <a href={`/?minutes=${choice}`} {...(choice === minutes && { 'aria-current': 'true' })}>
              {choice === 1440 ? 'a day' : choice === 60 ? 'an hour' : `${choice} minutes`}
            </a>
          ))}
        </p>
        <Bars label="Entries of the log over time, by status" series={outcomes} {...frame} />
      </Card>
      <Card title="Callback requests" wide>
        <Bars label="Callback requests over time" series={requests} {...frame} />
      </Card>
    </>
  );
}

function Running({ campaigns }: { campaigns: readonly Campaign[] }) {
  return (
    <Card title="Campaigns under way">
      {campaigns.length === 0 && (
        <Nothing>
          None. <a href="/campaigns">Start one</a>.
        </Nothing>
      )}
      <ul class="plain">
        {campaigns.slice(0, MOST_RUNNING).map(({ id, name, state, recipients, sent, done }) => (
          <li>
            <a href={`/campaigns/${id}`}>{name}</a> <Chip word={state} />
            <progress max={Math.max(1, recipients)} value={done} aria-label={`${name}: done`} />
            <span class="soft">
              {count(sent)} of {count(recipients)} sent, {count(done)} done
            </span>
          </li>
        ))}
      </ul>
      {campaigns.length > MOST_RUNNING && (
        <p class="pager">
          <a href="/campaigns">All campaigns</a>
        </p>
      )}
    </Card>
  );
}

function Lag({ callbacks }: { callbacks: readonly Callback[] }) {
  const furthest = Math.max(1, ...callbacks.map(({ lag }) => lag.lagMs));
  return (
    <Card title="Callbacks">
      {callbacks.length === 0 && (
        <Nothing>
          None yet. <a href="/callbacks/new">Register one</a>; it may point at an <a href="/inboxes">inbox</a>{' '}
          here.
        </Nothing>
      )}
      {callbacks.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Callback</th>
              <th scope="col" class="number">
                Waiting
              </th>
              <th scope="col" class="number">
                Behind
              </th>
            </tr>
          </thead>
          <tbody>
            {callbacks.map(({ id, name, url, enabled, lag }) => (
              <tr>
                <td>
                  <a href={`/callbacks/${id}`}>{name || url}</a> {!enabled && <Chip word="PAUSED" />}
                </td>
                <td class="number">{count(lag.backlog + lag.pending)}</td>
                <td class="number">
                  {lag.lagMs === 0 ? '–' : `${Math.round(lag.lagMs / 1000)} s`}
                  <progress max={furthest} value={lag.lagMs} aria-label={`${name || url}: behind`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

/** Sends a change; when it is refused, the overview says why. */
async function change(context: PageContext, method: string, path: string, body: object): Promise<Outcome> {
  const told = await context.api.send(method, path, body);
  if (told.ok) return { back: true };
  return { again: await overview(context, <Refused problem={told.problem} />), problem: told.problem };
}

function changeClock(
  context: PageContext,
  { speed, ...form }: Readonly<Record<string, string>>,
): Promise<Outcome> {
  return change(context, 'PUT', '/clock', { ...given(form), ...(speed && { speed: Number(speed) }) });
}

function advance(context: PageContext, form: Readonly<Record<string, string>>): Promise<Outcome> {
  const { to, ...rest } = given(form);
  return change(context, 'POST', '/clock/advance', { ...rest, ...(to && { to: utc(to) }) });
}

async function flush({ api }: { api: Api }): Promise<Outcome> {
  await api.send('POST', '/callbacks/flush');
  return { back: true };
}

async function reset({ api }: { api: Api }): Promise<Outcome> {
  await api.send('POST', '/reset');
  return { goTo: '/' };
}
