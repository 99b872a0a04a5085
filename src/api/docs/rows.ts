import type { OpenApiDocument } from '../openapi.ts';
import type { SchemaOrReference } from './document.ts';
import { factsOf } from './facts.ts';
import { type Reading, read, valueSchemaOf } from './schema.ts';

/** A line of a table of fields. */
export interface Row {
  /** How many fields it lies within. */
  depth: number;
  /** The way to it from the outermost field, such as `recipients[].`; empty outside. */
  within: string;
  name: string;
  /** `field`: named so; `any`: any name may stand there; `choice`: one of several shapes of the field above. */
  kind: 'field' | 'any' | 'choice';
  required: boolean;
  reading: Reading;
}

/** The lines that tell what is inside a value: fields before the fields within them. Components stay names. */
export function rowsInside(document: OpenApiDocument, reading: Reading, depth = 0, within = ''): Row[] {
  const { own, alternatives } = reading;
  const row = (name: string, kind: Row['kind'], schema: SchemaOrReference, required: boolean, way = name) => {
    const inner = read(document, schema, 'as names');
    const rest = rowsInside(document, inner, depth + 1, way === '' ? within : `${within}${way}.`);
    return [{ depth, within, name, kind, required, reading: inner }, ...rest];
  };
  const fields = Object.entries(own.properties ?? {}).flatMap(([name, schema]) =>
    row(name, 'field', schema, own.required?.includes(name) ?? false),
  );
  const values = valueSchemaOf(own);
  const others = values ? row('any name', 'any', values, false, '*') : [];
  const places = (own.prefixItems ?? []).flatMap((schema, place) => row(`[${place}]`, 'field', schema, true));
  const items = own.items
    ? rowsInside(document, read(document, own.items, 'as names'), depth, within.replace(/\.?$/, '[].'))
    : [];
  const choices = alternatives.flatMap((schema, nth) =>
    row(nth === 0 ? 'either' : 'or', 'choice', schema, false, ''),
  );
  return [
    ...fields,
    ...(others.some(saysMore) ? others : []),
    ...places,
    ...items,
    ...(choices.some(saysMore) ? choices : []),
  ];
}

/** Whether a line tells anything that the type of the line above does not. */
function saysMore({ kind, reading: { own } }: Row): boolean {
  return kind === 'field' || own.description !== undefined || factsOf(own).length > 0;
}
