import type { CallbackContext } from '../context.ts';
import type { TransportTarget } from '../transport/transport.ts';
import type { Strikes } from './strikes.ts';

const DAY_MS = 86_400_000;

/** Requests side by side when the fault BURST strikes. */
export const BURST_CONCURRENCY = 50;

/** Faults that need a connection of their own. */
const CONNECTION_FAULTS = [
  'TRICKLE_BODY',
  'WRONG_PASSWORD',
  'EXPIRED_CLIENT_CERTIFICATE',
  'OUTDATED_TLS',
  'RESET_MIDWAY',
] as const;

/** Whether the callback's own connections cannot serve. */
export function isSpoilt(strikes: Strikes): boolean {
  return strikes.size > 0 && CONNECTION_FAULTS.some((kind) => strikes.has(kind));
}

/** How the request travels when faults have their way with time, credentials, certificate and TLS version. */
export async function spoiltTarget(
  target: TransportTarget,
  strikes: Strikes,
  { issueClientCertificate, wall }: CallbackContext,
): Promise<TransportTarget> {
  const { auth, timeouts } = target;
  const trickleMs = strikes.get('TRICKLE_BODY')?.trickleMs ?? 0;
  return {
    ...target,
    // The time to answer is the receiver's: what a trickle takes comes on top.
    timeouts: { ...timeouts, answerMs: timeouts.answerMs + trickleMs },
    ...(auth && strikes.has('WRONG_PASSWORD') && { auth: { ...auth, password: otherThan(auth.password) } }),
    ...(strikes.has('EXPIRED_CLIENT_CERTIFICATE') && {
      clientCertificate: await issueClientCertificate({
        commonName: 'expired mock-wiraya client',
        days: 1,
        now: new Date(wall()),
        notBefore: new Date(wall() - 2 * DAY_MS),
      }),
    }),
    ...(strikes.has('OUTDATED_TLS') && { outdatedTls: true }),
  };
}

/** Nothing of the right password is in it: receivers may well log a wrong one. */
function otherThan(password: string): string {
  return password === 'wrong' ? 'another' : 'wrong';
}
