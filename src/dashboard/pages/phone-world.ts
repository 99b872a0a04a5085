import { toMsisdn } from '../../core/number.ts';
import type { OutcomeRequest } from '../../core/outcome/outcome-request.ts';
import type { RuleMatch } from '../../core/outcome/outcome-rule.ts';
import type { Api } from '../api.ts';
import type { PageContext } from '../page.ts';
import type { Message } from '../parts/handset.tsx';

export interface Customer {
  id: number;
  name: string;
  inboundNumbers: { number: string }[];
}

/** Where a phone can write and call to. */
export interface Place {
  customerId: number;
  name: string;
  number: string;
}

/** Stands for any number where a customer has configured none. */
const ANY_NUMBER = '71120';

/** The phone that a page is about; null: it is no number. */
export function numberIn({ c }: PageContext): string | null {
  return toMsisdn(c.req.param('number')!);
}

/** Every inbound number; of a customer without one what sent to this phone, or any other number. */
export function reachable(customers: readonly Customer[], messages: readonly Message[]): Place[] {
  return customers.flatMap(({ id, name, inboundNumbers }) => {
    const senders = messages
      .filter(
        ({ customerId, type, sender }) =>
          customerId === id && type.startsWith('OUTGOING') && isNumber(sender),
      )
      .map(({ sender }) => sender);
    const configured = inboundNumbers.map(({ number }) => number);
    const fallback = senders.length > 0 ? [...new Set(senders)] : [ANY_NUMBER];
    const numbers = configured.length > 0 ? configured : fallback;
    return numbers.map((number) => ({ customerId: id, name, number }));
  });
}

const isNumber = (sender: string) => /^\d{3,15}$/.test(sender);

/** Where an answer goes when nobody says: to whoever wrote or called last. */
export function lastPlace(places: readonly Place[], messages: readonly Message[]): Place | undefined {
  const last = messages.findLast(({ type }) => type.startsWith('OUTGOING'));
  const theirs = places.filter(({ customerId }) => customerId === last?.customerId);
  return theirs.find(({ number }) => number === last?.sender) ?? theirs[0] ?? places[0];
}

interface Rule {
  id: number;
  match: RuleMatch;
  outcome: OutcomeRequest;
}

/** What has calls to a number ring, and nothing else. */
export const askingRule = (number: string) => ({
  match: { number, type: 'OUTGOING_CALL' },
  outcome: { named: 'ASK_ME' },
});

/** The rules that are exactly that. */
export async function askingRules(api: Api, number: string): Promise<Rule[]> {
  const { items } = await api.get<{ items: Rule[] }>('/outcome-rules');
  const wanted = askingRule(number);
  return items.filter(
    ({ match, outcome }) =>
      outcome.named === wanted.outcome.named &&
      match.number === number &&
      match.type === wanted.match.type &&
      Object.keys(match).length === 2,
  );
}
