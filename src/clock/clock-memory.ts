import { z } from 'zod';
import {
  CLOCK_MODES,
  type ClockMode,
  type ClockState,
  LAST_INSTANT,
  PlatformClock,
  SPEED_RANGE,
} from './platform-clock.ts';

/** Where the clock's state outlives a restart, as text. */
export interface ClockMemory {
  read(): string | null;
  write(state: string): void;
}

/**
 * The clock as it is remembered, so that no restart turns time back: a manual clock stands where it stood, a
 * fast one has run on meanwhile. A mode or speed that the settings name holds from here on.
 * @param wall the machine's time in ms
 */
export function restoreClock(
  memory: ClockMemory,
  wanted: { clock: ClockMode; speed: number },
  wall: () => number,
  onError: (error: unknown) => void,
): PlatformClock {
  const remembered = rememberedClock(memory, wall);
  const now = wall();
  const state = remembered ?? { mode: wanted.clock, speed: wanted.speed, platform: now, wall: now };
  const remember = (changed: ClockState) => memory.write(JSON.stringify(changed));
  const clock = new PlatformClock(state, wall, remember, onError);
  if (!remembered) remember(state);
  else if (state.mode !== wanted.clock || state.speed !== wanted.speed) {
    clock.set({ mode: wanted.clock, speed: wanted.speed });
  }
  return clock;
}

const instant = z.number().min(0).max(LAST_INSTANT);
const clockState = z.strictObject({
  mode: z.enum(CLOCK_MODES),
  speed: z.number().min(SPEED_RANGE.min).max(SPEED_RANGE.max),
  platform: instant,
  wall: instant,
});

/**
 * How the clock runs by what is remembered of it; null: nothing is.
 * @throws Error when that is nonsense
 */
export function rememberedClock(memory: ClockMemory, wall: () => number): ClockState | null {
  const remembered = memory.read();
  if (remembered === null) return null;
  const state = clockState.parse(JSON.parse(remembered));
  // The machine's own time may have been put back: no time has passed, then.
  return { ...state, wall: Math.min(state.wall, wall()) };
}
