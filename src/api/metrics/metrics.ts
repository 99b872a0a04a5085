import { Hono } from 'hono';
import { Registry } from 'prom-client';
import type { ApiContext } from '../context.ts';
import { onError } from '../on-error.ts';
import { platformMetrics } from './platform.ts';
import { processMetrics } from './process.ts';
import { seriesIn } from './series.ts';

/** `/metrics`, as Prometheus reads it. The registry is this platform's own. */
export function metricsApp(context: ApiContext): Hono {
  const registry = new Registry();
  const series = seriesIn(registry);
  platformMetrics(series, context);
  processMetrics(series, context.stopping);
  const app = new Hono();
  app.onError(onError(context));
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  return app;
}
