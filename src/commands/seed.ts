import { readJson } from '../config.ts';
import { callApi } from './client.ts';

/**
 * Adds what a seed file holds to a running platform: all of it or nothing.
 * @throws Error in plain words
 */
export async function seed(file: string, { url }: { url: string }): Promise<void> {
  const world = JSON.stringify(readJson('the seed file', file));
  const sown = await callApi<Record<string, object>>(url, 'POST', '/seed', 'application/json', world);
  const counts = Object.entries(sown)
    .map(([kind, entries]) => [kind, Object.keys(entries).length] as const)
    .filter(([, count]) => count > 0);
  for (const [kind, count] of counts) console.log(`${String(count).padStart(5)} ${inWords(kind)}`);
}

/** `contactLists` as `contact lists`. */
function inWords(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
