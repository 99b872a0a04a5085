import { type ClockMode, type ClockState, PlatformClock } from './platform-clock.ts';

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

/** How the clock runs by what is remembered of it; null: nothing is. */
export function rememberedClock(memory: ClockMemory, wall: () => number): ClockState | null {
  const remembered = memory.read();
  if (remembered === null) return null;
  const state: ClockState = JSON.parse(remembered);
  // The machine's own time may have been put back: no time has passed, then.
  return { ...state, wall: Math.min(state.wall, wall()) };
}
