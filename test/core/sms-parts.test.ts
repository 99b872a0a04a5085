import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { smsParts } from '../../src/core/sms-parts.ts';

const EXTENSION = [...'\f^{}\\[~]|€'];
const BASIC = [...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà'];

const parts = (character: string, count: number, rest = '') => smsParts(character.repeat(count) + rest);

/** Facts sheet §4, Parts. */
describe('SMS parts in GSM 03.38', () => {
  it('are one for nothing at all', () => {
    expect(smsParts('')).toBe(1);
  });

  it.each(['a', 'å', '@', '\n', 'Δ'])('%j: 160 fit one part, 153 each of several', (character) => {
    const counts = [1, 159, 160, 161, 306, 307, 459, 460];
    expect(counts.map((count) => parts(character, count))).toEqual([1, 1, 1, 2, 2, 3, 3, 4]);
  });

  it.each(EXTENSION)('%j of the extension table counts two', (character) => {
    expect([70, 80, 81].map((count) => parts(character, count))).toEqual([1, 1, 2]);
    expect(smsParts(`${'a'.repeat(158)}${character}`)).toBe(1);
    expect(smsParts(`${'a'.repeat(159)}${character}`)).toBe(2);
  });

  it('never tear an extension character apart: 76 of them fit a part of 153', () => {
    expect([152, 153].map((count) => parts('€', count))).toEqual([2, 3]);
    expect(smsParts(`a${'€'.repeat(152)}`)).toBe(2);
    expect(smsParts(`a${'€'.repeat(152)}a`)).toBe(2);
    expect(smsParts(`a${'€'.repeat(152)}aa`)).toBe(3);
  });

  it('count a line break of two characters as two', () => {
    expect(parts('\r\n', 80)).toBe(1);
    expect(parts('\r\n', 80, 'a')).toBe(2);
  });

  it('know the whole alphabet', () => {
    for (const character of BASIC)
      expect(
        [160, 161].map((n) => parts(character, n)),
        character,
      ).toEqual([1, 2]);
  });
});

describe('SMS parts in UCS-2, for any character beyond GSM 03.38', () => {
  it.each(['ł', 'я', '’', 'ç', '`', '\t', '\u00a0'])(
    '%j: 70 fit one part, 67 each of several',
    (character) => {
      const counts = [1, 69, 70, 71, 134, 135, 201, 202];
      expect(counts.map((count) => parts(character, count))).toEqual([1, 1, 1, 2, 2, 3, 3, 4]);
    },
  );

  it('come from a single such character in a long text', () => {
    expect(smsParts('a'.repeat(160))).toBe(1);
    expect(smsParts(`${'a'.repeat(159)}ł`)).toBe(3);
    expect(smsParts(`ł${'€'.repeat(69)}`)).toBe(1);
  });

  it('keep surrogate pairs together: 33 of them fit a part of 67', () => {
    expect([35, 36, 66, 67, 99, 100].map((count) => parts('😀', count))).toEqual([1, 2, 2, 3, 3, 4]);
    expect(smsParts(`a${'😀'.repeat(33)}${'😀'.repeat(33)}a`)).toBe(2);
    expect(smsParts(`a${'😀'.repeat(33)}${'😀'.repeat(33)}aa`)).toBe(3);
  });

  it('cut between the pairs and marks that together make one picture or letter', () => {
    expect(parts('🇸🇪', 35)).toBe(3);
    expect(smsParts(`e${'\u0301'.repeat(67 * 15 - 1)}`)).toBe(15);
  });

  it('count half a surrogate pair as one', () => {
    expect([70, 71].map((count) => parts('\ud83d', count))).toEqual([1, 2]);
  });
});

describe('SMS parts of any text', () => {
  const text = fc
    .array(fc.constantFrom('a', 'Hello ', '€', '\r\n', 'å', 'ł', '😀', '🇸🇪', 'e\u0301', '{1}'), {
      maxLength: 120,
    })
    .map((pieces) => pieces.join(''));
  const gsmText = fc
    .array(fc.constantFrom(...BASIC, ...EXTENSION), { maxLength: 600 })
    .map((c) => c.join(''));

  it('never become fewer when more is written before or after', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(smsParts(a + b)).toBeGreaterThanOrEqual(Math.max(smsParts(a), smsParts(b)));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('are as many as an independent calculator says', () => {
    fc.assert(
      fc.property(
        fc.oneof(gsmText, fc.string({ unit: fc.constantFrom('a', 'ł', '€', '😀'), maxLength: 300 })),
        (content) => {
          expect(smsParts(content)).toBe(new SegmentedMessage(content).segmentsCount);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  it('are counted for the longest text that is taken, too', () => {
    expect(smsParts('a'.repeat(100_000))).toBe(654);
  });
});
