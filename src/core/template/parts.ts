import type { EventView } from '../event-view.ts';
import type { Metric, MetricValue } from '../metrics.ts';
import { COMMUNICATION_TYPES, type CommunicationType } from '../vocabulary.ts';

/** What a compiled piece of a template gives for an event. */
export type Reader = (view: EventView) => string;

/** How a value is written where it stands. */
export type Escape = (value: MetricValue) => string;

/** A text with metrics, taken apart once so that rendering only joins; what a value holds is never looked at as a template. */
export class Parts {
  readonly #parts: (string | Reader | { metric: Metric; write: Escape })[] = [];

  literal(text: string): void {
    this.#parts.push(text);
  }

  metric(metric: Metric, write: Escape): void {
    this.#parts.push({ metric, write });
  }

  reader(reader: Reader): void {
    this.#parts.push(reader);
  }

  build(): Reader {
    const readers = Object.fromEntries(
      COMMUNICATION_TYPES.map((type) => [type, this.#readerOf(type)]),
    ) as Record<CommunicationType, Reader>;
    return (view) => readers[view.type](view);
  }

  /** For events of one type, for which some metrics are sure to have no value. */
  #readerOf(type: CommunicationType): Reader {
    const literals = [''];
    const readers: Reader[] = [];
    for (const part of this.#parts) {
      if (typeof part === 'string') literals[literals.length - 1] += part;
      else if (typeof part === 'function') {
        readers.push(part);
        literals.push('');
      } else if (part.metric.types.includes(type)) {
        const { metric, write } = part;
        readers.push((view) => write(metric.value(view)));
        literals.push('');
      } else literals[literals.length - 1] += part.write(null);
    }
    const [first, ...others] = literals as [string, ...string[]];
    return (view) => {
      let text = first;
      for (let i = 0; i < readers.length; i++) text += readers[i]!(view) + others[i]!;
      return text;
    };
  }
}
