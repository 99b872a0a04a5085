import { vi } from 'vitest';

/** What a piece of work says on the console, as lines. */
export async function saidBy(
  work: () => Promise<unknown>,
): Promise<{ result: unknown; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void out.push(String(line)));
  const error = vi.spyOn(console, 'error').mockImplementation((line) => void err.push(String(line)));
  try {
    return { result: await work(), out, err };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}
