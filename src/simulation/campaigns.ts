import { campaignFirstCommunicationId } from '../core/communication-id.ts';
import { fillContent } from '../core/content.ts';
import { conflict } from '../core/refusal.ts';
import type { CampaignState } from '../core/vocabulary.ts';
import type { Campaign } from '../store/campaigns.ts';
import { accept, type World } from './accept.ts';
import { typeOfProject } from './project-type.ts';

/** How many communications of a campaign are accepted in one transaction at the most. */
const SLICE = 500;

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

/** Sends to the next recipients of the campaign that is first due at or before the instant. */
export function progressCampaign(world: World, instant: number): void {
  const { store, seed } = world;
  store.transaction(() => {
    const campaign = store.campaigns.due(instant)!;
    const at = campaign.nextAt!;
    campaign.state = 'RUNNING';
    campaign.startedAt ??= at;
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
    for (const recipient of recipients) {
      accept(world, {
        customer,
        type,
        recipient: recipient.number,
        sender: project.sender,
        content: type === 'OUTGOING_CALL' ? null : fillContent(project.template, recipient.fields),
        projectId: project.id,
        campaignId: campaign.id,
        recipientId: recipient.id,
        id: firstId + campaign.sent,
      });
      campaign.sent += 1;
    }
    campaign.lastRecipientId = recipients.at(-1)?.id ?? campaign.lastRecipientId;
    campaign.nextAt =
      recipients.length === slice ? at + Math.round((slice / campaign.rate) * SECOND_MS) : null;
    if (isDone(campaign)) {
      campaign.state = 'COMPLETED';
      campaign.endedAt = at;
    }
    store.campaigns.update(campaign);
  });
}

/**
 * Once the last report has come, a campaign looks at its list once more, which may have grown meanwhile: only when
 * everyone on it has been sent to is the campaign completed.
 * @returns whether it does
 */
export function lookAgainIfDone(campaign: Campaign, at: number): boolean {
  if (!isDone(campaign)) return false;
  campaign.nextAt = at;
  return true;
}

function isDone({ state, nextAt, done, sent }: Campaign): boolean {
  return state === 'RUNNING' && nextAt === null && done === sent;
}
