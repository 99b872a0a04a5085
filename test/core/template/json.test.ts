import { describe, expect, it } from 'vitest';
import { compileCallback } from '../../../src/core/template/compile.ts';
import { bodyOf, post, problemsOf, refusalsOf, view, warningsOf } from './support.ts';

const json = (template: string) => post({ template });

describe('a JSON template', () => {
  it("renders the vendor's own example [S]", () => {
    const template =
      '{"id":{ID},"UUID":"{3}","unixtime":{DONE_UNIXTIME},"recipient status":"{RECIPIENT_STATUS}"}';
    const event = view({
      communicationId: 123,
      fields: JSON.stringify({ 3: 'b8f4' }),
      doneAt: 1_700_000_000_000,
      recipientStatus: 'UNKNOWN',
    });
    expect(bodyOf(json(template), event)).toBe(
      '{"id":123,"UUID":"b8f4","unixtime":1700000000,"recipient status":"UNKNOWN"}',
    );
  });

  it('escapes in strings, keys included', () => {
    const event = view({ content: 'a"b\\c\n\u0001\ud800', fields: JSON.stringify({ 1: 'k"' }) });
    const body = bodyOf(json('{"{1}": "<{CONTENT}>", "id":{ID}}'), event);
    expect(body).toBe('{"k\\"": "<a\\"b\\\\c\\n\\u0001\\ud800>", "id":483920175662}');
  });

  it('leaves nothing in a string, and null elsewhere, for what a communication does not have', () => {
    const event = view({ recipientId: null, fields: null });
    expect(bodyOf(json('{"a":"{RID}","b":{RID},"c":"{1}","id":{ID}}'), event)).toBe(
      '{"a":"","b":null,"c":"","id":483920175662}',
    );
  });

  it('keeps digits that are no JSON number whole, in quotes', () => {
    expect(bodyOf(json('{"to":{RECIPIENT},"id":{ID}}'), view({ recipient: '0123' }))).toBe(
      '{"to":"0123","id":483920175662}',
    );
    expect(bodyOf(json('{"to":{RECIPIENT},"id":{ID}}'), view({ recipient: '46701740605' }))).toBe(
      '{"to":46701740605,"id":483920175662}',
    );
  });

  it('does not expand braces within content', () => {
    const event = view({ content: '{ID} {1}', fields: JSON.stringify({ 1: '{CONTENT}' }) });
    expect(bodyOf(json('["{CONTENT}","{1}",{ID}]'), event)).toBe('["{ID} {1}","{CONTENT}",483920175662]');
  });

  it('may be any JSON value, with metrics side by side and after an escaped backslash', () => {
    expect(bodyOf(json('"{ID}{CID}\\\\{CID}"'), view({ communicationId: 7, customerId: 2 }))).toBe(
      '"72\\\\2"',
    );
    expect(bodyOf(json(' {ID} '), view({ communicationId: 7 }))).toBe(' 7 ');
    expect(bodyOf(json('[{ID},{CID}\n]'), view({ communicationId: 7, customerId: 2 }))).toBe('[7,2\n]');
  });

  it('keeps a brace that names no metric in a string, with a warning', () => {
    const template = '{"id":{ID},\n "a":"{FOO} {0} {100} {id} {}"}';
    expect(JSON.parse(bodyOf(json(template))).a).toBe('{FOO} {0} {100} {id} {}');
    expect(warningsOf(json(template))).toEqual([
      'template: line 2, column 7: {FOO} is no metric and stays as it is',
      'template: line 2, column 13: {0} is no metric and stays as it is',
      'template: line 2, column 17: {100} is no metric and stays as it is',
      'template: line 2, column 23: {id} is no metric and stays as it is; did you mean {ID}?',
    ]);
  });

  it('wraps items in an array named batch, one item too [S]', () => {
    const compiled = compileCallback(post({ template: '{"id":{ID}}', batch: { maxItems: 3 } }));
    const [first, second] = [view({ communicationId: 1 }), view({ communicationId: 2 })];
    expect(compiled.render([first]).body).toBe('{"batch":[{"id":1}]}');
    expect(compiled.render([first, second]).body).toBe('{"batch":[{"id":1},{"id":2}]}');
    expect(compiled.item(second)).toBe('{"id":2}');
  });
});

describe('a JSON template is refused', () => {
  it('for text without quotes, with place, reason and cure', () => {
    expect(problemsOf(json('{"id":{ID},\n  "status":{STATUS}}'))).toEqual([
      {
        field: 'template',
        problem: 'line 2, column 12: {STATUS} is text, which JSON has only in quotes',
        expected: '"{STATUS}"',
      },
    ]);
  });

  it.each([
    ['[1{ID}]', 3, '{ID}'],
    ['[{ID}5]', 2, '{ID}'],
    ['["a"{ID}]', 5, '{ID}'],
    ['[{ID}"a"]', 2, '{ID}'],
    ['[-{ID}]', 3, '{ID}'],
  ])('for a metric joined to other characters: %s', (template, column, name) => {
    expect(refusalsOf(json(template))[0]).toBe(
      `template: line 1, column ${column}: ${name} is joined to what stands beside it, which is no JSON number`,
    );
  });

  it('for two metrics joined outside a string', () => {
    expect(refusalsOf(json('[{ID}{CID}]'))).toEqual([
      'template: line 1, column 2: {ID} is joined to what stands beside it, which is no JSON number',
      'template: line 1, column 6: {CID} is joined to what stands beside it, which is no JSON number',
    ]);
  });

  it('for a name of no metric outside a string', () => {
    expect(refusalsOf(json('[{FOO}, {id}]'))).toEqual([
      'template: line 1, column 2: {FOO} is no metric',
      'template: line 1, column 9: {id} is no metric; did you mean {ID}?',
    ]);
  });

  it.each([
    ['{"id":{ID}', 'line 1, column 11: the text ends where a comma or the closing bracket should follow'],
    ['{\r\n"id":{ID},\r\n}', 'line 3, column 1: a key in double quotes should stand here'],
    ['{{ID}:1}', 'line 1, column 2: a key in double quotes or } should stand here'],
    [
      '["\\{ID}"]',
      'line 1, column 3: a backslash in a string must begin an escape such as \\n, \\" or \\u0020',
    ],
    [
      '["\\u{ID}"]',
      'line 1, column 3: a backslash in a string must begin an escape such as \\n, \\" or \\u0020',
    ],
    ['', 'line 1, column 1: the text ends where a value should follow'],
  ])('for JSON broken around the metrics: %j', (template, problem) => {
    expect(refusalsOf(json(template))).toEqual([`template: ${problem}`]);
  });

  it('for a byte order mark', () => {
    expect(refusalsOf(json('\ufeff{"id":{ID}}'))[0]).toBe(
      'template: line 1, column 1: a byte order mark stands here',
    );
  });
});
