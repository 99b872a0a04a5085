import { TextDecoder } from 'node:util';
import { toMsisdn } from '../../core/number.ts';
import { invalid, type Refusal } from '../../core/refusal.ts';
import { MAX_DATA_FIELDS } from '../../core/vocabulary.ts';
import type { NewRecipient } from '../../store/contact-lists.ts';
import { MAX_FIELD_LENGTH, MAX_NAME_LENGTH } from './common.ts';
import { type CsvRecord, readCsv } from './csv.ts';

/** A row of the file: a recipient, or why it is none. Lines count from 1, the header's. */
export type CsvRow = { line: number; recipient: NewRecipient } | { line: number; reason: string };

/** The header's data fields by number, and the rows behind it. */
export interface RecipientCsv {
  fieldNames: Record<string, string>;
  rows: AsyncIterable<CsvRow>;
}

const NUMBER_COLUMN = 'number';

/** What stands for bytes that are not UTF-8. */
const UNREADABLE = '\ufffd';

/**
 * Reads a CSV of recipients as it comes in: a header row, a column `number`, and up to 99 others, which become
 * data fields in their order. Commas, semicolons (as Swedish spreadsheets write) and tabs are understood, in UTF-8
 * or, as spreadsheets call Unicode text, UTF-16.
 * @throws Refusal when the header cannot be used
 */
export async function readRecipientCsv(upload: AsyncIterable<Uint8Array>): Promise<RecipientCsv> {
  const records = readCsv(decoded(upload));
  try {
    const first = await records.next();
    if (first.done) throw unusable('the CSV is empty');
    if ('reason' in first.value) throw unusable(`the header row cannot be read: ${first.value.reason}`);
    const columns = readHeader(first.value.cells);
    return { fieldNames: columns.fieldNames, rows: readRows(records, columns) };
  } catch (error) {
    await records.return(undefined);
    throw error;
  }
}

async function* decoded(upload: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of upload) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8');
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder) yield decoder.decode();
}

function unusable(problem: string): Refusal {
  return invalid('', problem, 'a header row with a column "number", and a row for each recipient');
}

interface Columns {
  count: number;
  number: number;
  /** The column of each data field, by position. */
  fields: readonly number[];
  fieldNames: Record<string, string>;
}

function readHeader(header: readonly string[]): Columns {
  if (header.some((name) => name.includes(UNREADABLE))) {
    throw invalid('', 'the header row is not UTF-8', 'a CSV that was saved as UTF-8');
  }
  const names = header.map((name) => name.toLowerCase());
  const number = names.indexOf(NUMBER_COLUMN);
  if (number === -1) {
    const columns = shortened(header.map((name) => `"${name}"`).join(', '), 200);
    throw invalid(
      'number',
      `the header row has no column "number", only ${columns}`,
      'a column named number',
    );
  }
  if (names.indexOf(NUMBER_COLUMN, number + 1) !== -1) {
    throw invalid('number', 'the header row has two columns "number"', 'one column named number');
  }
  const fields = header.map((_, column) => column).filter((column) => column !== number);
  if (fields.length > MAX_DATA_FIELDS) {
    throw invalid('fields', `${fields.length} columns beside the number`, `${MAX_DATA_FIELDS} or fewer`);
  }
  const named = fields
    .map((column, index) => [`${index + 1}`, header[column]!] as const)
    .filter(([, name]) => name !== '');
  const tooLong = named.find(([, name]) => name.length > MAX_NAME_LENGTH);
  if (tooLong) {
    const [field, name] = tooLong;
    throw invalid(
      `fieldNames.${field}`,
      `the column's name has ${name.length} characters`,
      `${MAX_NAME_LENGTH} or fewer`,
    );
  }
  return { count: header.length, number, fields, fieldNames: Object.fromEntries(named) };
}

async function* readRows(records: AsyncIterable<CsvRecord>, columns: Columns): AsyncGenerator<CsvRow> {
  for await (const record of records) {
    yield 'cells' in record ? { line: record.line, ...readRow(record.cells, columns) } : record;
  }
}

function readRow(
  cells: readonly string[],
  columns: Columns,
): { recipient: NewRecipient } | { reason: string } {
  if (cells.length !== columns.count) {
    return { reason: `${cells.length} columns where the header has ${columns.count}` };
  }
  const text = cells[columns.number]!;
  const number = toMsisdn(text);
  if (number === null) {
    return {
      reason: `"${shortened(text, 40)}" is no phone number with its country code, such as 46701740605`,
    };
  }
  const fields: Record<string, string> = {};
  for (const [index, column] of columns.fields.entries()) {
    const value = cells[column]!;
    if (value.length > MAX_FIELD_LENGTH) {
      return {
        reason: `data field ${index + 1} has ${value.length} characters, more than ${MAX_FIELD_LENGTH}`,
      };
    }
    if (value.includes(UNREADABLE)) {
      return { reason: `data field ${index + 1} is not UTF-8, which the file must be saved as` };
    }
    if (value !== '') fields[index + 1] = value;
  }
  return { recipient: { number, fields } };
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
