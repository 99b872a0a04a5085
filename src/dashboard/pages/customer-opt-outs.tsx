import type { Child } from 'hono/jsx';
import type { Problem } from '../../api/problem.ts';
import { toMsisdn } from '../../core/number.ts';
import { query, refusedField, type Told } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { CustomerTabs } from '../parts/customer-tabs.tsx';
import type { Customer, List } from '../parts/entities.ts';
import { Wide } from '../parts/inputs.tsx';
import { Action, Card, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';
import { wrongAt } from '../parts/wrong.tsx';

const PATH = '/customers/:id{[0-9]+}/opt-outs';
const LENGTH = 100;

interface OptOut {
  number: string;
  at: string;
  communicationId: number | null;
}

/** Who does not want to be sent to. */
export const optOutsPages: Pages = {
  get: { [PATH]: (context) => optOuts(context) },
  post: { [PATH]: add, [`${PATH}/remove`]: remove, [`${PATH}/remove-all`]: removeAll },
};

const pathOf = ({ c }: PageContext) => `/customers/${c.req.param('id')}/opt-outs`;

/** A form that was refused, and why. */
interface Again {
  form: Form;
  problem: Problem;
}

async function optOuts(context: PageContext, again: Again | null = null): Promise<Page> {
  const { api, c, asked, url } = context;
  const path = pathOf(context);
  const number = asked('number');
  const [{ id, name }, found] = await Promise.all([
    api.get<Customer>(`/customers/${c.req.param('id')}`),
    api.send<List<OptOut>>('GET', `${path}${query({ number, after: asked('after'), limit: LENGTH })}`),
  ]);
  const { items, next } = found.ok ? found.body : { items: [], next: null };
  return {
    title: `Opt-outs of ${name}`,
    body: (
      <>
        <CustomerTabs id={id} current="/opt-outs" />
        <p class="lead">What is sent to these numbers in this customer's name ends as OPTOUT.</p>
        <div class="grid halves">
          <Card title="Opted out">
            <form method="get" action={path} class="filters" id="filter" data-keep>
              <Field
                name="number"
                label="Number"
                type="search"
                value={number}
                wrong={found.ok ? undefined : wrongAt(found.problem, 'number')}
              />
              <button type="submit">Find</button>
              {number !== '' && <a href={path}>Show all</a>}
            </form>
            {items.length > 0 && <Table path={path} items={items} />}
            {items.length === 0 && found.ok && (
              <Nothing>{number === '' ? 'Nobody.' : 'This number has not.'}</Nothing>
            )}
            <Older url={url} next={next} />
            {items.length > 0 && (
              <div class="row">
                <Action
                  to={`${path}/remove-all`}
                  label="Opt all in again"
                  tone="danger"
                  confirm={`Opt all numbers in again that have opted out of ${name}?`}
                />
              </div>
            )}
          </Card>
          <Card title="Opt a number out">
            <Add path={path} again={again} />
          </Card>
        </div>
      </>
    ),
  };
}

function Add({ path, again }: { path: string; again: Again | null }): Child {
  return (
    <form method="post" action={path} class="form" id="add" data-keep>
      <Refused problem={again?.problem} />
      <Field
        name="number"
        label="Number"
        type="tel"
        value={again?.form.number}
        hint="With its country code. It is as if it had written STOP"
        required
        wrong={wrongAt(again?.problem ?? null, 'number')}
      />
      <p>
        <button type="submit" class="strong">
          Opt out
        </button>
      </p>
    </form>
  );
}

function Table({ path, items }: { path: string; items: readonly OptOut[] }) {
  return (
    <Wide label="Opt-outs">
      <table class="roomy">
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Since</th>
            <th scope="col">By</th>
            <th scope="col">
              <span class="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((optOut) => (
            <Row path={path} optOut={optOut} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Row({ path, optOut: { number, at, communicationId } }: { path: string; optOut: OptOut }) {
  const isKnown = /^\d+$/.test(number);
  return (
    <tr id={`opt-out-${number}`}>
      <td class="whole">
        {isKnown ? (
          <a href={`/phone/${number}`}>{number}</a>
        ) : (
          <span class="soft" title="Personal data was cleared; it keeps working">
            cleared
          </span>
        )}
      </td>
      <td>
        <Time at={at} />
      </td>
      <td>
        {communicationId === null ? (
          'hand'
        ) : (
          <a href={`/communications/${communicationId}`}>SMS {communicationId}</a>
        )}
      </td>
      <td class="actions">
        {isKnown && <Action to={`${path}/remove`} label="Opt in again" values={{ number }} />}
      </td>
    </tr>
  );
}

/** What is no number would make another path. */
async function send(context: PageContext, method: 'PUT' | 'DELETE', form: Form): Promise<Told<unknown>> {
  const number = toMsisdn(form.number ?? '');
  if (number !== null) return context.api.send(method, `${pathOf(context)}/${number}`);
  const expected = 'one with its country code, such as 46701740605';
  return { ok: false, problem: refusedField('number', 'is no phone number', expected) };
}

async function add(context: PageContext, form: Form): Promise<Outcome> {
  const told = await send(context, 'PUT', form);
  if (told.ok) return { goTo: pathOf(context) };
  return { again: await optOuts(context, { form, problem: told.problem }), problem: told.problem };
}

async function remove(context: PageContext, form: Form): Promise<Outcome> {
  const told = await send(context, 'DELETE', form);
  if (told.ok) return { back: true };
  return { again: await optOuts(context, { form: {}, problem: told.problem }), problem: told.problem };
}

async function removeAll(context: PageContext): Promise<Outcome> {
  await context.api.send('DELETE', pathOf(context));
  return { goTo: pathOf(context), stays: true };
}
