/** A record of a CSV, or why there is none on the line where it begins. Lines count from 1. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; reason: string };

const DELIMITERS = [',', ';', '\t'] as const;

/** Longest record, in characters: a quote that is never closed would take in the whole file. */
const MAX_RECORD = 1_048_576;

/**
 * Reads a CSV (RFC 4180) as it comes in, with any of three delimiters and any line ends. Blank lines are passed
 * over, and white space around a cell without quotes. A broken record costs the line on which it begins; reading
 * goes on with the next one, so that nothing behind it is lost.
 */
export async function* readCsv(chunks: AsyncGenerator<string>): AsyncGenerator<CsvRecord> {
  const incoming = new Incoming(chunks);
  try {
    const cell = cellPattern(await findDelimiter(incoming));
    for (let line = 1; ; ) {
      if (incoming.at === incoming.text.length && !(await incoming.more())) return;
      const record = readRecord(incoming, cell);
      if (record === null && incoming.waiting <= MAX_RECORD) {
        await incoming.more();
      } else if (record === null || 'reason' in record) {
        yield { line, reason: record?.reason ?? `it is longer than ${MAX_RECORD} characters` };
        await incoming.skipLine();
        line += 1;
      } else {
        incoming.at = record.end;
        if (record.cells.length > 1 || record.cells[0] !== '') yield { line, cells: record.cells };
        line += record.lines;
      }
    }
  } finally {
    await chunks.return(undefined);
  }
}

/** What has come in of a text, and how far it has been read. */
class Incoming {
  text = '';
  at = 0;
  /** Nothing more comes. */
  complete = false;
  readonly #chunks: AsyncGenerator<string>;

  constructor(chunks: AsyncGenerator<string>) {
    this.#chunks = chunks;
  }

  /** How many characters have not been read. */
  get waiting(): number {
    return this.text.length - this.at;
  }

  /** Lets more come in. @returns false at the end */
  async more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) this.complete = true;
    else this.text = this.text.slice(this.at) + next.value;
    if (!next.done) this.at = 0;
    return !this.complete;
  }

  /** Goes on to where the next line begins. */
  async skipLine(): Promise<void> {
    for (;;) {
      const lineBreak = /\r\n?|\n/g;
      lineBreak.lastIndex = this.at;
      const found = lineBreak.exec(this.text);
      if (found && (this.complete || this.text[lineBreak.lastIndex] !== undefined)) {
        this.at = lineBreak.lastIndex;
        return;
      }
      // The other half of a line break may be still to come.
      this.at = found?.index ?? this.text.length;
      if (this.complete) return;
      await this.more();
    }
  }
}

/** A cell, in quotes (1) or bare (3), and what ends it (2, 4): neither for a quote that is not closed. */
function cellPattern(delimiter: string): RegExp {
  const end = `(${delimiter}|\\r\\n|\\r|\\n|$)`;
  return new RegExp(` *(?:"([^"]*(?:""[^"]*)*)(?:" *${end}|$)|([^"${delimiter}\\r\\n]*)${end})`, 'y');
}

/** The record that begins where reading has come to; null: more must come in before it can be told. */
function readRecord(
  { text, at, complete }: Pick<Incoming, 'text' | 'at' | 'complete'>,
  cell: RegExp,
): { cells: string[]; lines: number; end: number } | { reason: string } | null {
  const cells: string[] = [];
  let lines = 1;
  cell.lastIndex = at;
  for (;;) {
    const match = cell.exec(text);
    if (!match) return { reason: 'the quotes do not match' };
    const [, quoted, endOfQuoted, bare, endOfBare] = match;
    const end = endOfQuoted ?? endOfBare;
    if (!complete && cell.lastIndex === text.length && end !== '\n' && end !== '\r\n') return null;
    if (end === undefined) return { reason: 'a quote is not closed' };
    cells.push(quoted === undefined ? bare!.trim() : quoted.replaceAll('""', '"'));
    lines += quoted?.match(/\r\n?|\n/g)?.length ?? 0;
    if (end === '' || end === '\n' || end === '\r' || end === '\r\n')
      return { cells, lines, end: cell.lastIndex };
  }
}

/** The delimiter that makes the most cells of the header row. */
async function findDelimiter(incoming: Incoming): Promise<string> {
  for (;;) {
    const at = Math.max(0, incoming.text.search(/\S/));
    const { text, complete } = incoming;
    const counts = DELIMITERS.map((delimiter) => {
      const record = readRecord({ text, at, complete }, cellPattern(delimiter));
      return { delimiter, cells: record && ('cells' in record ? record.cells.length : 0) };
    });
    if (complete || text.length > MAX_RECORD || counts.every(({ cells }) => cells !== null)) {
      return counts.reduce((best, one) => ((one.cells ?? 0) > (best.cells ?? 0) ? one : best)).delimiter;
    }
    await incoming.more();
  }
}
