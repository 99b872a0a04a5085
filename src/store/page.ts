/** A page of a list, in a stable order; `next` is the cursor of the page after it, null at the end. */
export interface Page<Item> {
  items: Item[];
  next: number | null;
}

/** Where a page starts and how long it is at the most. */
export interface PageRequest {
  limit: number;
  /** The `next` of the page before; from the start without it. */
  after?: number | undefined;
  /** The newest first, of lists that can be read so; without it the oldest. */
  order?: PageOrder | undefined;
}

export const PAGE_ORDERS = ['oldest', 'newest'] as const;
export type PageOrder = (typeof PAGE_ORDERS)[number];

/** For a statement that is kept: SQLite's planner looks at a limit that stands by itself, and plans each run anew. */
export const LIMIT = 'LIMIT +?';

/** How a page is read by a column that counts up: the condition for `after`, and the order. */
export function seek(column: string, { after, order }: PageRequest) {
  const newest = order === 'newest';
  return {
    condition: { [`${column} ${newest ? '<' : '>'} ?`]: after },
    orderBy: `ORDER BY ${column} ${newest ? 'DESC' : 'ASC'}`,
  };
}

/** Makes a page of one row more than was asked for, which only tells that there is a next page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => number,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? position(last) : null };
}

/** Joins the conditions that apply into a WHERE clause and its parameters; an array holds several of one condition. */
export function where(conditions: Readonly<Record<string, unknown>>): { clause: string; values: unknown[] } {
  const applying = Object.entries(conditions).filter(([, value]) => value !== undefined);
  return {
    clause: applying.length === 0 ? '' : `WHERE ${applying.map(([condition]) => condition).join(' AND ')}`,
    values: applying.flatMap(([, value]) => value),
  };
}
