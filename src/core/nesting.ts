/**
 * Whether objects and arrays are nested at most so many levels deep. Deeper ones are read without harm, but to write or
 * compare them would use up the stack.
 */
export function isNestedWithin(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isNestedWithin(levels - 1, inner));
}
