// Writes what of the client follows from the OpenAPI document: npm run client. With --check it only tells what has drifted.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { startMockWiraya } from '../src/index.ts';
import { type Document, type Method, methodsOf, type Schema } from './client/document.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const HEAD = '// Written by `npm run client` from the OpenAPI document; do not edit.\n';

const { methods, schemas } = methodsOf(await openApiDocument());
const wanted = {
  'src/client/schemas.ts': formatted(HEAD + (await typesOf(schemas)), 'schemas.ts'),
  'src/client/operations.ts': formatted(HEAD + operations(methods), 'operations.ts'),
};
const drifted = Object.entries(wanted).filter(([file, text]) => text !== present(file));
if (!process.argv.includes('--check')) {
  for (const [file, text] of drifted) writeFileSync(root + file, text);
} else if (drifted.length > 0) {
  console.error(`${drifted.map(([file]) => file).join(', ')}: not as the control API is; run npm run client`);
  process.exitCode = 1;
}

async function openApiDocument(): Promise<Document> {
  await using platform = await startMockWiraya();
  return (await (await fetch(`${platform.httpUrl}/openapi.json`)).json()) as Document;
}

async function typesOf(schemas: Record<string, Schema>): Promise<string> {
  const document = {
    openapi: '3.1.0',
    info: { title: '', version: '' },
    components: { schemas },
  };
  const nodes = await openapiTS(document as never, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // What has a default need not be given.
    defaultNonNullable: false,
  });
  const text = astToString(nodes);
  return text.slice(text.indexOf('export interface components'));
}

function operations(methods: readonly Method[]): string {
  const used = new Set(methods.flatMap(({ body, query, answer }) => [body?.type, query, answer]));
  const names = new Set([...used].flatMap((type) => (type ?? '').match(/\b[A-Z]\w+/g) ?? []));
  for (const own of ['Page', 'Uint8Array']) names.delete(own);
  return `
import type { ${[...names].sort().join(', ')} } from './schemas.ts';

/** A page of a list. Give \`next\` as \`after\` for the one that follows; null at the end. */
export interface Page<Item> {
  items: Item[];
  next: number | null;
}

/** Every operation of the control API, by its operationId: what stands in its path, then its body, then its query. */
export interface ControlApi {
${methods.map(signature).join('\n')}
}

/** How each is asked for: method, path, and the content types of the body, where it takes one. */
export const OPERATIONS = {
${methods.map(row).join('\n')}
} as const satisfies Record<keyof ControlApi, readonly [string, string, ...(readonly string[][])]>;
`;
}

function signature({ name, comment, inPath, body, query, answer }: Method): string {
  const parameters = [
    ...inPath.map(({ name, type }) => `${name}: ${type}`),
    ...(body ? [`body${body.required ? '' : '?'}: ${body.type}`] : []),
    ...(query ? [`query?: ${query}`] : []),
  ];
  const lines = comment.filter((line) => line !== '').map((line) => `   * ${line.replaceAll('*/', '*\\/')}`);
  return `  /**\n${lines.join('\n')}\n   */\n  ${name}(${parameters.join(', ')}): Promise<${answer}>;`;
}

function row({ name, verb, path, body }: Method): string {
  const types = body ? `, ${JSON.stringify(body.contentTypes)}` : '';
  return `  ${name}: ['${verb}', '${path}'${types}],`;
}

function formatted(text: string, name: string): string {
  const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url));
  return execFileSync(biome, ['check', '--write', `--stdin-file-path=src/client/${name}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
}

function present(file: string): string | null {
  try {
    return readFileSync(root + file, 'utf8');
  } catch {
    return null;
  }
}
