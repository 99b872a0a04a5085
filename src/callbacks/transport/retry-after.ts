const SECONDS = /^\d{1,9}$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, .+ GMT$/;

/**
 * Milliseconds that a `Retry-After` header asks to wait (RFC 9110 §10.2.3): seconds, or an HTTP date.
 * A date is compared with the answer's own `Date`, because the receiver's clock is not the platform's.
 * @param now platform time in ms since the Unix epoch, for answers without a `Date`
 * @returns null when there is no such header, or it is neither
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): number | null {
  const value = first(headers['retry-after'])?.trim();
  if (!value) return null;
  if (SECONDS.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  if (!HTTP_DATE.test(value) || Number.isNaN(at)) return null;
  const answeredAt = Date.parse(first(headers.date) ?? '');
  return Math.max(0, at - (Number.isNaN(answeredAt) ? now : answeredAt));
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
