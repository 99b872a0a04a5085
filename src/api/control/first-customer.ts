import type { Store } from '../../store/store.ts';
import { hashApiKey, makeApiKey } from './customers.ts';

const FIRST_CUSTOMER = 1;

/**
 * Sees to it that there is a customer 1, so that nobody need create one. A wanted API key becomes that customer's,
 * on a later start too.
 * @throws Error when it is another customer's
 * @returns the key when it was set here, null when it stays what it was
 */
export function ensureFirstCustomer(store: Store, wantedKey: string | null, now: number): string | null {
  const exists = store.customers.get(FIRST_CUSTOMER) !== null;
  if (exists && wantedKey === null) return null;
  const apiKey = wantedKey ?? makeApiKey();
  const hash = hashApiKey(apiKey);
  const holder = store.customers.withApiKeyHash(hash);
  if (holder && holder.id !== FIRST_CUSTOMER)
    throw new Error(`apiKey: it is the key of customer ${holder.id}; choose another one`);
  if (exists) store.customers.setApiKeyHash(FIRST_CUSTOMER, hash);
  else {
    const customer = {
      name: 'First customer',
      accountLevel: 'CONFIRMED',
      testMode: false,
      whitelistMode: false,
    };
    store.customers.create({ ...customer, accountLevel: 'CONFIRMED' }, hash, now);
  }
  return apiKey;
}
