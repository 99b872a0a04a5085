/** Writes ascending IDs briefly: `[1,2,3,7]` as `1-3,7`. A batch of a busy log is one range. */
export function toRanges(ids: readonly number[]): string {
  const ranges: string[] = [];
  let first = ids[0];
  let last = first;
  for (const id of [...ids.slice(1), undefined]) {
    if (first === undefined || last === undefined) break;
    if (id === last + 1) {
      last = id;
      continue;
    }
    ranges.push(first === last ? `${first}` : `${first}-${last}`);
    first = id;
    last = id;
  }
  return ranges.join(',');
}

/** Reads what `toRanges` wrote. */
export function fromRanges(text: string): number[] {
  if (text === '') return [];
  return text.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
