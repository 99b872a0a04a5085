import type { OpenApiDocument } from '../openapi.ts';
import type { Schema } from './document.ts';
import { type Reading, read, valuesOf } from './schema.ts';

/** Something that holds for a value: words, and the literals that they introduce. */
export interface Fact {
  words: string;
  literals: readonly string[];
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'ISO 8601 date and time',
  date: 'ISO 8601 date',
  uri: 'URL',
  uuid: 'UUID',
  email: 'e-mail address',
};

/** What a value keeps to beyond its type; with an array what holds for its items, with a map what for its names. */
export function factsAround(document: OpenApiDocument, { own }: Reading): Fact[] {
  const within = (about: string, schema: typeof own.items) =>
    schema
      ? factsOf(read(document, schema, 'as names').own).map((fact) => ({
          ...fact,
          words: `${about} ${fact.words}`,
        }))
      : [];
  return [...factsOf(own), ...within('each', own.items), ...within('names:', own.propertyNames)];
}

/** What a schema itself says of a value beyond its type and description. */
export function factsOf(schema: Schema): Fact[] {
  const { format, pattern, multipleOf } = schema;
  return [
    ...(format === undefined ? [] : [said(FORMATS[format] ?? format)]),
    ...bounds(schema),
    ...(schema.uniqueItems ? [said('each once')] : []),
    ...(multipleOf === undefined ? [] : [said(`a multiple of ${counted(multipleOf)}`)]),
    ...(pattern === undefined ? [] : [said('matches', pattern)]),
    ...allowed(valuesOf(schema)),
    ...(schema.default === undefined ? [] : [said('default', literal(schema.default))]),
    ...examplesOf(schema).map((example) => said('such as', literal(example))),
    ...(schema.deprecated ? [said('deprecated')] : []),
  ];
}

function said(words: string, ...literals: string[]): Fact {
  return { words, literals };
}

function bounds(schema: Schema): Fact[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const facts = [
    range(schema.minLength, schema.maxLength, ['character', 'characters']),
    range(schema.minItems, schema.maxItems, ['item', 'items']),
    range(schema.minProperties, schema.maxProperties, ['entry', 'entries']),
    range(minimum, maximum),
    exclusiveMinimum === undefined ? null : `above ${counted(exclusiveMinimum)}`,
    exclusiveMaximum === undefined ? null : `below ${counted(exclusiveMaximum)}`,
  ];
  return facts.filter((fact) => fact !== null).map((fact) => said(fact));
}

function range(from?: number, to?: number, [one, many]: readonly string[] = []): string | null {
  const amount = (number: number) =>
    counted(number) + (many === undefined ? '' : ` ${number === 1 ? one : many}`);
  if (from !== undefined && to !== undefined) {
    return from === to ? `exactly ${amount(to)}` : `${counted(from)} to ${amount(to)}`;
  }
  if (from !== undefined) return `at least ${amount(from)}`;
  return to === undefined ? null : `at most ${amount(to)}`;
}

const NUMBERS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 });

function counted(number: number): string {
  return NUMBERS.format(number);
}

function allowed(values: readonly unknown[]): Fact[] {
  if (values.length === 0) return [];
  return [said(values.length === 1 ? 'only' : 'one of', ...values.map(literal))];
}

function examplesOf({ example, examples = [] }: Schema): unknown[] {
  return example === undefined ? examples.slice(0, 1) : [example];
}

/** Text as it is, unless nothing would be seen of it. */
function literal(value: unknown): string {
  return typeof value === 'string' && value.trim() !== '' ? value : JSON.stringify(value);
}
