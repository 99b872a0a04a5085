import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { restoreClock } from '../../src/clock/clock-memory.ts';
import type { PlatformClock } from '../../src/clock/platform-clock.ts';

const HOUR = 3_600_000;
const MACHINE = Date.UTC(2026, 0, 1);

const REAL = { clock: 'real', speed: 1 } as const;
const FAST = { clock: 'real', speed: 60 } as const;
const MANUAL = { clock: 'manual', speed: 1 } as const;

let wall: number;
let remembered: string | null;

const memory = {
  read: () => remembered,
  write: (state: string) => {
    remembered = state;
  },
};

/** A platform's clock as its start makes it, from what is remembered. */
function startUp(wanted: Parameters<typeof restoreClock>[1]): PlatformClock {
  const clock = restoreClock(
    memory,
    wanted,
    () => wall,
    (error) => {
      throw error;
    },
  );
  clock.start([]);
  return clock;
}

beforeEach(() => {
  wall = MACHINE;
  remembered = null;
});

describe('a clock after a restart', () => {
  it("begins at the machine's time, the first time", () => {
    expect(startUp(REAL).now()).toBe(MACHINE);
    expect(startUp(MANUAL).now()).toBe(MACHINE);
  });

  it('stands where it stood when it is manual', async () => {
    const clock = startUp(MANUAL);
    await clock.advance(MACHINE + 5 * HOUR);
    await clock.stop();
    wall += 100 * HOUR;
    expect(startUp(MANUAL).now()).toBe(MACHINE + 5 * HOUR);
  });

  it('stands where it stood also when the platform was killed', async () => {
    await startUp(MANUAL).advance(MACHINE + 5 * HOUR);
    expect(startUp(MANUAL).now()).toBe(MACHINE + 5 * HOUR);
  });

  it('has run on meanwhile when it is a fast one', async () => {
    const clock = startUp(FAST);
    wall += HOUR;
    await clock.stop();
    wall += HOUR;
    expect(startUp(FAST).now()).toBe(MACHINE + 120 * HOUR);
  });

  it('has run on also when the platform was killed', () => {
    startUp(FAST);
    wall += 2 * HOUR;
    expect(startUp(FAST).now()).toBe(MACHINE + 120 * HOUR);
  });

  it('runs as the settings now say, from the time that it was', async () => {
    startUp(FAST);
    wall += HOUR;
    const manual = startUp(MANUAL);
    expect([manual.mode, manual.now()]).toEqual(['manual', MACHINE + 60 * HOUR]);
    wall += HOUR;
    const real = startUp(REAL);
    expect([real.mode, real.speed, real.now()]).toEqual(['real', 1, MACHINE + 60 * HOUR]);
    wall += HOUR;
    expect(real.now()).toBe(MACHINE + 61 * HOUR);
    // That change is remembered, too.
    expect(startUp(REAL).now()).toBe(MACHINE + 61 * HOUR);
  });

  it("does not go back when the machine's time was put back", async () => {
    const clock = startUp(REAL);
    wall += 10 * HOUR;
    await clock.stop();
    wall -= 8 * HOUR;
    const restarted = startUp(REAL);
    expect(restarted.now()).toBe(MACHINE + 10 * HOUR);
    wall += HOUR;
    expect(restarted.now()).toBe(MACHINE + 11 * HOUR);
  });

  it('never goes back, whatever was done and however often it was started', async () => {
    const wanted = fc.constantFrom(REAL, FAST, MANUAL);
    const step = fc.oneof(
      fc.record({ do: fc.constant('restart' as const), wanted }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.nat(HOUR) }),
      fc.record({ do: fc.constant('move' as const), ms: fc.nat(HOUR) }),
      fc.record({ do: fc.constant('speed' as const), speed: fc.integer({ min: 1, max: 1_000_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(wanted, fc.array(step, { maxLength: 12 }), async (first, steps) => {
        wall = MACHINE;
        remembered = null;
        let clock = startUp(first);
        let latest = clock.now();
        for (const it of steps) {
          if (it.do === 'wait') wall += it.ms;
          else if (it.do === 'speed') clock.set({ speed: it.speed });
          else if (it.do === 'move') {
            if (clock.mode === 'manual') await clock.advance(clock.now() + it.ms);
          } else {
            await clock.stop();
            clock = startUp(it.wanted);
            expect([clock.mode, clock.speed]).toEqual([it.wanted.clock, it.wanted.speed]);
          }
          expect(clock.now()).toBeGreaterThanOrEqual(latest);
          latest = clock.now();
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
