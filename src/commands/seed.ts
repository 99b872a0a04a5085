import { readJson } from '../config.ts';
import { callApi, json } from './client.ts';

/**
 * Adds what a seed file holds to a running platform: all of it or nothing.
 * @param options.json says what was added as the API does, with the IDs
 * @throws Error in plain words
 */
export async function seed(url: string, file: string, options: { json?: boolean }): Promise<void> {
  const world = readJson('the seed file', file);
  const sown = await callApi<Record<string, object>>(url, 'POST', '/seed', { content: json(world) });
  if (options.json) {
    console.log(JSON.stringify(sown));
    return;
  }
  const counts = Object.entries(sown)
    .map(([kind, entries]) => [kind, Object.keys(entries).length] as const)
    .filter(([, count]) => count > 0);
  for (const [kind, count] of counts) console.log(`${String(count).padStart(5)} ${inWords(kind)}`);
}

/** `contactLists` as `contact lists`. */
function inWords(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
