import type { Database } from './database.ts';

/** IDs that are remembered, so that what thousands of attempts have in common is looked up once. */
const MOST_KNOWN = 1000;

/**
 * What many attempts have in common, each once: head and peer of their requests, head of their answers. Those that no
 * attempt has any more are to be removed now and then.
 */
export function exchangeFacts(db: Database) {
  const insert = db.prepare<[string], { id: number }>(
    'INSERT INTO exchange_facts (facts) VALUES (?) ON CONFLICT (facts) DO UPDATE SET facts = facts RETURNING id',
  );
  const removeUnused = db.prepare(
    `DELETE FROM exchange_facts WHERE id NOT IN (
       SELECT request_id FROM attempts UNION SELECT response_id FROM attempts WHERE response_id IS NOT NULL)`,
  );
  const known = new Map<string, number>();

  return {
    idOf(facts: string): number {
      const before = known.get(facts);
      if (before !== undefined) return before;
      const { id } = insert.get(facts)!;
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(facts, id);
      return id;
    },
    forget(): void {
      known.clear();
    },
    removeUnused(): void {
      known.clear();
      removeUnused.run();
    },
  };
}
