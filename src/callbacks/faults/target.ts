import type { CallbackContext } from '../context.ts';
import type { TransportTarget } from '../transport/transport.ts';
import type { Strikes } from './strikes.ts';

const DAY_MS = 86_400_000;

/** Requests side by side when the fault BURST strikes. */
export const BURST_CONCURRENCY = 50;

/** Faults that need a connection of their own. */
const CONNECTION_FAULTS = [
  'WRONG_PASSWORD',
  'EXPIRED_CLIENT_CERTIFICATE',
  'OUTDATED_TLS',
  'RESET_MIDWAY',
] as const;

/** Whether the callback's own connections cannot serve. */
export function isSpoilt(strikes: Strikes): boolean {
  return strikes.size > 0 && CONNECTION_FAULTS.some((kind) => strikes.has(kind));
}

/** How the request travels when faults have their way with credentials, certificate and TLS version. */
export async function spoiltTarget(
  target: TransportTarget,
  strikes: Strikes,
  { issueClientCertificate, wall }: CallbackContext,
): Promise<TransportTarget> {
  const { auth } = target;
  return {
    ...target,
    ...(auth && strikes.has('WRONG_PASSWORD') && { auth: { ...auth, password: `not ${auth.password}` } }),
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
