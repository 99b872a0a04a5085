import { validateHeaderValue } from 'node:http';
import { describe, expect, it } from 'vitest';
import { compileCallback } from '../../../src/core/template/compile.ts';
import { get, post, refusalsOf, view } from './support.ts';

const headersOf = (headers: Record<string, string>, event = view()) =>
  compileCallback(post({ headers })).render([event]).headers;

describe('customized headers', () => {
  it('hold metrics, under the names as given', () => {
    expect(headersOf({ 'X-Message': 'id={ID}; none={FOO}' }, view({ communicationId: 7 }))).toEqual({
      'X-Message': 'id=7; none={FOO}',
      'content-type': 'application/json',
    });
  });

  it('have spaces for control characters, so that content cannot add a header', () => {
    expect(
      headersOf({ 'X-Text': '{CONTENT}' }, view({ content: 'a\r\nX-Evil: 1\u0000\t\u007f' }))['X-Text'],
    ).toBe('a  X-Evil: 1   ');
  });

  it('go out in UTF-8, static text too', () => {
    const value = headersOf({ 'X-Text': 'å{CONTENT}' }, view({ content: 'ö😀\ud800' }))['X-Text']!;
    expect(() => validateHeaderValue('X-Text', value)).not.toThrow();
    expect(Buffer.from(value, 'latin1').toString('utf8')).toBe('åö😀\ufffd');
  });

  it('are empty where there is no value', () => {
    expect(headersOf({ 'X-Recipient': '{RID}' }, view({ recipientId: null }))['X-Recipient']).toBe('');
  });

  it('name the type of the body unless the customer does', () => {
    const rendered = (given: Parameters<typeof post>[0]) =>
      compileCallback(post(given)).render([view()]).headers;
    expect(rendered({})).toEqual({ 'content-type': 'application/json' });
    expect(rendered({ format: 'XML', template: '<m>{ID}</m>' })).toEqual({
      'content-type': 'application/xml; charset=utf-8',
    });
    expect(rendered({ headers: { 'Content-Type': 'text/json' } })).toEqual({ 'Content-Type': 'text/json' });
    expect(compileCallback(get('https://x.example/{ID}')).render([view()]).headers).toEqual({});
  });

  it.each([
    'Connection',
    'keep-alive',
    'Proxy-Authorization',
    'proxy-connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'upgrade',
    'Content-Length',
    'Host',
    'Expect',
  ])('cannot include %s, which is not theirs to decide', (name) => {
    expect(refusalsOf(post({ headers: { [name]: 'x' } }))).toEqual([
      `headers.${name}: this header belongs to the connection, and is set when the request is sent`,
    ]);
  });

  it.each(['', 'X Foo', 'X:Foo', 'X-Ö', 'X-{ID}', 'X\n'])('cannot be named %j', (name) => {
    expect(refusalsOf(post({ headers: { [name]: 'x' } }))).toEqual([
      `headers.${name}: this is no name of a header`,
    ]);
  });

  it('cannot be given twice', () => {
    expect(refusalsOf(post({ headers: { 'X-Foo': 'a', 'x-foo': 'b' } }))).toEqual([
      'headers.x-foo: this header is given twice; capitals make no difference',
    ]);
  });

  it('cannot hold control characters of their own', () => {
    expect(refusalsOf(post({ headers: { 'X-Foo': 'a\r\nb' } }))).toEqual([
      'headers.X-Foo: character 2: a header cannot hold a control character',
    ]);
  });

  it('cannot hold in a batch what differs from item to item', () => {
    expect(refusalsOf(post({ headers: { 'X-Foo': '{CID} {ID}' }, batch: { maxItems: 5 } }))).toEqual([
      'headers.X-Foo: character 7: {ID} differs from item to item, but a batched request has only one set of headers',
    ]);
  });
});
