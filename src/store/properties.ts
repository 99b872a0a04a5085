import type { Database } from './database.ts';

/** Facts about this store as a whole, by name. */
export function propertyStore(db: Database) {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM properties WHERE name = ?');
  const set = db.prepare(
    'INSERT INTO properties (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    named: (name: string) => ({
      read: (): string | null => get.get(name)?.value ?? null,
      write: (value: string): void => {
        set.run(name, value);
      },
    }),
  };
}
