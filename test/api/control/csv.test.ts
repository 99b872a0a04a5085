import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, readCsv } from '../../../src/api/control/csv.ts';

/** Reads a text that comes in chunks of a length. */
async function read(text: string, chunkLength = text.length || 1): Promise<CsvRecord[]> {
  async function* chunks() {
    for (let from = 0; from < text.length; from += chunkLength) yield text.slice(from, from + chunkLength);
  }
  const records: CsvRecord[] = [];
  for await (const record of readCsv(chunks())) records.push(record);
  return records;
}

const delimiter = fc.constantFrom(',', ';', '\t');
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const bare = fc.stringMatching(/^[a-zåäö0-9+ ]{0,6}$/).map((text) => text.trim());
const anything = fc.string({
  unit: fc.constantFrom('a', 'é', '🎈', '"', ',', ';', '\t', '\n', '\r', ' '),
  maxLength: 8,
});
const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** A cell as someone may write it, and what it means. */
const cell = fc.oneof(
  bare.map((value) => ({ value, written: value })),
  bare.map((value) => ({ value, written: `  ${value} ` })),
  anything.map((value) => ({ value, written: quote(value) })),
  anything.map((value) => ({ value, written: ` ${quote(value)} ` })),
);
const row = fc.array(cell, { minLength: 2, maxLength: 4 });

describe('a CSV', () => {
  it('is read as it was written, whatever is in its cells, and in whatever chunks it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        delimiter,
        lineEnd,
        fc.array(row, { maxLength: 6 }),
        fc.nat(40),
        async (d, end, rows, chunk) => {
          const lines = rows.map((cells) => cells.map(({ written }) => written).join(d));
          const text = [`number${d}name`, ...lines].join(end);
          const records = await read(text, chunk + 1);
          expect(records.slice(1).map((record) => 'cells' in record && record.cells)).toEqual(
            rows.map((cells) => cells.map(({ value }) => value)),
          );
        },
      ),
      { numRuns: 250 },
    );
  });

  it('is read as others read it', async () => {
    await fc.assert(
      fc.asyncProperty(
        delimiter,
        fc.constantFrom('\n', '\r\n'),
        fc.array(row, { maxLength: 6 }),
        async (d, end, rows) => {
          const text = [
            `a${d}b${d}c`,
            '',
            ...rows.map((cells) => cells.map(({ written }) => written).join(d)),
            '',
            '',
          ].join(end);
          const options = {
            delimiter: d,
            record_delimiter: end,
            relax_column_count: true,
            skip_empty_lines: true,
            trim: true,
          };
          expect((await read(text)).map((record) => 'cells' in record && record.cells)).toEqual(
            parse(text, options),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('tells on which line each row begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        lineEnd,
        fc.array(fc.oneof(row, fc.constant(null)), { maxLength: 8 }),
        async (end, rows) => {
          let line = 2;
          const expected: number[] = [];
          const lines = rows.map((cells) => {
            if (cells === null) return line++ && '';
            expected.push(line);
            const written = cells.map((one) => one.written).join(',');
            line += 1 + (written.match(/\r\n|\r|\n/g)?.length ?? 0);
            return written;
          });
          const records = await read(['a,b', ...lines].join(end));
          expect(records.slice(1).map((record) => record.line)).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('with broken quotes costs the broken rows alone, each at its line, wherever they stand', async () => {
    const good = bare.map((value) => ({ isGood: true, text: `x${value},y` }));
    const broken = fc.constantFrom('a"b",c', '"a"b,c', 'a,"b"c', 'a,b"', '"a""b"c,d', '"a" "b",c');
    const rowOrFault = fc.oneof(
      good,
      broken.map((text) => ({ isGood: false, text })),
    );
    // A second quote that is not closed would close the first: one at the most.
    const open = fc.option(fc.constantFrom('"a,b', 'a,"b').map((text) => ({ isGood: false, text })));
    const rows = fc
      .tuple(fc.array(rowOrFault, { maxLength: 4 }), open, fc.array(good, { maxLength: 4 }))
      .map(([before, fault, after]) => [...before, ...(fault ? [fault] : []), ...after]);
    await fc.assert(
      fc.asyncProperty(rows, lineEnd, fc.nat(40), async (lines, end, chunk) => {
        const text = ['a,b', ...lines.map((line) => line.text)].join(end);
        const records = (await read(text, chunk + 1)).slice(1);
        expect(records.map((record) => ({ line: record.line, isGood: 'cells' in record }))).toEqual(
          lines.map(({ isGood }, index) => ({ line: index + 2, isGood })),
        );
      }),
      { numRuns: 250 },
    );
  });

  it('says whether a quote is not closed or stands where none may', async () => {
    expect(await read('a,b\nx,"y\nz,w\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, reason: 'a quote is not closed' },
      { line: 3, cells: ['z', 'w'] },
    ]);
    expect((await read('a,b\nx,"y"z\n'))[1]).toEqual({ line: 2, reason: 'the quotes do not match' });
  });

  it.each([
    ['of no bytes', ''],
    ['of blank lines', '\n\r\n \n\t\n'],
  ])('%s has no rows', async (_, text) => {
    expect(await read(text)).toEqual([]);
  });

  it.each([
    ['comma', 'number,name', ['number', 'name']],
    ['semicolon', 'number;name', ['number', 'name']],
    ['tab', 'number\tname', ['number', 'name']],
    ['comma, with semicolons in quotes', '"number","a;b;c;d"', ['number', 'a;b;c;d']],
    ['semicolon, with a line break in quotes', '"number";"a\nb"', ['number', 'a\nb']],
    ['comma, behind blank lines', '\n\r\n  \nnumber,name', ['number', 'name']],
  ])('finds its delimiter: %s', async (_, header, cells) => {
    for (const chunk of [1, 100]) expect((await read(`${header}\n`, chunk))[0]).toMatchObject({ cells });
  });

  it('with a row of no end costs that line, without keeping all that follows in memory', async () => {
    let pulled = 0;
    async function* endless() {
      yield 'number,name\n46701740605,"';
      for (; pulled < 100; pulled++) yield 'x'.repeat(65_536);
      yield '\n46701740606,Ada\n';
    }
    const records: CsvRecord[] = [];
    for await (const record of readCsv(endless())) {
      records.push(record);
      if ('reason' in record) expect(pulled).toBeLessThan(30);
    }
    expect(records).toEqual([
      { line: 1, cells: ['number', 'name'] },
      { line: 2, reason: 'it is longer than 1048576 characters' },
      { line: 3, cells: ['46701740606', 'Ada'] },
    ]);
  });

  it('is let go of when nobody reads on', async () => {
    let released = false;
    async function* chunks() {
      try {
        for (;;) yield 'number,name\n';
      } finally {
        released = true;
      }
    }
    for await (const _ of readCsv(chunks())) break;
    expect(released).toBe(true);
  });
});
