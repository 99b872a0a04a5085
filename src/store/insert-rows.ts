import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from './database.ts';

/** To have a statement run takes longer than to have it store some rows more. */
const AT_ONCE = 32;

/** Adds an item's values, one for each `?` of a row. */
type AddValues<Item> = (values: unknown[], item: Item) => void;

/**
 * How rows of one kind are inserted, many at a time.
 * @param into with the columns
 * @param row its values, `?` for those of an item
 * @returns what inserts a row for each item, in the order given, and tells the ID of the last one
 */
export function rowInserter<Item>(
  db: Database,
  into: string,
  row: string,
  add: AddValues<Item>,
): (items: readonly Item[]) => number {
  // Made when they are first needed: a start does not wait for them.
  const statements = new Map<number, BetterSqlite3.Statement<unknown[]>>();
  const insert = (rows: number) => {
    const statement =
      statements.get(rows) ?? db.prepare(`INSERT INTO ${into} VALUES ${Array(rows).fill(row).join(', ')}`);
    statements.set(rows, statement);
    return statement;
  };
  return (items) => {
    let lastId = 0;
    for (let next = 0; next < items.length; ) {
      const rows = items.length - next >= AT_ONCE ? AT_ONCE : 1;
      const values: unknown[] = [];
      for (const item of items.slice(next, next + rows)) add(values, item);
      // One by one: better-sqlite3 reads an array with more ado.
      lastId = Number(insert(rows).run(...values).lastInsertRowid);
      next += rows;
    }
    return lastId;
  };
}

/**
 * Stores items in the order given: the usual ones that follow one another together, the others one by one.
 * @param storeUsual given none, it does nothing
 */
export function storeInTurn<Item>(
  items: readonly Item[],
  isUsual: (item: Item) => boolean,
  storeUsual: (items: readonly Item[]) => void,
  store: (item: Item) => void,
): void {
  let usual: Item[] = [];
  for (const item of items) {
    if (isUsual(item)) usual.push(item);
    else {
      storeUsual(usual);
      usual = [];
      store(item);
    }
  }
  storeUsual(usual);
}
