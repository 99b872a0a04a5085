import { describe, expect, it } from 'vitest';
import { refuseFirst, type Scene, Stage } from '../support/callback-scene.ts';
import { scratch } from '../support/files.ts';
import { readDeliveries, readLog } from '../support/journal.ts';

/** Which texts' attempts are still remembered, of deliveries of one text each. */
async function remembered(scene: Scene, callback: number): Promise<string[]> {
  const deliveries = await scene.deliveries(callback);
  return deliveries.flatMap(({ attempts }) => attempts.map(({ request }) => JSON.parse(request.body!).text));
}

/** Everything but the attempts: that is kept for good. */
async function kept(scene: Scene, callback: number) {
  const { items } = await scene.api.read<{ items: { state: string; attempts: number }[] }>(
    `/deliveries?callbackId=${callback}&limit=1000`,
  );
  return {
    events: (await readLog(scene.api, scene.customerId)).length,
    deliveries: items.length,
    attempts: items.reduce((sum, { attempts }) => sum + attempts, 0),
  };
}

describe('attempts', () => {
  it('are forgotten when there are newer ones in number; events and deliveries are not', async () => {
    await using stage = await Stage.open({ keepAttempts: 10 });
    const scene = await stage.scene();
    const callback = await scene.register();
    const sent = await scene.texts(30);
    await scene.tick();
    const left = await remembered(scene, callback);
    // A few more than asked for may be left until the next time that they are tidied up.
    expect(left.length).toBeGreaterThanOrEqual(10);
    expect(left.length).toBeLessThanOrEqual(11);
    expect(left).toEqual(sent.slice(-left.length));
    expect(await kept(scene, callback)).toEqual({ events: 30, deliveries: 30, attempts: 30 });
  });

  it("are forgotten when they are too old, by the platform's clock", async () => {
    await using stage = await Stage.open({ keepAttempts: 50, keepAttemptsHours: 2 });
    const scene = await stage.scene(refuseFirst(1));
    const callback = await scene.register();
    await scene.text('old', 'old too');
    await scene.settle();
    await scene.advance('PT1H');
    await scene.text('still young');
    await scene.tick();
    expect(await remembered(scene, callback)).toEqual(['old', 'old', 'old too', 'still young']);
    await scene.advance('PT1H');
    const young = Array.from({ length: 8 }, (_, index) => `young ${index}`);
    await scene.text(...young);
    await scene.tick();
    expect(await remembered(scene, callback)).toEqual(['still young', ...young]);
    expect(await kept(scene, callback)).toEqual({ events: 11, deliveries: 11, attempts: 12 });
  });

  it('are not remembered at all when none are to be', async () => {
    await using stage = await Stage.open({ keepAttempts: 0 });
    const scene = await stage.scene(refuseFirst(1));
    const callback = await scene.register();
    await scene.texts(3);
    await scene.settle();
    expect(scene.arrived()).toEqual(['1', '1', '2', '3']);
    expect(await remembered(scene, callback)).toEqual([]);
    expect(await kept(scene, callback)).toEqual({ events: 3, deliveries: 3, attempts: 4 });
  });

  it('of an earlier start are tidied up with the first new one', async () => {
    const directory = scratch();
    const dataDir = directory.path;
    let id: number;
    {
      await using before = await Stage.open({ dataDir });
      const scene = await before.scene();
      id = await scene.register();
      await scene.text('old', 'old too');
      await scene.tick();
      await scene.advance('P8D');
      await scene.text('new');
    }
    {
      await using after = await Stage.open({ dataDir });
      await after.api.settle();
      const deliveries = await readDeliveries(after.api, id);
      expect(deliveries.map(({ attempts }) => attempts.length)).toEqual([0, 0, 10]);
    }
    directory.remove();
  });
});
