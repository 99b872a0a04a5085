/**
 * Whether JSON holds what is wanted of it: of an object every field named, of an array something for each item named, in
 * any order; of anything else the same value.
 */
export function isSubset(wanted: unknown, actual: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) && wanted.every((item) => actual.some((candidate) => isSubset(item, candidate)))
    );
  }
  if (typeof wanted === 'object' && wanted !== null) {
    return (
      typeof actual === 'object' &&
      actual !== null &&
      !Array.isArray(actual) &&
      Object.entries(wanted).every(
        ([name, value]) =>
          Object.hasOwn(actual, name) && isSubset(value, (actual as Record<string, unknown>)[name]),
      )
    );
  }
  return wanted === actual;
}
