import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClockState, PlatformClock } from '../../src/clock/platform-clock.ts';
import { type Done, DueWork, SlowWork } from '../support/due-work.ts';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const YEAR = 365 * DAY;

const unexpected = (error: unknown) => {
  throw error;
};

const until = (condition: () => boolean) => vi.waitUntil(condition, { interval: 1 });

let states: ClockState[];
let journal: Done[];

/** A manual clock at `START`; the machine's time, which is to play no part, runs wild. */
function manualClock(): PlatformClock {
  let wall = 0;
  const wild = () => {
    wall += 1_000_003;
    return wall;
  };
  const state: ClockState = { mode: 'manual', speed: 1, platform: START, wall: 0 };
  return new PlatformClock(state, wild, (changed) => states.push(changed), unexpected);
}

const work = (name: string, clock: PlatformClock, ...after: number[]) =>
  new DueWork(
    name,
    journal,
    () => clock.now(),
    after.map((ms) => START + ms),
  );

/** What was done, as `source time` with times from `START`. */
const done = () => journal.map(({ source, at }) => `${source} ${at - START}`);

beforeEach(() => {
  states = [];
  journal = [];
});

describe('a manual clock', () => {
  it('stands still, and runs nothing by itself', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 0)]);
    clock.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.now()).toBe(START);
    expect(done()).toEqual([]);
  });

  it('runs what falls due on the way, up to and with the target, and then shows the target', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10, 30, 31)]);
    await clock.advance(START + 30);
    expect(done()).toEqual(['a 10', 'a 30']);
    expect(clock.now()).toBe(START + 30);
    await clock.advance(START + 30);
    expect(done()).toHaveLength(2);
  });

  it('runs what is due now already when it advances by nothing', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 0, 1)]);
    await clock.advance(START);
    expect(done()).toEqual(['a 0']);
  });

  it('takes sources by turns, in order of time', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 1, 4, 5, 9), work('b', clock, 2, 3, 6), work('c', clock, 0, 7, 8)]);
    await clock.advance(START + 10);
    expect(done()).toEqual(['c 0', 'a 1', 'b 2', 'b 3', 'a 4', 'a 5', 'b 6', 'c 7', 'c 8', 'a 9']);
  });

  it('lets the source that is named first go first at the same instant', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 5, 7), work('b', clock, 3, 5, 7), work('c', clock, 5)]);
    await clock.advance(START + 10);
    expect(done()).toEqual(['b 3', 'a 5', 'b 5', 'c 5', 'a 7', 'b 7']);
  });

  it('gives work that comes up on the way its turn', async () => {
    const clock = manualClock();
    const ticks = work('tick', clock);
    ticks.every = 15;
    const simulation = work('sms', clock, 1, 20, 29, 31, 45);
    // What the simulation has done waits for the next tick.
    simulation.also = (at) => {
      const tick = Math.ceil((at - START) / 15) * 15 + START;
      if (!ticks.due.includes(tick)) ticks.due.push(tick);
    };
    clock.start([simulation, ticks]);
    await clock.advance('idle');
    expect(done()).toEqual([
      'sms 1',
      'tick 15',
      'sms 20',
      'sms 29',
      'tick 30',
      'sms 31',
      'sms 45',
      'tick 45',
    ]);
    expect(clock.now()).toBe(START + 45);
  });

  it('never lets a source work past the time at which another may get work', async () => {
    const clock = manualClock();
    const ticks = work('tick', clock);
    ticks.every = 15;
    const simulation = work('sms', clock, ...Array.from({ length: 100 }, (_, index) => index * 7));
    clock.start([simulation, ticks]);
    await clock.advance(START + 1000);
    expect(journal).toHaveLength(100);
    for (const { at, until } of journal) expect(until).toBe(ticks.nextChance(at));
  });

  it('shows the time of the work while it is done, and that of the last when all is done', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 40]);
    clock.start([work('a', clock, 10, 50), slow]);
    const advanced = clock.advance('idle');
    await until(() => slow.started.length === 1);
    expect(clock.now()).toBe(START + 40);
    expect(journal).toMatchObject([{ at: START + 10, shown: START + 10 }]);
    slow.finish();
    await advanced;
    expect(clock.now()).toBe(START + 50);
  });

  it('is never behind the work that a source did in one go', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10, 20, 70)]);
    await clock.advance('idle');
    expect(clock.now()).toBe(START + 70);
  });

  it('waits for what takes a while before it goes on', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + 20]);
    clock.start([work('a', clock, 15), slow]);
    const advanced = clock.advance(START + 100);
    await until(() => slow.started.length === 1);
    expect(done()).toEqual([]);
    slow.finish();
    await until(() => slow.started.length === 2);
    expect(done()).toEqual(['a 15']);
    slow.finish();
    await advanced;
    expect(clock.now()).toBe(START + 100);
  });

  it('stays where it is when it advances to idle and nothing waits', async () => {
    const clock = manualClock();
    clock.start([work('a', clock)]);
    await clock.advance('idle');
    expect(clock.now()).toBe(START);
  });

  it('is a year on at once when nothing is due', async () => {
    const clock = manualClock();
    const ticks = work('tick', clock);
    ticks.every = 15_000;
    clock.start([ticks, work('a', clock)]);
    await clock.advance(START + YEAR);
    expect(clock.now()).toBe(START + YEAR);
    expect(ticks.asked).toBeLessThan(5);
  });

  it('is as far on after many steps as after one, having done the same', async () => {
    const after = fc.array(fc.nat(60), { maxLength: 12 });
    const steps = fc.array(fc.nat(30), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(after, { minLength: 1, maxLength: 4 }),
        steps,
        fc.array(fc.constantFrom(null, 5, 7), { minLength: 4, maxLength: 4 }),
        async (all, by, every) => {
          const run = async (targets: readonly number[]) => {
            journal = [];
            const clock = manualClock();
            const sources = all.map((due, index) => work(String(index), clock, ...due));
            for (const [index, source] of sources.entries()) source.every = every[index]!;
            clock.start(sources);
            for (const target of targets) await clock.advance(target);
            return { now: clock.now(), done: done(), left: sources.map(({ due }) => due) };
          };
          let at = START;
          const targets = by.map((ms) => (at += ms));
          const stepwise = await run([...targets, START + 200]);
          expect(stepwise).toEqual(await run([START + 200]));
          const inOrder = all
            .flatMap((due, source) => due.map((ms) => ({ ms, source })))
            .sort((a, b) => a.ms - b.ms || a.source - b.source);
          expect(stepwise.done).toEqual(inOrder.map(({ ms, source }) => `${source} ${ms}`));
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it('lets other things happen between slices of work', async () => {
    const clock = manualClock();
    const source = work('a', clock, 0);
    let heard = 0;
    source.also = () => {
      if (journal.length < 50) source.due.push(START + journal.length);
      setImmediate(() => {
        heard += 1;
      });
    };
    const ticks = work('tick', clock);
    ticks.every = 1;
    clock.start([source, ticks]);
    await clock.advance('idle');
    expect(journal).toHaveLength(50);
    expect(heard).toBeGreaterThanOrEqual(49);
  });
});

describe('where a manual clock cannot go', () => {
  it('is the past', async () => {
    const clock = manualClock();
    clock.start([]);
    await clock.advance(START + 10);
    await expect(clock.advance(START + 9)).rejects.toMatchObject({
      kind: 'invalid',
      problems: [
        { field: 'to', problem: 'the clock never goes back', expected: '2026-01-01T00:00:00.010Z or later' },
      ],
    });
    expect(() => clock.set({ now: START + 9 })).toThrow('now: the clock never goes back');
    expect(clock.now()).toBe(START + 10);
  });

  it('is beyond the year 9999, where dates would no longer be written as they are', async () => {
    const clock = manualClock();
    const far = work('a', clock, 9000 * YEAR);
    clock.start([far]);
    const end = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    await expect(clock.advance(end + 1)).rejects.toThrow('to: the clock goes no further');
    await expect(clock.advance(Number.POSITIVE_INFINITY)).rejects.toThrow('to: the clock goes no further');
    expect(() => clock.set({ now: end + 1 })).toThrow('now: the clock goes no further');
    await clock.advance('idle');
    expect(done()).toEqual([]);
    await clock.advance(end);
    expect(clock.now()).toBe(end);
  });
});

describe('setting a manual clock', () => {
  it('puts it forward at once; what fell due meanwhile is done, each at its time, when it next advances', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10, 60), work('b', clock, 30, 50)]);
    clock.set({ now: START + 50 });
    expect(clock.now()).toBe(START + 50);
    expect(done()).toEqual([]);
    await clock.advance(START + 50);
    expect(journal.map(({ at, shown }) => [at - START, shown - START])).toEqual([
      [10, 10],
      [30, 30],
      [50, 30],
    ]);
    expect(clock.now()).toBe(START + 50);
  });

  it('tells its new state, so that a restart finds it', () => {
    const clock = manualClock();
    clock.start([]);
    clock.set({ now: START + 50, speed: 3 });
    expect(states.at(-1)).toMatchObject({ mode: 'manual', platform: START + 50, speed: 3 });
  });

  it('while it advances takes nothing back: the later of the two holds', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10]);
    clock.start([slow]);
    const advanced = clock.advance(START + 100);
    await until(() => slow.started.length === 1);
    clock.set({ now: START + 500 });
    slow.finish();
    await advanced;
    expect(clock.now()).toBe(START + 500);
  });

  it('to real while it advances ends the advance: what lies ahead waits for its time', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + YEAR]);
    clock.start([slow]);
    const advanced = clock.advance('idle');
    await until(() => slow.started.length === 1);
    clock.set({ mode: 'real' });
    slow.finish();
    await advanced;
    expect(slow.started).toEqual([START + 10]);
    await clock.stop();
  });
});

describe('several advances at once', () => {
  it('add up when each is by a duration', async () => {
    const clock = manualClock();
    clock.start([]);
    await Promise.all([clock.advance({ by: 60_000 }), clock.advance({ by: 1000 })]);
    expect(clock.now()).toBe(START + 61_000);
  });

  it('run one after the other', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + 20, START + 30]);
    clock.start([slow]);
    const ended: string[] = [];
    const first = clock.advance(START + 20).then(() => ended.push('first'));
    const second = clock.advance(START + 40).then(() => ended.push('second'));
    for (const started of [1, 2, 3]) {
      await until(() => slow.started.length === started);
      expect(ended).toEqual(started === 3 ? ['first'] : []);
      await new Promise(setImmediate);
      expect(slow.started).toHaveLength(started);
      slow.finish();
    }
    await Promise.all([first, second]);
    expect(ended).toEqual(['first', 'second']);
    expect(clock.now()).toBe(START + 40);
  });

  it('do not fail because an earlier one does', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 15)]);
    const results = await Promise.allSettled([
      clock.advance(START + 10),
      clock.advance(START + 5),
      clock.advance(START + 20),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done()).toEqual(['a 15']);
    expect(clock.now()).toBe(START + 20);
  });
});

describe('an error in a source', () => {
  it('fails the advance where it happened, and the clock remains usable', async () => {
    const clock = manualClock();
    const source = work('a', clock, 10, 20);
    source.also = () => {
      source.also = () => {};
      throw new Error('the disk is full');
    };
    clock.start([source]);
    await expect(clock.advance(START + 100)).rejects.toThrow('the disk is full');
    expect(clock.now()).toBe(START + 10);
    await clock.advance(START + 100);
    expect(done()).toEqual(['a 10', 'a 20']);
    expect(clock.now()).toBe(START + 100);
  });

  it('does so too when it comes later', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + 20]);
    clock.start([slow]);
    const failing = expect(clock.advance(START + 100)).rejects.toThrow('the line is down');
    await until(() => slow.started.length === 1);
    slow.finish(new Error('the line is down'));
    await failing;
    const advanced = clock.advance(START + 100);
    await until(() => slow.started.length === 2);
    slow.finish();
    await advanced;
    expect(clock.now()).toBe(START + 100);
  });
});

describe('stopping a manual clock', () => {
  it('waits for what is under way, runs nothing more, and remembers how far it got', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + 20]);
    clock.start([slow]);
    const advanced = clock.advance(START + 100);
    await until(() => slow.started.length === 1);
    let stopped = false;
    const stopping = clock.stop().then(() => {
      stopped = true;
    });
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    slow.finish();
    await Promise.all([advanced, stopping]);
    expect(slow.started).toEqual([START + 10]);
    expect(clock.now()).toBe(START + 10);
    expect(states.at(-1)).toMatchObject({ platform: START + 10 });
  });
});
