import type { Database } from './database.ts';

/** Tokens of the contact API, as hashes. Times are platform ms. */
export function tokenStore(db: Database) {
  const add = db.prepare('INSERT OR REPLACE INTO tokens (hash, customer_id, expires_at) VALUES (?, ?, ?)');
  const holder = db.prepare<[string, number], { customer_id: number }>(
    'SELECT customer_id FROM tokens WHERE hash = ? AND expires_at > ?',
  );
  const removeExpired = db.prepare('DELETE FROM tokens WHERE expires_at <= ?');

  return {
    /** Stores one, and forgets those that have expired. */
    add: db.transaction((hash: string, customerId: number, expiresAt: number, now: number): void => {
      removeExpired.run(now);
      add.run(hash, customerId, expiresAt);
    }),
    /** ID of the customer that holds the token; null: there is none, or none any more. */
    holder(hash: string, now: number): number | null {
      return holder.get(hash, now)?.customer_id ?? null;
    },
  };
}
