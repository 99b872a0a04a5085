import { basename } from 'node:path';
import { readJson, SettingsError } from './config.ts';
import { type Profile, profileData, profileName } from './core/profile/profile.ts';

/**
 * Reads profiles from JSON files, each named like its file.
 * @throws SettingsError naming the file, and what is wrong in it
 */
export function readProfiles(files: readonly string[]): Profile[] {
  return files.map((file) => {
    const problem = (words: string) => new SettingsError([`profileFiles: ${file}: ${words}`]);
    const name = profileName.safeParse(basename(file, '.json'));
    if (!name.success) throw problem(`a profile is named like its file: ${name.error.issues[0]!.message}`);
    const data = profileData.safeParse(readJson('profileFiles', file));
    if (data.success) return { name: name.data, ...data.data };
    throw problem(
      data.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; '),
    );
  });
}
