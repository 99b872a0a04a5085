import type { z } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { newRule, OutcomeRule } from '../../core/outcome/outcome-rule.ts';
import { OUTGOING_TYPES, STATUSES } from '../../core/vocabulary.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import type { List } from '../parts/entities.ts';
import { Action, Card, Choice, Field, Nothing, Refused } from '../parts/parts.tsx';
import { type MagicNumber, MagicNumbers, sendTo } from './magic-numbers.tsx';
import { type CustomerProfile, type Profile, ProfilesCard, setProfile } from './profiles.tsx';

type Rule = Omit<OutcomeRule, 'createdAt'> & { createdAt: string };

/** What decides outcomes: rules, profiles, and numbers that stand for one. */
export const rulesPages: Pages = {
  get: { '/rules': (context) => rules(context) },
  post: {
    '/rules': create,
    '/rules/remove': remove,
    '/rules/remove-all': removeAll,
    '/rules/send': (context, form) => orHere(context, sendTo(context, form)),
    '/rules/profile': (context, form) => orHere(context, setProfile(context, form)),
  },
};

async function rules({ api }: PageContext, filled: Form = {}, refused: Child = null): Promise<Page> {
  const [all, magic, profiles, customers] = await Promise.all([
    api.get<List<Rule>>('/outcome-rules'),
    api.get<List<MagicNumber>>('/magic-numbers'),
    api.get<List<Profile>>('/profiles'),
    api.get<List<CustomerProfile>>('/customers?limit=1000'),
  ]);
  return {
    title: 'Outcomes',
    body: (
      <>
        {refused}
        <p class="soft before">
          What becomes of an SMS or a call is decided when it is accepted: by what it was sent with, else by
          the newest rule that fits, else by a magic number, else by chance as the customer's profile has it.
        </p>
        <div class="grid halves">
          <div>
            <Card title="Rules">
              {all.items.length === 0 ? <Nothing>None yet.</Nothing> : <Rules rules={all.items} />}
              {all.items.length > 1 && (
                <div class="row">
                  <Action to="/rules/remove-all" label="Remove all rules" confirm="Remove all rules?" />
                </div>
              )}
            </Card>
            <ProfilesCard profiles={profiles.items} customers={customers.items} />
          </div>
          <Card title="A new rule">
            <NewRule outcomes={magic.items.map(({ outcome }) => outcome)} filled={filled} />
          </Card>
          <MagicNumbers numbers={magic.items} customers={customers.items} />
        </div>
      </>
    ),
  };
}

function Rules({ rules: all }: { rules: readonly Rule[] }) {
  return (
    <ul class="plain">
      {all.map(({ id, match, outcome, remaining, used }) => (
        <li id={`rule-${id}`} class="ruled">
          <span>
            <strong>{outcomeInWords(outcome)}</strong> for {matchInWords(match)}
            <br />
            <small>
              decided {used} so far
              {remaining === 0 ? '; used up' : remaining === null ? '' : `; ${remaining} more to come`}
            </small>
          </span>
          <Action to="/rules/remove" label="Remove" values={{ id }} />
        </li>
      ))}
    </ul>
  );
}

function outcomeInWords({ named, status, reports }: Rule['outcome']): string {
  if (named !== undefined) return named;
  if (status !== undefined) return status;
  return reports?.length ? reports.map((report) => report.status).join(', then ') : 'no report';
}

function matchInWords(match: Rule['match']): string {
  const said = Object.entries({
    'customer ': match.customerId,
    '': match.type,
    'number ': match.number,
    'numbers that begin with ': match.prefix,
    'numbers like ': match.pattern,
    'project ': match.projectId,
    'campaign ': match.campaignId,
    'texts with ': match.content && `“${match.content}”`,
    'to a number for the time no. ': match.nth,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}${value}`);
  return said.join(', ') || 'everything';
}

function NewRule({ outcomes, filled }: { outcomes: readonly string[]; filled: Form }) {
  return (
    <form class="form" method="post" action="/rules" data-keep id="new-rule">
      <div class="columns">
        <Choice
          name="named"
          label="Outcome"
          none="(a status instead)"
          options={outcomes}
          value={filled.named ?? outcomes[0]}
        />
        <Choice name="status" label="or a status" none="–" options={STATUSES} value={filled.status} />
        <Field name="afterMs" label="that comes after, ms" type="number" value={filled.afterMs} />
      </div>
      <fieldset>
        <legend>For what fits all of this</legend>
        <div class="columns">
          <Choice name="type" label="Type" none="both" options={OUTGOING_TYPES} value={filled.type} />
          <Field name="number" label="Number" value={filled.number} />
          <Field name="prefix" label="Number begins with" value={filled.prefix} />
          <Field name="pattern" label="Number fits (regular expression)" value={filled.pattern} />
          <Field name="content" label="Text contains" value={filled.content} />
          <Field name="nth" label="n-th to the number" type="number" value={filled.nth} />
          <Field name="customerId" label="Customer" type="number" value={filled.customerId} />
          <Field name="projectId" label="Project" type="number" value={filled.projectId} />
          <Field name="campaignId" label="Campaign" type="number" value={filled.campaignId} />
        </div>
      </fieldset>
      <Field
        name="times"
        label="For the next so many"
        type="number"
        value={filled.times}
        hint="Without end if empty"
      />
      <div>
        <button type="submit" class="strong">
          Create
        </button>
      </div>
    </form>
  );
}

const IN_WORDS = ['type', 'number', 'prefix', 'pattern', 'content'];

/** The rule that a form describes; numbers that are none are left for the API to refuse by their names. */
function ruleOf({ named, status, afterMs, times, ...match }: Form): z.input<typeof newRule> {
  const given = Object.entries(match).filter(([, value]) => value !== '');
  return {
    match: Object.fromEntries(
      given.map(([name, value]) => [name, IN_WORDS.includes(name) ? value : Number(value)]),
    ),
    outcome: {
      ...(named && { named: named as never }),
      ...(status && { status: status as never }),
      ...(afterMs && { afterMs: Number(afterMs) }),
    },
    ...(times && { times: Number(times) }),
  };
}

async function create(context: PageContext, form: Form): Promise<Outcome> {
  const told = await context.api.send('POST', '/outcome-rules', ruleOf(form));
  if (told.ok) return { goTo: '/rules' };
  return { again: await rules(context, form, <Refused problem={told.problem} />), problem: told.problem };
}

async function remove(context: PageContext, { id }: Form): Promise<Outcome> {
  const told = await context.api.send('DELETE', `/outcome-rules/${encodeURIComponent(id ?? '')}`);
  if (told.ok) return { back: true };
  return { again: await rules(context, {}, <Refused problem={told.problem} />), problem: told.problem };
}

async function removeAll({ api }: PageContext): Promise<Outcome> {
  await api.send('DELETE', '/outcome-rules');
  return { back: true };
}

type Sent = Awaited<ReturnType<typeof sendTo>>;

/** This page again when it was refused. */
async function orHere(context: PageContext, work: Promise<Sent>): Promise<Outcome> {
  const done = await work;
  if (!('problem' in done)) return done;
  return { again: await rules(context, {}, <Refused problem={done.problem} />), problem: done.problem };
}
