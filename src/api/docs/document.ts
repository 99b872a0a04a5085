import type { OpenApiDocument } from '../openapi.ts';

interface Reference {
  $ref: string;
}

type Known<Item> = Exclude<Item, Reference>;
type Components = NonNullable<OpenApiDocument['components']>;
export type Schema = Known<NonNullable<Components['schemas']>[string]>;
export type SchemaOrReference = Schema | Reference;
export type Parameter = Known<NonNullable<Components['parameters']>[string]>;
export type RequestBody = Known<NonNullable<Components['requestBodies']>[string]>;
export type Response = Known<NonNullable<Components['responses']>[string]>;
export type Media = RequestBody['content'][string];
export type PathItem = NonNullable<OpenApiDocument['paths']>[string];

const COMPONENT = /^#\/components\/schemas\/([^/]+)$/;

/**
 * What stands at the end of a reference; what is no reference is its own end. Words beside a reference go before
 * those behind it.
 * @throws Error when the document does not hold it
 */
export function follow<Item extends object>(document: OpenApiDocument, item: Item | Reference): Item {
  if (!isReference(item)) return item;
  const { $ref, ...beside } = item;
  const target = $ref.startsWith('#/') ? at(document, $ref.slice(2).split('/')) : undefined;
  if (typeof target !== 'object' || target === null) {
    throw new Error(`the OpenAPI document refers to ${$ref}, which it does not hold`);
  }
  return { ...follow(document, target as Item | Reference), ...beside };
}

/** The component that a reference names, such as `Customer`; null for anything else. */
export function componentName(schema: SchemaOrReference): string | null {
  return (schema.$ref && COMPONENT.exec(schema.$ref)?.[1]) ?? null;
}

function isReference(item: object): item is Reference {
  return typeof (item as Partial<Reference>).$ref === 'string';
}

function at(document: OpenApiDocument, pointer: readonly string[]): unknown {
  return pointer.reduce<unknown>((place, step) => {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof place === 'object' && place !== null && Object.hasOwn(place, key)
      ? (place as Record<string, unknown>)[key]
      : undefined;
  }, document);
}
