import type { EventView } from '../event-view.ts';
import type { Metric, MetricValue } from '../metrics.ts';

/** What a compiled piece of a template gives for an event. */
export type Reader = (view: EventView) => string;

/** How a value is written where it stands. */
export type Escape = (value: MetricValue) => string;

/** A text with metrics, taken apart once so that rendering only joins; what a value holds is never looked at as a template. */
export class Parts {
  readonly #literals = [''];
  readonly #readers: Reader[] = [];

  literal(text: string): void {
    this.#literals[this.#literals.length - 1] += text;
  }

  metric(metric: Metric, write: Escape): void {
    this.reader((view) => write(metric.read(view)));
  }

  reader(reader: Reader): void {
    this.#readers.push(reader);
    this.#literals.push('');
  }

  build(): Reader {
    const [first, ...literals] = this.#literals as [string, ...string[]];
    const readers = [...this.#readers];
    return (view) => {
      let text = first;
      for (let i = 0; i < readers.length; i++) text += readers[i]!(view) + literals[i]!;
      return text;
    };
  }
}
