import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SettingsError, startMockWiraya } from '../src/index.ts';
import { scratch } from './support/files.ts';

const library = new URL('../dist/index.js', import.meta.url);

/** All that a test may do, twice, and a wait that is never over; then the process has to end by itself. */
const BUSY = `
import { startMockWiraya } from ${JSON.stringify(library)};
for (let round = 0; round < 2; round++) {
  const wiraya = await startMockWiraya({ clock: 'manual', proxyPort: 0 });
  await wiraya.registerCallback(wiraya.inbox('first').url);
  await wiraya.send({ recipient: '46701740605' });
  await wiraya.advance({ until: 'idle' });
  await wiraya.waitForCallback();
  await wiraya.api.restoreSnapshot(await wiraya.api.takeSnapshot());
  const never = wiraya.waitForCallback('never').catch(({ message }) => console.log(message));
  await Promise.all([wiraya.close(), wiraya.close(), never]);
  console.log(process.getActiveResourcesInfo().filter((name) => !/^(Pipe|TTY)Wrap$/.test(name)));
}
`;

describe('a platform in one’s own process', () => {
  it('is there many times side by side, each with a store, a clock and a seed of its own', async () => {
    const seeds = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const all = await Promise.all(seeds.map((seed) => startMockWiraya({ seed, clock: 'manual' })));
    try {
      const before = (await all[0]!.api.getClock()).now;
      const seen = await Promise.all(
        all.map(async (wiraya, index) => {
          await wiraya.api.setClock({ now: '2090-01-01T00:00:00Z' });
          for (let count = 0; count <= index; count++) await wiraya.send({ recipient: '46701740605' });
          await wiraya.advance({ by: `PT${index}H` });
          const [{ items }, { now }, { seed }] = await Promise.all([
            wiraya.api.listCommunications(),
            wiraya.api.getClock(),
            wiraya.api.getHealth(),
          ]);
          return { count: items.length, first: items[0]!.id, now, seed };
        }),
      );
      expect(Date.parse(before)).toBeLessThan(Date.parse('2090-01-01T00:00:00Z'));
      expect(seen.map(({ seed }) => seed)).toEqual(seeds);
      expect(seen.map(({ count }) => count)).toEqual(seeds.map((_, index) => index + 1));
      expect(seen.map(({ now }) => now)).toEqual(seeds.map((_, index) => `2090-01-01T0${index}:00:00.000Z`));
      // Chance is another with each: the IDs of communications are drawn.
      expect(new Set(seen.map(({ first }) => first)).size).toBeGreaterThan(1);
    } finally {
      await Promise.all(all.map((wiraya) => wiraya.close()));
    }
  });

  it('takes any free port, also when an option is there but undefined', async () => {
    await using wiraya = await startMockWiraya({ httpPort: undefined, httpsPort: undefined });
    expect(new URL(wiraya.httpUrl).port).not.toBe('4010');
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

  it('leaves no handle and no file behind, whatever was done with it and is still waited for', async () => {
    const folder = scratch();
    const temporary = scratch();
    writeFileSync(join(folder.path, 'busy.mjs'), BUSY);
    const env = { ...process.env, TMPDIR: temporary.path, TMP: temporary.path, TEMP: temporary.path };
    const { stdout } = await promisify(execFile)(process.execPath, ['busy.mjs'], { cwd: folder.path, env });
    expect(stdout).toBe('this client of the platform was closed meanwhile\n[]\n'.repeat(2));
    expect([readdirSync(folder.path), readdirSync(temporary.path)]).toEqual([['busy.mjs'], []]);
    folder.remove();
    temporary.remove();
  });

  it('leaves the classes of the process as they are', async () => {
    const { Request, Response } = globalThis;
    await using wiraya = await startMockWiraya();
    expect((await wiraya.api.getHealth()).status).toBe('ok');
    expect(globalThis.Request).toBe(Request);
    expect(globalThis.Response).toBe(Response);
  });

  it('names the option that is wrong, or unknown', async () => {
    const wrong = startMockWiraya({ httpPort: 70_000, portt: 1 } as never);
    await expect(wrong).rejects.toThrow(SettingsError);
    await expect(wrong).rejects.toThrow(/^portt: there is no such setting\nhttpPort: .*65535/);
  });

  it.each([[null], ['x'], [[]], [4010]])('takes no %j for options', async (options) => {
    await expect(startMockWiraya(options as never)).rejects.toThrow(
      "startMockWiraya takes an object of settings, such as { clock: 'manual' }",
    );
  });
});
