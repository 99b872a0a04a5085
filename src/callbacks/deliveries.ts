import type { DeliveryState } from '../core/vocabulary.ts';
import type { AttemptFilter, AttemptOf } from '../store/attempts.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { Page, PageRequest } from '../store/page.ts';
import { carriersOf } from './carriers.ts';
import type { CallbackContext } from './context.ts';

/** Which deliveries are asked for. */
export interface DeliveryQuery {
  callbackId?: number | undefined;
  /** Those that carry an event of it. */
  communicationId?: number | undefined;
  state?: DeliveryState | undefined;
}

/** A page of the deliveries that fit. */
export function listDeliveries(
  { store }: CallbackContext,
  page: PageRequest,
  { communicationId, ...filter }: DeliveryQuery,
): Page<Delivery> {
  const ids = communicationId === undefined ? undefined : carriersOf(store, communicationId);
  return store.deliveries.list(page, { ...filter, ids });
}

/**
 * Waits until there is a delivery that fits, looking again whenever some have changed.
 * @param wanted `after`: only deliveries with a higher ID
 * @param timeoutMs real ms
 * @param abort gives up when it is aborted
 * @returns the first that fits; null when the time is up
 */
export function waitForDelivery(
  context: CallbackContext,
  { after, ...query }: DeliveryQuery & { after: number },
  timeoutMs: number,
  abort: AbortSignal,
): Promise<Delivery | null> {
  const find = () => listDeliveries(context, { limit: 1, after }, query).items[0] ?? null;
  return context.changes.until(find, timeoutMs, abort);
}

/** Most attempts that are told of at once. */
const MOST_ATTEMPTS = 100;

/**
 * Waits until there are attempts that fit, looking again whenever some have been stored.
 * @param timeoutMs real ms
 * @param abort gives up when it is aborted
 * @returns the first of them, at most a hundred, as they were stored; none when the time is up
 */
export async function waitForAttempts(
  context: CallbackContext,
  wanted: AttemptFilter,
  timeoutMs: number,
  abort: AbortSignal,
): Promise<AttemptOf[]> {
  const find = () => {
    const found = context.store.attempts.after(wanted, MOST_ATTEMPTS);
    return found.length > 0 ? found : null;
  };
  return (await context.changes.until(find, timeoutMs, abort)) ?? [];
}
