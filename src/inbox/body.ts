import type { IncomingMessage } from 'node:http';

/** So many bytes of a body are remembered. */
export const KEPT_BYTES = 1_048_576;

/** More of a body is not read. */
const MOST_READ_BYTES = 16_777_216;

/** A body as far as it was read. */
export interface ArrivedBody {
  /** The beginning of it, when it was longer than is kept. */
  kept: Uint8Array;
  /** Length of what was read. */
  bytes: number;
  /** `BROKEN_OFF`: the client hung up. */
  end: 'WHOLE' | 'TOO_LONG' | 'BROKEN_OFF';
}

const NOTHING: ArrivedBody = { kept: new Uint8Array(), bytes: 0, end: 'WHOLE' };

/** Reads a body to its end, or until it is more than anybody should send. */
export async function readArrived(incoming: IncomingMessage): Promise<ArrivedBody> {
  const { headers } = incoming;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return NOTHING;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let kept = 0;
  const read = (end: ArrivedBody['end']) => ({ kept: Buffer.concat(chunks), bytes, end });
  try {
    for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (kept < KEPT_BYTES) {
        const more = chunk.subarray(0, KEPT_BYTES - kept);
        chunks.push(more);
        kept += more.length;
      }
      if (bytes > MOST_READ_BYTES) return read('TOO_LONG');
    }
  } catch {
    return read('BROKEN_OFF');
  }
  return read('WHOLE');
}
