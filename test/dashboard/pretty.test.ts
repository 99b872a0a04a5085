import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pretty } from '../../src/dashboard/parts/pretty.ts';

describe('JSON', () => {
  it('is laid out, its values as they were written', () => {
    expect(pretty('{"a":[1,{"b":12345678901234567890}],"c":{},"d":[],"e":"{,\\"}"}').text).toBe(
      [
        '{',
        '  "a": [',
        '    1,',
        '    {',
        '      "b": 12345678901234567890',
        '    }',
        '  ],',
        '  "c": {},',
        '  "d": [],',
        '  "e": "{,\\"}"',
        '}',
      ].join('\n'),
    );
  });

  it('stays the same document', () => {
    fc.assert(
      fc.property(fc.oneof(fc.object(), fc.array(fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        const { written, text: laidOut } = pretty(text);
        expect(written).toBe('JSON');
        expect(JSON.stringify(JSON.parse(laidOut))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 200 },
    );
  });

  it.each(['{"a":', '{a}', 'plain', '', '{"id": 1}}'])('stays as it is when it is none: %s', (text) => {
    expect(pretty(text)).toEqual({ written: null, text });
  });
});

describe('XML', () => {
  it('is laid out, elements of text on one line', () => {
    expect(
      pretty('<?xml version="1.0"?><batch><sms id="1"><a>x &lt; y</a><b/></sms><sms/></batch>').text,
    ).toBe(
      [
        '<?xml version="1.0"?>',
        '<batch>',
        '  <sms id="1">',
        '    <a>x &lt; y</a>',
        '    <b/>',
        '  </sms>',
        '  <sms/>',
        '</batch>',
      ].join('\n'),
    );
    expect(pretty('<a><b></b><c><![CDATA[<x>]]></c></a>').text).toBe(
      '<a>\n  <b></b>\n  <c><![CDATA[<x>]]></c>\n</a>',
    );
    expect(pretty('<a><a></a></a>').text).toBe('<a>\n  <a></a>\n</a>');
  });

  it.each(['<a><b></a>', '<a>', '<!doctype html><p>x<br>y</p>', '</a>', '<'])(
    'stays as it is when it is broken: %s',
    (text) => {
      expect(pretty(text)).toEqual({ written: null, text });
    },
  );
});
