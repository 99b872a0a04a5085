import { Readable } from 'node:stream';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import type { OutgoingRequest } from './contract.ts';

/** Pieces of a body that trickles. */
const PIECES = 20;

/** The body as undici is to send it: at once, or in the manner that a fault asks for. */
export function bodyInManner(
  body: Buffer | null,
  manner: OutgoingRequest['manner'],
): Buffer | Readable | null {
  if (body === null || manner === undefined) return body;
  return Readable.from(manner === 'RESET' ? halfOf(body) : trickled(body, manner.trickleMs));
}

async function* trickled(body: Buffer, trickleMs: number): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  const pauses = Math.max(1, Math.ceil(body.length / size) - 1);
  for (let start = 0; start < body.length; start += size) {
    if (start > 0) await pause(trickleMs / pauses);
    yield body.subarray(start, start + size);
  }
}

async function* halfOf(body: Buffer): AsyncGenerator<Buffer> {
  yield body.subarray(0, Math.ceil(body.length / 2));
  // With Node 24, a connection over TLS that is cut at once takes along what has just been written to it.
  await turn();
  throw new Error('cut on purpose');
}
