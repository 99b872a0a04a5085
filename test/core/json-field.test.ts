import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonField } from '../../src/core/json-field.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '1', ':', ',', '{', '}', '\n') }),
);

it('gives every value of an object of strings as JSON.parse does, and null for what is not there', () => {
  const fields = fc.dictionary(fc.nat({ max: 99 }).map(String), text);
  fc.assert(
    fc.property(fields, fc.nat({ max: 99 }).map(String), (object, other) => {
      const json = JSON.stringify(object);
      for (const key of [...Object.keys(object), other]) {
        expect(jsonField(json, key)).toBe(Object.hasOwn(object, key) ? object[key] : null);
      }
    }),
  );
});
