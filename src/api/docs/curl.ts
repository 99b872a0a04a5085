import type { OpenApiDocument } from '../openapi.ts';
import type { Media, Parameter } from './document.ts';
import { bodyExample, exampleOf, layOut } from './example.ts';
import type { DocumentedOperation } from './operations.ts';

/** Where a platform with default settings listens. */
const HOST = 'http://127.0.0.1:4010';

/** The body of a request: its content type, and what the document says of it. */
export type Content = readonly [contentType: string, media: Media];

/** A command for a POSIX shell that makes a call with the least that it needs. */
export function curlCommand(
  document: OpenApiDocument,
  operation: DocumentedOperation,
  content: Content | null,
): string {
  const { method, path, parameters } = operation;
  const given = parameters
    .filter(({ required }) => required)
    .map((parameter) => ({ ...parameter, value: parameterExample(document, parameter) }));
  const filled = given
    .filter((parameter) => parameter.in === 'path')
    .reduce((url, { name, value }) => url.replaceAll(`{${name}}`, encodeURIComponent(value)), path);
  const query = new URLSearchParams(
    given
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, value }): [string, string] => [name, value]),
  ).toString();
  const headers = given
    .filter((parameter) => parameter.in === 'header')
    .map(({ name, value }) => `${name}: ${value}`);
  return [
    [
      'curl',
      ...(method === 'GET' ? [] : ['-X', method]),
      shellQuoted(`${HOST}${filled}${query && `?${query}`}`),
    ],
    ...[...headers, ...(content ? [`content-type: ${content[0]}`] : [])].map((header) => [
      '-H',
      shellQuoted(header),
    ]),
    ...(content ? [['--data-raw', shellQuoted(bodyText(document, content))]] : []),
  ]
    .map((words) => words.join(' '))
    .join(' \\\n  ');
}

/** Quotes a word for a POSIX shell, unless it is one as it stands. */
export function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function parameterExample(document: OpenApiDocument, { example, schema = {} }: Parameter): string {
  const value = example ?? exampleOf(document, schema, 'least');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function bodyText(document: OpenApiDocument, [contentType, media]: Content): string {
  const value = bodyExample(document, media, 'least');
  return typeof value === 'string' && !contentType.includes('json') ? value : layOut(value);
}
