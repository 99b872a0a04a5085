/** Whether ascending IDs have no gaps, as in a batch of a busy log. */
export function isRange(ids: readonly number[]): boolean {
  return ids.length > 0 && ids.at(-1)! - ids[0]! === ids.length - 1;
}

/** Writes ascending IDs briefly: `[1,2,3,7]` as `1-3,7`. */
export function toRanges(ids: readonly number[]): string {
  if (ids.length === 0) return '';
  const ranges: string[] = [];
  let first = ids[0]!;
  let last = first;
  for (const id of ids) {
    if (id > last + 1) {
      ranges.push(range(first, last));
      first = id;
    }
    last = id;
  }
  return [...ranges, range(first, last)].join(',');
}

function range(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

/** Reads what `toRanges` wrote. */
export function fromRanges(text: string): number[] {
  if (text === '') return [];
  return text.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
