import type { Health } from '../client/schemas.ts';
import { ask } from './client.ts';

/** Real ms that a platform has to answer. */
const ANSWERS_WITHIN_MS = 5000;

/**
 * Asks a platform whether it is ready, and says so.
 * @returns whether it is
 * @throws Error in plain words when nothing that is a platform answers
 */
export async function health(url: string, { json = false }: { json?: boolean }): Promise<boolean> {
  const { status, body } = await ask(url, 'GET', '/health', { timeoutMs: ANSWERS_WITHIN_MS });
  const { ready, problems, version } = healthIn(body, url, status);
  if (json) console.log(body);
  else if (ready) console.log(`mock-wiraya ${version} at ${url} is ready`);
  else console.error([`mock-wiraya ${version} at ${url} is not ready:`, ...problems].join('\n'));
  return ready;
}

function healthIn(text: string, url: string, status: number): Health {
  try {
    const body = JSON.parse(text) as Health;
    if (typeof body.ready === 'boolean') return body;
  } catch {
    // Said below.
  }
  throw new Error(`${url} answered ${status}: is it a platform?`);
}
