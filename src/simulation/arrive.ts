import { communicationId } from '../core/communication-id.ts';
import { beginsWithOneOf, splitIncoming } from '../core/incoming.ts';
import type { Report } from '../core/outcome/outcome.ts';
import { invalid } from '../core/refusal.ts';
import type { Communication } from '../store/communications.ts';
import type { Customer, InboundNumber } from '../store/customers.ts';
import type { World } from './world.ts';

const SECOND_MS = 1000;

/** Something that comes in. */
export interface Arrival {
  customer: Customer;
  /** MSISDN digits, of who writes or calls. */
  from: string;
  /** The inbound number; without it the customer's first. */
  to?: string | undefined;
  /** How it came about, for the timeline. */
  detail: string;
  /** Platform ms. */
  at: number;
}

/**
 * Takes in an SMS: it is split by what the inbound number is configured for, and opts the writer out or in. It is
 * reported when the clock gets to it. To be called inside a transaction.
 * @returns its ID
 * @throws Refusal when the customer has no such inbound number
 */
export function takeInSms(world: World, arrival: Arrival, bulk: string): number {
  const { customer } = arrival;
  const inbound = inboundNumber(customer, arrival.to);
  const { prefix, identifier, content } = splitIncoming(bulk, inbound.prefixes);
  const id = takeIn(world, arrival, {
    type: 'INCOMING_SMS',
    recipient: inbound.number,
    content,
    bulk,
    prefix,
    identifier,
    report: { afterMs: 0, status: null },
  });
  heed(world, arrival, [content, identifier, prefix], id);
  return id;
}

/**
 * Takes in a call, which is reported when it ends. To be called inside a transaction.
 * @returns its ID
 * @throws Refusal when the customer has no such inbound number
 */
export function takeInCall(world: World, arrival: Arrival, callLength: number): number {
  return takeIn(world, arrival, {
    type: 'INCOMING_CALL',
    recipient: inboundNumber(arrival.customer, arrival.to).number,
    content: null,
    bulk: null,
    prefix: null,
    identifier: null,
    report: { afterMs: callLength * SECOND_MS, status: null, callLength },
  });
}

type Incoming = Pick<Communication, 'type' | 'recipient' | 'content' | 'bulk' | 'prefix' | 'identifier'> & {
  report: Report;
};

function takeIn(
  { store, seed }: World,
  { customer, from, detail, at }: Arrival,
  { report, ...incoming }: Incoming,
): number {
  const history = store.numberHistories.get(customer.id, from);
  const nth = history.counts[incoming.type] + 1;
  const { seq, id } = store.communications.add({
    ...incoming,
    id: communicationId(seed, `${customer.id}/${incoming.type}/${from}/${nth}`),
    customerId: customer.id,
    projectId: null,
    campaignId: null,
    recipientId: null,
    nth,
    previousSeq: history.lastSeq === 0 ? null : history.lastSeq,
    sender: from,
    smsParts: null,
    state: 'SENT',
    acceptedAt: at,
    sentAt: at,
    outcome: { decidedBy: 'ARRIVAL', detail, reports: [report], replies: [] },
    nextAt: at + report.afterMs,
  });
  store.numberHistories.add(history, { seq, type: incoming.type, content: incoming.content, acceptedAt: at });
  return id;
}

/**
 * STOP and its like [I]; START and its like undo it.
 * @param parts of the text: such a word may be one that is split off, too
 */
function heed(
  { store }: World,
  { customer, from, at }: Arrival,
  parts: readonly (string | null)[],
  communicationId: number,
): void {
  const { optOutWords, optInWords } = customer.settings;
  const says = (words: readonly string[]) => parts.some((part) => beginsWithOneOf(part ?? '', words));
  if (says(optOutWords)) {
    store.optOuts.add({ customerId: customer.id, number: from, at, communicationId });
  } else if (says(optInWords)) store.optOuts.remove(customer.id, from);
}

function inboundNumber(
  { id, settings: { inboundNumbers } }: Customer,
  wanted: string | undefined,
): InboundNumber {
  const found =
    wanted === undefined ? inboundNumbers[0] : inboundNumbers.find(({ number }) => number === wanted);
  if (found) return found;
  // Any number will do for a customer that has configured none: its texts are not split.
  if (inboundNumbers.length === 0 && wanted !== undefined) return { number: wanted, prefixes: [] };
  throw invalid(
    'to',
    wanted === undefined
      ? `customer ${id} has no inbound number`
      : `${wanted} is none of the inbound numbers of customer ${id}`,
    inboundNumbers.map(({ number }) => number).join(', ') ||
      'a number, or one in the inboundNumbers of the customer',
  );
}
