// Bare undici: posts ready-made bodies, or asks for something, as fast as so many connections allow.
import { Pool } from 'undici';
import { answering } from './answering.ts';

export interface FeederMessage {
  url: string;
  connections: number;
  requests: number;
  /** JSON; posted in turn. None: it is a GET. */
  bodies: readonly string[];
  /** Beside the content type. */
  headers?: Readonly<Record<string, string>>;
}
export type FeederAnswer = { elapsedMs: number } | { error: string };

answering<FeederMessage>(async (message): Promise<FeederAnswer> => {
  try {
    return { elapsedMs: await feed(message) };
  } catch (error) {
    return { error: (error as Error).message };
  }
});

async function feed({ url, connections, requests, bodies, headers: more }: FeederMessage): Promise<number> {
  const { origin, pathname } = new URL(url);
  const ready = bodies.map((body) => Buffer.from(body));
  const posts = ready.length > 0;
  const headers = { ...(posts && { 'content-type': 'application/json' }), ...more };
  const startedAt = performance.now();
  const pool = new Pool(origin, { connections, pipelining: 1, connect: { rejectUnauthorized: false } });
  let sent = 0;
  const work = async () => {
    while (sent < requests) {
      const body = ready[sent++ % ready.length] ?? null;
      const method = posts ? 'POST' : 'GET';
      const response = await pool.request({ path: pathname, method, headers, body });
      await response.body.dump();
      if (response.statusCode >= 300) throw new Error(`answered with ${response.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const elapsedMs = performance.now() - startedAt;
  await pool.close();
  return elapsedMs;
}
