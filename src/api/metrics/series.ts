import { Counter, Gauge, type Metric, type Registry } from 'prom-client';
import type { HistogramCounts } from '../../core/histogram.ts';

/** A value with its labels. */
export interface Sample<Label extends string> {
  labels: Record<Label, string>;
  value: number;
}

/** What a metric is called, and is for. Its labels are the same in all samples. */
export interface Naming<Label extends string = never> {
  name: string;
  help: string;
  labels?: readonly Label[];
}

/**
 * Adds metrics to a registry whose values are kept elsewhere and read with each scrape: before the first one nobody
 * need load this library.
 */
export function seriesIn(registry: Registry) {
  const registers = [registry];
  return {
    counter<Label extends string = never>(
      { labels = [], ...naming }: Naming<Label>,
      read: () => readonly Sample<Label>[],
    ): void {
      new Counter<Label>({
        ...naming,
        labelNames: [...labels],
        registers,
        collect() {
          this.reset();
          for (const sample of read()) this.inc(sample.labels, sample.value);
        },
      });
    },
    gauge<Label extends string = never>(
      { labels = [], ...naming }: Naming<Label>,
      read: () => readonly Sample<Label>[],
    ): void {
      new Gauge<Label>({
        ...naming,
        labelNames: [...labels],
        registers,
        collect() {
          this.reset();
          for (const sample of read()) this.set(sample.labels, sample.value);
        },
      });
    },
    histogram({ name, help }: Naming, read: () => HistogramCounts): void {
      const get = async () => ({ name, help, type: 'histogram', values: histogramValues(name, read()) });
      registry.registerMetric({ name, get } as unknown as Metric);
    },
  };
}

export type Series = ReturnType<typeof seriesIn>;

/** Reads once what several metrics of the same scrape tell of. */
export function onceAScrape<Value>(read: () => Value): () => Value {
  let held: { value: Value } | null = null;
  return () => {
    if (held === null) {
      held = { value: read() };
      // All metrics of a scrape are read in one go.
      queueMicrotask(() => {
        held = null;
      });
    }
    return held.value;
  };
}

/** A metric of one value, which has no labels. */
export const one = (value: number) => [{ labels: {}, value }];

function histogramValues(name: string, { buckets, count, sum }: HistogramCounts) {
  const bucket = (le: string, value: number) => ({ labels: { le }, value, metricName: `${name}_bucket` });
  return [
    ...buckets.map(({ bound, count }) => bucket(String(bound), count)),
    bucket('+Inf', count),
    { labels: {}, value: sum, metricName: `${name}_sum` },
    { labels: {}, value: count, metricName: `${name}_count` },
  ];
}
