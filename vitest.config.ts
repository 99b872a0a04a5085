import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: 'test/support/browser-server.ts',
    // Threads share a process, and better-sqlite3, TLS and undici are all at home in one.
    pool: 'threads',
    // One more than there are cores: many tests wait for another process.
    maxWorkers: availableParallelism() + 1,
    // Modules are loaded once for each thread: they hold no state that one test could leave to another.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
