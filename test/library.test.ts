import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SettingsError, startMockWiraya } from '../src/index.ts';

const read = async <Answer>(url: string): Promise<Answer> => (await (await fetch(url)).json()) as Answer;
const seed = async (url: string) => (await read<{ seed: string }>(`${url}/v1/health`)).seed;

describe('a platform in one’s own process', () => {
  it('is there once several times, each with a store of its own', async () => {
    const [one, other] = await Promise.all([startMockWiraya({ seed: 'a' }), startMockWiraya({ seed: 'b' })]);
    try {
      await fetch(`${one.httpUrl}/v1/customers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"name": "Second"}',
      });
      const customers = async (url: string) =>
        (await read<{ items: unknown[] }>(`${url}/v1/customers`)).items.length;
      expect([await customers(one.httpUrl), await customers(other.httpUrl)]).toEqual([2, 1]);
      expect([await seed(one.httpUrl), await seed(other.httpUrl)]).toEqual(['a', 'b']);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });

  it('takes any free port, also when an option is there but undefined', async () => {
    const wiraya = await startMockWiraya({ httpPort: undefined, httpsPort: undefined });
    expect(new URL(wiraya.httpUrl).port).not.toBe('4010');
    await wiraya.close();
  });

  it('leaves its ports behind for others', async () => {
    const wiraya = await startMockWiraya();
    const ports = [wiraya.httpUrl, wiraya.httpsUrl].map((url) => Number(new URL(url).port));
    await wiraya.close();
    for (const port of ports) {
      const next = createServer().listen(port, '127.0.0.1');
      await once(next, 'listening');
      expect((next.address() as AddressInfo).port).toBe(port);
      next.close();
    }
  });

  it('names the option that is wrong, or unknown', async () => {
    const wrong = startMockWiraya({ httpPort: 70_000, portt: 1 } as never);
    await expect(wrong).rejects.toThrow(SettingsError);
    await expect(wrong).rejects.toThrow(/^portt: there is no such setting\nhttpPort: .*65535/);
  });
});
