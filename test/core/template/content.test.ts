import { validateHeaderValue } from 'node:http';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCallback } from '../../../src/core/template/compile.ts';
import { get, post, view } from './support.ts';

/** Whatever a template language, JSON, XML, a URL or a header might trip over. */
const HOSTILE = [
  ...'"\'\\/<>&;:#%+?=.{}[](),$ \t\n\r\0\b\f\u007f\u0085\u00a0\u2028\u2029\ufeff\ufffe\uffff',
  '\ud800',
  '\udfff',
  ']]>',
  ']]',
  '<![CDATA[',
  '<!--',
  '-->',
  '?>',
  '&amp;',
  '&#0;',
  '\\u0000',
  '\\',
  '..',
  '../',
  '%2e',
  '%2e%2e',
  '$&',
  '{ID}',
  '{1}',
  '{CONTENT}',
  '{BATCH}',
  '\r\n',
  'å',
  '漢',
  '😀',
  '👩‍👩‍👧',
];
const unit = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const content = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''));
const KILOBYTES_100 = 100_000;
const longContent = fc
  .array(unit, { minLength: 1, maxLength: 30 })
  .map((units) => `x${units.join('')}`)
  .map((text) => text.repeat(Math.ceil(KILOBYTES_100 / text.length)).slice(0, KILOBYTES_100));

/** Runs a property on many short contents and a few of 100 kB. */
function forAllContents(check: (content: string, another: string) => void): void {
  fc.assert(fc.property(content, content, check), { numRuns: 1500 });
  fc.assert(fc.property(longContent, content, check), { numRuns: 4 });
}

const withContent = (text: string, field: string) =>
  view({ content: text, fields: JSON.stringify({ 1: field }) });

/** Halves of surrogate pairs become U+FFFD, by the runtime's own encoder. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

describe('no content can break', () => {
  it('JSON, by itself or in a batch, and all of it comes back', () => {
    const template = '{"id":{ID},"c":"{CONTENT}","both":"\\"{1}{CONTENT}]","{1}_key":1}';
    const single = compileCallback(post({ template }));
    const batch = compileCallback(post({ template, batch: { maxItems: 9 } }));
    const expected = (text: string, field: string) => ({
      id: view().communicationId,
      c: text,
      both: `"${field}${text}]`,
      [`${field}_key`]: 1,
    });
    forAllContents((a, b) => {
      const [first, second] = [withContent(a, b), withContent(b, a)];
      expect(JSON.parse(single.render([first]).body!)).toEqual(expected(a, b));
      expect(JSON.parse(batch.render([first]).body!)).toEqual({ batch: [expected(a, b)] });
      expect(JSON.parse(batch.render([first, second]).body!)).toEqual({
        batch: [expected(a, b), expected(b, a)],
      });
    });
  });

  it('XML, by itself or in a batch, and all characters that XML allows come back', () => {
    const template =
      '<m i="{ID}" c=\'{CONTENT}\' f="[{1}]"><t>{CONTENT}</t><b>{1}]{CONTENT}>]]{1}&gt;</b></m>';
    const single = compileCallback(post({ format: 'XML', template }));
    const envelope = '<?xml version="1.0"?><e c="{CID}">{BATCH}</e>';
    const batch = compileCallback(post({ format: 'XML', template, batch: { maxItems: 9, envelope } }));
    const legal = (text: string) =>
      [...text]
        .filter((char) => /^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]$/u.test(char))
        .join('');
    const items = (body: string) => {
      const document = new DOMParser({
        onError: (level, message) => {
          const isContent = message.startsWith('Unicode replacement character');
          if (!isContent) throw new Error(`${level}: ${message}`);
        },
      }).parseFromString(body, 'text/xml');
      return Array.from(document.getElementsByTagName('m'), (element) => ({
        c: element.getAttribute('c'),
        f: element.getAttribute('f'),
        t: element.getElementsByTagName('t')[0]!.textContent,
        b: element.getElementsByTagName('b')[0]!.textContent,
      }));
    };
    const expected = (text: string, field: string) => ({
      c: legal(text),
      f: `[${legal(field)}]`,
      t: legal(text),
      b: `${legal(field)}]${legal(text)}>]]${legal(field)}>`,
    });
    forAllContents((a, b) => {
      const [first, second] = [withContent(a, b), withContent(b, a)];
      expect(items(single.render([first]).body!)).toEqual([expected(a, b)]);
      expect(items(batch.render([first]).body!)).toEqual([expected(a, b)]);
      expect(items(batch.render([first, second]).body!)).toEqual([expected(a, b), expected(b, a)]);
    });
  });

  it('a URL, and it comes back from path and query', () => {
    const compiled = compileCallback(get('https://x.example/a/{CONTENT}/{1}/z?q={CONTENT}&x=-{1}-&y'));
    const inPath = (text: string) =>
      /^\.{1,2}$/.test(text) ? text.replaceAll('.', '%2E') : wellFormed(text);
    forAllContents((a, b) => {
      const url = new URL(compiled.render([withContent(a, b)]).url);
      expect(url.host).toBe('x.example');
      expect(url.hash).toBe('');
      expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', inPath(a), inPath(b), 'z']);
      expect([...url.searchParams]).toEqual([
        ['q', wellFormed(a)],
        ['x', `-${wellFormed(b)}-`],
        ['y', ''],
      ]);
    });
  });

  it('a header, and all but control characters comes back', () => {
    const compiled = compileCallback(post({ headers: { 'X-Text': '{CONTENT}|{1}' } }));
    const spaced = (text: string) =>
      Array.from(wellFormed(text), (char) => (char < ' ' || char === '\u007f' ? ' ' : char)).join('');
    forAllContents((a, b) => {
      const value = compiled.render([withContent(a, b)]).headers['X-Text']!;
      validateHeaderValue('X-Text', value);
      expect(Buffer.from(value, 'latin1').toString('utf8')).toBe(`${spaced(a)}|${spaced(b)}`);
    });
  });
});
