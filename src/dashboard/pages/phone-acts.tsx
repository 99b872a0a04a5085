import { toMsisdn } from '../../core/number.ts';
import { query, refusedField, type Told } from '../api.ts';
import type { Form, Outcome, PageContext, Pages } from '../page.ts';
import type { Message } from '../parts/handset.tsx';
import { Refused } from '../parts/parts.tsx';
import { phone, start } from './phone.tsx';
import { askingRule, askingRules, type Customer, lastPlace, numberIn, reachable } from './phone-world.ts';

/** What somebody does with a phone. */
export const phoneActPages: Pages = {
  get: {},
  post: {
    '/phone': takeUp,
    '/phone/:number/write': (context, form) =>
      arrive(context, form, '/incoming-sms', { text: form.word || form.text || '' }),
    '/phone/:number/call': (context, form) =>
      arrive(context, form, '/incoming-calls', { callLength: Number(form.callLength) }),
    '/phone/:number/decide': decide,
    '/phone/:number/ask': ask,
    '/phone/:number/opt-in': optIn,
  },
};

async function takeUp(context: PageContext, { number = '' }: Form): Promise<Outcome> {
  const digits = toMsisdn(number);
  if (digits !== null) return { goTo: `/phone/${digits}` };
  const problem = refusedField(
    'number',
    'is no phone number',
    'one with its country code, such as 46701740605',
  );
  return { again: await start(context, number, <Refused problem={problem} />), problem };
}

/** Back to the phone, or to it with what was refused. */
async function outcomeOf(context: PageContext, told: Told<unknown>): Promise<Outcome> {
  if (told.ok) return { goTo: `/phone/${numberIn(context)}`, stays: true };
  return { again: await phone(context, <Refused problem={told.problem} />), problem: told.problem };
}

/** Has the phone's owner write or call. */
async function arrive(context: PageContext, { to = '' }: Form, path: string, what: object): Promise<Outcome> {
  const from = numberIn(context);
  const [customerId, number] = to === '' ? await lastOf(context) : to.split('/');
  return outcomeOf(
    context,
    await context.api.send('POST', path, { customerId: Number(customerId), from, to: number, ...what }),
  );
}

async function lastOf(context: PageContext): Promise<[number | undefined, string | undefined]> {
  const { api } = context;
  const [customers, thread] = await Promise.all([
    api.get<{ items: Customer[] }>('/customers?limit=1000'),
    api.get<{ items: Message[] }>(
      `/communications${query({ recipient: numberIn(context) ?? '', order: 'newest', limit: 40 })}`,
    ),
  ]);
  const messages = thread.items.toReversed();
  const place = lastPlace(reachable(customers.items, messages), messages);
  return [place?.customerId, place?.number];
}

/** Says what becomes of what was held for this phone. */
async function decide(context: PageContext, { id, status, keys = '', callLength }: Form): Promise<Outcome> {
  const answered = status === 'DELIVERED' && callLength !== undefined;
  return outcomeOf(
    context,
    await context.api.send('POST', `/communications/${encodeURIComponent(id ?? '')}/outcome`, {
      status,
      afterMs: 0,
      ...(answered && { callLength: Number(callLength), keyChoices: [...keys] }),
    }),
  );
}

async function ask(context: PageContext, { on }: Form): Promise<Outcome> {
  const { api } = context;
  const number = numberIn(context) ?? '';
  if (on) return outcomeOf(context, await api.send('POST', '/outcome-rules', askingRule(number)));
  for (const { id } of await askingRules(api, number)) await api.send('DELETE', `/outcome-rules/${id}`);
  return { goTo: `/phone/${number}`, stays: true };
}

async function optIn(context: PageContext, { customerId = '' }: Form): Promise<Outcome> {
  const path = `/customers/${encodeURIComponent(customerId)}/opt-outs/${numberIn(context)}`;
  return outcomeOf(context, await context.api.send('DELETE', path));
}
