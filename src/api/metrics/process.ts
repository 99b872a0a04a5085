import { readdirSync } from 'node:fs';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { one, type Series } from './series.ts';

/** Real ms between two looks at the event loop. They are part of what Node reports as its delay. */
const RESOLUTION_MS = 10;
const NANOSECONDS = 1e9;

/** The share of looks that found no longer a delay. */
const QUANTILES = [0.5, 0.99, 1];

/**
 * What the process uses, and how long its event loop keeps others waiting. The library's own metrics of this kind
 * cannot be ended, and there may be several platforms in one process.
 * @param stopping ends the watching of the event loop, which begins with the first scrape
 */
export function processMetrics(series: Series, stopping: AbortSignal): void {
  series.counter({ name: 'process_cpu_seconds_total', help: 'Processor time used' }, () => {
    const { user, system } = process.cpuUsage();
    return one((user + system) / 1e6);
  });
  series.gauge({ name: 'process_start_time_seconds', help: 'When the process began, in Unix seconds' }, () =>
    one(performance.timeOrigin / 1000),
  );
  series.gauge({ name: 'process_resident_memory_bytes', help: 'Memory that the process holds' }, () =>
    one(process.memoryUsage.rss()),
  );
  series.gauge({ name: 'nodejs_heap_size_used_bytes', help: 'Memory of JavaScript in use' }, () =>
    one(process.memoryUsage().heapUsed),
  );
  series.gauge({ name: 'process_open_fds', help: 'Open files and connections, where the system tells' }, () =>
    openFiles(),
  );
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  stopping.addEventListener('abort', () => delay.disable(), { once: true });
  series.gauge(
    {
      name: 'mock_wiraya_event_loop_delay_seconds',
      help: 'How long the event loop kept others waiting, since the scrape before',
      labels: ['quantile'],
    },
    () => {
      const samples = QUANTILES.map((quantile) => ({
        labels: { quantile: String(quantile) },
        value: secondsOf(delay, quantile),
      }));
      delay.reset();
      return samples;
    },
  );
}

function secondsOf(delay: IntervalHistogram, quantile: number): number {
  if (delay.count === 0) return 0;
  return Math.max(0, delay.percentile(100 * quantile) / NANOSECONDS - RESOLUTION_MS / 1000);
}

function openFiles() {
  try {
    return one(readdirSync('/proc/self/fd').length);
  } catch {
    return [];
  }
}
