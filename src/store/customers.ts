import type { AccountLevel } from '../core/vocabulary.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage } from './page.ts';

export interface Customer {
  /** `{CID}`. */
  id: number;
  name: string;
  accountLevel: AccountLevel;
  /** Nothing goes out; every communication reports `TEST`. */
  testMode: boolean;
  /** Only numbers of the whitelist are sent to; others report `NOT_WHITELISTED`. */
  whitelistMode: boolean;
  createdAt: number;
}

export type NewCustomer = Omit<Customer, 'id' | 'createdAt'>;

interface Row {
  id: number;
  name: string;
  account_level: AccountLevel;
  test_mode: number;
  whitelist_mode: number;
  created_at: number;
}

const fromRow = (row: Row): Customer => ({
  id: row.id,
  name: row.name,
  accountLevel: row.account_level,
  testMode: row.test_mode === 1,
  whitelistMode: row.whitelist_mode === 1,
  createdAt: row.created_at,
});

/** Customers with their whitelists. API keys are kept as hashes only. */
export function customerStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO customers (name, account_level, test_mode, whitelist_mode, api_key_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    'UPDATE customers SET name = ?, account_level = ?, test_mode = ?, whitelist_mode = ? WHERE id = ?',
  );
  const setKey = db.prepare('UPDATE customers SET api_key_hash = ? WHERE id = ?');
  const byId = db.prepare<[number], Row>('SELECT * FROM customers WHERE id = ?');
  const byKey = db.prepare<[string], Row>('SELECT * FROM customers WHERE api_key_hash = ?');
  const page = db.prepare<[number, number], Row>('SELECT * FROM customers WHERE id > ? ORDER BY id LIMIT ?');
  const whitelisted = db.prepare<[number, string], { found: number }>(
    'SELECT 1 AS found FROM whitelist WHERE customer_id = ? AND number = ?',
  );
  const whitelist = db.prepare<[number], { number: string }>(
    'SELECT number FROM whitelist WHERE customer_id = ? ORDER BY number',
  );
  const clearWhitelist = db.prepare('DELETE FROM whitelist WHERE customer_id = ?');
  const addToWhitelist = db.prepare('INSERT OR IGNORE INTO whitelist (customer_id, number) VALUES (?, ?)');

  return {
    create(customer: NewCustomer, apiKeyHash: string, now: number): Customer {
      const { lastInsertRowid } = insert.run(
        customer.name,
        customer.accountLevel,
        Number(customer.testMode),
        Number(customer.whitelistMode),
        apiKeyHash,
        now,
      );
      return { id: Number(lastInsertRowid), ...customer, createdAt: now };
    },
    update(customer: Customer): void {
      update.run(
        customer.name,
        customer.accountLevel,
        Number(customer.testMode),
        Number(customer.whitelistMode),
        customer.id,
      );
    },
    setApiKeyHash(id: number, apiKeyHash: string): void {
      setKey.run(apiKeyHash, id);
    },
    get(id: number): Customer | null {
      const row = byId.get(id);
      return row ? fromRow(row) : null;
    },
    withApiKeyHash(apiKeyHash: string): Customer | null {
      const row = byKey.get(apiKeyHash);
      return row ? fromRow(row) : null;
    },
    list({ limit, after }: PageRequest): Page<Customer> {
      return toPage(page.all(after ?? 0, limit + 1), limit, (row) => row.id, fromRow);
    },
    isWhitelisted(customerId: number, number: string): boolean {
      return whitelisted.get(customerId, number) !== undefined;
    },
    whitelist(customerId: number): string[] {
      return whitelist.all(customerId).map(({ number }) => number);
    },
    replaceWhitelist: db.transaction((customerId: number, numbers: readonly string[]) => {
      clearWhitelist.run(customerId);
      for (const number of numbers) addToWhitelist.run(customerId, number);
    }),
  };
}
