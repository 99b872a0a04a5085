import type { Health } from '../client/schemas.ts';
import { ask } from './client.ts';

/** Real ms that a platform has to answer. */
const ANSWERS_WITHIN_MS = 5000;

/**
 * Asks a platform whether it is ready, and says so.
 * @param options.json says it as JSON, also when nothing that is a platform answers
 * @returns whether it is
 * @throws Error in plain words when nothing that is a platform answers
 */
export async function health(url: string, { json = false }: { json?: boolean }): Promise<boolean> {
  if (json) return healthAsJson(url);
  const { ready, problems, version } = await askedAt(url);
  if (ready) console.log(`mock-wiraya ${version} at ${url} is ready`);
  else console.error([`mock-wiraya ${version} at ${url} is not ready:`, ...problems].join('\n'));
  return ready;
}

async function healthAsJson(url: string): Promise<boolean> {
  const told = await askedAt(url).catch((error: Error) => ({ ready: false, problems: [error.message] }));
  console.log(JSON.stringify(told));
  return told.ready;
}

async function askedAt(url: string): Promise<Health> {
  const { status, body } = await ask(url, 'GET', '/health', { timeoutMs: ANSWERS_WITHIN_MS });
  return healthIn(body, url, status);
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
