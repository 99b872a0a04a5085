import { DEFAULT_SETTINGS, type NewCustomer } from '../../store/customers.ts';
import type { Store } from '../../store/store.ts';
import { hashApiKey, makeApiKey } from '../api-key.ts';

/** ID of the customer that is always there. */
export const FIRST_CUSTOMER = 1;

const AS_CREATED: NewCustomer = {
  name: 'First customer',
  accountLevel: 'CONFIRMED',
  testMode: false,
  whitelistMode: false,
};

const UNTOLD = 'yes';
/** Whether customer 1 has a key that no start has told of. */
const untold = ({ properties }: Store) => properties.named('firstApiKeyUntold');

/**
 * Sees to it that there is a customer 1, so that nobody need create one. A wanted API key becomes that customer's,
 * on a later start too. One that nobody wanted is made again until a start has told of it: see `firstApiKeyIsTold`.
 * @throws Error when it is another customer's
 * @returns the key when it was set here, null when it stays what it was
 */
export function ensureFirstCustomer(store: Store, wantedKey: string | null, now: number): string | null {
  const exists = store.customers.get(FIRST_CUSTOMER) !== null;
  if (exists && wantedKey === null && untold(store).read() !== UNTOLD) return null;
  const apiKey = wantedKey ?? makeApiKey();
  const hash = hashApiKey(apiKey);
  const holder = store.customers.withApiKeyHash(hash);
  if (holder && holder.id !== FIRST_CUSTOMER)
    throw new Error(`apiKey: it is the key of customer ${holder.id}; choose another one`);
  store.transaction(() => {
    if (exists) store.customers.setApiKeyHash(FIRST_CUSTOMER, hash);
    else store.customers.create(AS_CREATED, hash, now);
    // A wanted one is known already.
    untold(store).write(wantedKey === null ? UNTOLD : '');
  });
  return apiKey;
}

/** To be called once whoever starts the platform has the key that was set: no later start makes another. */
export function firstApiKeyIsTold(store: Store): void {
  untold(store).write('');
}

/** Has customer 1 be as it was created, but for its API key. */
export function renewFirstCustomer({ customers }: Store): void {
  customers.update({ ...customers.get(FIRST_CUSTOMER)!, ...AS_CREATED, settings: DEFAULT_SETTINGS });
}
