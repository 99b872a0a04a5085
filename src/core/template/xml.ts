import { metric } from '../metrics.ts';
import { type Escape, Parts, type Reader } from './parts.ts';
import type { Source } from './source.ts';

/** A stretch of an XML text by the rules that hold in it. */
export interface XmlChunk {
  kind: 'text' | 'tag' | 'comment' | 'CDATA section' | 'processing instruction' | 'DOCTYPE';
  start: number;
  end: number;
}

const KINDS: readonly [opening: string, kind: XmlChunk['kind'], closing: string | null][] = [
  ['<!--', 'comment', '-->'],
  ['<![CDATA[', 'CDATA section', ']]>'],
  ['<?', 'processing instruction', '?>'],
  ['<!', 'DOCTYPE', null],
  ['<', 'tag', null],
];
/** The rest of a tag or DOCTYPE; a > in quotes does not close it. */
const TAG_REST = /(?:"[^"]*"|'[^']*'|[^"'>])*>/y;
const NAME_OR_VALUE = /"[^"]*"|'[^']*'|[^\s=<>"'/]+/g;
/** An ampersand that begins no reference; on its account a parser would report something much further on. */
const STRAY_AMPERSAND = /&(?![^\s&;<>"'{}]+;)/g;

/** All but the characters that XML 1.0 allows. */
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** Nothing to escape or drop, as in nearly all values. */
const PLAIN = /^[ !#-%(-;=?-\u0084\u0086-\u2027\u202a-\ud7ff\ue000-\ufffd]*$/;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\u0085': '&#133;',
  '\u2028': '&#8232;',
  '\u2029': '&#8233;',
};

/** Escapes, and drops what XML 1.0 forbids; no value leaves nothing. */
function escapeXml(needsReference: RegExp): Escape {
  return (value) => {
    if (value === null) return '';
    const text = String(value);
    if (PLAIN.test(text)) return text;
    return text.replace(FORBIDDEN, '').replace(needsReference, (char) => REFERENCES[char]!);
  };
}

/** A parser would read a bare carriage return as a line feed; some do so to U+0085, U+2028 and U+2029. */
const inText = escapeXml(/[&<>"'\r\u0085\u2028\u2029]/g);
/** In attributes a parser would read any white space as a space. */
const inAttribute = escapeXml(/[&<>"'\t\n\r\u0085\u2028\u2029]/g);

/** Takes an XML text apart. Markup that is never closed goes on to the end; `xmlFault` says what is wrong with that. */
export function xmlChunks(text: string): XmlChunk[] {
  const chunks: XmlChunk[] = [];
  for (let start = 0; start < text.length; ) {
    const markup = text.indexOf('<', start);
    const chunk: XmlChunk =
      markup === start
        ? markupAt(text, start)
        : { kind: 'text', start, end: markup === -1 ? text.length : markup };
    chunks.push(chunk);
    start = chunk.end;
  }
  return chunks;
}

function markupAt(text: string, start: number): XmlChunk {
  const [opening, kind, closing] = KINDS.find(([prefix]) => text.startsWith(prefix, start))!;
  const inside = start + opening.length;
  if (closing !== null) {
    const at = text.indexOf(closing, inside);
    return { kind, start, end: at === -1 ? text.length : at + closing.length };
  }
  TAG_REST.lastIndex = inside;
  return { kind, start, end: TAG_REST.test(text) ? TAG_REST.lastIndex : text.length };
}

/** The text with filler in place of metrics and stray ampersands: what surrounds them, at the same offsets. */
export function xmlSkeleton(source: Source): string {
  return source
    .tokens()
    .map(({ name, text }) =>
      name !== null && metric(name) ? 'x'.repeat(text.length) : text.replace(STRAY_AMPERSAND, 'x'),
    )
    .join('');
}

/** Compiles some chunks of an XML text; what is wrong with the metrics in it is noted in the source's findings. Rules: facts sheet, Rendering rules [I]. */
export function compileXml(source: Source, chunks: readonly XmlChunk[]): Reader {
  const parts = new Parts();
  for (const chunk of chunks) {
    if (chunk.kind === 'text' || chunk.kind === 'tag') refuseStrayAmpersand(source, chunk);
    if (chunk.kind === 'text') compileText(source, chunk, parts);
    else if (chunk.kind === 'tag') compileTag(source, chunk, parts);
    else compileForbidding(source, chunk.start, chunk.end, parts, `in a ${chunk.kind}`);
  }
  return parts.build();
}

function refuseStrayAmpersand(source: Source, { start, end }: XmlChunk): void {
  const stray = source.text.slice(start, end).search(STRAY_AMPERSAND);
  if (stray !== -1) source.refuse(start + stray, '& must begin a reference', '&amp; for an &');
}

function compileText(source: Source, { start, end }: XmlChunk, parts: Parts): void {
  for (const token of source.tokens(start, end)) {
    const found = source.use(token);
    // A value that ends in ]] could otherwise make the forbidden ]]> with what follows it.
    if (found === null) parts.literal(token.text.replaceAll('>', '&gt;'));
    else parts.metric(found, inText);
  }
}

function compileTag(source: Source, { start, end }: XmlChunk, parts: Parts): void {
  let from = start;
  let name = '';
  const inName = 'in the name of an element or attribute, nor outside the quotes of a value';
  for (const { index, 0: piece } of source.text.slice(start, end).matchAll(NAME_OR_VALUE)) {
    if (!/^["']/.test(piece)) {
      name = piece;
      continue;
    }
    const valueStart = start + index;
    const valueEnd = valueStart + piece.length;
    compileForbidding(source, from, valueStart, parts, inName);
    if (/^xmlns(?::|$)/.test(name)) {
      compileForbidding(source, valueStart, valueEnd, parts, 'in the declaration of a namespace');
    } else {
      compileValue(source, valueStart, valueEnd, parts);
    }
    from = valueEnd;
  }
  compileForbidding(source, from, end, parts, inName);
}

function compileValue(source: Source, start: number, end: number, parts: Parts): void {
  for (const token of source.tokens(start, end)) {
    const found = source.use(token);
    if (found === null) parts.literal(token.text);
    else parts.metric(found, inAttribute);
  }
}

function compileForbidding(source: Source, start: number, end: number, parts: Parts, where: string): void {
  for (const token of source.tokens(start, end)) {
    if (source.use(token) !== null) {
      const problem = `${token.text} cannot stand ${where}`;
      source.refuse(token.offset, problem, 'metrics in text and attribute values');
    }
    parts.literal(token.text);
  }
}
