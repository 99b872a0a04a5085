/** What a body is written in, as far as it can be told from itself. */
export type Written = 'JSON' | 'XML' | null;

/**
 * Lays out JSON or XML in lines, for reading. Values stay as they are written: a number of 20 digits keeps them all.
 * @returns the text itself when it is neither, or broken
 */
export function pretty(text: string): { written: Written; text: string } {
  if (isJson(text)) return { written: 'JSON', text: prettyJson(text) };
  const xml = prettyXml(text);
  return xml === null ? { written: null, text } : { written: 'XML', text: xml };
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const JSON_TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function prettyJson(text: string): string {
  let depth = 0;
  let laidOut = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  const tokens = text.match(JSON_TOKEN) ?? [];
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const isEmpty = (token === '}' && before === '{') || (token === ']' && before === '[');
    if (token === '}' || token === ']') {
      depth -= 1;
      laidOut += isEmpty ? token : line() + token;
    } else if (token === ',') laidOut += token;
    else if (token === ':') laidOut += ': ';
    else {
      laidOut += before === ',' || before === '{' || before === '[' ? line() + token : token;
      if (token === '{' || token === '[') depth += 1;
    }
  });
  return laidOut;
}

const XML_TOKEN = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[^>]*>|[^<]+/g;

/** Null when tags do not match. */
function prettyXml(text: string): string | null {
  if (!/^\s*</.test(text)) return null;
  const open: string[] = [];
  const lines: string[] = [];
  /** Nothing but text since the tag that opened. */
  let staysOnLine = false;
  const add = (line: string) => lines.push('  '.repeat(open.length) + line);
  for (const token of text.match(XML_TOKEN) ?? []) {
    const name = /^<\/?([^\s/>]+)/.exec(token)?.[1];
    if (token.startsWith('</')) {
      if (open.pop() !== name) return null;
      if (staysOnLine) lines[lines.length - 1] += token;
      else add(token);
      staysOnLine = false;
    } else if (/^<(?!!\[CDATA)/.test(token)) {
      add(token);
      staysOnLine = !/^<[!?]|\/>$/.test(token);
      if (staysOnLine) open.push(name ?? '');
    } else if (token.trim() !== '') {
      if (lines.length === 0) return null;
      lines[lines.length - 1] += token;
    }
  }
  return open.length === 0 && lines.length > 0 ? lines.join('\n') : null;
}
