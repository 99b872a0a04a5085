import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClockState, PlatformClock } from '../../src/clock/platform-clock.ts';
import { type Done, DueWork, SlowWork } from '../support/due-work.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let journal: Done[];
let errors: unknown[];
let clock: PlatformClock;

/** A real clock on a machine whose time moves when the test says so. */
function realClock(speed = 1): PlatformClock {
  const state: ClockState = { mode: 'real', speed, platform: START, wall: Date.now() };
  clock = new PlatformClock(
    state,
    () => Date.now(),
    () => {},
    (error) => errors.push(error),
  );
  return clock;
}

const work = (name: string, ...after: number[]) =>
  new DueWork(
    name,
    journal,
    () => clock.now(),
    after.map((ms) => START + ms),
  );

const done = () => journal.map(({ source, at }) => `${source} ${at - START}`);

/** Lets real time pass for the machine: its timers fire, and what they set off is done. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  journal = [];
  errors = [];
  // Promises and setImmediate stay real: only the machine's time is the test's.
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.UTC(2020, 5, 1) });
});

afterEach(async () => {
  await clock.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a real clock', () => {
  it("follows the machine's time", async () => {
    realClock();
    expect(clock.now()).toBe(START);
    await pass(1234);
    expect(clock.now()).toBe(START + 1234);
  });

  it('runs as many times faster as its speed says', async () => {
    realClock(3600);
    await pass(1500);
    expect(clock.now()).toBe(START + 1500 * 3600);
  });

  it('does work when it falls due, not before, and what is overdue at once', async () => {
    realClock().start([work('a', -HOUR, 100, 250)]);
    await pass(0);
    expect(done()).toEqual([`a ${-HOUR}`]);
    await pass(99);
    expect(done()).toHaveLength(1);
    await pass(1);
    expect(done()).toEqual([`a ${-HOUR}`, 'a 100']);
    await pass(150);
    expect(done()).toEqual([`a ${-HOUR}`, 'a 100', 'a 250']);
  });

  it('does work sooner at a higher speed, but never before its time', async () => {
    realClock(1000).start([work('a', 90_500)]);
    await pass(90);
    expect(done()).toEqual([]);
    await pass(1);
    expect(done()).toEqual(['a 90500']);
    expect(clock.now()).toBeGreaterThanOrEqual(START + 90_500);
  });

  it('catches up in order of time, by turns, showing each its own time', async () => {
    realClock();
    const [a, b] = [work('a', 1, 4, 6), work('b', 2, 3, 4)];
    await pass(1000);
    clock.start([a, b]);
    await pass(0);
    expect(done()).toEqual(['a 1', 'b 2', 'b 3', 'a 4', 'b 4', 'a 6']);
    for (const { at, shown, until } of journal) {
      expect(shown).toBeLessThanOrEqual(at);
      expect(until).toBeLessThanOrEqual(START + 1000);
    }
    expect(clock.now()).toBe(START + 1000);
  });

  it('hears of new work that is due sooner than all that it knew', async () => {
    const source = work('a', DAY);
    realClock().start([source]);
    await pass(10);
    source.due.push(START + 20);
    clock.wake();
    await pass(10);
    expect(done()).toEqual(['a 20']);
  });

  it('does not forget to look again after work that made more work', async () => {
    const source = work('a', 10);
    source.also = (at) => {
      if (at < START + 50) source.due.push(at + 10);
    };
    realClock().start([source]);
    for (let ms = 0; ms < 100; ms += 5) await pass(5);
    expect(done()).toEqual(['a 10', 'a 20', 'a 30', 'a 40', 'a 50']);
  });

  it('waits for work that lies further ahead than a timer reaches', async () => {
    realClock().start([work('a', 60 * DAY)]);
    await pass(60 * DAY - 1);
    expect(done()).toEqual([]);
    await pass(1);
    expect(done()).toEqual([`a ${60 * DAY}`]);
  });

  it('does not let work that takes a while hold up the rest', async () => {
    const slow = new SlowWork([START + 10, START + 30]);
    realClock().start([slow, work('a', 20, 40)]);
    for (let ms = 0; ms < 50; ms += 10) await pass(10);
    expect(slow.started).toEqual([START + 10, START + 30]);
    expect(done()).toEqual(['a 20', 'a 40']);
    slow.finish();
  });

  it('has no work: no timer', async () => {
    realClock().start([work('a')]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('runs nothing more when stopped', async () => {
    const source = work('a', 10);
    realClock().start([source]);
    await clock.stop();
    clock.wake();
    await pass(100);
    expect(done()).toEqual([]);
  });
});

describe('an error under a real clock', () => {
  it('is told, and the source is asked again a second later', async () => {
    const source = work('a', 10, 20, 30);
    source.also = (at) => {
      if (at === START + 10) throw new Error('the disk is full');
    };
    realClock().start([source]);
    await pass(100);
    expect(errors).toEqual([new Error('the disk is full')]);
    expect(done()).toEqual(['a 10']);
    await pass(1010);
    expect(done()).toEqual(['a 10', 'a 20', 'a 30']);
  });

  it('is told too when it comes later', async () => {
    const slow = new SlowWork([START + 10]);
    realClock().start([slow, work('a', 20)]);
    await pass(10);
    slow.finish(new Error('the line is down'));
    await pass(10);
    expect(errors).toEqual([new Error('the line is down')]);
    expect(done()).toEqual(['a 20']);
  });
});

describe('settling', () => {
  it('does all that is due by now, waiting for what takes a while', async () => {
    const slow = new SlowWork([START - 5]);
    realClock().start([slow, work('a', -1, 0, 1)]);
    let settled = false;
    const settling = clock.settle().then(() => {
      settled = true;
    });
    await pass(0);
    expect(slow.started).toEqual([START - 5]);
    expect(settled).toBe(false);
    slow.finish();
    await settling;
    expect(done()).toEqual(['a -1', 'a 0']);
  });
});

describe('a change of how the clock runs', () => {
  it('to another speed goes on from the same instant', async () => {
    realClock().start([work('a', 10_000)]);
    await pass(1000);
    clock.set({ speed: 100 });
    expect([clock.mode, clock.speed, clock.now()]).toEqual(['real', 100, START + 1000]);
    await pass(10);
    expect(clock.now()).toBe(START + 2000);
    await pass(80);
    expect(done()).toEqual(['a 10000']);
  });

  it('to manual stands still at that instant; back to real it goes on from there', async () => {
    realClock().start([work('a', 2000)]);
    await pass(1000);
    clock.set({ mode: 'manual' });
    await pass(DAY);
    expect(clock.now()).toBe(START + 1000);
    expect(done()).toEqual([]);
    clock.set({ mode: 'real' });
    expect(clock.now()).toBe(START + 1000);
    await pass(1000);
    expect(done()).toEqual(['a 2000']);
  });

  it('to manual can set it forward in the same breath', () => {
    realClock();
    clock.set({ mode: 'manual', now: START + DAY });
    expect([clock.mode, clock.now()]).toEqual(['manual', START + DAY]);
  });

  it('refuses to set or to advance a real clock', async () => {
    realClock();
    expect(() => clock.set({ now: START + DAY })).toThrow('now: only a manual clock can be set');
    await expect(clock.advance(START + DAY)).rejects.toMatchObject({ kind: 'conflict' });
    expect([clock.mode, clock.now()]).toEqual(['real', START]);
  });
});
