import { callbackStore } from './callbacks.ts';
import { campaignStore } from './campaigns.ts';
import { communicationStore } from './communications.ts';
import { contactListStore } from './contact-lists.ts';
import { customerStore } from './customers.ts';
import { openDatabase } from './database.ts';
import { deliveryStore } from './deliveries.ts';
import { eventStore } from './events.ts';
import { faultStore } from './faults.ts';
import { numberHistoryStore } from './number-histories.ts';
import { optOutStore } from './opt-outs.ts';
import { outcomeRuleStore } from './outcome-rules.ts';
import { profileStore } from './profiles.ts';
import { projectStore } from './projects.ts';
import { propertyStore } from './properties.ts';

export type Store = ReturnType<typeof openStore>;

/**
 * Everything the platform remembers, one part for each kind of thing.
 * @param dataDir a folder, or `:memory:`
 * @throws Error as `openDatabase` does
 */
export function openStore(dataDir: string) {
  const { db, close } = openDatabase(dataDir);
  return {
    properties: propertyStore(db),
    customers: customerStore(db),
    projects: projectStore(db),
    contactLists: contactListStore(db),
    campaigns: campaignStore(db),
    communications: communicationStore(db),
    numberHistories: numberHistoryStore(db),
    optOuts: optOutStore(db),
    outcomeRules: outcomeRuleStore(db),
    profiles: profileStore(db),
    events: eventStore(db),
    callbacks: callbackStore(db),
    deliveries: deliveryStore(db),
    faults: faultStore(db),
    /** Runs `work` as one: all that it writes is stored, or nothing when it throws. */
    transaction<Result>(work: () => Result): Result {
      return db.transaction(work).immediate();
    },
    /** Whether the store answers. */
    isOpen: () => db.open,
    close,
  };
}
