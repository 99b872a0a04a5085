import { attemptStore } from './attempts.ts';
import { callbackStore } from './callbacks.ts';
import { campaignStore } from './campaigns.ts';
import { communicationIdStore } from './communication-ids.ts';
import { communicationStore } from './communications.ts';
import { contactListStore } from './contact-lists.ts';
import { contactStore } from './contacts.ts';
import { customerStore } from './customers.ts';
import { openDatabase } from './database.ts';
import { deliveryStore } from './deliveries.ts';
import { dueStore } from './due.ts';
import { enqueuedStore } from './enqueued.ts';
import { eventStore } from './events.ts';
import { exchangeFacts } from './exchange-facts.ts';
import { faultStore } from './faults.ts';
import { inboxStore } from './inbox.ts';
import { numberHistoryStore } from './number-histories.ts';
import { optOutStore } from './opt-outs.ts';
import { outcomeRuleStore } from './outcome-rules.ts';
import { type ClearedCounts, personalDataStore } from './personal-data.ts';
import { pinCodeStore } from './pin-codes.ts';
import { profileStore } from './profiles.ts';
import { projectStore } from './projects.ts';
import { propertyStore } from './properties.ts';
import { requestStore } from './requests.ts';
import { snapshots } from './snapshots.ts';
import { statisticStore } from './statistics.ts';
import { tokenStore } from './tokens.ts';
import { turnTransactions } from './turn.ts';
import { wiper } from './wipe.ts';

export type Store = ReturnType<typeof openStore>;

/**
 * Everything the platform remembers, one part for each kind of thing.
 * @param dataDir a folder, or `:memory:`
 * @throws Error as `openDatabase` does
 */
export function openStore(dataDir: string) {
  const { db, close } = openDatabase(dataDir);
  const communicationIds = communicationIdStore(db);
  const due = dueStore(db);
  const facts = exchangeFacts(db);
  const numberHistories = numberHistoryStore(db);
  const caching = {
    numberHistories,
    customers: customerStore(db),
    optOuts: optOutStore(db),
    outcomeRules: outcomeRuleStore(db),
    profiles: profileStore(db),
    callbacks: callbackStore(db),
    faults: faultStore(db),
    requests: requestStore(db, facts),
    inboxes: inboxStore(db),
  };
  const { requests } = caching;
  const deliveries = deliveryStore(db);
  let generation = 0;
  const generations = new Map<number, number>();
  const forget = () => {
    for (const part of [communicationIds, due, facts, ...Object.values(caching)]) part.forget();
  };
  const forgetWorld = () => {
    generation += 1;
    deliveries.forget();
    forget();
  };
  const totalChanges = db.prepare<[], number>('SELECT total_changes()').pluck();
  /** What is in memory may be of what is no longer stored, unless nothing was. */
  function forgettingWhatFails<Result>(work: () => Result): Result {
    const before = totalChanges.get();
    try {
      return work();
    } catch (error) {
      if (totalChanges.get() !== before) forget();
      throw error;
    }
  }
  const wipe = wiper(db);
  const personalData = personalDataStore(db);
  const { write, check, restore } = snapshots(db);
  const inTransaction = db.transaction((work: () => unknown) => work());
  function transaction<Result>(work: () => Result): Result {
    if (db.inTransaction) return work();
    return forgettingWhatFails(() => inTransaction.immediate(work) as Result);
  }
  return {
    ...caching,
    deliveries,
    attempts: attemptStore(db, facts),
    properties: propertyStore(db),
    statistics: statisticStore(db),
    projects: projectStore(db),
    contactLists: contactListStore(db),
    contacts: contactStore(db),
    tokens: tokenStore(db),
    campaigns: campaignStore(db),
    communications: communicationStore(db, communicationIds, numberHistories, due),
    enqueued: enqueuedStore(db),
    pinCodes: pinCodeStore(db),
    events: eventStore(db),
    /** Another number whenever the IDs of what a customer has may mean others than before; without one, of anything. */
    generation: (customerId?: number) =>
      generation + (customerId === undefined ? 0 : (generations.get(customerId) ?? 0)),
    /** Removes all that a customer has, but not the customer with its settings and its whitelist. */
    emptyCustomer(id: number): void {
      requests.save();
      transaction(() => {
        communicationIds.save();
        numberHistories.save();
        wipe.customer(id);
      });
      generations.set(id, (generations.get(id) ?? 0) + 1);
      forget();
    },
    /** Removes everything but one customer; the first of each kind has the ID 1 again. */
    empty(butCustomer: number): void {
      requests.save();
      db.transaction(() => wipe.allBut(butCustomer)).immediate();
      forgetWorld();
    },
    /**
     * Clears the personal data of a customer. To be called inside a transaction; the file still holds it until
     * `purge`.
     */
    clearPersonalData(customerId: number): ClearedCounts {
      numberHistories.save();
      requests.save();
      const counts = personalData.clear(customerId);
      forget();
      return counts;
    },
    /** Leaves nothing in the file that has been removed from the store. */
    purge: personalData.purge,
    /** Writes all that is stored to a new file, while requests are answered. */
    writeSnapshot(file: string): Promise<void> {
      requests.save();
      return write(file);
    },
    /** @throws Refusal when the file is none that `writeSnapshot` wrote */
    checkSnapshot: check,
    /**
     * Puts what a file that has been checked holds in the place of everything.
     * @param mustBeGood throws when what is there now cannot be used
     * @throws what `mustBeGood` throws; nothing has changed then
     */
    restoreSnapshot(file: string, mustBeGood: () => void): void {
      requests.save();
      restore(file, mustBeGood);
      forgetWorld();
    },
    /**
     * Runs `work` as one: all that it writes is stored, or nothing when it throws. Within another transaction it is
     * part of that one: who catches what it throws there, uses `apart`.
     */
    transaction,
    /** Within a transaction, runs `work` as a part that may fail by itself: then nothing of it is stored. */
    apart<Result>(work: () => Result): Result {
      return forgettingWhatFails(() => inTransaction(work) as Result);
    },
    inTurn: turnTransactions(transaction),
    /** Rows written so far: another number whenever anything has changed. */
    written: () => totalChanges.get()!,
    /** Whether the store answers. */
    isOpen: () => db.open,
    close(): void {
      try {
        if (db.open) {
          requests.save();
          transaction(() => {
            communicationIds.save();
            numberHistories.save();
          });
        }
      } finally {
        close();
      }
    },
  };
}
