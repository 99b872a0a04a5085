import type { Database } from './database.ts';
import { type Page, type PageRequest, seek, toPage, where } from './page.ts';

/** Rows that are looked through for one page of what no index finds. */
const MOST_ROWS = 100_000;

type Conditions = Readonly<Record<string, unknown>>;

/**
 * A reader of pages of a table for filters that no index serves: it looks through so many rows for one page and no
 * more, so that a page is quick however long the table and rare what is looked for. A page may then hold less than was
 * asked for, or nothing, and yet have a `next`, from where the search goes on.
 * @param column the table's `INTEGER PRIMARY KEY`
 * @param atMost rows that are looked through
 */
export function scanner<Row extends object>(db: Database, table: string, column: string, atMost = MOST_ROWS) {
  const number = (sql: string, values: readonly unknown[]) =>
    db
      .prepare<unknown[], number>(sql)
      .pluck()
      .get(...values);

  /**
   * @param among conditions that an index serves: what is looked through
   * @param filter what is looked for among it
   */
  return <Item>(
    page: PageRequest,
    among: Conditions,
    filter: Conditions,
    item: (row: Row) => Item,
  ): Page<Item> => {
    const newest = page.order === 'newest';
    const { orderBy } = seek(column, page);
    const rest = (after: number | undefined) => {
      const { clause, values } = where({ ...seek(column, { ...page, after }).condition, ...among });
      return number(`SELECT ${column} FROM ${table} ${clause} ${orderBy} LIMIT 1`, values);
    };
    const first = rest(page.after);
    if (first === undefined) return { items: [], next: null };
    const last = newest ? first - atMost + 1 : first + atMost - 1;
    const { clause, values } = where({
      [`${column} >= ?`]: Math.min(first, last),
      [`${column} <= ?`]: Math.max(first, last),
      ...among,
      ...filter,
    });
    const rows = db
      .prepare<unknown[], Row>(`SELECT * FROM ${table} ${clause} ${orderBy} LIMIT ?`)
      .all(...values, page.limit + 1);
    const found = toPage(rows, page.limit, (row) => Number(row[column as keyof Row]), item);
    if (found.next !== null || rest(last) === undefined) return found;
    return { ...found, next: last };
  };
}

/** A pattern for `LIKE … ESCAPE '\'` of whatever holds the text. */
export const holding = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
