import { basename } from 'node:path';
import { z } from 'zod';
import { readJson, SettingsError } from './config.ts';
import { type Profile, profileData, profileName } from './core/profile/profile.ts';

/** As `GET /v1/profiles/{name}` shows one, too: its name is the file's. */
const written = profileData.extend({ name: z.string().optional(), own: z.boolean().optional() });

/**
 * Reads profiles from JSON files, each named like its file.
 * @throws SettingsError naming the file, and what is wrong in it
 */
export function readProfiles(files: readonly string[]): Profile[] {
  return files.map((file) => {
    const problem = (words: string) => new SettingsError([`profileFiles: ${file}: ${words}`]);
    const name = profileName.safeParse(basename(file, '.json'));
    if (!name.success) throw problem(`a profile is named like its file: ${name.error.issues[0]!.message}`);
    const read = written.safeParse(readJson('profileFiles', file));
    if (read.success) {
      const { own: _own, ...data } = read.data;
      return { ...data, name: name.data };
    }
    throw problem(
      read.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; '),
    );
  });
}
