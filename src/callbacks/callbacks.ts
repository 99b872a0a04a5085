import { setTimeout as pause } from 'node:timers/promises';
import type { CronSchedule } from '../clock/cron.ts';
import type { DueSource, Reach } from '../core/clock.ts';
import type { CommunicationType } from '../core/vocabulary.ts';
import type { Callback } from '../store/callbacks.ts';
import type { CallbackContext } from './context.ts';
import { SendingCounts } from './counts.ts';
import { drain } from './drain.ts';
import { Lines } from './lines.ts';
import { nextWork } from './outbox.ts';
import { Recorder } from './recorder.ts';
import { sendSample } from './rehearsal.ts';
import { add, type DrainTotals, noTotals, sum } from './totals.ts';

/** Real ms that requests under way have to be answered when the platform stops. */
const FINISH_WITHIN_MS = 1000;

/** Sends the callbacks: with every tick, several times a minute [S], or at once when asked to. */
export class Callbacks implements DueSource {
  readonly #context: CallbackContext;
  readonly #schedule: CronSchedule;
  readonly #lines: Lines;
  readonly #recorder: Recorder;
  /** Callbacks that are sending now; each sends in one place at a time, which keeps its order. */
  readonly #busy = new Map<number, Promise<DrainTotals>>();
  #lastTick: number;
  /** The tick that has been promised to what waits: once its time has come it is late, not over. */
  #promised: number | null = null;
  /** How many want nothing to be sent now. */
  #halts = 0;
  readonly #sent = noTotals();
  /** What has been sent since the start, counted one by one. */
  readonly counts = new SendingCounts();

  /** @param schedule when the ticks are */
  constructor(context: CallbackContext, schedule: CronSchedule) {
    this.#context = context;
    this.#schedule = schedule;
    this.#lastTick = context.clock.now() - 1;
    this.#lines = new Lines(context);
    this.#recorder = new Recorder(context, this.counts);
  }

  /** The next tick that finds something to send. */
  nextDue(): number | null {
    const { store } = this.#context;
    let earliest: number | null = null;
    for (const callback of store.callbacks.enabled()) {
      const work = nextWork(store, callback);
      if (work !== null) earliest = Math.min(earliest ?? work, work);
    }
    const now = this.#context.clock.now();
    if (earliest === null) this.#promised = null;
    else if (this.#promised === null || this.#promised > now)
      this.#promised = this.nextChance(Math.max(earliest, now));
    return this.#promised;
  }

  nextChance(instant: number): number | null {
    return this.#schedule.next(Math.max(instant, this.#lastTick + 1));
  }

  /** One tick: every callback sends what waits for it; resolves when the last request has settled. */
  async runDue(instant: number, _until: number, reach: Reach): Promise<void> {
    reach(instant);
    this.#lastTick = instant;
    this.#promised = null;
    const startedAt = performance.now();
    await this.#drainAll(false);
    this.counts.tick(performance.now() - startedAt);
  }

  /**
   * Sends all that waits now, without regard to ticks and to pauses after failures.
   * Resolves when the last request has settled.
   */
  async flush(): Promise<DrainTotals> {
    while (this.#busy.size > 0) await Promise.allSettled(this.#busy.values());
    return this.#drainAll(true);
  }

  /** Sends a sample to a callback's receiver now; see `sendSample`. */
  test(callback: Callback, type: CommunicationType) {
    return sendSample(this.#context, this.#lines, callback, type);
  }

  /** Removes a callback with its deliveries, once what is under way has settled. */
  async remove(callback: Callback): Promise<void> {
    const { store } = this.#context;
    const { id } = callback;
    store.callbacks.update({ ...callback, enabled: false });
    // Somebody may enable it again meanwhile.
    while (this.#busy.has(id)) await Promise.allSettled([this.#busy.get(id)]);
    store.transaction(() => {
      store.attempts.removeOf(id);
      store.deliveries.removeOf(id);
      store.callbacks.remove(id);
    });
    await this.#lines.close(id);
  }

  /** What has been sent since the start. */
  totals(): DrainTotals {
    return { ...this.#sent };
  }

  /**
   * Sends nothing new, stores what is answered within so many real ms, and cuts off what is not: that is sent again.
   * @returns what has it go on
   */
  async halt(patienceMs: number): Promise<() => void> {
    this.#halts += 1;
    const sent = Promise.allSettled(this.#busy.values());
    const patience = new AbortController();
    await Promise.race([sent, pause(patienceMs, null, patience).catch(() => {})]);
    patience.abort();
    await this.#lines.closeAll();
    await sent;
    this.#recorder.flush();
    return () => {
      this.#halts -= 1;
      // The time may have been put back meanwhile.
      this.#lastTick = Math.min(this.#lastTick, this.#context.clock.now() - 1);
      this.#promised = null;
    };
  }

  /** Halts for good: what was not answered is sent again after the next start. */
  async stop(): Promise<void> {
    await this.halt(FINISH_WITHIN_MS);
  }

  async #drainAll(impatient: boolean): Promise<DrainTotals> {
    const drains = this.#context.store.callbacks
      .enabled()
      .map((callback) => this.#busy.get(callback.id) ?? this.#drain(callback, impatient));
    // One that breaks off does not keep the others from finishing; it is reported when they have.
    await Promise.allSettled(drains);
    return sum(await Promise.all(drains));
  }

  #drain(callback: Callback, impatient: boolean): Promise<DrainTotals> {
    const work = this.#lines
      .of(callback)
      .then((line) =>
        drain(this.#context, line, this.#recorder, { isWanted: this.#whileUnchanged(callback), impatient }),
      )
      .then((totals) => {
        add(this.#sent, totals);
        return totals;
      })
      .finally(() => {
        this.#busy.delete(callback.id);
        this.#context.clock.wake();
      });
    this.#busy.set(callback.id, work);
    return work;
  }

  /** Whoever changes a callback wants no more requests of the old kind: the rest goes with the next tick. */
  #whileUnchanged(callback: Callback): () => boolean {
    const { callbacks } = this.#context.store;
    let seen = -1;
    return () => {
      if (this.#halts > 0) return false;
      if (seen === callbacks.revision()) return true;
      if (!callbacks.stillSends(callback)) return false;
      seen = callbacks.revision();
      return true;
    };
  }
}
