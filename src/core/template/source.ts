import { type Metric, metric } from '../metrics.ts';
import type { FieldProblem } from '../refusal.ts';

/** Something legal but unwise about a callback's texts. */
export interface TemplateWarning {
  /** `template`, `url`, `headers.X-Foo`, `batch`, … */
  field: string;
  warning: string;
}

/** A stretch of text; `name` is what stands between the braces when it is of the form `{NAME}`. */
export interface Token {
  offset: number;
  text: string;
  name: string | null;
}

/** `{NAME}`. Small letters name no metric, but are recognised so that a slip can be pointed out. */
const BRACE = /\{([A-Za-z0-9_]+)\}/g;

/** What was found in all texts of one callback. */
export class Findings {
  readonly problems: FieldProblem[] = [];
  readonly warnings: TemplateWarning[] = [];
  /** Metrics in use, each with the fields it stands in. */
  readonly uses = new Map<Metric, Set<string>>();
}

/** One text of a callback that may hold metrics; it knows how to name a place in itself. */
export class Source {
  constructor(
    readonly findings: Findings,
    readonly field: string,
    readonly text: string,
    /** Documents have lines and columns, URLs and header values only characters; all counted from 1. */
    private readonly shape: 'document' | 'line',
    /** When given, why only metrics that all items of a batch share may stand here. */
    private readonly sharedOnly: string | null,
  ) {}

  #lineStarts: number[] | null = null;

  /** The stretches of the text from `start` up to `end`, in order, without gaps. */
  tokens(start = 0, end = this.text.length): Token[] {
    const tokens: Token[] = [];
    let from = start;
    const literal = (to: number) => {
      if (to > from) tokens.push({ offset: from, text: this.text.slice(from, to), name: null });
    };
    for (const match of this.text.slice(start, end).matchAll(BRACE)) {
      const offset = start + match.index;
      literal(offset);
      tokens.push({ offset, text: match[0], name: match[1]! });
      from = offset + match[0].length;
    }
    literal(end);
    return tokens;
  }

  /** The metric that the token names, noted as used; null for plain text. A name of no metric is plain text too, with a warning. */
  use(token: Token): Metric | null {
    if (token.name === null) return null;
    const found = metric(token.name);
    if (found === undefined) {
      this.findings.warnings.push({
        field: this.field,
        warning: `${this.place(token.offset)}: ${token.text} is no metric and stays as it is${didYouMean(token.name)}`,
      });
      return null;
    }
    const fields = this.findings.uses.get(found) ?? new Set();
    this.findings.uses.set(found, fields.add(this.field));
    if (this.sharedOnly !== null && !found.shared) {
      const problem = `${token.text} differs from item to item, but ${this.sharedOnly}`;
      this.refuse(token.offset, problem, 'only {CID}, or a callback without batch');
    }
    return found;
  }

  refuse(offset: number, problem: string, expected?: string): void {
    const found = { field: this.field, problem: `${this.place(offset)}: ${problem}` };
    this.findings.problems.push(expected === undefined ? found : { ...found, expected });
  }

  private lineStarts(): number[] {
    this.#lineStarts ??= [
      0,
      ...Array.from(this.text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length),
    ];
    return this.#lineStarts;
  }

  private place(offset: number): string {
    if (this.shape === 'line') return `character ${offset + 1}`;
    const next = this.lineStarts().findIndex((start) => start > offset);
    const line = next === -1 ? this.lineStarts().length : next;
    return `line ${line}, column ${offset - this.lineStarts()[line - 1]! + 1}`;
  }
}

/** A hint for names written in small letters; empty when that is not what is wrong. */
export function didYouMean(name: string): string {
  const capitals = name.toUpperCase();
  return capitals !== name && metric(capitals) !== undefined ? `; did you mean {${capitals}}?` : '';
}
