import { type Escape, Parts, type Reader } from './parts.ts';
import type { Source } from './source.ts';

const UNRESERVED = /^[A-Za-z0-9_.~-]*$/;
const DOTS = /^(?:\.|%2e)*$/i;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Percent-encoded, `/`, `?`, `&` and `+` included; half of a surrogate pair becomes U+FFFD; no value leaves nothing. */
const encode: Escape = (value) => {
  if (value === null) return '';
  const text = String(value);
  return UNRESERVED.test(text) ? text : encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd'));
};

/**
 * Compiles a URL with metrics in path and query; what is wrong with it is noted in the source's findings.
 *
 * A path segment that comes out as `.` or `..` would be taken as a step by every URL parser, in whatever notation.
 * Its dots are therefore encoded twice (`%252E%252E`): the receiver reads `%2E%2E`, and the path keeps its shape.
 */
export function compileUrl(source: Source): Reader {
  const { text } = source;
  const parts = new Parts();
  const start = structure(source);
  if (start === null) return parts.build();

  parts.literal(text.slice(0, start));
  const queryAt = text.indexOf('?', start);
  const pathEnd = queryAt === -1 ? text.length : queryAt;
  for (let from = start; from < pathEnd; ) {
    const slash = text.indexOf('/', from + 1);
    const to = slash === -1 || slash > pathEnd ? pathEnd : slash;
    parts.literal('/');
    compileSegment(source, from + 1, to, parts);
    from = to;
  }
  for (const token of source.tokens(pathEnd)) {
    const found = source.use(token);
    if (found === null) parts.literal(token.text);
    else parts.metric(found, encode);
  }
  return parts.build();
}

/** Checks what metrics cannot mend, and gives the offset of path or query; null when the URL is refused. */
function structure(source: Source): number | null {
  const { text } = source;
  const refuse = (offset: number, problem: string, expected?: string): null => {
    source.refuse(offset, problem, expected);
    return null;
  };

  const blank = text.search(/[\s\p{Cc}]/u);
  if (blank !== -1) return refuse(blank, 'a URL cannot hold spaces or control characters', '%20 for a space');
  const beforeColon = text.split(/[:/?#]/, 1)[0]!.length;
  const inScheme = source.tokens(0, beforeColon).find(({ name }) => name !== null);
  if (inScheme !== undefined) {
    return refuse(inScheme.offset, `${inScheme.text} cannot stand in the scheme`, 'http:// or https://');
  }
  const scheme = /^https?:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return refuse(0, 'a callback is sent by HTTP or HTTPS', 'https://host/path');

  const authorityEnd = scheme.length + (/[/?#\\]/.exec(text.slice(scheme.length))?.index ?? text.length);
  const start = Math.min(authorityEnd, text.length);
  const userinfoEnd = text.slice(0, start).lastIndexOf('@');
  const misplaced = source.tokens(scheme.length, start).find(({ name }) => name !== null);
  if (misplaced !== undefined) {
    const where = misplaced.offset < userinfoEnd ? 'the user name or password' : 'the host or port';
    return refuse(
      misplaced.offset,
      `${misplaced.text} cannot stand in ${where}`,
      'metrics in path and query',
    );
  }
  if (userinfoEnd !== -1) {
    return refuse(scheme.length, 'user name and password do not belong in the URL', 'auth, or none');
  }

  const fragment = text.indexOf('#');
  if (fragment !== -1) return refuse(fragment, 'what follows # is never sent to a server', '%23 for a #');
  const backslash = text.split('?', 1)[0]!.indexOf('\\');
  if (backslash !== -1) return refuse(backslash, 'a backslash cannot stand in host or path', '/ or %5C');
  const percent = text.search(/%(?![0-9A-Fa-f]{2})/);
  if (percent !== -1) return refuse(percent, '% must be followed by two hexadecimal digits', '%25 for a %');

  if (start === scheme.length || !URL.canParse(text.slice(0, start))) {
    return refuse(scheme.length, 'this is no host, or no port', 'https://host or https://host:port');
  }
  return start;
}

function compileSegment(source: Source, from: number, to: number, parts: Parts): void {
  const pieces = source.tokens(from, to).map((token) => ({ text: token.text, metric: source.use(token) }));
  const couldBeDots =
    pieces.some(({ metric }) => metric) && pieces.every(({ metric, text }) => metric || DOTS.test(text));
  const segment = couldBeDots ? new Parts() : parts;
  for (const { metric, text } of pieces) {
    if (metric === null) segment.literal(text);
    else segment.metric(metric, encode);
  }
  if (couldBeDots) {
    const render = segment.build();
    parts.reader((view) => withoutDotSegment(render(view)));
  }
}

function withoutDotSegment(segment: string): string {
  return /^(?:\.|%2e){1,2}$/i.test(segment) ? segment.replace(/\.|%2e/gi, '%252E') : segment;
}
