import type { CallbackFaultKind } from '../../core/faults.ts';
import type { Strikes } from './strikes.ts';

/** A delivery that is about to be made: the events it carries, and what faults made of it. */
export interface Plan<Item> {
  items: readonly Item[];
  faults: CallbackFaultKind[];
  /** Not to be sent before this many platform ms have passed. */
  delayMs: number;
  /** Never to be sent. */
  dropped: boolean;
}

/**
 * Cuts events into deliveries, and lets faults spoil that.
 * @param most so many deliveries are enough: what is left of the events then is for another time
 * @param strikesOn draws the faults for the delivery that ends with this event, of the kinds that find what they need
 * @returns the deliveries, and of how many of the events they are made
 */
export function planDeliveries<Item>(
  events: readonly Item[],
  maxItems: number,
  most: number,
  strikesOn: (last: Item, finds: (kind: CallbackFaultKind) => boolean) => Strikes,
): { plans: Plan<Item>[]; planned: number } {
  const plans: Plan<Item>[] = [];
  let overtaken: Plan<Item> | null = null;
  let start = 0;
  while (start < events.length && (plans.length < most || overtaken !== null)) {
    const end = Math.min(start + maxItems, events.length);
    const strikes = strikesOn(events[end - 1]!, (kind) => {
      if (kind === 'SPLIT_BATCH') return end - start > 1;
      if (kind === 'MERGE_BATCHES') return end < events.length;
      // One that has just been overtaken does not wait for another.
      return kind !== 'OUT_OF_ORDER' || (end < events.length && overtaken === null);
    });
    const taken = events.slice(start, strikes.has('MERGE_BATCHES') ? end + maxItems : end);
    start += taken.length;
    const made = spoil(taken, strikes);
    if (overtaken !== null) made.splice(1, 0, overtaken);
    overtaken = null;
    // Merged with the one after it, it may be the last.
    if (strikes.has('OUT_OF_ORDER') && start < events.length) overtaken = made.shift()!;
    plans.push(...made);
  }
  return { plans, planned: start };
}

function spoil<Item>(items: readonly Item[], strikes: Strikes): Plan<Item>[] {
  if (strikes.size === 0) return [{ items, faults: [], delayMs: 0, dropped: false }];
  const faults = [...strikes.keys()].filter((kind) => kind !== 'UNKNOWN_EVENT');
  const whole: Plan<Item> = {
    items,
    faults,
    delayMs: strikes.get('DELAY')?.delayMs ?? 0,
    dropped: strikes.has('DROP'),
  };
  const half = Math.ceil(items.length / 2);
  const plans = strikes.has('SPLIT_BATCH')
    ? [
        { ...whole, items: items.slice(0, half) },
        { ...whole, items: items.slice(half) },
      ]
    : [whole];
  if (strikes.has('DUPLICATE')) plans.push({ ...whole });
  if (strikes.has('UNKNOWN_EVENT')) {
    plans.push({ items: items.slice(0, 1), faults: ['UNKNOWN_EVENT'], delayMs: 0, dropped: false });
  }
  return plans;
}
