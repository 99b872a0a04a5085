import { describe, expect, it } from 'vitest';
import { fillContent } from '../../src/core/content.ts';
import { byNumber, nonconformity, placeholdersOf } from '../../src/core/placeholders.ts';

it.each([
  ['', 0],
  ['Hello', 0],
  ['Hi {1}', 1],
  ['{2}, {1}, {2}', 2],
  ['only {3}', 3],
  ['{99}', 99],
  ['{0} {100} {name} {01} { 1}', 0],
])('the template %j asks for %i placeholders', (template, count) => {
  expect(placeholdersOf(template)).toBe(count);
});

describe('placeholders', () => {
  it.each<[number, string[]]>([
    [0, []],
    [2, ['Ada', '{1}']],
  ])('conform to a template for %i: %j', (asked, placeholders) => {
    expect(nonconformity(asked, placeholders)).toBeNull();
  });

  it.each<[number, string[], string]>([
    [0, ['Ada'], 'the template asks for 0 placeholders, and there are 1'],
    [2, [], 'the template asks for 2 placeholders, and there are 0'],
    [2, ['Ada', '\n '], 'placeholder {2} is empty'],
  ])('do not conform to a template for %i: %j', (asked, placeholders, why) => {
    expect(nonconformity(asked, placeholders)).toBe(why);
  });

  it('fill a template in turn', () => {
    expect(fillContent('{2}: {1}', byNumber(['Ada', '{1}']))).toBe('{1}: Ada');
  });
});
