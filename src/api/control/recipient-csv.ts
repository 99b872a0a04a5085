import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { type CsvError, type Info, parse } from 'csv-parse';
import { toMsisdn } from '../../core/number.ts';
import { invalid, Refusal } from '../../core/refusal.ts';
import { MAX_DATA_FIELDS } from '../../core/vocabulary.ts';
import type { NewRecipient } from '../../store/contact-lists.ts';

/** A row of the file: a recipient, or why it is none. Lines count from 1, the header's. */
export type CsvRow = { line: number; recipient: NewRecipient } | { line: number; reason: string };

/** The header's data fields by number, and the rows behind it. */
export interface RecipientCsv {
  fieldNames: Record<string, string>;
  rows: AsyncIterable<CsvRow>;
}

const NUMBER_COLUMN = 'number';
const DELIMITERS = [',', ';', '\t'] as const;
/** No header is longer; more without a line break is no CSV. */
const MAX_HEADER_BYTES = 1_048_576;

/**
 * Reads a CSV of recipients as it comes in: a header row, a column `number`, and up to 99 others, which become
 * data fields in their order. Commas, semicolons (as Swedish spreadsheets write) and tabs are understood.
 * @param maxBytes longest upload that is read
 * @throws Refusal when the header cannot be used, or (while reading) the upload is too long
 */
export async function readRecipientCsv(upload: WebStream<Uint8Array>, maxBytes: number): Promise<RecipientCsv> {
  const source = bounded(upload, maxBytes);
  const { head, delimiter } = await readHead(source);
  const broken: CsvRow[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      broken.push({ line: lineOf(error), reason: 'the quotes do not match' });
      return undefined;
    },
  });
  const parsed = Readable.from(concatenated(head, source)).on('error', (error) => parser.destroy(error));
  parsed.pipe(parser);
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<{ record: string[]; info: Info }>;
  const first = await records.next();
  if (first.done) throw invalid('', 'the CSV is empty', 'a header row with a column "number", and a row each recipient');
  const columns = readHeader(first.value.record);
  return { fieldNames: columns.fieldNames, rows: readRows(records, columns, broken) };
}

interface Columns {
  count: number;
  number: number;
  /** The column of each data field, by position. */
  fields: readonly number[];
  fieldNames: Record<string, string>;
}

function readHeader(header: readonly string[]): Columns {
  const names = header.map((name) => name.toLowerCase());
  const number = names.indexOf(NUMBER_COLUMN);
  if (number === -1) {
    throw invalid('number', `the header row has no column "number", only ${header.map((name) => `"${name}"`).join(', ')}`, 'a column named number');
  }
  if (names.indexOf(NUMBER_COLUMN, number + 1) !== -1) {
    throw invalid('number', 'the header row has two columns "number"', 'one column named number');
  }
  const fields = header.map((_, column) => column).filter((column) => column !== number);
  if (fields.length > MAX_DATA_FIELDS) {
    throw invalid('fields', `${fields.length} columns beside the number`, `${MAX_DATA_FIELDS} or fewer`);
  }
  return {
    count: header.length,
    number,
    fields,
    fieldNames: Object.fromEntries(fields.map((column, index) => [String(index + 1), header[column]!])),
  };
}

async function* readRows(
  records: AsyncIterator<{ record: string[]; info: Info }>,
  columns: Columns,
  broken: CsvRow[],
): AsyncGenerator<CsvRow> {
  for (let next = await records.next(); !next.done; next = await records.next()) {
    yield* broken.splice(0);
    yield readRow(next.value.record, next.value.info.lines, columns);
  }
  yield* broken.splice(0);
}

function readRow(record: readonly string[], line: number, columns: Columns): CsvRow {
  if (record.length !== columns.count) {
    return { line, reason: `${record.length} columns where the header has ${columns.count}` };
  }
  const text = record[columns.number]!;
  const number = toMsisdn(text);
  if (number === null) {
    return {
      line,
      reason: `"${shortened(text)}" is no phone number with its country code, such as 46701740605`,
    };
  }
  const fields: Record<string, string> = {};
  for (const [index, column] of columns.fields.entries()) {
    const value = record[column]!;
    if (value !== '') fields[index + 1] = value;
  }
  return { line, recipient: { number, fields } };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function lineOf(error: CsvError | undefined): number {
  return Number((error as { lines?: number } | undefined)?.lines ?? 0);
}

async function* bounded(upload: WebStream<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of upload) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new Refusal('too-large', [
        { field: '', problem: `the upload is longer than ${maxBytes} bytes`, expected: 'a shorter file, or a higher maxCsvBytes' },
      ]);
    }
    yield chunk;
  }
}

/** Reads on until the header row is there, which tells the delimiter: the one it holds most of. */
async function readHead(source: AsyncGenerator<Uint8Array>): Promise<{ head: Buffer; delimiter: string }> {
  let head: Buffer = Buffer.alloc(0);
  while (!head.includes('\n') && head.length < MAX_HEADER_BYTES) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const [header = ''] = head.toString('utf8').split('\n', 1);
  const [delimiter] = [...DELIMITERS].sort((a, b) => header.split(b).length - header.split(a).length);
  return { head, delimiter: delimiter! };
}

async function* concatenated(head: Buffer, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}
