import type { OpenApiDocument } from '../openapi.ts';
import type { SchemaOrReference } from './document.ts';
import { type Reading, read, typesOf, valueSchemaOf } from './schema.ts';

/** A type in words, such as `array of Customer or null`, in which components stand out as such. */
export type Type = readonly (string | { component: string })[];

/** The type of what a schema allows. */
export function typeOf(document: OpenApiDocument, reading: Reading): Type {
  const terms = termsOf(document, reading);
  return terms.length === 0 ? ['any value'] : joined(terms, ' or ');
}

/** Each of several types that a value may have, once. */
function termsOf(document: OpenApiDocument, { bases, own, alternatives, nullable }: Reading): Type[] {
  const inner = (schema: SchemaOrReference): Type => {
    const terms = termsOf(document, read(document, schema, 'as names'));
    return terms.length > 1 ? ['(', ...joined(terms, ' or '), ')'] : (terms[0] ?? ['any value']);
  };
  const values = valueSchemaOf(own);
  const named = typesOf(own).map((type): Type => {
    if (type === 'array' && own.items) return ['array of ', ...inner(own.items)];
    if (type === 'object' && values && !own.properties) return ['map of ', ...inner(values)];
    return [type];
  });
  const base = joined(
    bases.map((component) => [{ component }]),
    ' and ',
  );
  return distinct([
    ...(bases.length > 0
      ? [own.properties ? [...base, ' with'] : base]
      : alternatives.length > 0
        ? []
        : named),
    ...alternatives.flatMap((schema) => termsOf(document, read(document, schema, 'as names'))),
    ...(nullable ? [['null']] : []),
  ]);
}

function joined(types: readonly Type[], word: string): Type {
  return types.flatMap((type, place) => (place === 0 ? type : [word, ...type]));
}

function distinct(types: readonly Type[]): Type[] {
  return [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
}
