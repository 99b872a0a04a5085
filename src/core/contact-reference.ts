import { chanceInteger } from './chance.ts';

const GROUPS = 8;
const FIRST_OF_GROUP = 1_000_000;

/**
 * What the contact API answers as an ID: 56 digits, as many as the real one has [D]. The same for the same contact,
 * campaign and iteration, or event; nothing takes such an ID.
 * @param key sets what it is of apart from everything else
 */
export function contactReference(seed: string, key: string): string {
  return Array.from({ length: GROUPS }, (_, group) =>
    chanceInteger(seed, `contact/${key}`, `reference ${group}`, FIRST_OF_GROUP, 10 * FIRST_OF_GROUP),
  ).join('');
}
