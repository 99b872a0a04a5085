import { createHash, randomBytes } from 'node:crypto';

/** An API key that nobody can guess. */
export function makeApiKey(): string {
  return `mw_${randomBytes(24).toString('base64url')}`;
}

/** The form in which API keys are stored. */
export function hashApiKey(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}
