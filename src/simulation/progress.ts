import type { Status } from '../core/vocabulary.ts';
import type { Communication } from '../store/communications.ts';
import type { Store } from '../store/store.ts';
import { completeIfDone } from './campaigns.ts';

/** How many communications move on in one transaction: long enough to be quick, short enough to answer requests. */
const SLICE = 500;

/** Moves on the communications that are due up to and with the instant, one slice of them, each at its own time. */
export function progressCommunications(store: Store, until: number): void {
  store.transaction(() => {
    const tallies = new Map<number, Tally>();
    for (const communication of store.communications.due(until, SLICE)) {
      const at = communication.nextAt!;
      const before = communication.status;
      moveOn(store, communication, at);
      if (communication.campaignId !== null) tally(tallies, communication, before, at);
    }
    for (const [campaignId, change] of tallies) addTally(store, campaignId, change);
  });
}

/** Sends a queued communication, or gives one that was sent its next report. */
function moveOn(store: Store, communication: Communication, at: number): void {
  const { reports } = communication.outcome;
  if (communication.state === 'QUEUED') {
    communication.state = 'SENT';
    communication.sentAt = at;
    communication.nextAt = at + reports[0]!.afterMs;
    store.communications.saveProgress(communication);
    return;
  }
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
  store.communications.saveProgress(communication);
  store.events.append(communication, at);
}

/** What a slice changed of a campaign's counts. */
interface Tally {
  done: number;
  lastAt: number;
  changes: Map<Status, number>;
}

function tally(
  tallies: Map<number, Tally>,
  communication: Communication,
  before: Status | null,
  at: number,
): void {
  const { campaignId, state, status } = communication;
  const own = tallies.get(campaignId!) ?? { done: 0, lastAt: at, changes: new Map() };
  tallies.set(campaignId!, own);
  own.lastAt = at;
  if (state === 'DONE') own.done += 1;
  if (before !== null) own.changes.set(before, (own.changes.get(before) ?? 0) - 1);
  if (status !== null) own.changes.set(status, (own.changes.get(status) ?? 0) + 1);
}

function addTally(store: Store, campaignId: number, { done, lastAt, changes }: Tally): void {
  const campaign = store.campaigns.get(campaignId)!;
  campaign.done += done;
  for (const [status, change] of changes) {
    const count = (campaign.counts[status] ?? 0) + change;
    if (count === 0) delete campaign.counts[status];
    else campaign.counts[status] = count;
  }
  completeIfDone(campaign, lastAt);
  store.campaigns.update(campaign);
}
