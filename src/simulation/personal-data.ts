import type { Communication, CommunicationFilter } from '../store/communications.ts';
import type { ClearedCounts } from '../store/personal-data.ts';
import { actOnCampaign, CAMPAIGN_ACTIONS } from './campaigns.ts';
import { stopCommunication } from './stopping.ts';
import type { World } from './world.ts';

const PAGE = 1000;

/**
 * Clears the personal data of a customer. Nothing goes out any more to whom it was about: campaigns that are not over are
 * cancelled, what was not sent never is, a call is not tried again, and nobody replies. Reports that are to come still do.
 */
export function clearPersonalData(world: World, customerId: number): ClearedCounts {
  const { store, clock } = world;
  const counts = store.transaction(() => {
    for (let after: number | null = 0; after !== null; ) {
      const page = store.campaigns.list({ limit: PAGE, after }, customerId);
      for (const campaign of page.items) {
        const { from } = CAMPAIGN_ACTIONS.cancel;
        if ((from as readonly string[]).includes(campaign.state)) actOnCampaign(world, campaign, 'cancel');
      }
      after = page.next;
    }
    const stop = { decidedBy: 'STOPPED', detail: 'its personal data was cleared' } as const;
    for (const filter of [{ state: 'QUEUED' }, { state: 'SENT', type: 'OUTGOING_CALL' }] as const) {
      for (const communication of every(world, { customerId, ...filter }))
        stopCommunication(world, communication, stop);
    }
    return store.clearPersonalData(customerId);
  });
  clock.wake();
  return counts;
}

function* every({ store }: World, filter: CommunicationFilter): Generator<Communication> {
  for (let after: number | null = 0; after !== null; ) {
    const page = store.communications.list({ limit: PAGE, after }, filter);
    yield* page.items;
    after = page.next;
  }
}
