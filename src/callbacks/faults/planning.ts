import type { CallbackFaultKind } from '../../core/faults.ts';
import type { Strikes } from './strikes.ts';

/** A delivery that is about to be made: its events, and what faults made of it. */
export interface Plan {
  eventIds: readonly number[];
  faults: CallbackFaultKind[];
  /** Not to be sent before this many platform ms have passed. */
  delayMs: number;
  /** Never to be sent. */
  dropped: boolean;
}

/**
 * Cuts events into deliveries, and lets faults spoil that.
 * @param strikesOn draws the faults for the delivery that ends with this event
 */
export function planDeliveries(
  ids: readonly number[],
  maxItems: number,
  strikesOn: (lastEventId: number) => Strikes,
): Plan[] {
  const plans: Plan[] = [];
  let overtaken: Plan | null = null;
  for (let start = 0; start < ids.length; ) {
    const end = start + maxItems;
    const strikes = strikesOn(ids[Math.min(end, ids.length) - 1]!);
    const taken = ids.slice(start, strikes.has('MERGE_BATCHES') ? end + maxItems : end);
    start += taken.length;
    const made = spoil(taken, strikes);
    if (overtaken !== null) made.splice(1, 0, overtaken);
    overtaken = null;
    // Without one after it there is nothing to let go first.
    if (strikes.has('OUT_OF_ORDER') && start < ids.length) overtaken = made.shift()!;
    plans.push(...made);
  }
  return plans;
}

function spoil(eventIds: readonly number[], strikes: Strikes): Plan[] {
  const faults = [...strikes.keys()].filter((kind) => kind !== 'UNKNOWN_EVENT');
  const whole: Plan = {
    eventIds,
    faults,
    delayMs: strikes.get('DELAY')?.delayMs ?? 0,
    dropped: strikes.has('DROP'),
  };
  const half = Math.ceil(eventIds.length / 2);
  const plans =
    strikes.has('SPLIT_BATCH') && eventIds.length > 1
      ? [
          { ...whole, eventIds: eventIds.slice(0, half) },
          { ...whole, eventIds: eventIds.slice(half) },
        ]
      : [whole];
  if (strikes.has('DUPLICATE')) plans.push({ ...whole });
  if (strikes.has('UNKNOWN_EVENT')) {
    plans.push({ eventIds: eventIds.slice(0, 1), faults: ['UNKNOWN_EVENT'], delayMs: 0, dropped: false });
  }
  return plans;
}
