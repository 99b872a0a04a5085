import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { DOMParser, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { shellQuoted } from '../../src/api/docs/curl.ts';
import { documentationPage } from '../../src/api/docs/page.tsx';
import { PALETTE, STYLES } from '../../src/api/docs/styles.ts';
import type { OpenApiDocument } from '../../src/api/openapi.ts';
import { type MockWiraya, startMockWiraya } from '../../src/index.ts';
import { withExamples } from '../support/openapi.ts';

/** A page, read as strictly as XML: what is not closed or escaped does not parse. */
class Page {
  private readonly root: Element;

  constructor(html: string) {
    const document = new DOMParser({
      onError: (level, message) => {
        throw new Error(`${level}: ${message}`);
      },
    }).parseFromString(html.replace('<!doctype html>', ''), 'text/xml');
    this.root = document.documentElement!;
  }

  get text(): string {
    return this.root.textContent ?? '';
  }

  all(tag = '*', within: Element = this.root): Element[] {
    return [...within.getElementsByTagName(tag)];
  }

  /** Elements with a class of that name. */
  named(name: string): Element[] {
    return this.all().filter((element) => element.getAttribute('class')?.split(' ').includes(name));
  }

  attributes(): { element: string; name: string; value: string }[] {
    return this.all().flatMap((element) =>
      [...element.attributes].map(({ name, value }) => ({ element: element.tagName, name, value })),
    );
  }

  ids(): string[] {
    return this.attributes()
      .filter(({ name }) => name === 'id')
      .map(({ value }) => value);
  }

  /** The lines of a table: where they are set in to, what they name, and what they say of it. */
  rows(table: string): { inset: string; name: string; meaning: string }[] {
    return this.all('table')
      .filter((element) => element.getAttribute('aria-label') === table)
      .flatMap((element) => this.all('tr', element))
      .map((row) => ({
        inset: row.getAttribute('class') ?? '',
        name: this.all('th', row)[0]!.textContent!,
        meaning: this.all('p', row)
          .map((paragraph) => paragraph.textContent)
          .join(' | '),
      }));
  }
}

const run = promisify(execFile);

/** A word that is in no command. */
const END = 'the end of a command';

/** The words that a POSIX shell makes of each command, the first left out. */
async function shellWords(commands: readonly string[]): Promise<string[][]> {
  const script = [`curl() { printf '%s\\0' "$@" '${END}'; }`, ...commands].join('\n');
  const { stdout } = await run('/bin/sh', ['-c', script]);
  return stdout
    .split(`${END}\0`)
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

describe('the documentation that the platform serves', () => {
  let platform: MockWiraya;
  let document: OpenApiDocument;
  let html: string;
  let page: Page;

  beforeAll(async () => {
    platform = await startMockWiraya();
    document = (await (await fetch(`${platform.httpUrl}/openapi.json`)).json()) as OpenApiDocument;
    const response = await fetch(`${platform.httpUrl}/docs`);
    expect(response.headers.get('content-type')).toMatch(/^text\/html; charset=utf-8$/i);
    html = await response.text();
    page = new Page(html);
  });
  afterAll(() => platform.close());

  const operations = () =>
    Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      (['get', 'post', 'put', 'patch', 'delete'] as const)
        .filter((method) => item[method])
        .map((method) => ({ method: method.toUpperCase(), path, operation: item[method]! })),
    );

  // First: what follows takes so long at a stretch that a connection kept alive would be cut meanwhile.
  it('serves the style sheet, which loads nothing either', async () => {
    const response = await fetch(`${platform.httpUrl}/docs/style.css`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    const styles = await response.text();
    expect(styles).toBe(STYLES);
    expect(styles).not.toMatch(/url\(|@import/);
  });

  it('is a complete page of less than 450 kB', () => {
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(Buffer.byteLength(html)).toBeLessThan(450_000);
  });

  it('is less than 100 kB on its way to a browser', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const [response] = (await once(get(`${platform.httpUrl}/docs`, { headers }), 'response')) as [
      IncomingMessage,
    ];
    const sent = await buffer(response);
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(sent.byteLength).toBeLessThan(100_000);
    expect(gunzipSync(sent).toString()).toBe(html);
  });

  it('shows every operation, once', () => {
    const shown = page.named('operation').map((element) => page.all('h3', element)[0]!.textContent);
    expect(operations().length).toBeGreaterThan(30);
    expect([...shown].sort()).toEqual(
      operations()
        .map(({ method, path }) => `${method} /v1${path}`)
        .sort(),
    );
    for (const { operation } of operations())
      expect(page.text).toContain(operation.summary!.replaceAll('`', ''));
  });

  it('has every link on the page lead to one place on it', () => {
    const ids = page.ids();
    expect(new Set(ids).size).toBe(ids.length);
    const links = page.attributes().filter(({ name, value }) => name === 'href' && value.startsWith('#'));
    expect(links.length).toBeGreaterThan(operations().length);
    for (const { value } of links) expect(ids).toContain(value.slice(1));
  });

  it('describes every component that the document refers to, and leaves no reference as one', () => {
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name!,
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(page.rows(`Fields of ${name}`).length).toBeGreaterThan(0);
    expect(page.text).not.toContain('#/components');
    expect(page.text).not.toContain('[object Object]');
    expect(page.text).not.toContain('undefined');
  });

  it('loads nothing but its own style sheet, and holds nothing that a strict content security policy stops', () => {
    const tags = new Set(page.all().map(({ tagName }) => tagName));
    for (const tag of ['script', 'style', 'img', 'iframe', 'object', 'embed', 'base'])
      expect(tags).not.toContain(tag);
    const attributes = page.attributes();
    expect(
      attributes.filter(({ name }) => name === 'src' || name === 'style' || name.startsWith('on')),
    ).toEqual([]);
    expect(attributes.filter(({ element, name }) => element === 'link' && name === 'href')).toEqual([
      { element: 'link', name: 'href', value: '/docs/style.css' },
    ]);
    const elsewhere = attributes.filter(({ name, value }) => name === 'href' && !/^[#/]/.test(value));
    expect(elsewhere).toEqual([]);
  });

  it('tells the refusals that all operations share once', () => {
    const text = 'The request is wrong; errors names each field';
    expect(page.text.split(text).length - 1).toBe(1);
    expect(page.rows('Refusals').map(({ name }) => name)).toEqual(['400', '404', '409', '413', '415']);
  });

  it('gives commands that a shell reads as the request they show', async () => {
    const shown = new Set<string>();
    for (const words of await shellWords(page.named('command').map((command) => command.textContent!))) {
      const url = words.find((word) => word.startsWith('http://127.0.0.1:4010/v1/'));
      const method = words.includes('-X') ? words[words.indexOf('-X') + 1]! : 'GET';
      expect(url).not.toMatch(/[{}]/);
      shown.add(`${method} ${new URL(url!).pathname.slice('/v1'.length)}`);
      if (words.includes('content-type: application/json')) {
        expect(typeof JSON.parse(words[words.indexOf('--data-raw') + 1]!)).toBe('object');
      }
    }
    const wanted = operations().map(({ method, path }) => `${method} ${withExamples(path)}`);
    expect([...shown].sort()).toEqual(wanted.sort());
  });

  it('shows the body of each content type with a command of its own', async () => {
    const commands = page.named('command').map((command) => command.textContent!);
    const imports = commands.filter(
      (command) => command.includes('-X POST') && command.includes('/recipients'),
    );
    const [json, csv] = await shellWords(imports);
    expect(JSON.parse(json!.at(-1)!)).toEqual({ recipients: [{ number: '46701740605' }] });
    expect(csv).toContain('content-type: text/csv');
    expect(csv!.at(-1)).toBe('number,first name\n46701740605,Ada\n');
  });
});

/** A document with one operation, which takes a body of this schema. */
function documentTaking(schema: object, schemas: Record<string, object> = {}): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'An API', version: '1' },
    servers: [{ url: '/v1' }],
    components: { schemas },
    paths: {
      '/things': {
        post: {
          tags: ['Things'],
          summary: 'Make a thing',
          requestBody: { required: true, content: { 'application/json': { schema } } },
          responses: { 204: { description: 'Made' } },
        },
      },
    },
  } as OpenApiDocument;
}

async function rendered(document: OpenApiDocument): Promise<Page> {
  return new Page(String(await documentationPage(document)));
}

async function bodyRows(properties: Record<string, object>, schemas: Record<string, object> = {}) {
  const page = await rendered(documentTaking({ type: 'object', properties }, schemas));
  return page.rows('Fields of the body').map(({ inset, name, meaning }) => [inset, name, meaning]);
}

describe('a table of fields', () => {
  test.each<[what: string, schema: object, meaning: string]>([
    ['a type', { type: 'boolean' }, 'boolean'],
    ['a description', { type: 'string', description: 'Its `name`' }, 'string | Its name'],
    ['a type that may be null', { type: ['string', 'null'] }, 'string or null'],
    ['several types', { type: ['string', 'integer'] }, 'string or integer'],
    ['nothing at all', {}, 'any value'],
    ['values', { type: 'string', enum: ['A', 'B'] }, 'string · one of A B'],
    ['values or null', { type: ['string', 'null'], enum: ['A', 'B', null] }, 'string or null · one of A B'],
    ['one value', { const: 'idle' }, 'string · only idle'],
    ['a format', { type: 'string', format: 'date-time' }, 'string · ISO 8601 date and time'],
    ['a pattern', { type: 'string', pattern: '^a+$' }, 'string · matches ^a+$'],
    ['lengths', { type: 'string', minLength: 1, maxLength: 8192 }, 'string · 1 to 8,192 characters'],
    ['a longest length', { type: 'string', maxLength: 5 }, 'string · at most 5 characters'],
    ['a range', { type: 'integer', minimum: 1, maximum: 9 }, 'integer · 1 to 9'],
    ['a least value', { type: 'integer', minimum: 0 }, 'integer · at least 0'],
    [
      'an open range',
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.5 },
      'number · above 0 · below 0.5',
    ],
    ['steps', { type: 'integer', multipleOf: 5 }, 'integer · a multiple of 5'],
    ['a default', { type: 'string', default: '' }, 'string · default ""'],
    ['a default that is false', { type: 'boolean', default: false }, 'boolean · default false'],
    ['an example', { type: 'object', example: { a: 1 } }, 'object · such as {"a":1}'],
    ['what is no longer to be used', { type: 'string', deprecated: true }, 'string · deprecated'],
    ['items', { type: 'array', items: { type: 'string' }, minItems: 1 }, 'array of string · at least 1 item'],
    [
      'values of items',
      { type: 'array', items: { type: 'string', enum: ['A', 'B'] }, uniqueItems: true },
      'array of string · each once · each one of A B',
    ],
    [
      'items of several types',
      { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
      'array of (string or integer)',
    ],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, 'map of string'],
    [
      'a map with rules for names',
      { type: 'object', additionalProperties: { type: 'string' }, propertyNames: { pattern: '^[1-9]$' } },
      'map of string · names: matches ^[1-9]$',
    ],
    ['alternatives', { anyOf: [{ type: 'string' }, { type: 'number' }] }, 'string or number'],
    [
      'a choice of one or null',
      { oneOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] },
      'integer or null · at least 1',
    ],
    ['a component', { $ref: '#/components/schemas/Thing' }, 'Thing'],
    [
      'a component or null',
      { oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] },
      'Thing or null',
    ],
    [
      'a component with a description',
      { allOf: [{ $ref: '#/components/schemas/Thing' }, { description: 'Mine' }] },
      'Thing | Mine',
    ],
    [
      'a list of components',
      { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
      'array of Thing',
    ],
  ])('says %s in words', async (_, schema, meaning) => {
    const schemas = { Thing: { type: 'object', properties: { id: { type: 'integer' } } } };
    expect(await bodyRows({ field: schema }, schemas)).toEqual([['', 'field', meaning]]);
  });

  it('sets fields in below the object that holds them, and names the way to them', async () => {
    const inner = { type: 'object', properties: { deep: { type: 'string' } }, required: ['deep'] };
    expect(
      await bodyRows({
        one: inner,
        many: { type: 'array', items: inner },
        map: { type: 'object', additionalProperties: inner },
      }),
    ).toEqual([
      ['', 'one', 'object'],
      ['in1', 'one.deeprequired', 'string'],
      ['', 'many', 'array of object'],
      ['in1', 'many[].deeprequired', 'string'],
      ['', 'map', 'map of object'],
      ['in1', 'any name', 'object'],
      ['in2', 'map.*.deeprequired', 'string'],
    ]);
  });

  it('shows each shape of a choice with its fields', async () => {
    const cert = { type: 'object', properties: { cert: { type: 'string' } }, required: ['cert'] };
    const pfx = { type: 'object', properties: { pfx: { type: 'string', description: 'PKCS#12' } } };
    expect(await bodyRows({ certificate: { anyOf: [cert, pfx, { type: 'null' }] } })).toEqual([
      ['', 'certificate', 'object or null'],
      ['in1', 'either', 'object'],
      ['in2', 'certificate.certrequired', 'string'],
      ['in1', 'or', 'object'],
      ['in2', 'certificate.pfx', 'string | PKCS#12'],
    ]);
  });

  it('takes in the components that a body itself is made of', async () => {
    const page = await rendered(
      documentTaking(
        {
          allOf: [
            { $ref: '#/components/schemas/Base' },
            { type: 'object', properties: { more: { type: 'string' } }, required: ['more'] },
          ],
        },
        { Base: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] } },
      ),
    );
    expect(page.rows('Fields of the body').map(({ name }) => name)).toEqual(['idrequired', 'morerequired']);
  });

  it('comes to an end with a component that holds itself', async () => {
    const tree = {
      type: 'object',
      properties: { name: { type: 'string', example: 'root' }, child: { $ref: '#/components/schemas/Tree' } },
      required: ['name', 'child'],
    };
    const page = await rendered(documentTaking({ $ref: '#/components/schemas/Tree' }, { Tree: tree }));
    expect(page.rows('Fields of the body').map(({ meaning }) => meaning)).toEqual([
      'string · such as root',
      'Tree',
    ]);
    expect((await shellWords([page.named('command')[0]!.textContent!]))[0]!.at(-1)).toBe('{"name": "root"}');
  });

  it('fails in plain words on a reference to nothing', async () => {
    await expect(rendered(documentTaking({ $ref: '#/components/schemas/Gone' }))).rejects.toThrow(
      'the OpenAPI document refers to #/components/schemas/Gone, which it does not hold',
    );
  });
});

describe('the example body', () => {
  const exampleOf = async (schema: object) => {
    const page = await rendered(documentTaking(schema));
    return JSON.parse((await shellWords([page.named('command')[0]!.textContent!]))[0]!.at(-1)!);
  };

  it('holds what must be there, from the examples, defaults and values of the schema', async () => {
    const properties = {
      named: { type: 'string', example: "it's" },
      preset: { type: 'integer', default: 100 },
      chosen: { type: 'string', enum: ['A', 'B'] },
      ranged: { type: 'integer', exclusiveMinimum: 4 },
      at: { type: 'string', format: 'date-time' },
      list: { type: 'array', items: { type: 'boolean' } },
      optional: { type: 'string', example: 'left out' },
    };
    const required = Object.keys(properties).filter((name) => name !== 'optional');
    expect(await exampleOf({ type: 'object', properties, required })).toEqual({
      named: "it's",
      preset: 100,
      chosen: 'A',
      ranged: 5,
      at: '2026-01-31T12:00:00.000Z',
      list: [false],
    });
  });

  it('shows one field of a body in which none must be there', async () => {
    const properties = { by: { type: 'string', example: 'PT1H' }, to: { type: 'string' } };
    expect(await exampleOf({ type: 'object', properties })).toEqual({ by: 'PT1H' });
  });

  it('is the one that the schema gives for the whole, if it does', async () => {
    const properties = { id: { type: 'integer' } };
    expect(await exampleOf({ type: 'object', properties, required: ['id'], example: { id: 7 } })).toEqual({
      id: 7,
    });
  });
});

it('shows hostile text as text, wherever it stands', async () => {
  const planted: string[] = [];
  const hostile = () => {
    const text = `"'><img src=x onerror=alert(${planted.length})></pre></code><script>alert(1)</script>&amp;`;
    planted.push(text);
    return text;
  };
  const schema = {
    type: 'object',
    description: hostile(),
    properties: {
      [hostile()]: { type: 'string', description: hostile(), default: hostile(), example: hostile() },
      choice: { type: 'string', enum: [hostile(), hostile()] },
      text: { type: 'string', pattern: hostile(), format: hostile() },
    },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: hostile(), version: hostile(), description: hostile() },
    components: { schemas: { [hostile()]: { ...schema, description: hostile() } } },
    tags: [{ name: 'Things', description: hostile() }],
    paths: {
      [`/${hostile()}`]: {
        post: {
          tags: ['Things'],
          summary: hostile(),
          description: hostile(),
          parameters: [
            {
              name: hostile(),
              in: 'query',
              required: true,
              description: hostile(),
              schema: { example: hostile() },
            },
          ],
          requestBody: { required: true, content: { [hostile()]: { schema } } },
          responses: { 200: { description: hostile(), content: { [`json ${hostile()}`]: { schema } } } },
        },
      },
      '/other': { get: { tags: [hostile()], responses: {} } },
    },
  } as unknown as OpenApiDocument;
  const page = await rendered(document);
  for (const text of planted) expect(page.text).toContain(text);
  const tags = page.all().map(({ tagName }) => tagName);
  expect(tags).not.toContain('script');
  expect(tags).not.toContain('img');
  expect(page.attributes().filter(({ name }) => name.startsWith('on'))).toEqual([]);
});

it('quotes any text as one word of a shell', async () => {
  const word = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
  const nasty = fc.constantFrom("'", "''\\''", '"$(id)"', '`id`', '\\', '\n', '*', '~', '!', '', '-n', '#');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.oneof(word, nasty), { minLength: 1 })), async (commands) => {
      const quoted = commands.map((words) => `curl ${words.map(shellQuoted).join(' ')}`);
      expect(await shellWords(quoted)).toEqual(commands);
    }),
    { numRuns: 20 },
  );
});

describe.each(Object.entries(PALETTE))('the %s colours', (_, colours) => {
  const { page, card, sunk, ink, soft, link, mark, good, bad } = colours;
  const pairs = [
    ...[ink, soft, link, mark, good, bad].flatMap((text) =>
      [page, card, sunk].map((ground) => [text, ground]),
    ),
    ...(['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => [
      [colours[`${method}-ink`], colours[`${method}-chip`]],
      [colours[`${method}-ink`], page],
    ]),
  ] as [text: string, ground: string][];

  it.each(pairs)('have %s stand out from %s as WCAG AA asks', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

/** The contrast ratio of WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
