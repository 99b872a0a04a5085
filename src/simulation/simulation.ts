import type { DueSource } from '../core/clock.ts';
import { progressCampaign } from './campaigns.ts';
import { progressCommunications } from './progress.ts';
import type { World } from './world.ts';

/** What happens to campaigns and communications, as work for the clock. */
export function simulation(world: World): DueSource {
  const { campaigns, communications } = world.store;
  return {
    nextDue() {
      const campaign = campaigns.nextDue();
      const communication = communications.nextDue();
      return campaign !== null && communication !== null
        ? Math.min(campaign, communication)
        : (campaign ?? communication);
    },
    nextChance: () => null,
    // A report comes before a campaign's next slice of the same instant: what is known then may decide it.
    runDue(instant, until, reach) {
      const campaign = campaigns.nextDue() ?? Number.POSITIVE_INFINITY;
      const communication = communications.nextDue() ?? Number.POSITIVE_INFINITY;
      if (communication <= campaign) progressCommunications(world, Math.min(until, campaign), reach);
      else progressCampaign(world, instant, reach);
    },
  };
}
