/** The parts of a JSON Schema that the document uses. Any other keyword is an error here, so that none is passed over. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  allOf?: Schema[];
}

type Content = Record<string, { schema: Schema }>;

export interface Operation {
  method: string;
  /** As documented, with `{id}`. */
  path: string;
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

/** Every operation of the document. */
export function operations(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
}

type Check = (schema: Schema, value: unknown, at: string, document: Document) => string[];

const fail = (wrong: boolean, at: string, why: string) => (wrong ? [`${at} ${why}`] : []);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const typeOf = (value: unknown) => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

const CHECKS: Record<string, Check> = {
  $ref: (s, value, at, doc) => breaches(resolve(s, doc), value, at, doc),
  type: (s, value, at) => {
    const type = typeOf(value);
    const allowed = [s.type!].flat();
    return fail(!allowed.includes(type) && !(type === 'integer' && allowed.includes('number')), at, `is of type ${type}`);
  },
  enum: (s, value, at) => fail(!s.enum!.includes(value), at, `is ${value}`),
  const: (s, value, at) => fail(value !== s.const, at, `is not ${s.const}`),
  format: (s, value, at) =>
    fail(typeof value === 'string' && s.format === 'date-time' && !/^\d{4}-.*Z$/.test(value), at, 'is no instant'),
  pattern: (s, value, at) => fail(typeof value === 'string' && !new RegExp(s.pattern!, 'u').test(value), at, 'misfits'),
  minLength: (s, value, at) => fail(typeof value === 'string' && value.length < s.minLength!, at, 'is too short'),
  maxLength: (s, value, at) => fail(typeof value === 'string' && value.length > s.maxLength!, at, 'is too long'),
  minimum: (s, value, at) => fail(typeof value === 'number' && value < s.minimum!, at, 'is too small'),
  maximum: (s, value, at) => fail(typeof value === 'number' && value > s.maximum!, at, 'is too large'),
  exclusiveMinimum: (s, value, at) => fail(typeof value === 'number' && value <= s.exclusiveMinimum!, at, 'too small'),
  minItems: (s, value, at) => fail(Array.isArray(value) && value.length < s.minItems!, at, 'has too few'),
  maxItems: (s, value, at) => fail(Array.isArray(value) && value.length > s.maxItems!, at, 'has too many'),
  items: (s, value, at, doc) =>
    Array.isArray(value) ? value.flatMap((item, index) => violations(s.items!, item, doc, `${at}.${index}`)) : [],
  properties: (s, value, at, doc) =>
    isObject(value)
      ? Object.entries(s.properties!).flatMap(([name, schema]) =>
          name in value ? violations(schema, value[name], doc, `${at}.${name}`) : [],
        )
      : [],
  required: (s, value, at) => (isObject(value) ? s.required!.flatMap((name) => fail(!(name in value), at, `lacks ${name}`)) : []),
  additionalProperties: (s, value, at, doc) => {
    const { additionalProperties: more, properties = {} } = s;
    if (!isObject(value) || typeof more !== 'object') return [];
    const others = Object.entries(value).filter(([name]) => !(name in properties));
    return others.flatMap(([name, item]) => violations(more, item, doc, `${at}.${name}`));
  },
  anyOf: (s, value, at, doc) =>
    fail(!s.anyOf!.some((schema) => violations(schema, value, doc, at).length === 0), at, 'fits no alternative'),
  allOf: (s, value, at, doc) => s.allOf!.flatMap((schema) => breaches(schema, value, at, doc)),
  description: () => [],
  example: () => [],
  default: () => [],
};

const breaches: Check = (schema, value, at, document) =>
  Object.keys(schema).flatMap((keyword) => {
    const check = CHECKS[keyword];
    return check ? check(schema, value, at, document) : [`${at}: keyword ${keyword} is not known here`];
  });

/** Where a value differs from its schema. An object may hold no property that its schema does not name. */
export function violations(schema: Schema, value: unknown, document: Document, at = '$'): string[] {
  const names = isObject(value) ? propertyNames(schema, document) : null;
  const undocumented = names === null ? [] : Object.keys(value as object).filter((name) => !names.includes(name));
  return [...breaches(schema, value, at, document), ...undocumented.map((name) => `${at}.${name} is not documented`)];
}

/** The properties that a schema names; null when it does not restrict them. */
function propertyNames(schema: Schema, document: Document): string[] | null {
  if (schema.$ref) return propertyNames(resolve(schema, document), document);
  if (schema.allOf) return schema.allOf.flatMap((part) => propertyNames(part, document) ?? []);
  return schema.properties ? Object.keys(schema.properties) : null;
}

function resolve({ $ref = '' }: Schema, { components }: Document): Schema {
  const schema = components.schemas[$ref.replace('#/components/schemas/', '')];
  if (!schema) throw new Error(`nothing is at ${$ref}`);
  return schema;
}
