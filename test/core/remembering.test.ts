import { describe, expect, it } from 'vitest';
import { remembering } from '../../src/core/remembering.ts';

describe('a function that remembers', () => {
  it('is asked again only when the key is another than before, null among them', () => {
    const asked: (string | null)[] = [];
    const shout = remembering((key: string | null) => {
      asked.push(key);
      return key?.toUpperCase() ?? null;
    });
    expect(['a', 'a', null, null, 'a', 'b'].map(shout)).toEqual(['A', 'A', null, null, 'A', 'B']);
    expect(asked).toEqual(['a', null, 'a', 'b']);
  });
});
