import type { Child } from 'hono/jsx';
import { Inline } from '../../api/docs/prose.tsx';
import { API_FAULTS } from '../../core/api-faults.ts';
import { ENDPOINT_NAMES } from '../../core/endpoints.ts';
import { type AnyFault, CALLBACK_FAULTS, type FaultTarget } from '../../core/faults.ts';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Wide } from '../parts/inputs.tsx';
import { Action, Card, Choice, Field, Nothing, Older, Refused, Time } from '../parts/parts.tsx';

type Fault = Omit<AnyFault, 'createdAt'> & { createdAt: string };
interface Named {
  id: number;
  name: string;
}

const TARGETS: Readonly<
  Record<FaultTarget, { title: string; faults: Readonly<Record<string, { does: string }>> }>
> = {
  callback: { title: 'Callbacks on their way to a receiver', faults: CALLBACK_FAULTS },
  api: { title: 'Calls of the real API', faults: API_FAULTS },
};

/** Switches for what is broken on purpose. */
export const faultsPages: Pages = {
  get: { '/faults': (context) => faults(context) },
  post: { '/faults': switchOn, '/faults/off': switchOff, '/faults/all-off': allOff },
};

async function faults(context: PageContext, filled: Form = {}, refused: Child = null): Promise<Page> {
  const { api, asked, url } = context;
  const [page, callbacks, customers] = await Promise.all([
    api.get<{ items: Fault[]; next: number | null }>(`/faults${query({ after: asked('after') })}`),
    api.get<{ items: Named[] }>('/callbacks?limit=1000'),
    api.get<{ items: Named[] }>('/customers?limit=1000'),
  ]);
  return {
    title: 'Faults',
    body: (
      <>
        {refused}
        <div class="grid halves">
          <Card title="Switched on" wide>
            {page.items.length === 0 ? (
              <Nothing>None. Nothing is broken on purpose.</Nothing>
            ) : (
              <>
                <On faults={page.items} />
                <div class="row">
                  <Action to="/faults/all-off" label="Switch all off" />
                </div>
              </>
            )}
            <Older url={url} next={page.next} />
          </Card>
          <NewFault target="callback" filled={filled}>
            <Choice
              name="callbackId"
              label="Strikes"
              none="all callbacks"
              options={callbacks.items.map(named)}
              value={filled.callbackId}
            />
            <Field
              name="delayMs"
              label="DELAY: platform ms"
              type="number"
              value={filled.delayMs}
              hint="60000 without it"
            />
            <Field
              name="trickleMs"
              label="TRICKLE_BODY: real ms"
              type="number"
              value={filled.trickleMs}
              hint="2000 without it"
            />
          </NewFault>
          <NewFault target="api" filled={filled}>
            <Choice
              name="endpoint"
              label="Strikes"
              none="all endpoints"
              options={ENDPOINT_NAMES}
              value={filled.endpoint}
            />
            <Choice
              name="customerId"
              label="Calls of"
              none="everybody"
              options={customers.items.map(named)}
              value={filled.customerId}
            />
            <Field
              name="delayMs"
              label="LATENCY: real ms"
              type="number"
              value={filled.delayMs}
              hint="1000 without it"
            />
            <Field
              name="retryAfterSeconds"
              label="STATUS_429: Retry-After, s"
              type="number"
              value={filled.retryAfterSeconds}
              hint="30 without it"
            />
          </NewFault>
        </div>
      </>
    ),
  };
}

const named = ({ id, name }: Named) => ({ value: id, label: name ? `${id} – ${name}` : String(id) });

function On({ faults: all }: { faults: readonly Fault[] }) {
  return (
    <Wide label="Faults that are on">
      <table>
        <thead>
          <tr>
            <th scope="col">Fault</th>
            <th scope="col">Strikes</th>
            <th scope="col">Chance</th>
            <th scope="col" class="number">
              Struck
            </th>
            <th scope="col" class="number">
              Still to strike
            </th>
            <th scope="col">Since</th>
            <th scope="col">
              <span class="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((fault) => (
            <tr id={`fault-${fault.id}`}>
              <td>
                <span class={`chip ${fault.remaining === 0 ? '' : 'busy'}`}>{fault.kind}</span>
                <br />
                <small>
                  <Inline text={TARGETS[fault.target].faults[fault.kind]?.does ?? ''} />
                </small>
              </td>
              <td>{whom(fault)}</td>
              <td>{fault.probability === 1 ? 'always' : `${Math.round(fault.probability * 1000) / 10} %`}</td>
              <td class="number">{fault.struck}</td>
              <td class="number">{fault.remaining === 0 ? 'used up' : (fault.remaining ?? 'without end')}</td>
              <td class="when">
                <Time at={fault.createdAt} />
              </td>
              <td>
                <Action to="/faults/off" label={`Switch off`} values={{ id: fault.id }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function whom({ target, callbackId, endpoint, customerId }: Fault): Child {
  if (target === 'callback') {
    return callbackId === null ? (
      'all callbacks'
    ) : (
      <a href={`/callbacks/${callbackId}`}>callback {callbackId}</a>
    );
  }
  return `${endpoint ?? 'all endpoints'}${customerId === null ? '' : ` of customer ${customerId}`}`;
}

function NewFault({ target, filled, children }: { target: FaultTarget; filled: Form; children: Child }) {
  const { title, faults: kinds } = TARGETS[target];
  const isFilled = filled.target === target;
  return (
    <Card title={title}>
      <form class="form" method="post" action="/faults" data-keep id={`new-${target}`}>
        <input type="hidden" name="target" value={target} />
        <fieldset class="kinds">
          <legend>Switch on</legend>
          {Object.entries(kinds).map(([kind, { does }], index) => (
            <label class="tick">
              <input
                type="radio"
                name="kind"
                value={kind}
                required
                {...((isFilled ? filled.kind === kind : index === 0) && { checked: true })}
              />
              <span>
                <strong>{kind}</strong>{' '}
                <span class="soft">
                  <Inline text={does} />
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="columns">
          {children}
          <Field
            name="times"
            label="So many times"
            type="number"
            value={isFilled ? filled.times : ''}
            hint="Without end if empty"
          />
          <Field name="percent" label="Chance, %" value={isFilled ? filled.percent : 100} />
        </div>
        <div>
          <button type="submit" class="strong">
            Switch on
          </button>
        </div>
      </form>
    </Card>
  );
}

async function switchOn(context: PageContext, form: Form): Promise<Outcome> {
  const { percent, ...given } = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
  const wanted = Object.entries(given).map(([name, value]) => [
    name,
    ['target', 'kind', 'endpoint'].includes(name) ? value : Number(value),
  ]);
  const told = await context.api.send('POST', '/faults', {
    ...Object.fromEntries(wanted),
    ...(percent && { probability: Number(percent) / 100 }),
  });
  if (told.ok) return { goTo: '/faults' };
  return { again: await faults(context, form, <Refused problem={told.problem} />), problem: told.problem };
}

async function switchOff(context: PageContext, { id }: Form): Promise<Outcome> {
  const told = await context.api.send('DELETE', `/faults/${encodeURIComponent(id ?? '')}`);
  if (told.ok) return { back: true };
  return { again: await faults(context, {}, <Refused problem={told.problem} />), problem: told.problem };
}

async function allOff({ api }: PageContext): Promise<Outcome> {
  await api.send('DELETE', '/faults');
  return { back: true };
}
