const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * The keys of a JSON object in the order of its text, each once, where it first stands.
 * @param text of an object that has been parsed already
 */
export function topLevelKeys(text: string): string[] {
  const keys = new Set<string>();
  let depth = 0;
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 1) keys.add(JSON.parse(last) as string);
    last = token;
  }
  return [...keys];
}
