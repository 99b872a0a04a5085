import type { Store } from '../store/store.ts';

/** IDs of the deliveries that carry any event of a communication; none when there is no such communication. */
export function carriersOf(store: Store, communicationId: number): number[] {
  const communication = store.communications.get(communicationId);
  if (!communication) return [];
  const callbacks = store.callbacks.ofCustomer(communication.customerId);
  const events = store.events.of(communication);
  const ids = callbacks.flatMap((callback) =>
    events.flatMap((event) => store.deliveries.carrying(callback.id, event.id).map(({ id }) => id)),
  );
  return [...new Set(ids)];
}
