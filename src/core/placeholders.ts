const PLACEHOLDER = /\{([1-9]\d?)\}/g;

/** How many placeholders a project's template asks for: as many as the highest of `{1}` .. `{99}` in it. */
export function placeholdersOf(template: string): number {
  let highest = 0;
  for (const [, number] of template.matchAll(PLACEHOLDER)) highest = Math.max(highest, Number(number));
  return highest;
}

/**
 * Whether placeholders make a text that conforms to the template, which is how an SMS or a WhatsApp message must match
 * what was approved [D]: one for each that it asks for [I], and none empty, since a text with a hole in it is another
 * text [I]. What is not told is which one is filled with what: a placeholder may hold any text.
 * @param asked as `placeholdersOf` tells
 * @returns what is wrong, in words; null: they conform
 */
export function nonconformity(asked: number, placeholders: readonly string[]): string | null {
  if (placeholders.length !== asked)
    return `the template asks for ${asked} placeholders, and there are ${placeholders.length}`;
  const empty = placeholders.findIndex((text) => text.trim() === '');
  return empty === -1 ? null : `placeholder {${empty + 1}} is empty`;
}

/** Placeholders by number, as templates are filled: the first is `{1}`. */
export function byNumber(placeholders: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [index, text] of placeholders.entries()) fields[index + 1] = text;
  return fields;
}
