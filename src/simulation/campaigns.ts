import { nextOpening } from '../core/calling-hours.ts';
import type { Reach } from '../core/clock.ts';
import { campaignFirstCommunicationId } from '../core/communication-id.ts';
import { fillContent } from '../core/content.ts';
import { isOutcomeName, planNamed } from '../core/outcome/named-outcomes.ts';
import type { OutcomeRequest } from '../core/outcome/outcome-request.ts';
import { conflict } from '../core/refusal.ts';
import type { CampaignState, OutgoingType } from '../core/vocabulary.ts';
import type { Campaign } from '../store/campaigns.ts';
import type { Recipient } from '../store/contact-lists.ts';
import { accept } from './accept.ts';
import { typeOfProject } from './project-type.ts';
import type { World } from './world.ts';

/** How many communications of a campaign are accepted in one transaction at the most. */
const SLICE = 1000;

const SECOND_MS = 1000;

/** What a person can do with a campaign, from which states, and what it leads to. */
export const CAMPAIGN_ACTIONS = {
  start: { from: ['CREATED', 'SCHEDULED'], to: 'RUNNING' },
  pause: { from: ['SCHEDULED', 'RUNNING'], to: 'PAUSED' },
  resume: { from: ['PAUSED'], to: 'RUNNING' },
  cancel: { from: ['CREATED', 'SCHEDULED', 'RUNNING', 'PAUSED'], to: 'CANCELLED' },
} as const satisfies Record<string, { from: readonly CampaignState[]; to: CampaignState }>;

export type CampaignAction = keyof typeof CAMPAIGN_ACTIONS;

/**
 * Starts, pauses, resumes or cancels a campaign. What has been sent still gets its reports; what has not is never
 * sent once it is cancelled. A scheduled campaign that is paused starts when it is resumed, if its time has come.
 * @throws Refusal when its state does not allow it
 */
export function actOnCampaign({ store, clock }: World, campaign: Campaign, action: CampaignAction): Campaign {
  const { from, to } = CAMPAIGN_ACTIONS[action];
  if (!(from as readonly CampaignState[]).includes(campaign.state)) {
    throw conflict(
      'state',
      `a campaign that is ${campaign.state} cannot ${action}`,
      `a campaign that is ${from.join(' or ')}`,
    );
  }
  const now = clock.now();
  const waits = action === 'resume' && campaign.startedAt === null && (campaign.startAt ?? now) > now;
  campaign.state = waits ? 'SCHEDULED' : to;
  if (campaign.state === 'RUNNING') {
    campaign.startAt ??= now;
    campaign.startedAt ??= now;
    campaign.nextAt = now;
  } else {
    campaign.nextAt = waits ? campaign.startAt : null;
  }
  if (campaign.state === 'CANCELLED') campaign.endedAt = now;
  store.campaigns.update(campaign);
  clock.wake();
  return campaign;
}

/** Sends to the next recipients of the campaign that is first due at or before the instant, within its hours. */
export function progressCampaign(world: World, instant: number, reach: Reach): void {
  const { store } = world;
  store.transaction(() => {
    const campaign = store.campaigns.due(instant)!;
    const at = campaign.nextAt!;
    campaign.state = 'RUNNING';
    campaign.startedAt ??= at;
    const opens = campaign.callingHours === null ? at : nextOpening(campaign.callingHours, at);
    if (opens > at) campaign.nextAt = opens;
    else sendSlice(world, campaign, at);
    store.campaigns.update(campaign);
    reach(instant);
  });
}

function sendSlice(world: World, campaign: Campaign, at: number): void {
  const { store, seed, tally } = world;
  const slice = Math.max(1, Math.min(SLICE, Math.floor(campaign.rate)));
  const recipients = store.contactLists.recipientsAfter(
    campaign.contactListId,
    campaign.lastRecipientId,
    slice,
  );
  const customer = store.customers.get(campaign.customerId)!;
  const project = store.projects.get(campaign.projectId)!;
  const type = typeOfProject(project);
  const firstId = campaignFirstCommunicationId(seed, campaign.id);
  const outcomeOf = outcomesOf(world, campaign, type);
  for (const recipient of recipients) {
    const accepted = accept(world, {
      customer,
      type,
      recipient: recipient.number,
      sender: project.sender,
      content: type === 'OUTGOING_CALL' ? null : fillContent(project.template, recipient.fields),
      project,
      campaign,
      recipientId: recipient.id,
      outcome: outcomeOf(recipient),
      id: firstId + campaign.sent,
    });
    campaign.sent += 1;
    if (accepted.isDone) campaign.done += 1;
    tally.changed(accepted);
  }
  campaign.lastRecipientId = recipients.at(-1)?.id ?? campaign.lastRecipientId;
  campaign.nextAt = recipients.length === slice ? at + Math.round((slice / campaign.rate) * SECOND_MS) : null;
  if (isAllDone(campaign)) {
    campaign.state = 'COMPLETED';
    campaign.endedAt = at;
  }
}

/** The outcomes that were asked for when the campaign was created: by number, or by a data field that names them. */
function outcomesOf({ store }: World, campaign: Campaign, type: OutgoingType) {
  const byNumber = store.campaigns.hasOutcomes(campaign.id);
  const { outcomeField } = campaign;
  return ({ number, fields }: Recipient): OutcomeRequest | undefined => {
    const asked = byNumber ? store.campaigns.outcomeFor(campaign.id, number) : null;
    if (asked) return asked;
    const named = outcomeField === null ? '' : (fields[outcomeField] ?? '').trim().toUpperCase();
    // A field that names none is like one that says nothing: the list may hold other words in it.
    return isOutcomeName(named) && planNamed(named, type) ? { named } : undefined;
  };
}

/**
 * Once the last report has come, a campaign looks at its list once more, which may have grown meanwhile: only when
 * everyone on it has been sent to is the campaign completed.
 * @returns whether it does
 */
export function lookAgainIfDone(campaign: Campaign, at: number): boolean {
  if (!isAllDone(campaign)) return false;
  campaign.nextAt = at;
  return true;
}

function isAllDone({ state, nextAt, done, sent }: Campaign): boolean {
  return state === 'RUNNING' && nextAt === null && done === sent;
}
