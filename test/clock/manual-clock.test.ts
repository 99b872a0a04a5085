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

/** Work that never runs out, as far as an advance to `idle` is concerned. */
const inTheBackground = (source: DueWork) => Object.assign(source, { background: true });

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

describe('a source in the background', () => {
  it('is not waited for when the clock advances as far as anything is left to do', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10, 30), inTheBackground(work('b', clock, 5, 20, 40))]);
    await clock.advance('idle');
    expect(done()).toEqual(['a 10', 'a 30']);
    expect(clock.now()).toBe(START + 30);
  });

  it('alone moves no clock', async () => {
    const clock = manualClock();
    clock.start([inTheBackground(work('b', clock, 0, 20))]);
    await clock.advance('idle');
    expect(done()).toEqual([]);
    expect(clock.now()).toBe(START);
  });

  it('has its turn, in order of time, when the clock advances to an instant or by a duration', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10, 20, 30, 50), inTheBackground(work('b', clock, 5, 20, 25, 60))]);
    await clock.advance(START + 22);
    expect(done()).toEqual(['b 5', 'a 10', 'a 20', 'b 20']);
    await clock.advance({ by: 30 });
    expect(done().slice(4)).toEqual(['b 25', 'a 30', 'a 50']);
    expect(clock.now()).toBe(START + 52);
  });

  it('has what it missed done, each at its time, by the next advance that is for it too', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10, 30), inTheBackground(work('b', clock, 5, 20, 40))]);
    await clock.advance('idle');
    await clock.advance({ by: 0 });
    expect(done()).toEqual(['a 10', 'a 30', 'b 5', 'b 20']);
    expect(clock.now()).toBe(START + 30);
  });

  it('can give others work, which an advance to idle does then', async () => {
    const clock = manualClock();
    const foreground = work('a', clock);
    const background = inTheBackground(work('b', clock, 5, 40));
    background.also = (at) => foreground.due.push(at + 10);
    clock.start([foreground, background]);
    await clock.advance(START + 5);
    await clock.advance('idle');
    expect(done()).toEqual(['b 5', 'a 15']);
    expect(clock.now()).toBe(START + 15);
  });

  it('makes no difference to what is done in the foreground, and when', async () => {
    const times = fc.array(fc.nat(60), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        times,
        times,
        times,
        fc.constantFrom(null, 7),
        fc.array(fc.oneof(fc.nat(30), fc.constant('idle' as const)), { maxLength: 5 }),
        async (first, second, background, every, targets) => {
          const run = async (busy: readonly number[]) => {
            journal = [];
            const clock = manualClock();
            const [a, b] = [work('a', clock, ...first), work('b', clock, ...second)];
            a.every = every;
            clock.start([a, b, inTheBackground(work('c', clock, ...busy))]);
            const after: number[] = [];
            for (const target of targets) {
              await clock.advance(target === 'idle' ? target : { by: target });
              after.push(clock.now());
            }
            return { after, done: done().filter((one) => !one.startsWith('c')) };
          };
          expect(await run(background)).toEqual(await run([]));
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe('interrupting a manual clock', () => {
  it('ends the advance that is under way, when what it is doing is done, and short of its target', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + 20]);
    clock.start([slow]);
    const events: string[] = [];
    const advanced = clock.advance(START + 100).then(() => events.push('advanced'));
    await until(() => slow.started.length === 1);
    const interrupted = clock.interrupt(() => events.push(`interrupted at ${clock.now() - START}`), true);
    await new Promise(setImmediate);
    expect(events).toEqual([]);
    slow.finish();
    await Promise.all([advanced, interrupted]);
    expect(slow.started).toEqual([START + 10]);
    expect(events.sort()).toEqual(['advanced', 'interrupted at 10']);
    expect(clock.now()).toBe(START + 10);
  });

  it('lets the advance that is under way go on to its target, unless that is to end', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10]);
    clock.start([slow, work('a', clock, 20)]);
    const advanced = clock.advance(START + 100);
    await until(() => slow.started.length === 1);
    const seen: string[] = [];
    const interrupted = clock.interrupt(
      () => void seen.push(`${done().length} done at ${clock.now() - START}`),
    );
    slow.finish();
    await Promise.all([advanced, interrupted]);
    expect(seen).toEqual(['0 done at 10']);
    expect(done()).toEqual(['a 20']);
    expect(clock.now()).toBe(START + 100);
  });

  it('does its work while nothing else is done, and an advance that comes meanwhile goes on afterwards', async () => {
    const clock = manualClock();
    const source = work('a', clock, 10, 20);
    clock.start([source]);
    await clock.advance(START + 10);
    let finish = () => {};
    const interrupted = clock.interrupt(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      source.due.push(START + 15);
    });
    const advanced = clock.advance(START + 30);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    expect(done()).toEqual(['a 10']);
    expect(clock.now()).toBe(START + 10);
    finish();
    await Promise.all([interrupted, advanced]);
    expect(done()).toEqual(['a 10', 'a 15', 'a 20']);
    expect(clock.now()).toBe(START + 30);
  });

  it('lets an advance that was waiting already go on afterwards, too', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10]);
    clock.start([slow, work('a', clock, 20)]);
    const first = clock.advance(START + 10);
    await until(() => slow.started.length === 1);
    const second = clock.advance(START + 30);
    const interrupted = clock.interrupt(() => {});
    slow.finish();
    await Promise.all([first, second, interrupted]);
    expect(done()).toEqual(['a 20']);
    expect(clock.now()).toBe(START + 30);
  });

  it('gives what the work gives, or throws what it throws; the clock goes on either way', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10)]);
    expect(await clock.interrupt(() => 'a result')).toBe('a result');
    await expect(
      clock.interrupt(() => {
        throw new Error('no room');
      }),
    ).rejects.toThrow('no room');
    await clock.advance(START + 20);
    expect(done()).toEqual(['a 10']);
    expect(clock.now()).toBe(START + 20);
  });

  it('several times at once does one thing after the other, and nothing in between', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + 20]);
    clock.start([slow]);
    const advanced = clock.advance(START + 100);
    await until(() => slow.started.length === 1);
    const events: string[] = [];
    const slowly = (name: string) => async () => {
      events.push(`${name} begins`);
      await new Promise(setImmediate);
      events.push(`${name} ends`);
    };
    const interrupted = [clock.interrupt(slowly('first'), true), clock.interrupt(slowly('second'), true)];
    slow.finish();
    await Promise.all([advanced, ...interrupted]);
    expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(slow.started).toEqual([START + 10]);
  });

  it('can put another world in its place, whose time is another, and earlier too', async () => {
    const clock = manualClock();
    clock.start([work('a', clock, 10, 20)]);
    await clock.advance(START + 20);
    await clock.interrupt(() => clock.restore({ mode: 'manual', speed: 3, platform: START - DAY, wall: 0 }));
    expect(clock.now()).toBe(START - DAY);
    expect(clock.speed).toBe(3);
    expect(states.at(-1)).toMatchObject({ platform: START - DAY });
    await clock.advance({ by: 1 });
    expect(clock.now()).toBe(START - DAY + 1);
  });
});

describe('watching an advance', () => {
  it('begins when its turn comes, and is asked when it is over', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10]);
    clock.start([slow, work('a', clock, 20, 30)]);
    const watched: string[] = [];
    const watch = (name: string) => () => {
      watched.push(`${name} from ${clock.now() - START}`);
      const before = journal.length;
      return () => `${name}: ${journal.length - before} by ${clock.now() - START}`;
    };
    const advances = [clock.advance(START + 20, watch('first')), clock.advance({ by: 25 }, watch('second'))];
    await until(() => slow.started.length === 1);
    expect(watched).toEqual(['first from 0']);
    slow.finish();
    expect(await Promise.all(advances)).toEqual(['first: 1 by 20', 'second: 1 by 45']);
    expect(watched).toEqual(['first from 0', 'second from 20']);
    expect(await clock.advance('idle', watch('third'))).toBe('third: 0 by 45');
  });

  it('tells of what was done when it was interrupted', async () => {
    const clock = manualClock();
    const slow = new SlowWork([START + 10, START + 20]);
    clock.start([slow]);
    const advanced = clock.advance(START + 100, () => () => slow.started.length);
    await until(() => slow.started.length === 1);
    const interrupted = clock.interrupt(() => {}, true);
    slow.finish();
    await interrupted;
    expect(await advanced).toBe(1);
  });

  it('does not begin when the clock is real', async () => {
    const clock = manualClock();
    clock.start([]);
    clock.set({ mode: 'real' });
    const watch = vi.fn(() => () => {});
    await expect(clock.advance('idle', watch)).rejects.toMatchObject({ kind: 'conflict' });
    expect(watch).not.toHaveBeenCalled();
    await clock.stop();
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
