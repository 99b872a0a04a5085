import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Threads share a process, and better-sqlite3, TLS and undici are all at home in one.
    pool: 'threads',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
