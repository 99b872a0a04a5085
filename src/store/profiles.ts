import type { Profile, ProfileData } from '../core/profile/profile.ts';
import type { Database } from './database.ts';

interface Row {
  name: string;
  data: string;
}

const fromRow = ({ name, data }: Row): Profile => ({ name, ...(JSON.parse(data) as ProfileData) });

/** Profiles of one's own, beside those that come with the platform. */
export function profileStore(db: Database) {
  const all = db.prepare<[], Row>('SELECT * FROM profiles ORDER BY name');
  const put = db.prepare('INSERT OR REPLACE INTO profiles (name, data) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM profiles WHERE name = ?');

  let known: Map<string, Profile> | null = null;
  const byName = () => {
    known ??= new Map(all.all().map((row) => [row.name, fromRow(row)]));
    return known;
  };

  return {
    /** What was read is out of date. */
    forget(): void {
      known = null;
    },
    all: (): Profile[] => [...byName().values()],
    get: (name: string): Profile | null => byName().get(name) ?? null,
    put({ name, ...data }: Profile): void {
      put.run(name, JSON.stringify(data));
      known = null;
    },
    remove(name: string): void {
      remove.run(name);
      known = null;
    },
  };
}
