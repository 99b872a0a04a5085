import { COUNTED_ALONE } from '../../callbacks/counts.ts';
import { lagOf } from '../../callbacks/steering.ts';
import type { ApiContext } from '../context.ts';
import { onceAScrape, one, type Series } from './series.ts';

/** Of a callback, in its label. */
const OTHERS = 'other';

/**
 * What the platform does. Everything is kept where it happens, or found by an index: a scrape takes no longer when
 * there are a million communications. Labels have few values: callbacks beyond a hundred are told of together.
 */
export function platformMetrics(series: Series, context: ApiContext): void {
  const { store, clock, world, callbacks, callbackContext, version } = context;

  series.gauge(
    { name: 'mock_wiraya_info', help: 'Which version this is', labels: ['version', 'clock'] },
    () => [{ labels: { version, clock: clock.mode }, value: 1 }],
  );
  series.gauge({ name: 'mock_wiraya_clock_seconds', help: 'Platform time, in Unix seconds' }, () =>
    one(clock.now() / 1000),
  );
  series.gauge(
    { name: 'mock_wiraya_communications', help: 'Communications that were ever accepted or came in' },
    () => one(store.communications.lastSeq()),
  );
  series.gauge({ name: 'mock_wiraya_events', help: 'Entries of the event log' }, () =>
    one(store.events.end()),
  );
  series.counter(
    {
      name: 'mock_wiraya_reports_total',
      help: 'Communications that got this status since the start; what came in has NONE',
      labels: ['type', 'status'],
    },
    () =>
      [...world.tally.reports].flatMap(([type, counts]) =>
        [...counts].map(([status, value]) => ({ labels: { type, status: status ?? 'NONE' }, value })),
      ),
  );
  callbackMetrics(series, callbacks);
  series.gauge({ name: 'mock_wiraya_callbacks_enabled', help: 'Callbacks that are not paused' }, () =>
    one(store.callbacks.enabled().length),
  );
  series.gauge(
    { name: 'mock_wiraya_deliveries_parked', help: 'Deliveries that were given up and wait for a replay' },
    () => one(store.deliveries.countParked()),
  );
  const lags = onceAScrape(() =>
    store.callbacks
      .enabled()
      .slice(0, COUNTED_ALONE)
      .map((callback) => ({ callback: String(callback.id), lag: lagOf(callbackContext, callback) })),
  );
  series.gauge(
    {
      name: 'mock_wiraya_callback_lag_seconds',
      help: 'Platform seconds since the oldest event that waits, of the first hundred callbacks that are enabled',
      labels: ['callback'],
    },
    () => lags().map(({ callback, lag }) => ({ labels: { callback }, value: lag.lagMs / 1000 })),
  );
  series.gauge(
    {
      name: 'mock_wiraya_callback_backlog_events',
      help: 'Entries of the log that the callback has not passed yet, those of other customers included',
      labels: ['callback'],
    },
    () => lags().map(({ callback, lag }) => ({ labels: { callback }, value: lag.backlog })),
  );
  series.gauge(
    {
      name: 'mock_wiraya_callback_deliveries_pending',
      help: 'Deliveries of the callback that wait for an attempt',
      labels: ['callback'],
    },
    () => lags().map(({ callback, lag }) => ({ labels: { callback }, value: lag.pending })),
  );
}

function callbackMetrics(series: Series, { counts }: ApiContext['callbacks']): void {
  const label = (id: number | null) => (id === null ? OTHERS : String(id));
  series.counter(
    {
      name: 'mock_wiraya_callback_requests_total',
      help: 'Callback requests since the start, by what became of them',
      labels: ['callback', 'result'],
    },
    () =>
      [...counts.callbacks].flatMap(([id, { requests }]) =>
        Object.entries(requests).map(([result, value]) => ({
          labels: { callback: label(id), result },
          value,
        })),
      ),
  );
  series.counter(
    {
      name: 'mock_wiraya_callback_items_total',
      help: 'Events that receivers took since the start',
      labels: ['callback'],
    },
    () => [...counts.callbacks].map(([id, { items }]) => ({ labels: { callback: label(id) }, value: items })),
  );
  series.histogram(
    { name: 'mock_wiraya_tick_seconds', help: 'Real seconds from a tick to the last answer to its requests' },
    () => counts.ticks,
  );
}
