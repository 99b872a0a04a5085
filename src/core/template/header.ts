import { type Escape, Parts, type Reader } from './parts.ts';
import { type Findings, Source } from './source.ts';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Headers that say how the request travels, which the connection decides and not the customer. */
const TRANSPORT =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|host|expect)$/i;

const CONTROL = /[^\x20-\x7e\x80-\uffff]/g;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

const encoder = new TextEncoder();

/** The text's UTF-8 bytes, one character for each, which is how Node wants header values. */
function utf8Bytes(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  let bytes = '';
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** In UTF-8, with a space for each control character, so that no content can begin a header of its own; no value leaves nothing. */
const inHeader: Escape = (value) => {
  if (value === null) return '';
  const text = String(value);
  return PRINTABLE_ASCII.test(text) ? text : utf8Bytes(text.replace(CONTROL, ' '));
};

/**
 * Compiles the customer's headers, names as given; what is wrong with them is noted in the findings.
 * @param sharedOnly when given, why only metrics that all items of a batch share may stand here
 */
export function compileHeaders(
  headers: Readonly<Record<string, string>>,
  findings: Findings,
  sharedOnly: string | null,
): [name: string, read: Reader][] {
  const seen = new Set<string>();
  return Object.entries(headers).map(([name, value]) => {
    const field = `headers.${name}`;
    const refuse = (problem: string, expected: string) =>
      findings.problems.push({ field, problem, expected });
    if (!TOKEN.test(name)) {
      refuse('this is no name of a header', "letters, digits and !#$%&'*+-.^_`|~, without metrics");
    } else if (TRANSPORT.test(name)) {
      refuse('this header belongs to the connection, and is set when the request is sent', 'another header');
    } else if (seen.has(name.toLowerCase())) {
      refuse('this header is given twice; capitals make no difference', 'each header once');
    }
    seen.add(name.toLowerCase());
    return [name, compileValue(new Source(findings, field, value, 'line', sharedOnly))];
  });
}

function compileValue(source: Source): Reader {
  const control = source.text.search(CONTROL);
  if (control !== -1)
    source.refuse(control, 'a header cannot hold a control character', 'printable characters');
  const parts = new Parts();
  for (const token of source.tokens()) {
    const found = source.use(token);
    if (found === null) parts.literal(utf8Bytes(token.text));
    else parts.metric(found, inHeader);
  }
  return parts.build();
}
