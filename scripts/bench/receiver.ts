import { generate } from 'selfsigned';
import type { Bench } from './bench.ts';
import type { ReceiverAnswer } from './reference/receiver.ts';

/** An HTTPS receiver in a process of its own. */
export interface Receiver {
  url: string;
  /** What it has got since it was last asked. @throws Error when that is not so many requests */
  take(requests: number): Promise<ReceiverAnswer>;
}

export async function startReceiver(bench: Bench): Promise<Receiver> {
  const receiver = await bench.startReference('receiver');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  const { port } = await receiver.ask<ReceiverAnswer>({ listen: { key, cert } });
  return {
    url: `https://127.0.0.1:${port}/callbacks`,
    async take(requests) {
      const got = await receiver.ask<ReceiverAnswer>({ count: true });
      if (got.requests !== requests) {
        throw new Error(`the receiver got ${got.requests} requests, not ${requests}`);
      }
      return got;
    },
  };
}
