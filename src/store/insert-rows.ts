import type { Database } from './database.ts';

/** To have a statement run takes longer than to have it store some rows more. */
const AT_ONCE = 16;

/**
 * How rows of one kind are inserted, many at a time.
 * @param into with the columns
 * @param row its values, `?` for those of the rows
 * @returns what inserts rows, each with as many values, in the order given; tells the ID of the last one
 */
export function rowInserter(
  db: Database,
  into: string,
  row: string,
): (rows: readonly (readonly unknown[])[]) => number {
  const insert = (rows: number) =>
    db.prepare<unknown[]>(`INSERT INTO ${into} VALUES ${Array(rows).fill(row).join(', ')}`);
  const one = insert(1);
  const many = insert(AT_ONCE);
  return (rows) => {
    let lastId: number | bigint = 0;
    let next = 0;
    for (; next + AT_ONCE <= rows.length; next += AT_ONCE) {
      const values = ([] as unknown[]).concat(...rows.slice(next, next + AT_ONCE));
      lastId = many.run(values).lastInsertRowid;
    }
    for (; next < rows.length; next++) lastId = one.run(rows[next]!).lastInsertRowid;
    return Number(lastId);
  };
}
