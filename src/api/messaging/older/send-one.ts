import { accept, type Wish } from '../../../simulation/accept.ts';
import type { ApiContext } from '../../context.ts';
import type { Call } from '../../emulated/serve.ts';

/** Sends what a call asks for, inside a transaction. @returns the message ID, as text [C] */
export function sendOne({ world, clock }: ApiContext, call: Call, wish: Wish): string {
  const { id } = accept(world, wish);
  clock.wake();
  call.communicationIds.push(id);
  return String(id);
}
