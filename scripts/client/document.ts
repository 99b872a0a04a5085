/** What of the OpenAPI document the client is made from. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export type Schema = Record<string, unknown> & { $ref?: string };

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  parameters?: { name: string; in: 'path' | 'query'; description?: string; schema: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

/** An operation as the client has it. Types are TypeScript, of what `schemas` holds. */
export interface Method {
  name: string;
  verb: string;
  /** As documented, with `{id}`. */
  path: string;
  comment: readonly string[];
  inPath: readonly { name: string; type: string }[];
  body: { type: string; contentTypes: readonly string[]; required: boolean } | null;
  query: string | null;
  answer: string;
}

const JSON_TYPE = 'application/json';

/** The methods of the client, and every schema that their types are of, by name. */
export function methodsOf(document: Document): { methods: Method[]; schemas: Record<string, Schema> } {
  const schemas = { ...document.components.schemas };
  /** The type of a schema, which gets a name when it has none. */
  const typed = (schema: Schema, name: string): string => {
    const ref = nameIn(schema);
    if (ref !== null) return ref;
    const item = itemOfPage(schema);
    if (item !== null) return `Page<${item}>`;
    if (name in schemas) throw new Error(`two schemas are called ${name}`);
    schemas[name] = schema;
    return name;
  };
  const methods = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]): Method => {
      const { operationId, parameters = [], requestBody } = operation;
      const name = operationId.charAt(0).toUpperCase() + operationId.slice(1);
      const query = parameters.filter((parameter) => parameter.in === 'query');
      return {
        name: operationId,
        verb: verb.toUpperCase(),
        path,
        comment: [operation.summary, operation.description ?? '', `\`${verb.toUpperCase()} /v1${path}\``],
        inPath: parameters
          .filter((parameter) => parameter.in === 'path')
          .map(({ name, schema }) => ({ name, type: schema.type === 'integer' ? 'number' : 'string' })),
        body: requestBody ? bodyOf(requestBody, (schema) => typed(schema, `${name}Body`)) : null,
        query: query.length === 0 ? null : typed(asObject(query), `${name}Query`),
        answer: answerOf(operation, (schema) => typed(schema, `${name}Answer`)),
      };
    }),
  );
  return { methods, schemas };
}

function bodyOf(
  { required = false, content }: NonNullable<Operation['requestBody']>,
  typed: (schema: Schema) => string,
): Method['body'] {
  const types = Object.entries(content).map(([contentType, { schema }]) =>
    contentType === JSON_TYPE ? typed(schema) : rawType(contentType),
  );
  return { type: types.join(' | '), contentTypes: Object.keys(content), required };
}

function answerOf({ responses }: Operation, typed: (schema: Schema) => string): string {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const [content] = good.map(([, response]) => response.content);
  const [contentType, media] = Object.entries(content ?? {})[0] ?? [];
  if (contentType === undefined || media === undefined) return 'void';
  return contentType === JSON_TYPE ? typed(media.schema) : rawType(contentType);
}

/** What is no JSON is text, or bytes. */
function rawType(contentType: string): string {
  return /^text\/|pem/.test(contentType) ? 'string' : 'Uint8Array';
}

function asObject(query: NonNullable<Operation['parameters']>): Schema {
  const properties = query.map(({ name, schema, description }) => [
    name,
    { ...(isFlag(schema) ? { type: 'boolean' } : schema), ...(description !== undefined && { description }) },
  ]);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

/** In a URL it is a word. */
const isFlag = (schema: Schema) => JSON.stringify(schema.enum) === '["true","false"]';

function nameIn({ $ref }: Schema): string | null {
  return $ref?.split('/').at(-1) ?? null;
}

function itemOfPage(schema: Schema): string | null {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  if (Object.keys(properties).join() !== 'items,next') return null;
  return nameIn((properties.items?.items ?? {}) as Schema);
}
