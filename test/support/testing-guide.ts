import { readFileSync } from 'node:fs';

/** docs/testing.md. */
export const guide = readFileSync(new URL('../../docs/testing.md', import.meta.url), 'utf8');

/**
 * The code below one of its headings.
 * @throws Error when there is none
 */
export function blocks(heading: string): string[] {
  const section = guide.split(/^#{2,3} /m).find((text) => text.startsWith(`${heading}\n`));
  const found = [...(section ?? '').matchAll(/^```\w+\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
  if (found.length === 0) throw new Error(`docs/testing.md has no code below "${heading}"`);
  return found;
}
