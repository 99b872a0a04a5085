import { metric } from '../metrics.ts';
import { remembering } from '../remembering.ts';
import { jsonFault } from './json-fault.ts';
import { type Escape, Parts, type Reader } from './parts.ts';
import { didYouMean, type Source, type Token } from './source.ts';

const STRING = /"(?:[^"\\]+|\\[\s\S])*"?/g;
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** In a string: escaped, halves of surrogate pairs too, so that the content comes back as it was; no value leaves nothing. */
const inString: Escape = (value) => {
  if (value === null) return '';
  const text = String(value);
  return PLAIN.test(text) ? text : JSON.stringify(text).slice(1, -1);
};

/** Bare: as it is; no value: `null`. A short code with a leading zero is no JSON number and gets quotes. */
const bare: Escape = (value) => {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  const text = String(value);
  return NUMBER.test(text) ? text : JSON.stringify(text);
};

/** The same of a value that never needs escaping. */
const plainInString: Escape = (value) => (value === null ? '' : String(value));

/** Compiles a JSON template (one item); what is wrong with it is noted in the source's findings. Rules: facts sheet, Rendering rules [I]. */
export function compileJson(source: Source): Reader {
  const parts = new Parts();
  const isQuoted = quotedIn(source.text);
  let skeleton = '';
  for (const token of source.tokens()) {
    const quoted = isQuoted(token.offset);
    const found = token.name === null || quoted ? source.use(token) : useBare(source, token);
    if (found === null) {
      parts.literal(token.text);
      skeleton += token.name === null || quoted ? token.text : '1'.repeat(token.text.length);
    } else {
      parts.metric(found, quoted ? (found.plain ? plainInString : remembering(inString)) : bare);
      skeleton += (quoted ? 'x' : '1').repeat(token.text.length);
    }
  }
  if (!parses(skeleton)) {
    const fault = jsonFault(skeleton)!;
    source.refuse(fault.offset, fault.reason, 'valid JSON around the metrics');
  }
  return parts.build();
}

/** Tells of rising offsets whether they are within a string. */
function quotedIn(text: string): (offset: number) => boolean {
  const strings = [...text.matchAll(STRING)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  let next = 0;
  return (offset) => {
    while (next < strings.length && strings[next]!.end <= offset) next++;
    return next < strings.length && strings[next]!.start < offset;
  };
}

function useBare(source: Source, token: Token) {
  if (metric(token.name!) === undefined) {
    const problem = `${token.text} is no metric${didYouMean(token.name!)}`;
    source.refuse(token.offset, problem, 'the name of a metric');
    return null;
  }
  const found = source.use(token)!;
  const before = source.text[token.offset - 1] ?? ' ';
  const after = source.text[token.offset + token.text.length] ?? ' ';
  if (!/[\s,:[{]/.test(before) || !/[\s,:\]}]/.test(after)) {
    source.refuse(
      token.offset,
      `${token.text} is joined to what stands beside it, which is no JSON number`,
      `${token.text} by itself, or all of it in double quotes`,
    );
  } else if (found.kind === 'text') {
    source.refuse(token.offset, `${token.text} is text, which JSON has only in quotes`, `"${token.text}"`);
  }
  return found;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
