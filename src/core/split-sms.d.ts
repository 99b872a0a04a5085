declare module 'split-sms' {
  /** Splits an SMS into parts; the character set is found out from the message. */
  export function split(message: string, options?: { summary?: boolean }): { parts: unknown[] };
}
