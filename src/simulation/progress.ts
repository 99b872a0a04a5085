import type { Reach } from '../core/clock.ts';
import { numberKind } from '../core/number.ts';
import {
  afterMsOf,
  type Decider,
  type Reply,
  type Report,
  reportsMade,
  stepsOf,
} from '../core/outcome/outcome.ts';
import { estimate } from '../core/profile/draw.ts';
import type { Status } from '../core/vocabulary.ts';
import type { Campaign } from '../store/campaigns.ts';
import type { MovingCommunication } from '../store/communications.ts';
import { inOrderOfTime } from '../store/due.ts';
import { takeInCall, takeInSms } from './arrive.ts';
import { lookAgainIfDone } from './campaigns.ts';
import type { World } from './world.ts';

/** How many communications move on in one transaction: long enough to be quick, short enough to answer requests. */
const SLICE = 1000;
/** What is due again soon takes its turn in the same slice, up to so many turns in all. */
const MOST_MOVES = 2 * SLICE;

/**
 * Moves on the communications that are due up to and with the instant, one slice of them, each at its own time.
 * @param reach told the time of the last, in the same transaction
 */
export function progressCommunications(world: World, until: number, reach: Reach): void {
  const { store } = world;
  store.transaction(() => {
    const campaigns = new Map<number, Campaign>();
    const queue = store.communications.due(until, SLICE);
    // From this time on there are more than have been read.
    const end = queue.length < SLICE ? until + 1 : queue.at(-1)!.nextAt!;
    // What is due again from then on ends the slice: the log is in order of time.
    let horizon = Number.POSITIVE_INFINITY;
    let reached = 0;
    for (let place = 0; place < queue.length && place < MOST_MOVES; place++) {
      const communication = queue[place]!;
      const at = communication.nextAt!;
      if (at >= horizon) break;
      const before = { state: communication.state, status: communication.status };
      world.tally.changed(communication);
      for (const next of moveOn(world, communication, at)) {
        if (next.nextAt! < end) enqueue(queue, place + 1, next);
        else horizon = Math.min(horizon, next.nextAt!);
      }
      const { campaignId } = communication;
      if (campaignId !== null) {
        const campaign = campaigns.get(campaignId) ?? store.campaigns.get(campaignId)!;
        campaigns.set(campaignId, campaign);
        count(campaign, communication, before);
        if (lookAgainIfDone(campaign, at)) horizon = at;
      }
      reached = at;
    }
    for (const campaign of campaigns.values()) store.campaigns.update(campaign);
    reach(reached);
  });
}

/** Puts one where it belongs among those from a place on. */
function enqueue(queue: MovingCommunication[], from: number, one: MovingCommunication): void {
  let place = from;
  while (place < queue.length && inOrderOfTime(queue[place]!, one) < 0) place += 1;
  queue.splice(place, 0, one);
}

/**
 * Sends a queued communication, or has one that was sent take its next step; then whatever comes at the same instant.
 * @returns those that are due now: itself, unless it is over, and what came in on the way
 */
function moveOn(world: World, communication: MovingCommunication, at: number): MovingCommunication[] {
  const due: MovingCommunication[] = [];
  if (stopsNow(world, communication)) optOut(world, communication, at);
  const steps = stepsOf(communication.outcome);
  const advance = () => {
    const rest = steps.slice(communication.steps);
    communication.nextAt = rest[0] === undefined ? null : communication.sentAt! + afterMsOf(rest[0]);
    const goesOn = communication.outcome.held || rest.some((step) => 'report' in step);
    communication.state = goesOn ? 'SENT' : 'DONE';
  };
  if (communication.state === 'QUEUED') communication.sentAt = at;
  // Otherwise it takes a step, unless somebody has decided meanwhile that there is none.
  if (communication.state === 'QUEUED' || steps.length === communication.steps) advance();
  while (communication.nextAt === at) {
    const step = steps[communication.steps]!;
    communication.steps += 1;
    advance();
    if ('report' in step) report(world, communication, step.report, at);
    else due.push(reply(world, communication, step.reply, at));
  }
  world.store.communications.saveProgress(communication);
  if (communication.nextAt !== null) due.push(communication);
  return due;
}

function report({ store, tally }: World, communication: MovingCommunication, told: Report, at: number): void {
  communication.status = told.status;
  communication.recipientStatus = told.recipientStatus ?? null;
  communication.callLength = told.callLength ?? null;
  communication.keyChoices = told.keyChoices ?? null;
  // An incoming SMS is over when it arrives: there is no second moment.
  if (communication.type !== 'INCOMING_SMS')
    communication.doneAt = told.doneAfterMs === undefined ? at : communication.sentAt! + told.doneAfterMs;
  store.events.append(communication, at);
  tally.reported(communication);
}

function reply(
  world: World,
  communication: MovingCommunication,
  made: Reply,
  at: number,
): MovingCommunication {
  const { id, customerId, recipient, sender } = communication;
  const customer = world.store.customers.get(customerId)!;
  const { inboundNumbers } = customer.settings;
  const answered = inboundNumbers.find(({ number }) => number === sender.replace(/^\+/, ''));
  // Without any inbound number it goes to the sender, if that is a number at all.
  const to = answered?.number ?? inboundNumbers[0]?.number ?? sender.replace(/\D/g, '');
  const arrival = { customer, from: recipient, to: to || '0', detail: `a reply to ${id}`, at };
  const incoming =
    made.kind === 'SMS' ? takeInSms(world, arrival, made.text) : takeInCall(world, arrival, made.callLength);
  const arrived = world.store.communications.get(incoming)!;
  world.tally.changed(arrived);
  return arrived;
}

/** What goes before an opt-out, and an opt-out itself. */
const BEFORE_OPT_OUT: readonly Decider[] = ['REQUEST', 'RULE', 'TEST_MODE', 'OPT_OUT'];

/** Whether a recipient has opted out since it was decided, and something is still to go out to them. */
function stopsNow(
  { store }: World,
  { customerId, type, recipient, state, status, outcome }: MovingCommunication,
): boolean {
  if (type !== 'OUTGOING_SMS' && type !== 'OUTGOING_CALL') return false;
  if (BEFORE_OPT_OUT.includes(outcome.decidedBy)) return false;
  const goesOut = state === 'QUEUED' || (state === 'SENT' && status === 'NEXTATTEMPT');
  return goesOut && store.optOuts.has(customerId, recipient);
}

/** Decides anew, which the timeline shows: nothing more goes out. */
function optOut({ store }: World, communication: MovingCommunication, at: number): void {
  const { type, recipient, outcome } = communication;
  const made = reportsMade(outcome, communication.steps);
  const sentAt = communication.sentAt ?? at;
  const recipientStatus = type === 'OUTGOING_SMS' ? { recipientStatus: estimate(numberKind(recipient)) } : {};
  communication.outcome = {
    decidedBy: 'OPT_OUT',
    detail: communication.state === 'QUEUED' ? 'by the time it was to be sent' : 'since it was accepted',
    reports: [...made, { afterMs: at - sentAt, status: 'OPTOUT', ...recipientStatus }],
    replies: [],
  };
  communication.steps = made.length;
  store.communications.saveOutcome(communication);
}

/** Brings a campaign's counts up to date with one of its communications. */
function count(
  campaign: Campaign,
  { state, status }: MovingCommunication,
  before: Pick<MovingCommunication, 'state' | 'status'>,
): void {
  const { counts } = campaign;
  if (state === 'DONE' && before.state !== 'DONE') campaign.done += 1;
  if (status === before.status) return;
  if (before.status !== null) {
    counts[before.status]! -= 1;
    if (counts[before.status] === 0) delete counts[before.status];
  }
  if (status !== null) counts[status as Status] = (counts[status] ?? 0) + 1;
}
