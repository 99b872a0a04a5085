import type { Schema } from './json-schema.ts';

type Content = Record<string, { schema: Schema }>;

export interface Operation {
  method: string;
  /** As documented, with `{id}`. */
  path: string;
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

export interface Document {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: Record<string, Schema> };
}

const EXAMPLES: Readonly<Record<string, string>> = { number: '46701740605', name: 'quiet-sunday' };
const INBOX = 'first';

/** A path with something in the place of each of its parameters. */
export function withExamples(path: string, id = '1'): string {
  const examples = path.startsWith('/inbox/') ? { ...EXAMPLES, name: INBOX } : EXAMPLES;
  return path.replace(/\{(\w+)\}/g, (_, name) => (name === 'id' ? id : examples[name]!));
}

/** Every operation of the document. */
export function operations(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
}
