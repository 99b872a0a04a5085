import { setImmediate } from 'node:timers/promises';
import type { Clock, DueSource } from '../core/clock.ts';
import { conflict, invalid } from '../core/refusal.ts';

export const CLOCK_MODES = ['real', 'manual'] as const;
export type ClockMode = (typeof CLOCK_MODES)[number];

/** Slowest and fastest that the real clock runs, in platform seconds per second. */
export const SPEED_RANGE = { min: 1, max: 1_000_000 } as const;

/** How the clock runs, in a form that survives a restart. Times are ms since the epoch. */
export interface ClockState {
  mode: ClockMode;
  speed: number;
  /** Platform time at `wall`. */
  platform: number;
  wall: number;
}

/** Dates are read and written in ISO 8601 with four digits for the year: the clock ends with them. */
export const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const NEVER = Number.POSITIVE_INFINITY;

/** Node's timers hold no more than this many ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Real ms between two turns: what falls due meanwhile is done together, since each turn costs a transaction. */
const PAUSE_MS = 5;

/** A source that fails fails again at once: real ms to leave before it is asked again. */
const PAUSE_AFTER_ERROR_MS = 1000;

interface Interruption {
  run: () => Promise<void>;
  endsAdvance: boolean;
}

/**
 * The platform's only clock. `real` follows the machine's time, at a speed; `manual` stands still until `advance`
 * moves it. Either way it runs, in order of time, whatever its sources have due.
 */
export class PlatformClock implements Clock {
  #state: ClockState;
  #sources: readonly DueSource[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** Wall ms. */
  #pauseUntil = 0;
  #waking: NodeJS.Timeout | null = null;
  /** When it last looked what is due, for whoever woke it; wall ms. */
  #lookedAt = 0;
  #pumping = false;
  /** What waits for the work under way to end, and goes before all else that does. */
  #interruptions: Interruption[] = [];
  #stopped = true;
  #turn: Promise<unknown> = Promise.resolve();
  /** What sources failed with when they last worked. */
  readonly #failures = new Map<DueSource, unknown>();
  /** While work of a moment in the past is being done, that moment. */
  #instant: number | null = null;
  readonly #wall: () => number;
  readonly #onChange: (state: ClockState) => void;
  readonly #onError: (error: unknown) => void;

  /**
   * @param state as it was before, or as it is to begin
   * @param wall the machine's time in ms
   * @param onChange told when the state is no longer what it was given
   * @param onError told of what a source throws; the clock goes on
   */
  constructor(
    state: ClockState,
    wall: () => number,
    onChange: (state: ClockState) => void,
    onError: (error: unknown) => void,
  ) {
    this.#state = state;
    this.#wall = wall;
    this.#onChange = onChange;
    this.#onError = onError;
  }

  /** Begins to run the work of these sources; at the same instant, those named first come first. */
  start(sources: readonly DueSource[]): void {
    this.#sources = sources;
    this.#stopped = false;
    this.#look();
  }

  /** Runs nothing more; what is under way finishes. How far the time has got is told once more. */
  async stop(): Promise<void> {
    if (!this.#stopped) this.#change(this.state());
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#waking) clearTimeout(this.#waking);
    this.#timer = null;
    this.#waking = null;
    await this.#turn;
  }

  now(): number {
    if (this.#instant !== null) return this.#instant;
    const { mode, speed, platform, wall } = this.#state;
    return mode === 'manual' ? platform : Math.floor(platform + (this.#wall() - wall) * speed);
  }

  get mode(): ClockMode {
    return this.#state.mode;
  }

  get speed(): number {
    return this.#state.speed;
  }

  /**
   * Changes how the clock runs, from its present instant, or from `now` on.
   * @param change `now` in ms; only a manual clock can be set, and never back
   * @throws Refusal when the time would go back or beyond the year 9999, or a real clock would be set
   */
  set(change: { mode?: ClockMode | undefined; speed?: number | undefined; now?: number | undefined }): void {
    const mode = change.mode ?? this.#state.mode;
    const current = this.now();
    if (change.now !== undefined && mode !== 'manual') {
      throw conflict('now', 'only a manual clock can be set', '"mode": "manual" beside it');
    }
    if (change.now !== undefined) mustLieAhead('now', change.now, current);
    this.#change({
      mode,
      speed: change.speed ?? this.#state.speed,
      platform: change.now ?? current,
      wall: this.#wall(),
    });
    this.#look();
  }

  wake(): void {
    if (this.#state.mode === 'manual') return;
    // Whoever wakes it again and again has it look once in so many ms.
    const pauseMs = Math.min(this.#lookedAt + PAUSE_MS - this.#wall(), PAUSE_MS);
    if (pauseMs <= 0) this.#look();
    else this.#waking ??= setTimeout(() => this.#look(), pauseMs);
  }

  #look(): void {
    if (this.#waking) clearTimeout(this.#waking);
    this.#waking = null;
    this.#lookedAt = this.#wall();
    this.#arm();
  }

  /** Waits until the next work is due and the pause is over. */
  #arm(): void {
    if (this.#stopped || this.#pumping || this.#state.mode === 'manual') return;
    if (this.#timer) clearTimeout(this.#timer);
    const due = earliestOf(this.#sources)?.due ?? null;
    // The time of day may have been put back meanwhile.
    const pauseMs = Math.min(this.#pauseUntil - this.#wall(), PAUSE_AFTER_ERROR_MS);
    this.#timer =
      due === null
        ? null
        : setTimeout(
            () => this.#pump(),
            Math.min(Math.max(this.#realMsUntil(due), pauseMs), LONGEST_TIMER_MS),
          );
  }

  /**
   * Moves a manual clock on, running all that falls due on the way, in order of time.
   * Resolves when the last request of those ticks has settled.
   * @param watch called when its turn comes; what that returns is asked at the end for what has happened meanwhile
   * @param target a time in ms, a number of ms from when its turn comes, or `idle`: as far as anything is left to do
   * @throws Refusal when the clock is real, or the target lies in the past or beyond the year 9999
   */
  async advance<Report = void>(
    target: number | { by: number } | 'idle',
    watch?: () => () => Report,
  ): Promise<Report> {
    return this.#inTurn(async () => {
      if (this.#state.mode !== 'manual') {
        throw conflict(
          '',
          'the clock is real and moves by itself',
          'PUT /v1/clock with "mode": "manual" first',
        );
      }
      const report = watch?.();
      if (target === 'idle') await this.#runUntil(LAST_INSTANT, this.#foreground);
      else {
        const [field, to] = typeof target === 'number' ? ['to', target] : ['by', this.now() + target.by];
        mustLieAhead(field, to, this.now());
        await this.#runUntil(to);
        if (this.#goesOn) this.#reach(to);
      }
      return report?.() as Report;
    });
  }

  /** Runs all that is due by now, under either mode; resolves when it has settled. */
  async settle(): Promise<void> {
    return this.#inTurn(() => this.#runUntil(this.now()));
  }

  /**
   * Does something while no work is done: what is under way finishes first.
   * @param endsAdvance whether an advance that it comes into ends there; otherwise it goes on afterwards
   * @throws what the work throws
   */
  async interrupt<Result>(work: () => Result | Promise<Result>, endsAdvance = false): Promise<Result> {
    const done = new Promise<Result>((resolve, reject) => {
      const run = () => Promise.resolve().then(work).then(resolve, reject);
      this.#interruptions.push({ run, endsAdvance });
    });
    void this.#inTurn(async () => {});
    return done.finally(() => this.wake());
  }

  /** What work failed with that was due, of each source whose last work did; in plain words as far as it has some. */
  failures(): string[] {
    return [...this.#failures.values()].map((error) =>
      error instanceof Error ? error.message : String(error),
    );
  }

  /** Puts the clock to another state, back in time too: for another world than the one that it has run so far. */
  restore(state: ClockState): void {
    this.#change(state);
  }

  /** How the clock runs, as of now. */
  state(): ClockState {
    return { ...this.#state, platform: this.now(), wall: this.#wall() };
  }

  get #goesOn(): boolean {
    return !this.#stopped && this.#interruptions.length === 0;
  }

  get #foreground(): readonly DueSource[] {
    return this.#sources.filter(({ background }) => !background);
  }

  /** Ends early when the clock is stopped or interrupted by what ends it, or its mode is changed meanwhile. */
  async #runUntil(to: number, sources = this.#sources): Promise<void> {
    const { mode } = this.#state;
    while (this.#state.mode === mode) {
      await this.#giveWay();
      if (!this.#goesOn) return;
      const next = earliestOf(sources);
      if (next === null || next.due > to) return;
      await this.#run(next, to);
      await setImmediate();
    }
  }

  /** Has interruptions done that an advance goes on after. */
  async #giveWay(): Promise<void> {
    while (this.#interruptions[0]?.endsAdvance === false) await this.#interruptions.shift()!.run();
  }

  /** Puts a manual clock to an instant whose turn has come; it may have been set beyond that meanwhile. */
  #reach(instant: number): void {
    if (this.#state.mode === 'manual' && instant > this.#state.platform) {
      this.#change({ ...this.#state, platform: instant });
    }
  }

  /** Under the real clock nothing waits for a tick's requests: a slow receiver does not hold up the simulation. */
  #pump(): void {
    this.#pumping = true;
    let pauseMs = PAUSE_MS;
    void this.#inTurn(async () => {
      while (this.#goesOn && this.#state.mode === 'real') {
        const next = earliestOf(this.#sources);
        if (next === null || next.due > this.now()) return;
        void this.#run(next, this.now()).catch(this.#onError);
        await setImmediate();
      }
    })
      .catch((error: unknown) => {
        this.#onError(error);
        pauseMs = PAUSE_AFTER_ERROR_MS;
      })
      .finally(() => {
        this.#pumping = false;
        this.#pauseUntil = this.#wall() + pauseMs;
        this.#arm();
      });
  }

  /**
   * Lets a source work up to the time at which another one has its turn, or may get one by this work; short of it
   * when the other is named first.
   * @throws at once what the source throws at once
   */
  #run({ source, due }: { source: DueSource; due: number }, to: number): Promise<void> {
    let until = to;
    let short = 1;
    for (const other of this.#sources) {
      if (other === source) short = 0;
      else {
        const turn = Math.min(other.nextDue() ?? NEVER, other.nextChance(due) ?? NEVER);
        until = Math.max(due, Math.min(until, turn - short));
      }
    }
    this.#instant = due;
    const failed = (error: unknown): never => {
      this.#failures.set(source, error);
      this.#reach(due);
      throw error;
    };
    let done: void | Promise<void>;
    try {
      done = source.runDue(due, until, (instant) => this.#reach(instant));
    } catch (error) {
      return failed(error);
    } finally {
      this.#instant = null;
    }
    if (done) return done.then(() => void this.#failures.delete(source), failed);
    this.#failures.delete(source);
    return Promise.resolve();
  }

  #realMsUntil(due: number): number {
    return Math.max(0, Math.ceil((due - this.now()) / this.#state.speed));
  }

  #change(state: ClockState): void {
    this.#state = state;
    this.#onChange(state);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(async () => {
      for (let next = this.#interruptions.shift(); next; next = this.#interruptions.shift()) await next.run();
      return work();
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

/** What is due first; at the same instant, of the source that is named first. */
function earliestOf(sources: readonly DueSource[]): { source: DueSource; due: number } | null {
  let earliest: { source: DueSource; due: number } | null = null;
  for (const source of sources) {
    const due = source.nextDue();
    if (due !== null && (earliest === null || due < earliest.due)) earliest = { source, due };
  }
  return earliest;
}

function mustLieAhead(field: string, instant: number, now: number): void {
  const iso = (ms: number) => new Date(ms).toISOString();
  if (instant < now) throw invalid(field, 'the clock never goes back', `${iso(now)} or later`);
  if (instant > LAST_INSTANT)
    throw invalid(field, 'the clock goes no further', `${iso(LAST_INSTANT)} or earlier`);
}
