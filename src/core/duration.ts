const PATTERN = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

const SECOND_MS = 1000;
const UNITS_MS = [7 * 86_400 * SECOND_MS, 86_400 * SECOND_MS, 3600 * SECOND_MS, 60 * SECOND_MS, SECOND_MS];

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds; null when it is not one. */
export function parseDuration(text: string): number | null {
  const parts = PATTERN.exec(text)?.slice(1);
  if (!parts?.some((part) => part !== undefined)) return null;
  return parts.reduce((sum, part, index) => sum + Math.round(Number(part ?? 0) * UNITS_MS[index]!), 0);
}
