import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginsWithOneOf, type InboundPrefix, splitIncoming } from '../../src/core/incoming.ts';

const PREFIXES: InboundPrefix[] = [
  { prefix: 'QUIZ', identifiers: ['ANSWER', 'ans', 'Höst', '7'] },
  { prefix: 'tävla', identifiers: [] },
  { prefix: 'quiz', identifiers: ['SECOND'] },
];

/** Texts as people write them, with the words that are looked for among them. */
const words = fc.constantFrom('QUIZ', 'quiz', 'Answer', 'ANS', 'höst', '7', 'TÄVLA', 'blue', '?!');
const spaces = fc.stringMatching(/^[ \t\n\u00a0]{1,3}$/);
const gap = fc.oneof({ weight: 4, arbitrary: spaces }, { weight: 1, arbitrary: fc.constant('') });
const text = fc
  .tuple(gap, words, gap, words, gap, fc.constantFrom('', 'blue sky ', 'QUIZ', 'ANSWER'))
  .map((pieces) => pieces.join(''));

/** Facts sheet §1, Incoming SMS [I]. */
describe('an incoming text', () => {
  it.each([
    ['QUIZ ANSWER blue', 'QUIZ', 'ANSWER', 'blue'],
    ['quiz answer blue', 'QUIZ', 'ANSWER', 'blue'],
    ['Quiz HÖST', 'QUIZ', 'Höst', ''],
    ['  QUIZ \n ANSWER\tblue\nsky ', 'QUIZ', 'ANSWER', 'blue\nsky '],
    ['QUIZ ANSWER ANSWER', 'QUIZ', 'ANSWER', 'ANSWER'],
    ['QUIZ 7 7', 'QUIZ', '7', '7'],
    ['QUIZ ANSWERS blue', 'QUIZ', null, 'ANSWERS blue'],
    ['QUIZ blue ANSWER', 'QUIZ', null, 'blue ANSWER'],
    ['QUIZ', 'QUIZ', null, ''],
    ['Tävla ANSWER blue', 'tävla', null, 'ANSWER blue'],
    ['QUIZANSWER blue', null, null, 'QUIZANSWER blue'],
    ['QUIZ! ANSWER', null, null, 'QUIZ! ANSWER'],
    ['ANSWER QUIZ', null, null, 'ANSWER QUIZ'],
    [' blue ', null, null, ' blue '],
    ['', null, null, ''],
    [' \n', null, null, ' \n'],
  ])('%j has the prefix %j, the identifier %j and the content %j', (bulk, prefix, identifier, content) => {
    expect(splitIncoming(bulk, PREFIXES)).toEqual({ prefix, identifier, content });
  });

  it('is content altogether where nothing is configured', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (bulk) => {
        expect(splitIncoming(bulk, [])).toEqual({ prefix: null, identifier: null, content: bulk });
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('loses nothing but the spaces between what it is split into', () => {
    const seen = { prefix: 0, identifier: 0 };
    const solid = (part: string) => part.replace(/\s/g, '').toLocaleUpperCase('sv');
    fc.assert(
      fc.property(text, (bulk) => {
        const { prefix, identifier, content } = splitIncoming(bulk, PREFIXES);
        expect(bulk.endsWith(content)).toBe(true);
        expect(solid(`${prefix ?? ''}${identifier ?? ''}${content}`)).toBe(solid(bulk));
        if (prefix === null) expect({ identifier, content }).toEqual({ identifier: null, content: bulk });
        else expect(content).toBe(content.trimStart());
        if (prefix !== null) seen.prefix += 1;
        if (identifier !== null) seen.identifier += 1;
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(seen.prefix).toBeGreaterThan(100);
    expect(seen.identifier).toBeGreaterThan(20);
  });

  it('is split by whole words that are configured, as they are configured', () => {
    const word = fc.stringMatching(/^[a-zåäöA-ZÅÄÖ0-9]{1,8}$/);
    fc.assert(
      fc.property(word, word, text, spaces, (prefix, identifier, payload, gap) => {
        const configured = [{ prefix, identifiers: [identifier] }];
        const capitals = (part: string) => part.toLocaleUpperCase('sv');
        const content = payload.trimStart();
        const bulk = `${gap}${capitals(prefix)}${gap}${capitals(identifier)} ${payload}`;
        expect(splitIncoming(bulk, configured)).toEqual({ prefix, identifier, content });
        const glued = `${prefix}x${gap}${payload}`;
        expect(splitIncoming(glued, configured)).toEqual({
          prefix: null,
          identifier: null,
          content: glued,
        });
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('is read at once, also when it is as long as texts can be and made of spaces', () => {
    const [gap, before] = [' '.repeat(100_000), performance.now()];
    expect(splitIncoming(gap, PREFIXES)).toMatchObject({ prefix: null });
    expect(splitIncoming(`QUIZ${gap}ANSWER${gap}x`, PREFIXES)).toMatchObject({ content: 'x' });
    expect(beginsWithOneOf(gap, ['STOP'])).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('a text that begins with one of some words', () => {
  it.each([
    'STOP',
    'stop',
    'Stop!',
    ' stop ',
    '"Stop" please',
    '\n- STOP -',
    '🛑 stop',
    'Stop,nu',
    'AVANMÄL',
    'avanmäl',
  ])('%j does', (written) => {
    expect(beginsWithOneOf(written, ['QUIT', 'STOP', 'Avanmäl'])).toBe(true);
  });

  it.each(['', ' ', '!', '🛑', 'Please stop', 'STOPP', 'nonstop', 'stop1', 'S.T.O.P', 'AVANMAL'])(
    '%j does not',
    (written) => {
      expect(beginsWithOneOf(written, ['QUIT', 'STOP', 'Avanmäl'])).toBe(false);
    },
  );

  it.each([
    ['STOP ALL', 'Stop  all, please'],
    ['OPT-OUT', '"opt-out"'],
    ['👍', '👍👍 yes'],
    ['AVANMÄL', 'avanma\u0308l mig'],
    ['AVANMA\u0308L', 'avanmäl mig'],
  ])('%j is one, too: %j', (word, written) => {
    expect(beginsWithOneOf(written, [word])).toBe(true);
    expect(beginsWithOneOf(`Please ${written}`, [word])).toBe(false);
  });

  it.each([
    ['STOP ALL', 'stop'],
    ['STOP ALL', 'stop allt'],
    ['OPT-OUT', 'opt-outs'],
    ['A', 'a\u0308'],
  ])('%j is not the beginning of %j', (word, written) => {
    expect(beginsWithOneOf(written, [word])).toBe(false);
  });

  it('does whatever the capitals of the two, and whatever comes around the word', () => {
    const word = fc.stringMatching(/^[a-zåäöA-ZÅÄÖ0-9]{1,10}$/);
    const edge = fc.string({ unit: fc.constantFrom(' ', '.', '!', '"', '-', '😀', '\n', '…'), maxLength: 4 });
    const rest = fc.oneof(
      fc.constant(''),
      fc.string({ unit: 'grapheme', maxLength: 10 }).map((s) => ` ${s}`),
    );
    fc.assert(
      fc.property(word, edge, edge, rest, (one, before, after, more) => {
        const capitals = [one, one.toLocaleLowerCase('sv'), one.toLocaleUpperCase('sv')];
        for (const wanted of capitals)
          for (const written of capitals)
            expect(beginsWithOneOf(`${before}${written}${after}${more}`, ['OTHER', wanted])).toBe(true);
        expect(beginsWithOneOf(`${before}${one}x${after}`, [one])).toBe(false);
        expect(beginsWithOneOf(`${before}${one}${after}`, [])).toBe(false);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
