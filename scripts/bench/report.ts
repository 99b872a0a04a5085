/** One measured value, and what it should be. */
export interface Figure {
  what: string;
  value: number;
  /** `times`: a ratio to the reference. */
  unit: 'times' | 's' | 'ms' | 'items/s' | 'MB';
  goal?: { atMost: number } | { atLeast: number };
  /** What the value was made of. */
  detail: string;
}

/** The figures of a part as rows of a table. */
export function table(part: string, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${short(figure.value)} ${figure.unit}`,
    goalOf(figure),
    verdictOf(figure),
    figure.detail,
  ]);
  const header = [part, 'figure', 'goal', '', 'made of'];
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((cells) => cells[column]!.length)),
  );
  return [header, ...rows]
    .map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
    .join('\n');
}

/** Whether the figure has a goal and is short of it. */
export function misses({ value, goal }: Figure): boolean {
  if (goal === undefined) return false;
  return 'atMost' in goal ? value > goal.atMost : value < goal.atLeast;
}

/** A number with as many digits as mean something. */
export function short(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that the share of all values lies at or below. */
export function percentile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)]!;
}

function goalOf({ goal }: Figure): string {
  if (goal === undefined) return '–';
  return 'atMost' in goal ? `at most ${short(goal.atMost)}` : `at least ${short(goal.atLeast)}`;
}

function verdictOf(figure: Figure): string {
  if (figure.goal === undefined) return '';
  return misses(figure) ? 'MISS' : 'pass';
}
