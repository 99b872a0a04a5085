import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../../src/core/template/json-fault.ts';

const PIECES = [
  ...'{}[]:, \n\t"\\-.0123456789eE+/',
  '"a"',
  '"\\n"',
  '"\\u00e5"',
  '"\\x"',
  'true',
  'nul',
  'null',
  '\u0001',
  '\u00a0',
  '1.5e+3',
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonFault', () => {
  it.each([
    ['', 0, 'the text ends where a value should follow'],
    ['{"a":1', 6, 'the text ends where a comma or the closing bracket should follow'],
    ['{"a" 1}', 5, 'a colon should stand here'],
    ['{"a":1,}', 7, 'a key in double quotes should stand here'],
    ['{a:1}', 1, 'a key in double quotes or } should stand here'],
    ['[1 2]', 3, 'a comma or the closing bracket should stand here'],
    ['[1,]', 3, 'a value should stand here'],
    ['[,]', 1, 'a value or ] should stand here'],
    ['{} {}', 3, 'nothing more should stand here'],
    ['[01]', 2, 'a comma or the closing bracket should stand here'],
    ['["a]', 4, 'a string is not closed'],
    ['["a\nb"]', 3, 'a control character in a string must be written as an escape such as \\n'],
    ['["\\q"]', 2, 'a backslash in a string must begin an escape such as \\n, \\" or \\u0020'],
    ['["\\u12"]', 2, 'a backslash in a string must begin an escape such as \\n, \\" or \\u0020'],
  ])('%j: at %i, %s', (text, offset, reason) => {
    expect(jsonFault(text)).toEqual({ offset, reason });
  });

  it('finds a fault exactly where JSON.parse refuses', () => {
    const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(soup, (text) => (jsonFault(text) === null) === isJson(text)),
      { numRuns: 5000 },
    );
  });

  it('finds none in JSON, and one in nearly all JSON with a character too many', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...PIECES), (json, position, piece) => {
        expect(jsonFault(json)).toBeNull();
        const at = position % (json.length + 1);
        const changed = json.slice(0, at) + piece + json.slice(at);
        expect(jsonFault(changed) === null).toBe(isJson(changed));
      }),
      { numRuns: 1000 },
    );
  });
});
