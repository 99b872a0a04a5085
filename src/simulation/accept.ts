import type { Clock } from '../core/clock.ts';
import { communicationId } from '../core/communication-id.ts';
import { smsParts } from '../core/sms-parts.ts';
import type { OutgoingType } from '../core/vocabulary.ts';
import type { Customer } from '../store/customers.ts';
import type { Store } from '../store/store.ts';
import { decide } from './decide.ts';
import type { Profile } from './profile.ts';

/** What the simulation needs of the platform around it. */
export interface World {
  store: Store;
  clock: Clock;
  seed: string;
  profile: Profile;
}

/** A communication as someone wants it. */
export interface Wish {
  customer: Customer;
  type: OutgoingType;
  recipient: string;
  sender: string;
  /** The SMS's text, filled in; null for a call. */
  content: string | null;
  projectId: number | null;
  campaignId: number | null;
  recipientId: number | null;
  /** Platform ms; at once without it, or when it has passed. */
  sendAt?: number | undefined;
  /** Wanted ID; without it one that follows from the communication's key. */
  id?: number;
}

/**
 * Accepts a communication: gives it its ID and its outcome, and leaves the rest to the clock. Nothing is reported
 * here, not even what is known at once, so that the log's order does not depend on the order of requests.
 * To be called inside a transaction.
 * @returns its ID
 */
export function accept({ store, clock, seed, profile }: World, wish: Wish): number {
  const { customer, type, recipient, content } = wish;
  const nth = store.communications.countTo(recipient, type, customer.id) + 1;
  const key = `${customer.id}/${type}/${recipient}/${nth}`;
  const outcome = decide({
    seed,
    key,
    type,
    recipient,
    customer,
    isWhitelisted: () => store.customers.isWhitelisted(customer.id, recipient),
    profile,
  });
  const acceptedAt = clock.now();
  const sendAt = Math.max(wish.sendAt ?? acceptedAt, acceptedAt);
  const sent = sendAt === acceptedAt;
  const id = store.communications.freeId(wish.id ?? communicationId(seed, key));
  store.communications.add({
    id,
    customerId: customer.id,
    type,
    projectId: wish.projectId,
    campaignId: wish.campaignId,
    recipientId: wish.recipientId,
    recipient,
    nth,
    sender: wish.sender,
    content,
    smsParts: content === null ? null : smsParts(content),
    state: sent ? 'SENT' : 'QUEUED',
    acceptedAt,
    sentAt: sent ? sendAt : null,
    outcome,
    nextAt: sent ? sendAt + outcome.reports[0]!.afterMs : sendAt,
  });
  return id;
}
