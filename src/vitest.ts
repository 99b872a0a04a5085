import { type TestAPI, test as vitestTest } from 'vitest';
import { type MockWiraya, type SettingsInput, startMockWiraya } from './index.ts';

export interface WirayaFixtures {
  /** A platform whose clock stands still, unless the options say otherwise. */
  wiraya: MockWiraya;
}

export interface WirayaTestOptions extends SettingsInput {
  /**
   * How long a platform lives. `file` (the default) and `worker`: for all tests of a file or a worker, put back to
   * its beginning before each of them, which must then not run concurrently. `test`: for one test.
   */
  scope?: 'test' | 'file' | 'worker';
}

/** Vitest's `test` with a platform for each test that asks for `wiraya`. Further options are those of `startMockWiraya`. */
export function wirayaTest({ scope = 'file', ...options }: WirayaTestOptions = {}): TestAPI<WirayaFixtures> {
  const start = () => startMockWiraya({ clock: 'manual', ...options });
  if (scope === 'test') {
    return vitestTest.extend<WirayaFixtures>({
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the parameter what a fixture needs.
      wiraya: async ({}, use) => {
        await using platform = await start();
        await use(platform);
      },
    });
  }
  const shared = vitestTest.extend<{ sharedWiraya: PutBack }>({
    sharedWiraya: [
      // biome-ignore lint/correctness/noEmptyPattern: as above.
      async ({}, use) => {
        await using platform = await start();
        await use(await puttingBack(platform));
      },
      { scope },
    ],
  });
  return shared.extend<WirayaFixtures>({
    wiraya: async ({ sharedWiraya }, use) => use(await sharedWiraya()),
  });
}

/** A platform that lives for a file. */
export const test: TestAPI<WirayaFixtures> = wirayaTest();

/** Hands out one platform again and again, each time as it was at the beginning. */
type PutBack = () => Promise<MockWiraya>;

/** What it was like is a snapshot: its clock and a world from a seed file come back too. */
async function puttingBack(platform: MockWiraya): Promise<PutBack> {
  const beginning = await platform.api.takeSnapshot();
  return async () => {
    await platform.api.restoreSnapshot(beginning);
    return platform;
  };
}
