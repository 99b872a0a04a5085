import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { readJson, SETTINGS, type Settings } from '../../config.ts';
import type { Profile } from '../../core/profile/profile.ts';
import { createLog } from '../../logging.ts';
import { startPlatform } from '../../platform.ts';
import { readProfiles } from '../../profile-files.ts';
import { Profiles } from '../../simulation/profiles.ts';
import { IN_MEMORY } from '../../store/in-memory.ts';
import { profileStore } from '../../store/profiles.ts';
import { propertyStore } from '../../store/properties.ts';
import { openStore } from '../../store/store.ts';
import { callApi, json } from '../client.ts';

/** What a store has that a start looks at. */
interface Remembered {
  /** Of one's own, made by the API. */
  profiles: readonly Profile[];
  /** A seed file is loaded once. */
  isSeeded: boolean;
}

/** Read without opening the store as a start does. One that cannot be read is a finding of its own. */
function rememberedIn(dataDir: string): Remembered {
  const file = join(resolve(dataDir), 'store.sqlite');
  let db: BetterSqlite3.Database | undefined;
  try {
    if (dataDir === IN_MEMORY || !existsSync(file)) return { profiles: [], isSeeded: false };
    db = new BetterSqlite3(file, { readonly: true });
    const isSeeded = propertyStore(db).named('seeded').read() !== null;
    return { profiles: profileStore(db).all(), isSeeded };
  } catch {
    return { profiles: [], isSeeded: false };
  } finally {
    db?.close();
  }
}

/** @throws Refusal when a start would not find the profile */
export function tryProfile({ dataDir, profile, profileFiles }: Settings): void {
  const store = openStore(IN_MEMORY);
  try {
    for (const own of rememberedIn(dataDir).profiles) store.profiles.put(own);
    new Profiles(store, profile, readProfiles(profileFiles));
  } finally {
    store.close();
  }
}

/**
 * Sows a seed file in a world that is gone at once.
 * @returns whether a start would read it at all
 * @throws Error in plain words when a start would refuse it
 */
export async function trySeed(settings: Settings, seedFile: string): Promise<boolean> {
  const { profiles, isSeeded } = rememberedIn(settings.dataDir);
  if (isSeeded) return false;
  const seed = readJson('seedFile', seedFile);
  const aside: Settings = {
    ...settings,
    ...{ dataDir: IN_MEMORY, host: '127.0.0.1', httpPort: 0, httpsPort: 0, proxyPort: null },
    ...{ seedFile: null, profile: SETTINGS.profile.default, alive: false },
    clock: 'manual',
    // A start reads the file whatever its length.
    maxBodyBytes: Number.MAX_SAFE_INTEGER,
  };
  const trial = await startPlatform(aside, await createLog('silent', false), false);
  try {
    for (const own of profiles) trial.store.profiles.put(own);
    await callApi(trial.httpUrl, 'POST', '/seed', { content: json(seed) });
    return true;
  } catch (error) {
    throw new Error(`${seedFile}: ${(error as Error).message.replaceAll('\n', '; ')}`);
  } finally {
    await trial.stop();
  }
}
