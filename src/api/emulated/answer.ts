/** What an endpoint of the real API answers. */
export interface Answer {
  status: number;
  /** Their names in small letters. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** @param more headers beside the content type */
export function jsonAnswer(value: unknown, status = 200, more?: Readonly<Record<string, string>>): Answer {
  return { status, headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(value) };
}
