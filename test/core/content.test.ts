import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillContent } from '../../src/core/content.ts';

describe('the content of a communication', () => {
  it("is the project's template with the recipient's data fields in place", () => {
    expect(fillContent('Hi {1}, {99} of {1}!', { 1: 'Ada', 99: 'half' })).toBe('Hi Ada, half of Ada!');
  });

  it('has nothing where the recipient has no such field', () => {
    expect(fillContent('Hi {1}{2}!', { 2: '' })).toBe('Hi !');
  });

  it.each(['{0}', '{01}', '{100}', '{}', '{ 1 }', '{ID}', '{-1}', '{1', '1}', '{1.0}'])(
    'leaves %s as it is',
    (brace) => {
      expect(fillContent(`a ${brace} b`, { 0: 'x', 1: 'x', 10: 'x', 100: 'x', ID: 'x' })).toBe(
        `a ${brace} b`,
      );
    },
  );

  it('takes a field for what it is, also next to other braces', () => {
    expect(fillContent('{{1}}', { 1: 'Ada' })).toBe('{Ada}');
    expect(fillContent('{1}{2}', { 1: '$&', 2: '$1 $$' })).toBe('$&$1 $$');
  });

  it('has each value once: what stands in a field is not filled in again (facts sheet §1, Rendering)', () => {
    expect(fillContent('{1} {2}', { 1: '{2}', 2: '{1}' })).toBe('{2} {1}');
    const value = fc.constantFrom('{1}', '{2}', 'Ada', '{', '1}', '');
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 9 }), (values) => {
        const fields = Object.fromEntries(values.map((text, index) => [index + 1, text]));
        const template = values.map((_, index) => `<{${index + 1}}>`).join('');
        expect(fillContent(template, fields)).toBe(values.map((text) => `<${text}>`).join(''));
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
