import { accept, type Wish } from '../../../simulation/accept.ts';
import type { ApiContext } from '../../context.ts';
import type { Call } from '../../emulated/serve.ts';

/** Sends what a call asks for. @returns the message ID, as text [C] */
export function sendOne({ store, world, clock }: ApiContext, call: Call, wish: Wish): string {
  const { id } = store.transaction(() => accept(world, wish));
  clock.wake();
  call.communicationIds.push(id);
  return String(id);
}
