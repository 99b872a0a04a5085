/**
 * A project's template with the recipient's data fields in place of `{1}` .. `{99}`.
 * A field that the recipient does not have leaves nothing; other braces stay as they are.
 */
export function fillContent(template: string, fields: Readonly<Record<string, string>>): string {
  return template.replace(/\{([1-9]\d?)\}/g, (_brace, number: string) => fields[number] ?? '');
}
