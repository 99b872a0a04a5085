import type { OpenApiDocument } from '../openapi.ts';
import { componentName, follow, type Schema, type SchemaOrReference } from './document.ts';

/** A schema sorted for showing: what it takes over by name, and what it says itself. */
export interface Reading {
  /** Components that it takes over, by name: they are described elsewhere. */
  bases: readonly string[];
  /** What it says itself, `allOf` merged into it and `null` taken out. */
  own: Schema;
  /** What it leaves the choice of; `null` is none of them. */
  alternatives: readonly SchemaOrReference[];
  nullable: boolean;
}

/**
 * Reads a schema.
 * @param components leave those that it refers to as names, or take in all that they say
 */
export function read(
  document: OpenApiDocument,
  schema: SchemaOrReference,
  components: 'as names' | 'taken in',
): Reading {
  const name = componentName(schema);
  if (name !== null && components === 'as names') {
    const { $ref, ...own } = schema;
    return { bases: [name], own, alternatives: [], nullable: false };
  }
  const { allOf = [], anyOf = [], oneOf = [], ...rest } = follow<Schema>(document, schema);
  const choices = [...anyOf, ...oneOf];
  const alternatives = choices.filter((choice) => !isNull(choice));
  const isChoice = alternatives.length > 1;
  const parts = [...allOf, ...(isChoice ? [] : alternatives)].map((part) => read(document, part, components));
  return {
    bases: parts.flatMap(({ bases }) => bases),
    own: withoutNull([...parts.map(({ own }) => own), rest].reduce(merged, {})),
    alternatives: [...parts.flatMap((part) => part.alternatives), ...(isChoice ? alternatives : [])],
    nullable:
      alternatives.length < choices.length || admitsNull(rest) || parts.some(({ nullable }) => nullable),
  };
}

/** The types of a schema, `null` left out; told by its other keywords when it names none. */
export function typesOf(schema: Schema): readonly string[] {
  const named = [schema.type ?? []].flat().filter((type) => type !== 'null');
  if (named.length > 0) return named;
  if (schema.properties || schema.additionalProperties) return ['object'];
  if (schema.items || schema.prefixItems) return ['array'];
  return [...new Set(valuesOf(schema).map((value) => typeof value))];
}

/** The only values that a schema allows; empty when it does not name them. */
export function valuesOf(schema: Schema): readonly unknown[] {
  return schema.const === undefined ? (schema.enum ?? []) : [schema.const];
}

/** The schema of an object's values under keys that it does not name; null when there is none. */
export function valueSchemaOf({ additionalProperties }: Schema): SchemaOrReference | null {
  return typeof additionalProperties === 'object' ? additionalProperties : null;
}

function merged(one: Schema, other: Schema): Schema {
  const properties = { ...one.properties, ...other.properties };
  const required = [...new Set([...(one.required ?? []), ...(other.required ?? [])])];
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function withoutNull(schema: Schema): Schema {
  return schema.enum ? { ...schema, enum: schema.enum.filter((value) => value !== null) } : schema;
}

function isNull(schema: SchemaOrReference): boolean {
  return 'type' in schema && schema.type === 'null';
}

function admitsNull({ type, enum: values }: Schema): boolean {
  return (Array.isArray(type) && type.includes('null')) || values?.includes(null) === true;
}
