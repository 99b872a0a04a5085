import { expect, test } from 'vitest';
import { PlatformClock } from '../../src/clock/platform-clock.ts';
import type { Reach } from '../../src/core/clock.ts';

test('a clock tells what due work failed with, until it succeeds', async () => {
  let works = false;
  let due: number | null = 10;
  const source = {
    nextDue: () => due,
    nextChance: () => null,
    runDue(instant: number, _until: number, reach: Reach) {
      if (!works) throw new Error('the disk is full');
      due = null;
      reach(instant);
    },
  };
  const state = { mode: 'manual', speed: 1, platform: 0, wall: 0 } as const;
  const clock = new PlatformClock(
    state,
    () => 0,
    () => {},
    () => {},
  );
  clock.start([source]);
  expect(clock.failures()).toEqual([]);
  await expect(clock.advance(20)).rejects.toThrow('the disk is full');
  expect(clock.failures()).toEqual(['the disk is full']);
  works = true;
  await clock.advance(30);
  expect(clock.failures()).toEqual([]);
  await clock.stop();
});
