import { pino } from 'pino';
import type { Log } from './core/log.ts';

/**
 * Structured log lines on standard error, as JSON, or readable when a person watches.
 * @param level the least important level shown
 */
export async function createLog(level: string, forPeople: boolean): Promise<Log> {
  const options = { level, base: null, serializers: { error: describeError } };
  const destination = forPeople ? await prettyStream() : pino.destination({ dest: 2, sync: true });
  const logger: Log = pino(options, destination);
  return logger;
}

function describeError(error: unknown): unknown {
  return error instanceof Error ? { message: error.message, stack: error.stack } : error;
}

async function prettyStream() {
  const { default: pretty } = await import('pino-pretty');
  return pretty({ destination: 2, sync: true, translateTime: 'HH:MM:ss' });
}
