/**
 * A value of a JSON object all of whose values are strings; null: it has no such key. Nothing else is read: a message
 * has one or two of many data fields in it, as a rule.
 * @param json as JSON.stringify writes it
 * @param key without anything that JSON escapes
 */
export function jsonField(json: string, key: string): string | null {
  // In a string, the quotes would be escaped.
  const mark = `"${key}":"`;
  const found = json.indexOf(mark);
  if (found === -1) return null;
  const start = found + mark.length;
  const value = json.slice(start, json.indexOf('"', start));
  return value.includes('\\') ? (JSON.parse(json) as Record<string, string>)[key]! : value;
}
