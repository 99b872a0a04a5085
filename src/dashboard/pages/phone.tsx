import type { Child } from 'hono/jsx';
import { toMsisdn } from '../../core/number.ts';
import { magicNumbers } from '../../core/outcome/magic-numbers.ts';
import { type Api, NotThere, query } from '../api.ts';
import type { Page, PageContext, Pages } from '../page.ts';
import { type Message, Moment, Ringing, Thread } from '../parts/handset.tsx';
import { Action, Card, Field, Nothing, Time } from '../parts/parts.tsx';
import { CallForm, ReplyForm } from './phone-forms.tsx';
import { askingRules, type Customer, numberIn, reachable } from './phone-world.ts';

/** So much of what happened is shown. */
const SHOWN = 40;
/** So many of the newest communications are looked at for numbers to offer, and so many numbers offered. */
const LOOKED_AT = 200;
const OFFERED = 12;

/** A number that stands for calls that ring until they are answered here. */
const RINGING_NUMBER = magicNumbers().find(({ outcome }) => outcome === 'ASK_ME')!.number;

/** A handset to look at what recipients get, and to answer for them. */
export const phonePages: Pages = {
  get: { '/phone': (context) => start(context), '/phone/:number': (context) => phone(context) },
};

/** Without a number chosen. */
export async function start({ api }: PageContext, wanted = '', refused: Child = null): Promise<Page> {
  return {
    title: 'Phone',
    body: (
      <>
        {refused}
        <p class="lead">
          Take up the phone of any recipient: see what it got, write back, answer calls and press keys.
        </p>
        <Choose numbers={await recent(api)} chosen={null} wanted={wanted} />
      </>
    ),
  };
}

/** @throws NotThere for what is no number */
export async function phone(context: PageContext, refused: Child = null): Promise<Page> {
  const { api, asked } = context;
  const number = numberIn(context);
  if (number === null) throw new NotThere('number');
  const after = asked('after');
  const [thread, customers, rules, numbers] = await Promise.all([
    api.get<{ items: Message[]; next: number | null }>(
      `/communications${query({ recipient: number, order: 'newest', after, limit: SHOWN })}`,
    ),
    api.get<{ items: Customer[] }>('/customers?limit=1000'),
    askingRules(api, number),
    recent(api),
  ]);
  const messages = thread.items.toReversed();
  const ringing = messages.filter(({ held, type }) => held && type === 'OUTGOING_CALL');
  const concerned = customers.items.filter(({ id }) => messages.some(({ customerId }) => customerId === id));
  return {
    title: `Phone ${number}`,
    scripts: ['phone'],
    body: (
      <>
        {refused}
        <div class="desk">
          <section class="handset card" aria-labelledby="screen">
            <h2 id="screen" class="unseen">
              Screen
            </h2>
            {ringing.map((call) => (
              <Ringing number={number} call={call} />
            ))}
            <section class="screen" tabindex={0} aria-label="Messages and calls, the newest at the bottom">
              <div>
                {thread.next !== null && (
                  <p class="earlier">
                    <a href={`/phone/${number}?after=${thread.next}`}>Earlier ones</a>
                  </p>
                )}
                {messages.length === 0 ? (
                  <Nothing>
                    Nothing has come to this phone yet. <a href={sendTo(number)}>Send it something</a>.
                  </Nothing>
                ) : (
                  <Thread number={number} messages={messages} />
                )}
                {after !== '' && (
                  <p class="earlier">
                    <a href={`/phone/${number}`}>The newest</a>
                  </p>
                )}
              </div>
            </section>
            <ReplyForm number={number} places={reachable(customers.items, messages)} />
          </section>
          <div class="aside">
            <Card title="This phone">
              <Switch number={number} on={rules.length > 0} />
              <p class="soft">
                Calls then ring here until you answer them; otherwise chance, rules and profiles decide.
              </p>
              <OptOuts number={number} api={api} customers={concerned} />
              <CallForm number={number} places={reachable(customers.items, messages)} />
              <p class="row">
                <a href={sendTo(number)}>Send it something</a>
                <a href={`/communications${query({ recipient: number })}`}>Its communications</a>
              </p>
            </Card>
            <Choose numbers={numbers} chosen={number} />
          </div>
        </div>
      </>
    ),
  };
}

const sendTo = (number: string) => `/communications/new${query({ recipient: number })}`;

interface Recent {
  number: string;
  message: Message;
}

/** Numbers that something happened to last, with what. */
async function recent(api: Api): Promise<Recent[]> {
  const { items } = await api.get<{ items: Message[] }>(`/communications?order=newest&limit=${LOOKED_AT}`);
  const found = new Map<string, Message>();
  for (const message of items) {
    const number = message.type.startsWith('INCOMING') ? message.sender : message.recipient;
    if (!found.has(number) && toMsisdn(number) !== null) found.set(number, message);
  }
  return [...found].slice(0, OFFERED).map(([number, message]) => ({ number, message }));
}

interface ChooseProps {
  numbers: readonly Recent[];
  chosen: string | null;
  /** What was typed. */
  wanted?: string;
}

function Choose({ numbers, chosen, wanted = '' }: ChooseProps) {
  return (
    <Card title={chosen === null ? 'Choose a phone' : 'Other phones'}>
      <form class="row" method="post" action="/phone" data-keep id="choose">
        <Field name="number" label="Number" type="tel" value={wanted} required />
        <button type="submit">Take it up</button>
      </form>
      {numbers.length === 0 && (
        <p class="nothing apart">
          Nothing has been sent to anybody yet. <a href={sendTo('46701740605')}>Send something</a>, or{' '}
          <a href="/campaigns">start a campaign</a>. Calls to{' '}
          <a href={`/phone/${RINGING_NUMBER}`}>{RINGING_NUMBER}</a> always ring here until you answer them.
        </p>
      )}
      <ul class="phones">
        {numbers.map(({ number, message }) => (
          <li id={`phone-${number}`}>
            <a
              class="pick"
              href={`/phone/${number}`}
              {...(number === chosen && { 'aria-current': 'true' as const })}
            >
              <strong>{number}</strong>
              <span class="soft">
                <Moment at={message.acceptedAt} />
              </span>
              <span class="soft glimpse">{glimpse(message)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const glimpse = ({ type, content, held }: Message) =>
  held ? 'waits for you' : type.endsWith('CALL') ? 'a call' : (content ?? '').slice(0, 80);

function Switch({ number, on }: { number: string; on: boolean }) {
  const to = `/phone/${number}/ask`;
  return (
    <form method="post" action={to} hx-post={to} hx-swap="none">
      <input type="hidden" name="on" value={on ? '' : 'on'} />
      <button type="submit" class="switch" role="switch" aria-checked={on ? 'true' : 'false'}>
        Ask me about calls to this number
      </button>
    </form>
  );
}

interface OptOutsProps {
  number: string;
  api: Api;
  customers: readonly Customer[];
}

/** Whom it does not want to hear of. */
async function OptOuts({ number, api, customers }: OptOutsProps) {
  const all = await Promise.all(
    customers.map(async (customer) => {
      const { items } = await api.get<{ items: { at: string }[] }>(
        `/customers/${customer.id}/opt-outs${query({ number })}`,
      );
      return { customer, at: items[0]?.at };
    }),
  );
  return (
    <>
      {all
        .filter(({ at }) => at !== undefined)
        .map(({ customer, at }) => (
          <div class="warned apart" id={`opted-out-${customer.id}`}>
            Opted out of {customer.name} since <Time at={at} />.{' '}
            <Action
              to={`/phone/${number}/opt-in`}
              label="Opt in again"
              values={{ customerId: customer.id }}
            />
          </div>
        ))}
    </>
  );
}
