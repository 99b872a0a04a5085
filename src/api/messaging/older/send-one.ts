import { accept, type Wish } from '../../../simulation/accept.ts';
import type { ApiContext } from '../../context.ts';
import type { Call } from '../../emulated/serve.ts';

/** Sends what a call asks for. @returns the message ID, as text [C] */
export async function sendOne(context: ApiContext, call: Call, wish: Wish): Promise<string> {
  const { id } = await context.store.inTurn(() => accept(context.world, wish));
  noteSent(context, call, [id]);
  return String(id);
}

/** Notes what a call has led to, once that is stored. */
export function noteSent({ clock }: ApiContext, call: Call, ids: readonly number[]): void {
  call.communicationIds.push(...ids);
  clock.wake();
}
