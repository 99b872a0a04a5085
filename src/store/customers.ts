import type { EndpointName } from '../core/endpoints.ts';
import { type InboundPrefix, OPT_IN_WORDS, OPT_OUT_WORDS } from '../core/incoming.ts';
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
  settings: CustomerSettings;
  createdAt: number;
}

/** What else can be set for a customer. */
export interface CustomerSettings {
  /** Name of the profile that its outcomes are drawn from; null: the platform's. */
  profile: string | null;
  /** Words of an incoming SMS by which recipients opt out and in again. */
  optOutWords: readonly string[];
  optInWords: readonly string[];
  /** The same text to the same number more often than that within so many seconds is spam; null: never. */
  spamLimit: { times: number; withinSeconds: number } | null;
  /** Numbers that recipients write to and call; replies go to the first, or to the sender that they answer. */
  inboundNumbers: readonly InboundNumber[];
  /** Addresses and ranges (CIDR) that the real API takes calls from [C]; null: any. */
  allowedAddresses: readonly string[] | null;
  /** How many calls of the real API are taken in a time, for each endpoint by itself [D]. */
  rateLimits: readonly RateLimit[];
  /** The same `clientMessageId` again gives the answer of the first time, and sends nothing. */
  uniqueMessageIds: boolean;
  pinCodes: { digits: number; validSeconds: number; tries: number };
  /** ID of the project that each campaign of the contact API runs, by the campaign's identifier. */
  contactCampaigns: Readonly<Record<string, number>>;
  /** Names of events of the contact API that stop what is still to come for a contact [D]. */
  stopEvents: readonly string[];
  /** Most items of a bulk of the contact API. */
  maxBulkItems: number;
}

/** So many calls in any `perSeconds` (platform time). */
export interface RateLimit {
  /** Null: each of them. */
  endpoint: EndpointName | null;
  calls: number;
  perSeconds: number;
}

/** A number of the customer's that recipients can write to or call. */
export interface InboundNumber {
  /** Digits; a short code, or MSISDN. */
  number: string;
  prefixes: readonly InboundPrefix[];
}

/** What holds for a customer that sets nothing else. */
export const DEFAULT_SETTINGS: CustomerSettings = {
  profile: null,
  optOutWords: OPT_OUT_WORDS,
  optInWords: OPT_IN_WORDS,
  spamLimit: { times: 10, withinSeconds: 3600 },
  inboundNumbers: [],
  allowedAddresses: null,
  rateLimits: [],
  uniqueMessageIds: true,
  pinCodes: { digits: 4, validSeconds: 300, tries: 3 },
  contactCampaigns: {},
  stopEvents: ['Conversion', 'OptOut'],
  maxBulkItems: 1000,
};

/** Shortest API key that a customer may have, in characters. */
export const MIN_API_KEY_LENGTH = 8;

export type NewCustomer = Omit<Customer, 'id' | 'createdAt' | 'settings'> & {
  settings?: Partial<CustomerSettings>;
};

interface Row {
  id: number;
  name: string;
  account_level: AccountLevel;
  test_mode: number;
  whitelist_mode: number;
  settings: string;
  created_at: number;
}

const fromRow = (row: Row): Customer => ({
  id: row.id,
  name: row.name,
  accountLevel: row.account_level,
  testMode: row.test_mode === 1,
  whitelistMode: row.whitelist_mode === 1,
  settings: JSON.parse(row.settings),
  createdAt: row.created_at,
});

/** Customers with their whitelists. API keys are kept as hashes only. */
export function customerStore(db: Database) {
  const insert = db.prepare(
    `INSERT INTO customers (name, account_level, test_mode, whitelist_mode, settings, api_key_hash, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    'UPDATE customers SET name = ?, account_level = ?, test_mode = ?, whitelist_mode = ?, settings = ? WHERE id = ?',
  );
  const setKey = db.prepare('UPDATE customers SET api_key_hash = ? WHERE id = ?');
  const byId = db.prepare<[number], Row>('SELECT * FROM customers WHERE id = ?');
  const byKey = db.prepare<[string], Row>('SELECT * FROM customers WHERE api_key_hash = ?');
  const page = db.prepare<[number, number], Row>('SELECT * FROM customers WHERE id > ? ORDER BY id LIMIT ?');
  const whitelisted = db.prepare<[number, string], { found: number }>(
    'SELECT 1 AS found FROM whitelist WHERE customer_id = ? AND number = ?',
  );
  const whitelist = db.prepare<[number, number], { number: string }>(
    'SELECT number FROM whitelist WHERE customer_id = ? ORDER BY number LIMIT ?',
  );
  const clearWhitelist = db.prepare('DELETE FROM whitelist WHERE customer_id = ?');
  const addToWhitelist = db.prepare('INSERT OR IGNORE INTO whitelist (customer_id, number) VALUES (?, ?)');

  /** Every call of the real API asks whose it is, and their settings are long. */
  const known = new Map<number | string, Customer>();
  function remembered(key: number | string, row: Row | undefined): Customer | null {
    if (row === undefined) return null;
    const customer = fromRow(row);
    known.set(key, customer);
    return customer;
  }

  return {
    /** What was read is out of date. */
    forget(): void {
      known.clear();
    },
    create(wanted: NewCustomer, apiKeyHash: string, now: number): Customer {
      const customer = { ...wanted, settings: { ...DEFAULT_SETTINGS, ...wanted.settings } };
      const { lastInsertRowid } = insert.run(
        customer.name,
        customer.accountLevel,
        Number(customer.testMode),
        Number(customer.whitelistMode),
        JSON.stringify(customer.settings),
        apiKeyHash,
        now,
      );
      return { id: Number(lastInsertRowid), ...customer, createdAt: now };
    },
    update(customer: Customer): void {
      known.clear();
      update.run(
        customer.name,
        customer.accountLevel,
        Number(customer.testMode),
        Number(customer.whitelistMode),
        JSON.stringify(customer.settings),
        customer.id,
      );
    },
    setApiKeyHash(id: number, apiKeyHash: string): void {
      known.clear();
      setKey.run(apiKeyHash, id);
    },
    get(id: number): Customer | null {
      return known.get(id) ?? remembered(id, byId.get(id));
    },
    withApiKeyHash(apiKeyHash: string): Customer | null {
      return known.get(apiKeyHash) ?? remembered(apiKeyHash, byKey.get(apiKeyHash));
    },
    list({ limit, after }: PageRequest): Page<Customer> {
      return toPage(page.all(after ?? 0, limit + 1), limit, (row) => row.id, fromRow);
    },
    isWhitelisted(customerId: number, number: string): boolean {
      return whitelisted.get(customerId, number) !== undefined;
    },
    /** @param limit how many at the most; without it all */
    whitelist(customerId: number, limit = -1): string[] {
      return whitelist.all(customerId, limit).map(({ number }) => number);
    },
    replaceWhitelist: db.transaction((customerId: number, numbers: readonly string[]) => {
      clearWhitelist.run(customerId);
      for (const number of numbers) addToWhitelist.run(customerId, number);
    }),
  };
}
