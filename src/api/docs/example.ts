import type { OpenApiDocument } from '../openapi.ts';
import { componentName, type Media, type Schema, type SchemaOrReference } from './document.ts';
import { read, typesOf, valuesOf } from './schema.ts';

/** `least`: only what must be there; `most`: all that can be. */
export type Extent = 'least' | 'most';

const EXAMPLE_OF_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00.000Z',
  date: '2026-01-31',
  uri: 'https://127.0.0.1/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** An example of a body: its own if it has one, otherwise made up from its schema. */
export function bodyExample(document: OpenApiDocument, media: Media, extent: Extent): unknown {
  if (media.example !== undefined) return media.example;
  const [named] = Object.values(media.examples ?? {});
  if (named && 'value' in named) return named.value;
  return media.schema && exampleOf(document, media.schema, extent);
}

/**
 * A value that a schema allows, made up of the examples, defaults and values that it names.
 * @param inside components that the value stands in, so that one which holds itself comes to an end
 * @returns undefined when there is no end to it
 */
export function exampleOf(
  document: OpenApiDocument,
  schema: SchemaOrReference,
  extent: Extent,
  inside: readonly string[] = [],
): unknown {
  const component = componentName(schema);
  if (component !== null && inside.includes(component)) return undefined;
  const within = component === null ? inside : [...inside, component];
  const { own, alternatives, nullable } = read(document, schema, 'taken in');
  const [named] = [own.example, own.examples?.[0], own.default, ...valuesOf(own)].filter(
    (value) => value !== undefined,
  );
  if (named !== undefined) return named;
  const [alternative] = alternatives;
  if (alternative) return exampleOf(document, alternative, extent, within);
  switch (typesOf(own)[0]) {
    case 'object':
      return objectExample(document, own, extent, within);
    case 'array':
      return arrayExample(document, own, extent, within);
    case 'integer':
    case 'number':
      return numberExample(own);
    case 'boolean':
      return false;
    case 'string':
      return EXAMPLE_OF_FORMAT[own.format ?? ''] ?? '…';
    default:
      return nullable ? null : {};
  }
}

/** With no field that must be there, the first stands for all of them: an empty object would say nothing. */
function objectExample(
  document: OpenApiDocument,
  { properties = {}, required = [] }: Schema,
  extent: Extent,
  inside: readonly string[],
): object {
  const all = Object.entries(properties);
  const needed = all.filter(([name]) => required.includes(name));
  const chosen = extent === 'most' ? all : needed.length > 0 ? needed : all.slice(0, 1);
  return Object.fromEntries(
    chosen
      .map(([name, schema]) => [name, exampleOf(document, schema, extent, inside)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function arrayExample(
  document: OpenApiDocument,
  { prefixItems, items }: Schema,
  extent: Extent,
  inside: readonly string[],
): unknown[] {
  return (prefixItems ?? (items ? [items] : []))
    .map((item) => exampleOf(document, item, extent, inside))
    .filter((value) => value !== undefined);
}

function numberExample({ minimum, exclusiveMinimum, maximum }: Schema): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? 1 : Math.floor(exclusiveMinimum) + 1);
  return Math.min(Math.max(least, 1), maximum ?? Number.POSITIVE_INFINITY);
}

const LINE_WIDTH = 48;

/**
 * JSON in which what fits on a line stands on one.
 * @param before what stands on its first line already
 */
export function layOut(value: unknown, indent = '', before = ''): string {
  const oneLine = JSON.stringify(value, null, 1)
    .replace(/([[{])\n\s*|\n\s*([\]}])/g, '$1$2')
    .replace(/\n\s*/g, ' ');
  const fits = indent.length + before.length + oneLine.length <= LINE_WIDTH;
  if (fits || typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return before + oneLine;
  }
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = Array.isArray(value)
    ? value.map((item) => layOut(item, inner))
    : Object.entries(value).map(([name, item]) => layOut(item, inner, `${JSON.stringify(name)}: `));
  return `${before}${open}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${close}`;
}
