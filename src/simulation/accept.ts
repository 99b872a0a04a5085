import { communicationId } from '../core/communication-id.ts';
import { afterMsOf, stepsOf } from '../core/outcome/outcome.ts';
import { type OutcomeRequest, planOf } from '../core/outcome/outcome-request.ts';
import { planByRule, type RuleSubject } from '../core/outcome/outcome-rule.ts';
import { countSame } from '../core/recent-texts.ts';
import { invalid } from '../core/refusal.ts';
import { smsParts } from '../core/sms-parts.ts';
import type { OutgoingType } from '../core/vocabulary.ts';
import type { Campaign } from '../store/campaigns.ts';
import type { Customer } from '../store/customers.ts';
import type { NumberHistory } from '../store/number-histories.ts';
import type { Project } from '../store/projects.ts';
import { decide } from './decide.ts';
import type { World } from './world.ts';

const SECOND_MS = 1000;

/** A communication as someone wants it. */
export interface Wish {
  customer: Customer;
  type: OutgoingType;
  recipient: string;
  sender: string;
  /** The SMS's text, filled in; null for a call. */
  content: string | null;
  project: Project | null;
  campaign: Campaign | null;
  recipientId: number | null;
  /** Platform ms; at once without it, or when it has passed. */
  sendAt?: number | undefined;
  /** What is to become of it. */
  outcome?: OutcomeRequest | undefined;
  /** Wanted ID; without it one that follows from the communication's key. */
  id?: number;
}

/**
 * Accepts a communication: gives it its ID and its outcome, and leaves the rest to the clock. Nothing is reported
 * here, not even what is known at once, so that the log's order does not depend on the order of requests.
 * To be called inside a transaction.
 * @returns its ID, its place in the order, and whether nothing will ever be reported
 * @throws Refusal when the outcome that is asked for cannot be
 */
export function accept(world: World, wish: Wish): { id: number; seq: number; isDone: boolean } {
  const { store, clock, seed } = world;
  const { customer, type, recipient, content, project, campaign } = wish;
  const history = store.numberHistories.get(customer.id, recipient);
  const nth = history.counts[type] + 1;
  const key = `${customer.id}/${type}/${recipient}/${nth}`;
  const acceptedAt = clock.now();
  const sendAt = Math.max(wish.sendAt ?? acceptedAt, acceptedAt);
  const sent = sendAt === acceptedAt;
  const outcome = decide({
    seed,
    key,
    type,
    recipient,
    customer,
    project,
    campaign,
    profile: world.profileOf(customer),
    sentAt: sendAt,
    asked: wish.outcome ? askedFor(wish.outcome, type) : null,
    byRule: () =>
      ruleFor(world, {
        customerId: customer.id,
        type,
        recipient,
        projectId: project?.id ?? null,
        campaignId: campaign?.id ?? null,
        content,
        nth,
      }),
    // Of what waits for its time it counts who has opted out by then.
    isOptedOut: () => sent && store.optOuts.has(customer.id, recipient),
    isWhitelisted: () => store.customers.isWhitelisted(customer.id, recipient),
    spam: () => spamIn(history, customer, content, acceptedAt),
  });
  const isDone = sent && outcome.reports.length === 0 && !outcome.held;
  const [first] = stepsOf(outcome);
  const afterSending = first === undefined ? null : sendAt + afterMsOf(first);
  const { seq, id } = store.communications.add({
    id: wish.id ?? communicationId(seed, key),
    customerId: customer.id,
    type,
    projectId: project?.id ?? null,
    campaignId: campaign?.id ?? null,
    recipientId: wish.recipientId,
    recipient,
    nth,
    previousSeq: history.lastSeq === 0 ? null : history.lastSeq,
    sender: wish.sender,
    content,
    smsParts: content === null ? null : smsParts(content),
    bulk: null,
    prefix: null,
    identifier: null,
    state: isDone ? 'DONE' : sent ? 'SENT' : 'QUEUED',
    acceptedAt,
    sentAt: sent ? sendAt : null,
    outcome,
    nextAt: sent ? afterSending : sendAt,
  });
  store.numberHistories.add(history, { seq, type, content, acceptedAt });
  return { id, seq, isDone };
}

function askedFor(request: OutcomeRequest, type: OutgoingType) {
  const plan = planOf(request, type);
  if (typeof plan === 'string') throw invalid('outcome', plan, `an outcome for ${type}`);
  return { detail: request.named ?? '', plan };
}

/** The newest rule that fits decides, and is used. */
function ruleFor({ store }: World, subject: RuleSubject) {
  for (const rule of store.outcomeRules.all()) {
    const plan = planByRule(rule, subject);
    if (plan === null) continue;
    store.outcomeRules.use(rule);
    return { ruleId: rule.id, plan };
  }
  return null;
}

function spamIn(
  { recent }: NumberHistory,
  { settings: { spamLimit } }: Customer,
  content: string | null,
  now: number,
): string | null {
  if (spamLimit === null || content === null) return null;
  const { times, withinSeconds } = spamLimit;
  const before = countSame(recent, content, now - withinSeconds * SECOND_MS);
  return before < times ? null : `more than ${times} times within ${withinSeconds} s`;
}
