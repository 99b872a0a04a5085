import { describe, expect, it } from 'vitest';
import { hasSameEntries } from '../../src/core/same-entries.ts';

describe('two objects have the same entries', () => {
  it.each([
    [{ a: '1', b: '2' }, { b: '2', a: '1' }, true],
    [{ a: '1' }, { a: '2' }, false],
    [{ a: '1' }, {}, false],
    [{}, { a: '1' }, false],
    [{ a: '1' }, { a: '1', constructor: 'x' }, false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(hasSameEntries(a, b)).toBe(same);
  });
});
