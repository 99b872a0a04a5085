import { describe, expect, it } from 'vitest';
import { compileCallback } from '../../../src/core/template/compile.ts';
import { get, post, problemsOf, refusalsOf, view, warningsOf } from './support.ts';

const urlOf = (url: string, event = view()) => compileCallback(get(url)).render([event]).url;

describe('a URL with metrics', () => {
  it("renders the vendor's own example [S]", () => {
    const url = 'https://x.example/cb?rid={RID}&id={ID}&to={RECIPIENT}&status={STATUS}';
    const event = view({ recipientId: 5, communicationId: 123, recipient: '46701740605', status: 'OPTOUT' });
    expect(compileCallback(get(url)).render([event])).toEqual({
      url: 'https://x.example/cb?rid=5&id=123&to=46701740605&status=OPTOUT',
      headers: {},
      body: null,
    });
  });

  it('percent-encodes, so that a value can add neither segment nor parameter', () => {
    const event = view({ content: 'a/b?c&d=e#f+g h%é😀\ud800' });
    const encoded = 'a%2Fb%3Fc%26d%3De%23f%2Bg%20h%25%C3%A9%F0%9F%98%80%EF%BF%BD';
    expect(urlOf('https://x.example/{CONTENT}/z?q={CONTENT}', event)).toBe(
      `https://x.example/${encoded}/z?q=${encoded}`,
    );
  });

  it('leaves nothing where there is no value', () => {
    expect(urlOf('https://x.example/{1}/z?q={1}&r', view({ fields: null }))).toBe(
      'https://x.example//z?q=&r',
    );
  });

  it.each([
    'https://x.example',
    'https://x.example?id={ID}',
    'http://127.0.0.1:8080/?id={ID}',
    'HTTPS://[::1]/a//b/{ID}',
  ])('may be %s', (url) => {
    expect(urlOf(url, view({ communicationId: 7 }))).toBe(url.replace('{ID}', '7'));
  });

  it.each([
    ['/a/{1}/z', '..', '/a/%252E%252E/z'],
    ['/a/{1}/z', '.', '/a/%252E/z'],
    ['/a/{1}', '..', '/a/%252E%252E'],
    ['/a/.{1}/z', '.', '/a/%252E%252E/z'],
    ['/a/.{1}/z', '', '/a/%252E/z'],
    ['/a/%2e{1}/z', '.', '/a/%252E%252E/z'],
    ['/a/{1}{1}/z', '.', '/a/%252E%252E/z'],
    ['/a/{1}/z', '...', '/a/.../z'],
    ['/a/{1}/z', '%2e%2e', '/a/%252e%252e/z'],
    ['/a/x{1}/z?q={1}', '..', '/a/x../z?q=..'],
  ])('never lets a value climb: %s with %j is %s', (template, value, expected) => {
    const rendered = urlOf(`https://x.example${template}`, view({ fields: JSON.stringify({ 1: value }) }));
    expect(rendered).toBe(`https://x.example${expected}`);
    expect(new URL(rendered).pathname).toBe(expected.split('?')[0]);
  });

  it('keeps a brace that names no metric, with a warning', () => {
    expect(urlOf('https://x.example/{FOO}?id={id}{ID}', view({ communicationId: 7 }))).toBe(
      'https://x.example/{FOO}?id={id}7',
    );
    expect(warningsOf(get('https://x.example/{FOO}?id={id}{ID}'))).toEqual([
      'url: character 19: {FOO} is no metric and stays as it is',
      'url: character 28: {id} is no metric and stays as it is; did you mean {ID}?',
    ]);
  });
});

describe('a URL is refused', () => {
  it.each([
    ['ftp://x.example/', 'character 1: a callback is sent by HTTP or HTTPS'],
    ['x.example/cb', 'character 1: a callback is sent by HTTP or HTTPS'],
    ['{1}://x.example/', 'character 1: {1} cannot stand in the scheme'],
    ['http{1}://x.example/', 'character 5: {1} cannot stand in the scheme'],
    ['https://{1}/', 'character 9: {1} cannot stand in the host or port'],
    ['https://x.example{ID}', 'character 18: {ID} cannot stand in the host or port'],
    ['https://x.example:{ID}/', 'character 19: {ID} cannot stand in the host or port'],
    ['https://{FOO}.example/', 'character 9: {FOO} cannot stand in the host or port'],
    ['https://{1}@x.example/', 'character 9: {1} cannot stand in the user name or password'],
    ['https://user:secret@x.example/', 'character 9: user name and password do not belong in the URL'],
    ['https://x.example/#{ID}', 'character 19: what follows # is never sent to a server'],
    ['https://x.example/a b', 'character 20: a URL cannot hold spaces or control characters'],
    ['https://x.example/a\n', 'character 20: a URL cannot hold spaces or control characters'],
    ['https://x.example\\{ID}', 'character 18: a backslash cannot stand in host or path'],
    ['https://x.example/?a=%{ID}', 'character 22: % must be followed by two hexadecimal digits'],
    ['https://x.example/%2{ID}', 'character 19: % must be followed by two hexadecimal digits'],
    ['https:///cb', 'character 9: this is no host, or no port'],
    ['https://x.example:65536/', 'character 9: this is no host, or no port'],
  ])('as %j', (url, problem) => {
    expect(refusalsOf(get(url))).toEqual([`url: ${problem}`]);
  });

  it('without repeating a password', () => {
    expect(JSON.stringify(problemsOf(get('https://user:secret@x.example/')))).not.toContain('secret');
  });

  it('in a batch, for what differs from item to item', () => {
    const url = 'https://x.example/{CID}/{ID}?s={STATUS}';
    expect(refusalsOf(post({ url, batch: { maxItems: 5 } }))).toEqual([
      'url: character 25: {ID} differs from item to item, but a batched request has only one URL',
      'url: character 32: {STATUS} differs from item to item, but a batched request has only one URL',
    ]);
    const shared = post({ url: 'https://x.example/{CID}', batch: { maxItems: 5 } });
    expect(compileCallback(shared).render([view({ customerId: 4 })]).url).toBe('https://x.example/4');
  });
});
