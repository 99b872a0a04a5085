import { describe, expect, it } from 'vitest';
import { isSubset } from '../../src/core/subset.ts';

describe('JSON holds what is wanted', () => {
  it.each([
    [{}, { a: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: { b: null } }, { a: { b: null, c: 1 }, d: [] }],
    [{ a: [] }, { a: [1, 2] }],
    [{ a: [2] }, { a: [1, 2] }],
    [{ list: [{ id: 2 }, { id: 1 }] }, { list: [{ id: 1, x: 1 }, { id: 2 }] }],
  ])('%j in %j', (wanted, actual) => {
    expect(isSubset(wanted, actual)).toBe(true);
  });

  it.each([
    [{ a: 1 }, {}],
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { A: 1 }],
    [{ a: undefined }, {}],
    [{ a: null }, {}],
    [{ a: { b: 1 } }, { a: 1 }],
    [{ a: {} }, { a: null }],
    [{ a: {} }, { a: [] }],
    [{ a: [1] }, { a: 1 }],
    [{ a: [{ id: 1, x: 2 }] }, { a: [{ id: 1 }, { x: 2 }] }],
    [{ toString: 1 }, {}],
    [{}, undefined],
    [{}, [1]],
  ])('%j not in %j', (wanted, actual) => {
    expect(isSubset(wanted, actual)).toBe(false);
  });
});
