import type { OpenApiDocument } from '../openapi.ts';
import {
  follow,
  type Media,
  type Parameter,
  type PathItem,
  type RequestBody,
  type Response,
} from './document.ts';

/** A call that the document describes, references followed. */
export interface DocumentedOperation {
  /** Its place on the page. */
  anchor: string;
  method: string;
  /** From the host on, such as `/v1/customers/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description: string;
  deprecated: boolean;
  parameters: readonly Parameter[];
  body: RequestBody | null;
  responses: readonly DocumentedResponse[];
}

export interface DocumentedResponse {
  status: string;
  description: string;
  contents: readonly [contentType: string, media: Media][];
}

/** Operations under one heading. */
export interface OperationGroup {
  tag: string;
  anchor: string;
  description: string;
  operations: readonly DocumentedOperation[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const;
const UNTAGGED = 'Other';

/** Every operation of a document under its first tag, in the order of the document. */
export function operationsByTag(document: OpenApiDocument): OperationGroup[] {
  return grouped(operationsOf(document), ({ tag }) => tag).map(([tag, operations]) => ({
    tag,
    anchor: tag.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'),
    description: document.tags?.find(({ name }) => name === tag)?.description ?? '',
    operations,
  }));
}

function operationsOf(document: OpenApiDocument): DocumentedOperation[] {
  const base = document.servers?.[0]?.url ?? '';
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [documented(document, item, method, base, path)] : [];
    }),
  );
}

function documented(
  document: OpenApiDocument,
  item: PathItem,
  method: (typeof METHODS)[number],
  base: string,
  path: string,
): DocumentedOperation {
  const operation = item[method]!;
  return {
    anchor: `${method}${path.replaceAll('{', ':').replaceAll('}', '')}`,
    method: method.toUpperCase(),
    path: base.replace(/\/$/, '') + path,
    tag: operation.tags?.[0] ?? UNTAGGED,
    summary: operation.summary ?? '',
    description: operation.description ?? '',
    deprecated: operation.deprecated ?? false,
    parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
      follow<Parameter>(document, parameter),
    ),
    body: operation.requestBody ? follow<RequestBody>(document, operation.requestBody) : null,
    responses: Object.entries(operation.responses ?? {}).map(([status, response]) => {
      const { description, content = {} } = follow<Response>(document, response);
      return { status, description, contents: Object.entries(content) };
    }),
  };
}

/** The refusals that several operations share, by status: told once. */
export function sharedRefusals(groups: readonly OperationGroup[]): DocumentedResponse[] {
  const refusals = groups
    .flatMap(({ operations }) => operations.flatMap(({ responses }) => responses))
    .filter(({ status }) => status.startsWith('4'));
  return grouped(refusals, refusalKey)
    .filter(([, alike]) => alike.length > 1)
    .map(([, [first]]) => first!)
    .sort((a, b) => a.status.localeCompare(b.status));
}

/** The same for responses that say the same. */
export function refusalKey({ status, description }: DocumentedResponse): string {
  return `${status} ${description}`;
}

/** Items under their keys, in the order in which the keys first come up. */
function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): [key: string, items: Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups];
}
