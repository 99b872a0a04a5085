import { chance } from '../../core/chance.ts';
import { type CallbackFaultKind, canStrike, type Fault, type FaultMoment } from '../../core/faults.ts';
import type { Callback } from '../../store/callbacks.ts';
import type { CallbackContext } from '../context.ts';

/** The faults that strike at one moment, by kind. */
export type Strikes = ReadonlyMap<CallbackFaultKind, Fault>;

export const NO_STRIKES: Strikes = new Map();

/**
 * Draws which faults strike a callback now, and counts them. Whether one does follows from the seed, the fault and
 * the occasion alone.
 * @param occasion what sets this moment apart from all others of the callback
 * @param finds whether a fault of the kind would find anything to strike; one that would not is not used up
 */
export function drawStrikes(
  { store, seed, log }: CallbackContext,
  callback: Callback,
  moment: FaultMoment,
  occasion: () => string,
  finds: (kind: CallbackFaultKind) => boolean = () => true,
): Strikes {
  const active = store.faults.active(callback.id);
  if (active.length === 0) return NO_STRIKES;
  const name = occasion();
  const strikes = new Map<CallbackFaultKind, Fault>();
  for (const fault of active) {
    if (strikes.has(fault.kind) || !canStrike(fault.kind, moment, callback.config)) continue;
    if (chance(seed, `fault/${fault.id}/${callback.id}`, name) >= fault.probability) continue;
    if (!finds(fault.kind)) continue;
    store.faults.strike(fault.id);
    strikes.set(fault.kind, fault);
    log.info({ callbackId: callback.id, faultId: fault.id, occasion: name }, `fault ${fault.kind} strikes`);
  }
  return strikes;
}
