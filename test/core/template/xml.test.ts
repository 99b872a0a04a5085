import { describe, expect, it } from 'vitest';
import type { CallbackTemplateConfig } from '../../../src/core/template/compile.ts';
import { compileCallback } from '../../../src/core/template/compile.ts';
import { bodyOf, post, problemsOf, refusalsOf, view, warningsOf } from './support.ts';

const xml = (template: string, given: Partial<CallbackTemplateConfig> = {}) =>
  post({ format: 'XML', template, ...given });
const batched = (template: string, batch: { element?: string; envelope?: string } = {}) =>
  xml(template, { batch: { maxItems: 10, ...batch } });
const EMPTY_PLACE = 'in the name of an element or attribute, nor outside the quotes of a value';

describe('an XML template', () => {
  it('escapes in text and in attributes, where white space survives too', () => {
    const event = view({ content: `<a href="x" b='y'>&\t\n\r]]></a>`, communicationId: 7 });
    expect(bodyOf(xml('<m id="{ID}" c="{CONTENT}">{CONTENT}</m>'), event)).toBe(
      '<m id="7" c="&lt;a href=&quot;x&quot; b=&apos;y&apos;&gt;&amp;&#9;&#10;&#13;]]&gt;&lt;/a&gt;">' +
        '&lt;a href=&quot;x&quot; b=&apos;y&apos;&gt;&amp;\t\n&#13;]]&gt;&lt;/a&gt;</m>',
    );
  });

  it('drops what XML 1.0 cannot hold', () => {
    const event = view({ content: 'a\u0000b\u0008c\u000bd\ufffee\uffff\ud83df\ude00g😀' });
    expect(bodyOf(xml('<m i="{ID}">{CONTENT}</m>'), event)).toContain('>abcdefg😀<');
  });

  it('leaves nothing where there is no value', () => {
    expect(bodyOf(xml('<m r="{RID}">{1}|{ID}</m>'), view({ recipientId: null, fields: null }))).toBe(
      '<m r="">|483920175662</m>',
    );
  });

  it('may be a document with declaration, comments and instructions', () => {
    const template =
      '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE m SYSTEM "m.dtd">\n<!-- > --><?go now?><m>{ID}</m>\n';
    expect(bodyOf(xml(template), view({ communicationId: 7 }))).toBe(template.replace('{ID}', '7'));
  });

  it('never lets a value complete a forbidden ]]>', () => {
    expect(bodyOf(xml('<m>]]{1}>{ID}</m>'), view({ fields: null, communicationId: 7 }))).toBe(
      '<m>]]&gt;7</m>',
    );
    expect(
      bodyOf(xml('<m>]{1}>{ID}</m>'), view({ fields: JSON.stringify({ 1: ']' }), communicationId: 7 })),
    ).toBe('<m>]]&gt;7</m>');
  });

  it('keeps a brace that names no metric, with a warning', () => {
    const config = xml('<m a="{Foo}">\n{FOO}{ID}</m>');
    expect(bodyOf(config, view({ communicationId: 7 }))).toBe('<m a="{Foo}">\n{FOO}7</m>');
    expect(warningsOf(config)).toEqual([
      'template: line 1, column 7: {Foo} is no metric and stays as it is',
      'template: line 2, column 1: {FOO} is no metric and stays as it is',
    ]);
  });
});

describe('an XML template is refused', () => {
  it.each([
    ['<{ID}/>', 'line 1, column 2', EMPTY_PLACE],
    ['<m {ID}="1"/>', 'line 1, column 4', EMPTY_PLACE],
    ['<m><!-- {ID} --></m>', 'line 1, column 9', 'in a comment'],
    ['<m>\n<![CDATA[{ID}]]></m>', 'line 2, column 10', 'in a CDATA section'],
    ['<m><?go {ID}?></m>', 'line 1, column 9', 'in a processing instruction'],
    ['<m xmlns="{ID}"/>', 'line 1, column 11', 'in the declaration of a namespace'],
    ["<m xmlns:p='{ID}'/>", 'line 1, column 13', 'in the declaration of a namespace'],
    ['<!DOCTYPE m SYSTEM "{ID}"><m/>', 'line 1, column 21', 'in a DOCTYPE'],
  ])('for a metric where none can stand: %s', (template, place, where) => {
    expect(problemsOf(xml(template))).toEqual([
      {
        field: 'template',
        problem: `${place}: {ID} cannot stand ${where}`,
        expected: 'metrics in text and attribute values',
      },
    ]);
  });

  it.each([
    ['<m>{ID}</n>', 'line 1, column 11: unexpected close tag'],
    ['<m>\n<n>{ID}</m>', 'line 2, column 11: unexpected close tag'],
    ['<m a={ID}/>', `line 1, column 6: {ID} cannot stand ${EMPTY_PLACE}`],
    ['{ID}<m/>', 'line 1, column 5: text data outside of root node'],
    ['<m/><m/>', 'line 1, column 7: documents may contain only one root'],
    ['<m>a & b {ID}</m>', 'line 1, column 6: & must begin a reference'],
    ['<m a="a&b={ID}"/>', 'line 1, column 8: & must begin a reference'],
    ['<m>&{ID};</m>', 'line 1, column 4: & must begin a reference'],
    ['<m>&#{ID};</m>', 'line 1, column 4: & must begin a reference'],
    ['<m>&nbsp;</m>', 'line 1, column 9: undefined entity'],
    ['<m>]]></m>', 'line 1, column 6: the string "]]>" is disallowed in char data'],
    ['<p:m>{ID}</p:m>', 'line 1, column 5: unbound namespace prefix: "p"'],
    ['<m>\ud800</m>', 'line 1, column 4: half a character (a lone surrogate) stands here'],
    ['<?xml version="1.1"?><m/>', 'line 1, column 1: only XML 1.0 is supported'],
    ['<?xml version="1.0" encoding="ISO-8859-1"?><m/>', 'line 1, column 1: requests are sent in UTF-8'],
    ['<!DOCTYPE m [<!ENTITY e "">]><m/>', 'line 1, column 1: a DOCTYPE may only name an external definition'],
    ['', 'line 1, column 1: document must contain a root element'],
  ])('for XML broken around the metrics: %j', (template, problem) => {
    expect(refusalsOf(xml(template))[0]).toBe(`template: ${problem}`);
  });

  it('with every problem in it', () => {
    expect(refusalsOf(xml('<m {ID}="1"><!--{CID}-->\n</n>'))).toEqual([
      `template: line 1, column 4: {ID} cannot stand ${EMPTY_PLACE}`,
      'template: line 1, column 17: {CID} cannot stand in a comment',
      'template: line 2, column 4: unexpected close tag',
    ]);
  });
});

describe('a batch in XML', () => {
  const events = [view({ communicationId: 1 }), view({ communicationId: 2 })];

  it('stands in an element named batch, one item too', () => {
    const compiled = compileCallback(batched('<m>{ID}</m>'));
    expect(compiled.render(events).body).toBe('<batch><m>1</m><m>2</m></batch>');
    expect(compiled.render([events[0]!]).body).toBe('<batch><m>1</m></batch>');
    expect(compiled.item(events[1]!)).toBe('<m>2</m>');
  });

  it('takes another element, and an envelope that may hold what all items share', () => {
    const envelope =
      '<?xml version="1.0"?>\n<s:e xmlns:s="urn:s" xmlns:p="urn:$&amp;$1" c="{CID}">]]{BATCH}></s:e>';
    const compiled = compileCallback(batched('<p:m i="{ID}">$&amp;</p:m>', { element: 's:items', envelope }));
    expect(compiled.render(events).body).toBe(
      '<?xml version="1.0"?>\n<s:e xmlns:s="urn:s" xmlns:p="urn:$&amp;$1" c="1">]]' +
        '<s:items><p:m i="1">$&amp;</p:m><p:m i="2">$&amp;</p:m></s:items>&gt;</s:e>',
    );
    expect(compiled.needs).toEqual(new Set(['communicationId', 'customerId']));
  });

  it('may have an envelope that is only a declaration', () => {
    const compiled = compileCallback(batched('<m>{ID}</m>', { envelope: '<?xml version="1.0"?>{BATCH}' }));
    expect(compiled.render(events).body).toBe('<?xml version="1.0"?><batch><m>1</m><m>2</m></batch>');
  });

  it('is refused when an item is more than an element', () => {
    expect(problemsOf(batched('<?xml version="1.0"?><m>{ID}</m>'))).toEqual([
      {
        field: 'template',
        problem:
          'line 1, column 1: an item of a batch cannot have an XML declaration, as it stands within a document',
        expected: 'the declaration in batch.envelope, before {BATCH}',
      },
    ]);
    expect(refusalsOf(batched('<!DOCTYPE m><m>{ID}</m>'))).toEqual([
      'template: line 1, column 1: an item of a batch cannot have a DOCTYPE',
    ]);
    expect(refusalsOf(batched('</batch><batch>'))).toHaveLength(1);
    expect(refusalsOf(batched('<m>{ID}</m><m/>'))).toEqual([
      'template: line 1, column 14: documents may contain only one root',
    ]);
    expect(refusalsOf(batched('{ID}'))[0]).toContain('text data outside of root node');
  });

  it.each(['', 'a b', '1a', 'a/', 'a>', 'a/><b', '<a', 'a b="c"', '{CID}'])(
    'is refused when %j is to be its element',
    (element) => {
      expect(refusalsOf(batched('<m>{ID}</m>', { element }))).toEqual([
        'batch.element: this cannot be the name of an element',
      ]);
    },
  );

  it.each([
    ['<e/>', 'line 1, column 1: {BATCH} stands here 0 times'],
    ['<e>{BATCH}\n{BATCH}</e>', 'line 2, column 1: {BATCH} stands here 2 times'],
    ['<e a="{BATCH}"/>', 'line 1, column 7: {BATCH} cannot stand in a tag'],
    ['<e><!--{BATCH}--></e>', 'line 1, column 8: {BATCH} cannot stand in a comment'],
    ['<e>{BATCH}</f>', 'line 1, column 14: unexpected close tag'],
    ['<e/>{BATCH}', 'line 1, column 10: documents may contain only one root'],
    ['<p:e>{BATCH}</p:e>', 'line 1, column 5: unbound namespace prefix: "p"'],
    ['<e>{BATCH}<p:f/></e>', 'line 1, column 11: unbound namespace prefix: "p"'],
    [
      '<e>{ID}{BATCH}</e>',
      'line 1, column 4: {ID} differs from item to item, but the envelope stands around all items',
    ],
  ])('is refused with the envelope %j', (envelope, problem) => {
    expect(refusalsOf(batched('<m>{ID}</m>', { envelope }))).toEqual([`batch.envelope: ${problem}`]);
  });

  it('is refused when nothing declares a prefix of item or element', () => {
    const envelope = '<e xmlns:p="urn:p">{BATCH}</e>';
    expect(refusalsOf(batched('<m>\n<q:n>{ID}</q:n></m>', { envelope }))).toEqual([
      'template: line 2, column 5: unbound namespace prefix: "q"',
    ]);
    expect(refusalsOf(batched('<p:m>{ID}</p:m>', { envelope, element: 'q:items' }))).toEqual([
      'batch.element: unbound namespace prefix: "q"',
    ]);
  });
});
