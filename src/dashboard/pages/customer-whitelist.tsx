import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import { toMsisdn } from '../../core/number.ts';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { CustomerTabs } from '../parts/customer-tabs.tsx';
import { type Customer, linesOf } from '../parts/entities.ts';
import { Text, Tick } from '../parts/inputs.tsx';
import { Listing } from '../parts/listing.tsx';
import { Card, count, Nothing, Refused } from '../parts/parts.tsx';
import { wrongAt } from '../parts/wrong.tsx';

const PATH = '/customers/:id{[0-9]+}/whitelist';

/** So many numbers are shown; a page is to stay light. */
const SHOWN = 1000;

/** What can be done with numbers that are typed in. */
const ACTS = {
  add: 'Add them',
  remove: 'Remove them',
  replace: 'Have them be the whole whitelist',
} as const;

/** The numbers that whitelist mode sends to. */
export const whitelistPages: Pages = {
  get: { [PATH]: (context) => whitelist(context) },
  post: { [PATH]: change },
};

const pathOf = ({ c }: PageContext) => `/customers/${c.req.param('id')}/whitelist`;
/** @param first only so many; all without it */
const read = async (context: PageContext, first?: number) =>
  (await context.api.get<{ numbers: string[] }>(`${pathOf(context)}${query({ first })}`)).numbers;

async function whitelist(
  context: PageContext,
  form: Form = {},
  problem: Problem | null = null,
): Promise<Page> {
  const { api, c } = context;
  const [{ id, name, whitelistMode }, numbers] = await Promise.all([
    api.get<Customer & { whitelistMode: boolean }>(`/customers/${c.req.param('id')}`),
    read(context, SHOWN + 1),
  ]);
  const isLonger = numbers.length > SHOWN;
  return {
    title: `Whitelist of ${name}`,
    body: (
      <>
        <CustomerTabs id={id} current="/whitelist" />
        <p class="lead">
          {whitelistMode
            ? 'Whitelist mode is on: SMS to other numbers report NOT_WHITELISTED.'
            : 'Whitelist mode is off: all numbers are sent to, until it is switched on in the settings.'}
        </p>
        <div class="grid halves">
          <Card title={`On the whitelist: ${isLonger ? `more than ${count(SHOWN)}` : count(numbers.length)}`}>
            {numbers.length === 0 ? (
              <Nothing>Nobody. In whitelist mode nothing would be sent.</Nothing>
            ) : (
              <Listing label="Numbers on the whitelist" text={numbers.slice(0, SHOWN).join('\n')} />
            )}
            {isLonger && <p class="soft">The first {count(SHOWN)} are shown.</p>}
          </Card>
          <Card title="Change it">
            <Change id={id} form={form} problem={problem} />
          </Card>
        </div>
      </>
    ),
  };
}

function Change({ id, form, problem }: { id: number; form: Form; problem: Problem | null }): Child {
  const act = form.act ?? 'add';
  return (
    <form method="post" action={`/customers/${id}/whitelist`} class="form" id="whitelist" data-keep>
      <Refused problem={problem} />
      <Text
        name="numbers"
        label="Numbers"
        value={form.numbers}
        rows={6}
        hint="One on a line, with its country code"
        wrong={wrongAt(problem, 'numbers')}
      />
      <fieldset>
        <legend>What to do with them</legend>
        {Object.entries(ACTS).map(([value, label]) => (
          <Tick type="radio" name="act" value={value} label={label} checked={act === value} />
        ))}
      </fieldset>
      <p>
        <button type="submit" class="strong">
          Change the whitelist
        </button>
      </p>
    </form>
  );
}

async function change(context: PageContext, form: Form): Promise<Outcome> {
  const typed = linesOf(form.numbers);
  const before = form.act === 'replace' ? [] : await read(context);
  const told = await context.api.send('PUT', pathOf(context), { numbers: changed(typed, before, form.act) });
  if (told.ok) return { goTo: pathOf(context) };
  return { again: await whitelist(context, form, told.problem), problem: told.problem };
}

/** What was typed comes first, so that the API's words of the n-th number are of the n-th line. */
function changed(typed: readonly string[], before: readonly string[], act: string | undefined): string[] {
  if (act !== 'remove') return [...typed, ...before];
  const unwanted = new Set(typed.map((number) => toMsisdn(number)));
  // What is no number is left for the API to refuse.
  return [
    ...typed.filter((number) => toMsisdn(number) === null),
    ...before.filter((one) => !unwanted.has(one)),
  ];
}
