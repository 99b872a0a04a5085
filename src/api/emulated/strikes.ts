import { API_FAULTS, type ApiFaultMoment } from '../../core/api-faults.ts';
import { chance } from '../../core/chance.ts';
import type { EndpointName } from '../../core/endpoints.ts';
import type { ApiFault } from '../../core/faults.ts';
import type { ApiContext } from '../context.ts';

/**
 * Draws which fault strikes a call at this moment, the first that does, and counts it. Whether one does follows from the
 * seed, the fault, and how many calls it might have struck before.
 * @param customerId null: nobody's that we know
 */
export function drawStrike(
  { store, world, log }: ApiContext,
  endpoint: EndpointName,
  customerId: number | null,
  moment: ApiFaultMoment,
): ApiFault | null {
  for (const fault of store.faults.activeForCall(endpoint, customerId)) {
    if (API_FAULTS[fault.kind].moment !== moment) continue;
    store.faults.countOccasion(fault.id);
    if (chance(world.seed, `fault/${fault.id}`, `call/${fault.occasions}`) >= fault.probability) continue;
    store.faults.strike(fault.id);
    log.info({ faultId: fault.id, endpoint, customerId }, `fault ${fault.kind} strikes`);
    return fault;
  }
  return null;
}
