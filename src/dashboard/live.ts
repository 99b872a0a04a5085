import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

/** How often it is looked whether anything has changed, in real ms; pages follow no faster than that. */
const LOOK_EVERY_MS = 700;

/**
 * Tells pages when something has changed, as server-sent events.
 * @param state another number when something has changed; null: the platform has stopped
 */
export function liveRoute(app: Hono, state: () => number | null): void {
  app.get('/live', (c) =>
    streamSSE(c, async (stream) => {
      let told = state();
      await stream.writeSSE({ event: 'open', data: '' });
      while (!stream.aborted && !stream.closed) {
        await stream.sleep(LOOK_EVERY_MS);
        // Whoever listened may have gone meanwhile, and the platform with them.
        if (stream.aborted || stream.closed) break;
        const now = state();
        if (now === null) return;
        if (now === told) continue;
        told = now;
        await stream.writeSSE({ event: 'change', data: '' });
      }
    }),
  );
}
