/** The parts of a JSON Schema that the document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  exclusiveMinimum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  [keyword: string]: unknown;
}

type Named = Record<string, Schema>;

/** What a keyword asks of a single value of a type; other types it lets pass. */
const ASKS: Record<string, (bound: never, value: never) => boolean> = {
  type: (types: string | string[], value: unknown) => [types].flat().some((type) => isOfType(value, type)),
  enum: (values: unknown[], value: unknown) => values.includes(value),
  format: (format: string, text: string) => format !== 'date-time' || /^\d{4}-.*Z$/.test(text),
  pattern: (pattern: string, text: string) => new RegExp(pattern, 'u').test(text),
  minLength: (bound: number, text: string) => text.length >= bound,
  maxLength: (bound: number, text: string) => text.length <= bound,
  minimum: (bound: number, value: number) => value >= bound,
  maximum: (bound: number, value: number) => value <= bound,
  exclusiveMinimum: (bound: number, value: number) => value > bound,
  minItems: (bound: number, items: unknown[]) => items.length >= bound,
  maxItems: (bound: number, items: unknown[]) => items.length <= bound,
  required: (names: string[], value: object) => names.every((name) => name in value),
};
const FOR_TYPE: Record<string, string> = {
  ...{ format: 'string', pattern: 'string', minLength: 'string', maxLength: 'string' },
  ...{ minimum: 'number', maximum: 'number', exclusiveMinimum: 'number' },
  ...{ minItems: 'array', maxItems: 'array', required: 'object' },
};
const STRUCTURE = ['$ref', 'items', 'properties', 'additionalProperties', 'anyOf', 'oneOf', 'allOf'];
const PROSE = ['description', 'example', 'default'];

function isOfType(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  return typeof value === type && value !== null && !Array.isArray(value);
}

/**
 * Where a value differs from its schema. An object may hold no property that its schema does not name, and a
 * schema no keyword that is not checked here.
 * @param named what references lead to
 */
export function violations(schema: Schema, value: unknown, named: Named, at = '$'): string[] {
  const names = isOfType(value, 'object') ? propertyNames(schema, named) : null;
  const undocumented = Object.keys(names ? (value as object) : {}).filter((name) => !names!.includes(name));
  return [
    ...breaches(schema, value, named, at),
    ...undocumented.map((name) => `${at}.${name} is not documented`),
  ];
}

function breaches(schema: Schema, value: unknown, named: Named, at: string): string[] {
  const wrong = Object.keys(schema)
    .filter((keyword) => !STRUCTURE.includes(keyword) && !PROSE.includes(keyword))
    .filter((keyword) => !(FOR_TYPE[keyword] && !isOfType(value, FOR_TYPE[keyword])))
    .filter((keyword) => !ASKS[keyword]?.(schema[keyword] as never, value as never))
    .map((keyword) => `${at} ${ASKS[keyword] ? 'breaks' : 'has an unknown keyword,'} ${keyword}`);
  const { $ref, items, properties = {}, additionalProperties: others, anyOf, oneOf, allOf = [] } = schema;
  const parts = $ref ? [...allOf, resolve($ref, named)] : allOf;
  wrong.push(...parts.flatMap((part) => breaches(part, value, named, at)));
  if (anyOf && !anyOf.some((one) => violations(one, value, named, at).length === 0))
    wrong.push(`${at} breaks anyOf`);
  if (oneOf && oneOf.filter((one) => violations(one, value, named, at).length === 0).length !== 1)
    wrong.push(`${at} breaks oneOf`);
  if (items && Array.isArray(value))
    wrong.push(...value.flatMap((item, index) => violations(items, item, named, `${at}.${index}`)));
  if (!isOfType(value, 'object')) return wrong;
  for (const [name, inner] of Object.entries(value as object)) {
    const its = properties[name] ?? (typeof others === 'object' ? others : null);
    if (its) wrong.push(...violations(its, inner, named, `${at}.${name}`));
  }
  return wrong;
}

/** The properties that a schema names; null when it does not restrict them. */
function propertyNames(schema: Schema, named: Named): string[] | null {
  if (schema.$ref) return propertyNames(resolve(schema.$ref, named), named);
  if (schema.allOf) return schema.allOf.flatMap((part) => propertyNames(part, named) ?? []);
  return schema.properties && typeof schema.additionalProperties !== 'object'
    ? Object.keys(schema.properties)
    : null;
}

function resolve(reference: string, named: Named): Schema {
  const schema = named[reference.replace('#/components/schemas/', '')];
  if (!schema) throw new Error(`nothing is at ${reference}`);
  return schema;
}
