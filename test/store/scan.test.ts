import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import type { PageOrder } from '../../src/store/page.ts';
import { holding, scanner } from '../../src/store/scan.ts';

const AT_MOST = 10;

/** A table of rows 1 to 35 but 12 to 28, of which every fifth is odd out, those above 30 in a group of their own. */
function table() {
  const { db } = openDatabase(':memory:');
  db.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, kind TEXT, part INTEGER)');
  const insert = db.prepare('INSERT INTO things VALUES (?, ?, ?)');
  for (let id = 1; id <= 35; id++)
    if (id < 12 || id > 28) insert.run(id, id % 5 === 0 ? 'odd' : 'even', id > 30 ? 1 : 0);
  const scan = scanner<{ id: number }>(db, 'things', 'id', AT_MOST);
  return (order: PageOrder, limit: number, after: number | undefined, among = {}, filter = {}) =>
    scan({ order, limit, after }, among, filter, ({ id }) => id);
}

/** All pages from the first to the one without a `next`. */
function walk(read: ReturnType<typeof table>, order: PageOrder, limit: number, among = {}, filter = {}) {
  const pages: number[][] = [];
  let after: number | undefined;
  for (;;) {
    const { items, next } = read(order, limit, after, among, filter);
    pages.push(items);
    if (next === null) return pages;
    after = next;
  }
}

describe('a look through a table', () => {
  it('finds each row once, in either order, whatever the length of pages', () => {
    const read = table();
    for (const limit of [1, 2, 3, 100]) {
      expect(walk(read, 'oldest', limit, {}, { 'kind = ?': 'odd' }).flat()).toEqual([5, 10, 30, 35]);
      expect(walk(read, 'newest', limit, {}, { 'kind = ?': 'odd' }).flat()).toEqual([35, 30, 10, 5]);
    }
  });

  it('ends a page after so many rows, and says where it goes on', () => {
    const read = table();
    expect(read('oldest', 100, undefined, {}, { 'kind = ?': 'none' })).toEqual({ items: [], next: 10 });
    expect(read('newest', 100, undefined, {}, { 'kind = ?': 'odd' })).toEqual({ items: [35, 30], next: 26 });
  });

  it('leaps over what is not there', () => {
    // Rows 1 to 11 and 29 to 35: two pieces each way, although there are 35 numbers.
    expect(walk(table(), 'oldest', 100, {}, { 'kind = ?': 'none' })).toHaveLength(3);
    expect(walk(table(), 'newest', 100, {}, { 'kind = ?': 'none' })).toHaveLength(3);
    expect(walk(table(), 'oldest', 100, { 'part = ?': 1 }, { 'kind = ?': 'odd' })).toEqual([[35]]);
  });

  it('is empty where there is nothing', () => {
    expect(table()('newest', 5, 1)).toEqual({ items: [], next: null });
    expect(table()('oldest', 5, undefined, { 'part = ?': 9 })).toEqual({ items: [], next: null });
  });
});

describe('what holds a text', () => {
  it('takes the text as it is', () => {
    expect(holding('50%_\\')).toBe('%50\\%\\_\\\\%');
  });
});
