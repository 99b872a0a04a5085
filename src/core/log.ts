type LogLine = (facts: Record<string, unknown>, message: string) => void;

/** Where the platform says what it does; the facts hold no secrets and no personal data in full. */
export interface Log {
  debug: LogLine;
  info: LogLine;
  warn: LogLine;
  error: LogLine;
}
