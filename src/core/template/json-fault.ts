/** Where a text stops being JSON, and why. */
export interface JsonFault {
  offset: number;
  reason: string;
}

const STRING = /"(?:[ !#-[\]-\uffff]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

const EXPECTED = {
  value: 'a value',
  firstValue: 'a value or ]',
  key: 'a key in double quotes',
  firstKey: 'a key in double quotes or }',
  colon: 'a colon',
  comma: 'a comma or the closing bracket',
  end: 'nothing more',
};
type State = keyof typeof EXPECTED;

function matchEnd(pattern: RegExp, text: string, offset: number): number | null {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/**
 * Finds the first place at which a text is not JSON; null when it is. Engines differ in what `JSON.parse` says
 * and mostly leave out the place, which is what somebody mending a template needs.
 */
export function jsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = [];
  let state = 'value' as State;
  let offset = 0;
  const afterValue = (): State => (open.length === 0 ? 'end' : 'comma');

  for (;;) {
    offset = matchEnd(SPACE, text, offset)!;
    const char = text[offset];
    const wantsValue = state === 'value' || state === 'firstValue';
    const wantsKey: boolean = state === 'key' || state === 'firstKey';
    if (char === undefined) {
      return state === 'end'
        ? null
        : { offset, reason: `the text ends where ${EXPECTED[state]} should follow` };
    }
    if (char === '"' && (wantsValue || wantsKey)) {
      offset = matchEnd(STRING, text, offset)!;
      if (text[offset] !== '"') return { offset, reason: stringFault(text[offset]) };
      offset++;
      state = wantsKey ? 'colon' : afterValue();
      continue;
    }
    const scalarEnd = wantsValue ? matchEnd(SCALAR, text, offset) : null;
    if (scalarEnd !== null) {
      offset = scalarEnd;
      state = afterValue();
      continue;
    }
    if (wantsValue && (char === '{' || char === '[')) {
      open.push(char);
      state = char === '{' ? 'firstKey' : 'firstValue';
    } else if (
      closes(char, open.at(-1)) &&
      (state === 'comma' || state === 'firstKey' || state === 'firstValue')
    ) {
      open.pop();
      state = afterValue();
    } else if (char === ',' && state === 'comma') {
      state = open.at(-1) === '{' ? 'key' : 'value';
    } else if (char === ':' && state === 'colon') {
      state = 'value';
    } else {
      return { offset, reason: `${EXPECTED[state]} should stand here` };
    }
    offset++;
  }
}

function closes(char: string, bracket: '{' | '[' | undefined): boolean {
  return (char === '}' && bracket === '{') || (char === ']' && bracket === '[');
}

function stringFault(char: string | undefined): string {
  if (char === undefined) return 'a string is not closed';
  if (char === '\\') return 'a backslash in a string must begin an escape such as \\n, \\" or \\u0020';
  return 'a control character in a string must be written as an escape such as \\n';
}
