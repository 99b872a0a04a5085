import type { Status } from '../core/vocabulary.ts';
import type { Campaign } from '../store/campaigns.ts';
import type { Communication } from '../store/communications.ts';
import type { Store } from '../store/store.ts';
import { lookAgainIfDone } from './campaigns.ts';

/** How many communications move on in one transaction: long enough to be quick, short enough to answer requests. */
const SLICE = 500;

/**
 * Moves on the communications that are due up to and with the instant, one slice of them, each at its own time.
 * @returns the time of the last
 */
export function progressCommunications(store: Store, until: number): number {
  return store.transaction(() => {
    const campaigns = new Map<number, Campaign>();
    let reached = 0;
    // What has moved on may be due again before the rest of the slice is: a log in order of time ends the slice there.
    let horizon = Number.POSITIVE_INFINITY;
    for (const communication of store.communications.due(until, SLICE)) {
      const at = communication.nextAt!;
      if (at >= horizon) break;
      const before = communication.status;
      moveOn(store, communication, at);
      if (communication.nextAt !== null) horizon = Math.min(horizon, communication.nextAt);
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
    return reached;
  });
}

/** Sends a queued communication, or gives one that was sent its next report; then whatever comes at the same instant. */
function moveOn(store: Store, communication: Communication, at: number): void {
  if (communication.state === 'QUEUED') {
    communication.state = 'SENT';
    communication.sentAt = at;
    communication.nextAt = at + communication.outcome.reports[0]!.afterMs;
  }
  while (communication.nextAt === at) report(store, communication, at);
  store.communications.saveProgress(communication);
}

function report(store: Store, communication: Communication, at: number): void {
  const { reports } = communication.outcome;
  const report = reports[communication.reported]!;
  communication.status = report.status;
  communication.recipientStatus = report.recipientStatus ?? null;
  communication.callLength = report.callLength ?? null;
  communication.keyChoices = report.keyChoices ?? null;
  communication.doneAt = at;
  communication.reported += 1;
  const next = reports[communication.reported];
  communication.state = next ? 'SENT' : 'DONE';
  communication.nextAt = next ? communication.sentAt! + next.afterMs : null;
  store.events.append(communication, at);
}

/** Brings a campaign's counts up to date with one of its communications. */
function count(campaign: Campaign, { state, status }: Communication, before: Status | null): void {
  const { counts } = campaign;
  if (state === 'DONE') campaign.done += 1;
  if (status === before) return;
  if (before !== null) {
    counts[before]! -= 1;
    if (counts[before] === 0) delete counts[before];
  }
  if (status !== null) counts[status] = (counts[status] ?? 0) + 1;
}
